"""Reads pages and single questions of an open questionnaire for the screen. No Qt, and nothing is changed here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Protocol

from kemiskinan_desktop.services.survey import IdentityFinding
from kemiskinan_desktop.ui.questionnaire.appearing import choice_style, keyed_as
from kemiskinan_desktop.ui.questionnaire.keying import Option, options
from kemiskinan_desktop.ui.questionnaire.states import (
    CHECK,
    FileState,
    Keyed,
    Limits,
    PageKey,
    PageKind,
    PageLine,
    ProblemState,
    QuestionState,
    RemarkLine,
    SideState,
)
from kemiskinan_desktop.ui.questionnaire.typed_lines import to_type
from kemiskinan_domain.survey import (
    Entry,
    Problem,
    Question,
    QuestionType,
    Section,
    SectionProgress,
    template_of,
)

_PLACE = re.compile(r"\[(\d+)\]")
_KEYED = {
    QuestionType.INTEGER: Keyed.NUMBER,
    QuestionType.DECIMAL: Keyed.DECIMAL,
    QuestionType.DATE: Keyed.DAY,
    QuestionType.TIME: Keyed.HOUR,
    QuestionType.DATE_TIME: Keyed.MOMENT,
    QuestionType.GEOPOINT: Keyed.PLACE,
    QuestionType.SELECT_ONE: Keyed.ONE,
    QuestionType.SELECT_MULTIPLE: Keyed.MANY,
    QuestionType.RANK: Keyed.RANKED,
    QuestionType.ACKNOWLEDGE: Keyed.ONE,
    QuestionType.NOTE: Keyed.READ,
    QuestionType.ATTACHMENT: Keyed.FILE,
}
_CHOSEN = (Keyed.ONE, Keyed.MANY, Keyed.RANKED)
IDENTITY_FIELDS = frozenset({"nik", "no_kk"})
"""Sixteen digits, typed in groups, and looked up in the village."""
_AGE = frozenset({IdentityFinding.OLDER_THAN_120})


class Reading(Protocol):
    """What is read of a session."""

    @property
    def entry(self) -> Entry:
        """The engine's entry."""

    def prelist_value(self, path: str) -> str | None:
        """What the pre-list says."""

    def earlier_value(self, path: str) -> str | None:
        """What stood there at the opening."""

    def identity_findings(self, path: str) -> tuple[IdentityFinding, ...]:
        """Where the NIK differs from what else is known."""


class Remarked(Protocol):
    """The remarks of the family."""

    def at(self, path: str) -> tuple[RemarkLine, ...]:
        """Those on one question, open ones first."""

    def open_paths(self) -> tuple[str, ...]:
        """The question of each open remark."""


class Filed(Protocol):
    """The photos and papers of the family."""

    def at(self, path: str, answer: str) -> FileState | None:
        """The file that answers one question."""


