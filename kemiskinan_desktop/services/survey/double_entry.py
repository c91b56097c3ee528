"""Entri ulang: a second person keys chosen questions from the paper without seeing the first answers (double entry).

The form marks the questions. What was keyed stays on this laptop until the differences are settled; a difference never
overwrites the first answer by itself. The outcome goes into the household's field `double_entry` and travels.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.forms import form_name
from kemiskinan_desktop.services.survey.displayed import MEMBER_REPEAT
from kemiskinan_desktop.services.survey.service import SurveyService
from kemiskinan_desktop.services.survey.session import SurveySession
from kemiskinan_desktop.services.survey.values import FieldPath, Finished, NotYet, Save, Saved
from kemiskinan_desktop.storage import StoredDoubleEntry
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, SurveyState
from kemiskinan_domain.survey import Entry, Question, QuestionType, Refusal, RefusalKind, template_of

DOUBLE_ENTRY: Final = "double_entry"
"""The household's field that says who keyed it again, when, and with how many differences."""
MEMBER_COUNT: Final[FieldPath] = "#members"
"""Not a question of the form: how many members the paper has."""
_MOST_MEMBERS: Final = 99


class DoubleEntryTrouble(Enum):
    """Why a family cannot be keyed again now."""

    GONE = auto()
    HELD = auto()
    """The district holds it, or its form is not here."""
    UNFINISHED = auto()
    """The first entry is not complete."""
    NOTHING_MARKED = auto()
    """The form marks no question for double entry."""


@dataclass(frozen=True, slots=True)
class Difference:
    """The two entries do not agree at one question; values as the engine has them."""

    path: FieldPath
    first: str
    second: str


