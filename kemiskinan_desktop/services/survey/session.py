"""One open questionnaire: answers go through the engine at once, and to the file by `commit`."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.forms import form_name
from kemiskinan_desktop.services.households.duplicates import duplicate_hits
from kemiskinan_desktop.services.households.values import DuplicateHit
from kemiskinan_desktop.services.received import Row
from kemiskinan_desktop.services.survey.completion import Completion
from kemiskinan_desktop.services.survey.displayed import Displayed
from kemiskinan_desktop.services.survey.history import Added, Answered, Reasoned, Removed, Sitting
from kemiskinan_desktop.services.survey.prelist_values import household_value, member_value
from kemiskinan_desktop.services.survey.roster import Roster
from kemiskinan_desktop.services.survey.saving import write_completion, write_saves
from kemiskinan_desktop.services.survey.values import (
    FieldPath,
    Finished,
    FinishProblem,
    IdentityFinding,
    NotYet,
    ProblemAt,
    Recorded,
    Save,
    Saved,
)
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import Answer, Entry, Refusal, RefusalKind


@dataclass(frozen=True, slots=True)
class Opened:
    """A family as it was read from the file."""

    household: RecordId
    entry: Entry
    displayed: Displayed
    repeat: str
    """Path of the repeat that holds the members."""
    resume_path: FieldPath | None
    read_only: bool
    prelist: tuple[Row, ...]


class SurveySession:
    """The questionnaire of one family. [ui] methods are quick and pure; `commit`, `duplicates`, `finish` are jobs.

    A save that failed stays here and goes with the next commit, so no answer is lost while the window is open.
    """

    def __init__(self, desk: Desk, opened: Opened) -> None:
        self._desk = desk
        self._opened = opened
        self._displayed = opened.displayed
        self._sitting = Sitting(opened.entry, opened.repeat)
        self._roster = Roster(opened.entry, opened.displayed, self._sitting, opened.repeat)
        self._completion = Completion(opened.entry, opened.displayed, opened.repeat, desk.village.code)
        self._earlier = {self._sitting.place(path): value for path, _question, value in opened.entry.values()}
        self._lock = threading.RLock()
        self._unsaved: list[Save] = []
        self._number = 0

    @property
    def entry(self) -> Entry:
        """The engine's entry: labels, choices, relevance, problems, progress. Change it through this session only."""
        return self._opened.entry

    @property
    def household(self) -> RecordId:
        """Whose questionnaire it is."""
        return self._opened.household

    @property
    def resume_path(self) -> FieldPath | None:
        """Where the questionnaire was left; None where nobody left it, or the question is gone."""
        return self._opened.resume_path

    @property
    def read_only(self) -> bool:
        """The district holds the family, or a form began it that this laptop has not got: read, not changed."""
        return self._opened.read_only

    @property
    def unsaved(self) -> bool:
        """[ui] Whether an answer is not in the file yet."""
        with self._lock:
            return bool(self._unsaved)

    def answer(self, path: FieldPath, raw: object) -> Recorded | Refusal:
        """[ui] Record what was typed or chosen; a refusal changes nothing."""
        with self._lock:
            if self.read_only:
                return Refusal(path, RefusalKind.NOT_FOR_ENTRY, raw)
            answer = self.entry.set(path, raw)
            if isinstance(answer, Refusal):
                return answer
            if answer.value != answer.old:
                self._sitting.did(Answered(self._sitting.place(answer.path), answer.old))
            return self._recorded(answer, answer.path)

    def give_reason(self, path: FieldPath, reason: str) -> Recorded | Refusal:
        """[ui] Why the warning at that question is right as it stands; empty takes the reason back."""
        with self._lock:
            if self.read_only:
                return Refusal(path, RefusalKind.NOT_FOR_ENTRY, reason)
            before = self.entry.reason_at(path)
            answer = self.entry.give_reason(path, reason)
            if isinstance(answer, Refusal):
                return answer
            if before != self.entry.reason_at(path):
                self._sitting.did(Reasoned(self._sitting.place(answer.path), before))
            return self._recorded(answer, answer.path)

    def add_member(self) -> Recorded:
        """[ui] One more member at the end, with an id of its own. On a read-only family nothing happens."""
        with self._lock:
            if self.read_only:
                return Recorded(frozenset(), self._save(None))
            member = self._roster.add()
            self._sitting.did(Added(member))
            return self._restructured()

    def remove_member(self, index: int, why: str) -> Recorded:
        """[ui] Take out the member at that place (from 0); `why` is a stable word. Raises IndexError for no place."""
        with self._lock:
            if self.read_only:
                return Recorded(frozenset(), self._save(None))
            self._sitting.did(self._roster.remove(index, why))
            return self._restructured()

    def undo(self) -> Recorded | None:
        """[ui] A new change back to before the last action of this sitting; None when there is none.

        A member who was taken out comes back as a new record in the last place: a delete that was sent stays true.
        """
        with self._lock:
            match self._sitting.last():
                case Answered(place, before):
                    return self._set_back(self._sitting.path(place), before, reason=False)
                case Reasoned(place, before):
                    return self._set_back(self._sitting.path(place), before, reason=True)
                case Added(instance):
                    index = self._sitting.index(instance)
                    if index is not None:
                        self._roster.remove(index, "undo")
                    return self._restructured()
                case Removed(instance, answers):
                    self._roster.bring_back(instance, answers)
                    return self._restructured()
                case None:
                    return None

    def left_at(self, path: FieldPath) -> Save:
        """[ui] Remember where to continue; commit it like an answer."""
        with self._lock:
            return self._save(path)

    def commit(self, save: Save) -> Saved:
        """Write it durably, with any earlier save that failed (lane: storage).

        Raises DiskFullError and the like of storage; then all of it stays here, and the next commit writes it.
        """
        with self._lock:
            due = [one for one in self._unsaved if one.number <= save.number]
        if not due:
            return Saved(save.number)
        write_saves(self._desk, self.household, form_name(self.entry.form), due)
        with self._lock:
            self._unsaved = [one for one in self._unsaved if one.number > save.number]
        if any(one.writes or one.removals for one in due):
            self._desk.tell(HouseholdsChanged(frozenset({self.household})), ExchangeChanged())
        return Saved(save.number)

    def prelist_value(self, path: FieldPath) -> str | None:
        """[ui] What the pre-list says for that question, as it came."""
        question = self.entry.form.question(path)
        if question is None:
            return None
        instance = self._sitting.instance_at(path)
        if instance is None:
            return household_value(self._opened.prelist, question.field)
        nik, name = (str(self._displayed.value(RecordId(instance), field) or "") for field in ("nik", "name"))
        return member_value(self._opened.prelist, question.field, nik, name)

    def earlier_value(self, path: FieldPath) -> str | None:
        """[ui] What stood there when the questionnaire was opened."""
        return self._earlier.get(self._sitting.place(path))

    def identity_findings(self, path: FieldPath) -> tuple[IdentityFinding, ...]:
        """[ui] At NIK, sex and birth date of a member: where the NIK differs from what else is known."""
        question = self.entry.form.question(path)
        instance = self._sitting.instance_at(path)
        if question is None or instance is None or question.field not in {"nik", "sex", "birth_date"}:
            return ()
        return self._completion.identity_of(RecordId(instance))

    def duplicates(self, path: FieldPath) -> tuple[DuplicateHit, ...]:
        """Who else in the village has the NIK or No. KK at that path (lane: storage)."""
        question = self.entry.form.question(path)
        with self._lock:
            number, instance = self.entry.get(path), self._sitting.instance_at(path)
        if question is None or question.field not in {"nik", "no_kk"}:
            return ()
        with self._desk.store.view() as view:
            return duplicate_hits(view, number, self.household, None if instance is None else RecordId(instance))

    def finish(self) -> Finished | NotYet:
        """Mark the questionnaire complete when nothing hard stands against it (lane: storage).

        Whatever was not saved yet is written first; raises DiskFullError and the like of storage.
        """
        if self.read_only:
            return NotYet((ProblemAt(None, FinishProblem.UNDER_REVIEW),))
        with self._lock:
            save = self._save(None)
            problems = self._completion.problems()
            state = self._displayed.value(self.household, "survey_state")
            warnings = self._completion.settled_warnings()
        self.commit(save)
        if problems:
            return NotYet(problems)
        write_completion(self._desk, self.household, form_name(self.entry.form), state)
        with self._lock:
            self._displayed.completed()
        self._desk.tell(HouseholdsChanged(frozenset({self.household})), ExchangeChanged())
        return Finished(warnings)

    def _recorded(self, answer: Answer, resume: FieldPath) -> Recorded:
        """Take an answer's field changes over; a new name of the head becomes the family's."""
        self._roster.note(answer.fields)
        changed = {answer.path, *answer.changes}
        if any(change.field in {"name", "relation"} for change in answer.fields):
            changed |= self._roster.name_after_head()
        return Recorded(frozenset(changed), self._save(resume))

    def _set_back(self, path: FieldPath | None, before: str, *, reason: bool) -> Recorded | None:
        if path is None:
            return self.undo()
        answer = self.entry.give_reason(path, before) if reason else self.entry.set(path, before)
        return None if isinstance(answer, Refusal) else self._recorded(answer, answer.path)

    def _restructured(self) -> Recorded:
        """After members came or went: every place may look different."""
        self._displayed.follow(self.entry.fields())
        self._roster.name_after_head()
        changed = frozenset(item.path for item in self.entry.tree.root.under())
        return Recorded(changed, self._save(None), structure=True)

    def _save(self, resume: FieldPath | None) -> Save:
        writes, removals = self._displayed.taken()
        self._number += 1
        marks = self._completion.marks()
        save = Save(self._number, writes, removals, resume, marks.errors, marks.warnings)
        if writes or removals or resume is not None:
            self._unsaved.append(save)
        return save