class QuestionSheet:
    """Pages, questions, members and problems of one session; `only` names the sections that are asked at all."""

    def __init__(
        self,
        reading: Reading,
        acknowledge_words: str,
        remarked: Remarked,
        filed: Filed,
        only: frozenset[str] = frozenset(),
    ) -> None:
        self._reading = reading
        self._remarked = remarked
        self._filed = filed
        self._entry = reading.entry
        self._acknowledge = (("OK", acknowledge_words),)
        form = self._entry.form
        self.sections = [
            section
            for section in form.sections
            if any(_is_seen(one) for one in section.questions) and (not only or section.path in only)
        ]
        self._by_section = {section.path: section for section in self.sections}
        self._fields = {question.field: question for question in form.questions.values()}
        self._options: dict[str, tuple[Option, ...]] = {}

    # Pages

    def pages(self) -> tuple[PageKey, ...]:
        """Every page in order; a section of which nothing is asked now is left out."""
        return self._pages(self._progress())

    def _pages(self, progress: dict[str, SectionProgress]) -> tuple[PageKey, ...]:
        found: list[PageKey] = []
        for section in self.sections:
            if section.repeat is None:
                if progress[section.path].asked:
                    found.append(PageKey(PageKind.QUESTIONS, section.path))
            elif self._members_asked(section.repeat):
                found.append(PageKey(PageKind.MEMBERS, section.path))
                count = len(self._entry.instances(section.repeat))
                found.extend(PageKey(PageKind.MEMBER, section.path, at) for at in range(count))
        return (*found, CHECK)

    def lines(self) -> tuple[PageLine, ...]:
        """The list at the left: sections with how far they are."""
        progress = self._progress()
        remarks = self._remarks()
        lines = []
        for key in self._pages(progress):
            if key.kind in (PageKind.MEMBER, PageKind.CHECK):
                continue
            one = progress[key.section]
            title = self._by_section[key.section].label(self._entry.language)
            errors = max(0, one.errors - one.missing)
            said = remarks[key.section]
            lines.append(PageLine(key, title, one.asked, one.answered, errors, one.warnings, said))
        return tuple(lines)

    def title(self, key: PageKey) -> str:
        """The section's title, or the member's name."""
        if key.member is None:
            section = self._by_section.get(key.section)
            return "" if section is None else section.label(self._entry.language)
        return self.member_value(key, "name")

    def page_of(self, path: str) -> PageKey | None:
        """The page on which a question stands."""
        template = template_of(path)
        for section in self.sections:
            if any(one.path == template for one in section.questions):
                place = _PLACE.search(path)
                if section.repeat is not None and template.startswith(f"{section.repeat}/"):
                    return PageKey(PageKind.MEMBER, section.path, int(place[1]) - 1 if place else 0)
                kind = PageKind.QUESTIONS if section.repeat is None else PageKind.MEMBERS
                return PageKey(kind, section.path)
        return None

    # Questions

    def paths(self, key: PageKey) -> tuple[str, ...]:
        """All questions of a page in order, asked now or not."""
        section = self._by_section.get(key.section)
        return () if section is None else tuple(self._placed(section, key))

    def state(self, path: str) -> QuestionState:
        """One question as it looks now."""
        entry = self._entry
        question = entry.form.questions[template_of(path)]
        visible = entry.is_relevant(path)
        if not visible:
            return QuestionState(path, self._keyed(question), question.label(entry.language), visible=False)
        offered = self._offered(path, question)
        return QuestionState(
            path=path,
            keyed=self._keyed(question),
            label=entry.label(path) or question.name,
            hint=entry.hint(path),
            value=entry.get(path),
            options=offered,
            heading=self._heading(path, question),
            required=entry.is_required(path),
            readonly=entry.is_readonly(path),
            problems=tuple(problem_state(one) for one in entry.problems_at(path)),
            findings=self.findings(path, question),
            remarks=self._remarked.at(path),
            limits=_limits(question),
            style=choice_style(question.appearance, len(offered)),
            file=self._filed.at(path, entry.get(path)) if question.type is QuestionType.ATTACHMENT else None,
        )

    def field(self, path: str) -> str:
        """The field of the record that the question fills."""
        return self._entry.form.questions[template_of(path)].field

    def side(self, path: str) -> SideState:
        """What is said beside a question; earlier and pre-list values only where they differ from the answer."""
        state = self.state(path)
        question = self._entry.form.questions[template_of(path)]
        prelist = self._reading.prelist_value(path) or ""
        earlier = self._reading.earlier_value(path) or ""
        return SideState(
            label=state.label,
            hint=state.hint,
            guidance=question.guidance_text(self._entry.language),
            prelist=self.words(state, prelist),
            earlier=self.words(state, earlier) if earlier != state.value else "",
            remarks=state.remarks,
        )

    def words(self, state: QuestionState, value: str) -> str:
        """A value as people read it."""
        if state.keyed in _CHOSEN:
            codes = value.split()
            names = {option.code: option.words for option in state.options if option.code in codes}
            return ", ".join(names.get(code, code) for code in codes)
        return to_type(state.keyed, value)

    def findings(self, path: str, question: Question) -> tuple[IdentityFinding, ...]:
        """What NIK and birth date tell, each at its own field, so that nothing is said twice."""
        if question.field not in ("nik", "birth_date") or not self._entry.get(path):
            return ()
        about_age = question.field == "birth_date"
        return tuple(one for one in self._reading.identity_findings(path) if (one in _AGE) == about_age)

    def _remarks(self) -> Counter[str]:
        """Open remarks by section."""
        pages = (self.page_of(path) for path in self._remarked.open_paths())
        return Counter(page.section for page in pages if page is not None)

    def _progress(self) -> dict[str, SectionProgress]:
        return {one.section: one for one in self._entry.progress()}

    def _members_asked(self, repeat: str) -> bool:
        instances = self._entry.instances(repeat)
        return not instances or any(one.visible for one in instances)

    def _placed(self, section: Section, key: PageKey) -> Iterator[str]:
        for question in section.questions:
            if not _is_seen(question):
                continue
            inside = section.repeat is not None and question.path.startswith(f"{section.repeat}/")
            if inside != (key.kind is PageKind.MEMBER):
                continue
            if inside and key.member is not None:
                yield question.path.replace(f"{section.repeat}/", f"{section.repeat}[{key.member + 1}]/", 1)
            else:
                yield question.path

    def _keyed(self, question: Question) -> Keyed:
        if question.field in IDENTITY_FIELDS:
            return Keyed.SIXTEEN
        if _limits(question) is not None:
            return Keyed.RANGE
        return keyed_as(_KEYED.get(question.type, Keyed.TEXT), question.appearance)

    def _offered(self, path: str, question: Question) -> tuple[Option, ...]:
        """Lists without a filter are made once; most of a form's are."""
        if question.type is QuestionType.ACKNOWLEDGE:
            return options(self._acknowledge)
        if question.choice_list is None:
            return ()
        if not question.choice_list.filter and question.path in self._options:
            return self._options[question.path]
        language = self._entry.language
        made = options([(one.code, one.label(language)) for one in self._entry.choices(path)])
        self._options[question.path] = made
        return made

    def _heading(self, path: str, question: Question) -> str:
        """The group within the page, where there is one."""
        above, _slash, _name = path.rpartition("/")
        template = template_of(above)
        group = self._entry.form.groups.get(template)
        if group is None or group.repeats or template in self._by_section:
            return ""
        return self._entry.label(above)

    def member_value(self, key: PageKey, field: str) -> str:
        """An answer of the member whose page that is, as people read it; empty where it is not asked."""
        question = self._fields.get(field)
        repeat = self._by_section[key.section].repeat
        if question is None or repeat is None or key.member is None or not question.path.startswith(f"{repeat}/"):
            return ""
        path = question.path.replace(f"{repeat}/", f"{repeat}[{key.member + 1}]/", 1)
        state = self.state(path)
        return self.words(state, state.value) if state.visible else ""


def _is_seen(question: Question) -> bool:
    return question.shown and not question.calculated and question.type is not QuestionType.HIDDEN


def is_asked(question: Question) -> bool:
    """Whether a person answers it."""
    return not question.calculated and question.type is not QuestionType.NOTE


def _limits(question: Question) -> Limits | None:
    """Of a range: ends and step as the form writes them."""
    start, end = question.limits.get("start"), question.limits.get("end")
    if start is None or end is None or question.type not in (QuestionType.INTEGER, QuestionType.DECIMAL):
        return None
    return Limits(start, end, question.limits.get("step", "1"))


def problem_state(problem: Problem) -> ProblemState:
    """A problem as the screen shows it."""
    return ProblemState(problem.kind, problem.message, problem.hard, problem.reason)
