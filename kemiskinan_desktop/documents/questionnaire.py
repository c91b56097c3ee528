"""A questionnaire on paper, blank for the visit or filled for the file: any form, families one after another.

Sections are tables of one answer column; what repeats, such as members, is a table with a column for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Final

from kemiskinan_desktop.documents.routing import Routing, question_number
from kemiskinan_desktop.documents.typesetting import Content, to_pdf
from kemiskinan_desktop.documents.village import Letterhead
from kemiskinan_desktop.documents.words import VillageZone, moment_words
from kemiskinan_domain.survey import Entry, Form, Question, QuestionType

TEMPLATE: Final = "kuesioner.typ"
COLUMNS: Final = 5
"""Members side by side on a sheet of A4."""
KNOWN_BEFORE: Final = ("head_name", "no_kk", "dusun", "rt", "rw", "address")
"""Fields that the pre-list told: a blank sheet carries them, and no default of the day on which it was printed."""
_MOST_CHOICES: Final = 40
"""Longer lists are looked up in the application, not printed."""
_COMBS: Final = {"nik": 16, "no_kk": 16}
_TO_WRITE_IN: Final = "\x00"
"""Stands where an instance would: an empty column."""
_PLACE: Final = re.compile(r"\[\d+\]")
_SELECTS: Final = frozenset({QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK})
_SILENT: Final = frozenset({QuestionType.HIDDEN})


@dataclass(frozen=True, slots=True)
class PrintedFamily:
    """One questionnaire to print; a blank one shows what its entry knows already, such as name and address.

    `members` are the empty columns of a blank one. `remarks` are (question or empty, words) below a filled one.
    """

    entry: Entry
    title: str
    place: str
    blank: bool
    members: int = COLUMNS
    remarks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionnaireValues:
    """A stack of questionnaires of one village."""

    letterhead: Letterhead
    families: tuple[PrintedFamily, ...]
    printed_at: datetime
    zone: VillageZone
    language: str = ""


def questionnaires_pdf(values: QuestionnaireValues) -> bytes:
    """All of them in one file; TypesettingError when the template is broken."""
    return to_pdf(TEMPLATE, questionnaires_content(values), values.printed_at)


def questionnaires_content(values: QuestionnaireValues) -> dict[str, Content]:
    """What the template is given."""
    return {
        "village": f"{values.letterhead.village_word} {values.letterhead.village}",
        "subdistrict": values.letterhead.subdistrict,
        "printed": moment_words(values.printed_at, values.zone),
        "families": [_Printer(family, values.language).content() for family in values.families],
    }


@dataclass(slots=True)
class _Printer:
    family: PrintedFamily
    language: str
    routing: Routing = field(init=False)

    def __post_init__(self) -> None:
        self.routing = Routing(self.form, self.language)

    @property
    def form(self) -> Form:
        return self.family.entry.form

    def content(self) -> Content:
        family = self.family
        return {
            "title": self.form.title(self.language) or self.form.id,
            "version": f"{self.form.id}@{self.form.version}",
            "name": family.title,
            "place": family.place,
            "blank": family.blank,
            "blocks": list(self._blocks()),
            "remarks": [{"question": question, "words": words} for question, words in family.remarks],
        }

    def _blocks(self) -> Iterator[Content]:
        for section in self.form.sections:
            for repeat, questions in groupby(section.questions, key=lambda one: one.repeat_path):
                asked = [one for one in questions if self._is_printed(one)]
                if not asked:
                    continue
                title = section.label(self.language)
                if repeat is None:
                    yield {"title": title, "columns": [], "rows": [self._row(one, ("",)) for one in asked]}
                else:
                    yield from self._grids(title, repeat, asked)

    def _is_printed(self, question: Question) -> bool:
        return question.shown and not question.calculated and question.type not in _SILENT

    def _grids(self, title: str, repeat: str, questions: Sequence[Question]) -> Iterator[Content]:
        """As many tables as it takes, so that twenty members stay legible."""
        instances = self._instances(repeat)
        for begin in range(0, len(instances), COLUMNS):
            some = instances[begin : begin + COLUMNS]
            heads: list[Content] = [str(begin + place) for place in range(1, len(some) + 1)]
            rows: list[Content] = [self._row(one, some) for one in questions]
            yield {"title": title, "columns": heads, "rows": rows}

    def _instances(self, repeat: str) -> list[str]:
        """The paths of the instances; of a blank form empty ones to write in."""
        return [_TO_WRITE_IN] * self.family.members if self.family.blank else self._paths_of(repeat)

    def _paths_of(self, repeat: str) -> list[str]:
        steps = [group.path for group in self.form.repeats() if (repeat + "/").startswith(group.path + "/")]
        above = [""]
        for step in steps:
            above = [
                one.path
                for parent in above
                for one in self.family.entry.instances(f"{parent}{step[len(_PLACE.sub('', parent)) :]}")
            ]
        return above

    def _row(self, question: Question, instances: Sequence[str]) -> Content:
        kind = question.type
        choices = self._choices(question)
        return {
            "number": question_number(question),
            "label": self.routing.spoken(question.labels),
            "hint": question.hint(self.language),
            "route": self.routing.words(question),
            "note": kind is QuestionType.NOTE,
            "many": kind is QuestionType.SELECT_MULTIPLE,
            "comb": _COMBS.get(question.field, 0),
            "date": kind is QuestionType.DATE,
            "choices": choices,
            "looked_up": kind in _SELECTS and not choices,
            "answers": [self._answer(question, instance) for instance in instances],
        }

    def _choices(self, question: Question) -> list[Content]:
        listed = question.choice_list.choices if question.choice_list is not None else ()
        if question.type not in _SELECTS or len(listed) > _MOST_CHOICES:
            return []
        return [{"code": one.code, "label": one.label(self.language)} for one in listed]

    def _answer(self, question: Question, instance: str) -> Content:
        """The value in words of paper; `off` where the form does not ask it of this family."""
        if instance == _TO_WRITE_IN:
            return {"value": "", "codes": [], "off": False}
        path = instance + question.path[len(question.repeat_path or "") :] if instance else question.path
        entry = self.family.entry
        try:
            relevant, value = entry.is_relevant(path), entry.get(path)
        except KeyError:
            relevant, value = False, ""
        codes: list[Content] = [*value.split()] if question.type in _SELECTS else []
        off = not relevant and not self.family.blank
        if self.family.blank and question.field not in KNOWN_BEFORE:
            value, codes = "", []
        return {"value": "" if off else _on_paper(question, value), "codes": [] if off else codes, "off": off}


def _on_paper(question: Question, value: str) -> str:
    if question.type is QuestionType.DATE:
        return _day(value)
    if question.field in _COMBS:
        return " ".join(value[begin : begin + 4] for begin in range(0, len(value), 4))
    if question.type is QuestionType.ATTACHMENT:
        return "ada" if value else ""
    if question.type is QuestionType.ACKNOWLEDGE:
        return "ya" if value else ""
    return value


def _day(value: str) -> str:
    try:
        return f"{date.fromisoformat(value):%d-%m-%Y}"
    except ValueError:
        return value


def labels_of(form: Form, language: str) -> Mapping[str, str]:
    """Field to number and label, for the remarks below a questionnaire."""
    return {
        one.field: " ".join(part for part in (question_number(one), one.label(language)) if part)
        for one in form.questions.values()
    }