class DoubleEntry:
    """One family keyed again. [ui] methods are quick and pure; `commit`, `compare`, `finish` are jobs."""

    def __init__(self, desk: Desk, session: SurveySession, scratch: Entry, kept: StoredDoubleEntry) -> None:
        """`scratch` reads what is typed as the form does; nothing of it is ever written."""
        self._desk = desk
        self._session = session
        self._scratch = scratch
        self._kept = kept
        self._typed: dict[tuple[str, str], str] = {}
        self._unsaved: list[tuple[int, tuple[str, str], str | None]] = []
        self._number = 0
        self._lock = threading.RLock()

    def resume(self, typed: dict[tuple[str, str], str]) -> None:
        """What was keyed in an earlier sitting."""
        self._typed = typed

    @property
    def session(self) -> SurveySession:
        """The first entry: its questions, labels and choices."""
        return self._session

    @property
    def own(self) -> bool:
        """Whether the person who keys it again also gave most of the first answers."""
        return self._kept.first_by == self._kept.by

    # Keying [ui]

    def questions(self) -> tuple[FieldPath, ...]:
        """Everything to key now, in the order of the paper: the family's questions, then member by member."""
        return tuple(self._asked())

    def typed(self, path: FieldPath) -> str | None:
        """What was keyed there; an empty text was left empty on purpose, None was not reached yet."""
        return self._typed.get(self._place(path))

    def key(self, path: FieldPath, raw: str) -> Save | Refusal:
        """[ui] Keep what was typed, read as the form reads it; a refusal keeps nothing."""
        value = self._count(raw) if path == MEMBER_COUNT else self._read(path, raw)
        if isinstance(value, Refusal):
            return value
        return self._keep(path, value)

    def again(self, path: FieldPath) -> Save:
        """[ui] Key that question once more: what was keyed there is forgotten."""
        return self._keep(path, None)

    def missing(self) -> tuple[FieldPath, ...]:
        """What is not keyed yet."""
        return tuple(path for path in self._asked() if self.typed(path) is None)

    # Comparing [ui]

    def differences(self) -> tuple[Difference, ...]:
        """Where the entries do not agree; capitals and blanks alone are no difference."""
        return tuple(self._differences())

    def take_first(self, path: FieldPath) -> Save:
        """[ui] The first answer is right: the paper was misread the second time."""
        return self._keep(path, self._first(path))

    def take_second(self, path: FieldPath) -> Save | Refusal:
        """[ui] The second answer is right: it becomes an answer of the questionnaire, as if it were typed there.

        Hand the save to `session.commit`.
        """
        value = self.typed(path)
        if path == MEMBER_COUNT or value is None:
            return Refusal(path, RefusalKind.NOT_FOR_ENTRY, value)
        answer = self._session.answer(path, value)
        return answer if isinstance(answer, Refusal) else answer.save

    # Jobs

    def commit(self, save: Save) -> Saved:
        """Write what was keyed durably, with what an earlier try could not write. Raises what storage names."""
        with self._lock:
            due = [one for one in self._unsaved if one[0] <= save.number]
        if due:
            with self._desk.store.unit() as unit:
                if unit.double_entries.get(self._session.household) is None:
                    unit.double_entries.put(self._kept)
                for _number, place, value in due:
                    unit.double_entries.key(self._session.household, place, value)
                unit.commit()
            with self._lock:
                self._unsaved = [one for one in self._unsaved if one[0] > save.number]
        return Saved(save.number)

    def compare(self) -> tuple[Difference, ...]:
        """The differences; the first time, their number is kept: settling them must not make keying look better."""
        found = self.differences()
        if self._kept.compared is None:
            self._kept = replace(self._kept, compared=len(self.questions()), differed=len(found))
            with self._desk.store.unit() as unit:
                unit.double_entries.put(self._kept)
                unit.commit()
        return found

    def finish(self) -> Finished | NotYet:
        """Write the outcome, and complete the questionnaire again where the second entry changed it.

        NotYet: the outcome is written, but the changed questionnaire has something open. Raises what storage names.
        """
        household = self._session.household
        with self._desk.store.view() as view:
            stored = view.records.get(RecordKind.HOUSEHOLD, household)
        ended: Finished | NotYet = Finished(0)
        if stored is not None and stored.document.get("survey_state") != SurveyState.COMPLETE:
            ended = self._session.finish()
        with self._desk.store.unit() as unit:
            stored = unit.records.get(RecordKind.HOUSEHOLD, household)
            if stored is not None:
                edits: dict[str, FieldEdit] = {DOUBLE_ENTRY: (stored.document.get(DOUBLE_ENTRY), self._outcome())}
                unit.changes.put(RecordKind.HOUSEHOLD, household, edits, by=self._desk.person.id, at=self._desk.clock())
            unit.double_entries.forget(household)
            unit.commit()
        self._desk.tell(HouseholdsChanged(frozenset({household})), ExchangeChanged())
        return ended

    def give_up(self) -> None:
        """Forget everything that was keyed; the first entry stays as it is. Raises what storage names."""
        with self._desk.store.unit() as unit:
            unit.double_entries.forget(self._session.household)
            unit.commit()

    # Inside

    def _outcome(self) -> FieldValue:
        outcome: dict[str, FieldValue] = {
            "by": self._kept.by,
            "at": self._desk.clock().isoformat(timespec="seconds"),
            "compared": self._kept.compared or 0,
            "differed": self._kept.differed or 0,
            "form": form_name(self._session.entry.form),
        }
        if self._kept.first_by is not None:
            outcome["first_by"] = self._kept.first_by
        return outcome

    def _keep(self, path: FieldPath, value: str | None) -> Save:
        place = self._place(path)
        with self._lock:
            if value is None:
                self._typed.pop(place, None)
            else:
                self._typed[place] = value
            self._number += 1
            self._unsaved.append((self._number, place, value))
            return Save(self._number, ())

    def _asked(self) -> Iterator[FieldPath]:
        entry = self._session.entry
        marked = [one for one in entry.form.questions.values() if one.bind.double_entry]
        repeat = next((group.path for group in entry.form.repeats() if group.name == MEMBER_REPEAT), None)
        inside = [one for one in marked if repeat is not None and one.path.startswith(f"{repeat}/")]
        for question in marked:
            if question not in inside and self._is_open(question.path):
                yield question.path
        if repeat is None or not inside:
            return
        yield MEMBER_COUNT
        for at in range(len(entry.instances(repeat))):
            for question in inside:
                path = question.path.replace(f"{repeat}/", f"{repeat}[{at + 1}]/", 1)
                if self._is_open(path):
                    yield path

    def _is_open(self, path: FieldPath) -> bool:
        return self._session.entry.is_relevant(path) and not self._session.entry.is_readonly(path)

    def _place(self, path: FieldPath) -> tuple[str, str]:
        if path == MEMBER_COUNT:
            return "", path
        found = self._session.record_at(path)
        member = found is not None and found[0] is RecordKind.MEMBER
        return (found[1] if found is not None and member else ""), template_of(path)

    def _first(self, path: FieldPath) -> str:
        if path != MEMBER_COUNT:
            return self._session.entry.get(path)
        entry = self._session.entry
        return str(sum(len(entry.instances(one.path)) for one in entry.form.repeats() if one.name == MEMBER_REPEAT))

    def _differences(self) -> Iterator[Difference]:
        for path in self._asked():
            second, first = self.typed(path), self._first(path)
            question = self._session.entry.form.question(path)
            if second is not None and _compared(question, first) != _compared(question, second):
                yield Difference(path, first, second)

    def _read(self, path: FieldPath, raw: str) -> str | Refusal:
        answer = self._scratch.set(path, raw)
        if isinstance(answer, Refusal):
            return answer
        value = self._scratch.get(path)
        self._scratch.set(path, answer.old)
        return value

    @staticmethod
    def _count(raw: str) -> str | Refusal:
        if not raw:
            return raw
        if not raw.isascii() or not raw.isdigit() or int(raw) > _MOST_MEMBERS:
            return Refusal(MEMBER_COUNT, RefusalKind.WRONG_TYPE, raw)
        return str(int(raw))


class DoubleEntryService:
    """Run on the storage lane."""

    def __init__(self, desk: Desk, survey: SurveyService) -> None:
        self._desk = desk
        self._survey = survey

    def open(self, household: RecordId, language: str = "") -> DoubleEntry | DoubleEntryTrouble:
        """The family to be keyed again, with what was keyed in an earlier sitting."""
        session, scratch = self._survey.open(household, language), self._survey.open(household, language)
        if session is None or scratch is None:
            return DoubleEntryTrouble.GONE
        with self._desk.store.view() as view:
            kept = view.double_entries.get(household)
            typed = view.double_entries.values(household)
            stored = view.records.get(RecordKind.HOUSEHOLD, household)
            first_by = view.paradata.writer_of(household)
        if session.read_only:
            return DoubleEntryTrouble.HELD
        state = None if stored is None else stored.document.get("survey_state")
        if kept is None and state != SurveyState.COMPLETE:
            return DoubleEntryTrouble.UNFINISHED
        if kept is None:
            at = self._desk.clock().isoformat(timespec="seconds")
            kept = StoredDoubleEntry(household, self._desk.person.id, at, first_by)
        made = DoubleEntry(self._desk, session, scratch.entry, kept)
        if not made.questions():
            return DoubleEntryTrouble.NOTHING_MARKED
        made.resume(typed)
        return made


def _compared(question: Question | None, value: str) -> object:
    if question is not None and question.type is QuestionType.SELECT_MULTIPLE:
        return frozenset(value.split())
    return " ".join(value.split()).casefold()
