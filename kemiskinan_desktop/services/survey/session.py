"""One open questionnaire: answers go through the engine at once, and to the file by `commit`."""

from __future__ import annotations

import threading

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.forms import form_name
from kemiskinan_desktop.services.households.duplicates import duplicate_hits
from kemiskinan_desktop.services.households.values import DuplicateHit
from kemiskinan_desktop.services.survey.family import Family, Touched
from kemiskinan_desktop.services.survey.opened import Opened
from kemiskinan_desktop.services.survey.saving import write_completion, write_marks, write_saves
from kemiskinan_desktop.services.survey.values import (
    FieldPath,
    Finished,
    FinishProblem,
    IdentityFinding,
    NotYet,
    ProblemAt,
    Recorded,
    Renewed,
    Save,
    Saved,
)
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.survey import Entry, Refusal, RefusalKind


class SurveySession:
    """The questionnaire of one family. [ui] methods are quick and pure; `commit`, `duplicates`, `finish` are jobs.

    A save that failed stays here and goes with the next commit, so no answer is lost while the window is open.
    """

    def __init__(self, desk: Desk, opened: Opened) -> None:
        self._desk = desk
        self._family = Family(opened, desk.village.code)
        self._lock = threading.RLock()
        self._unsaved: list[Save] = []
        self._number = 0
        self._told = 0

    @property
    def entry(self) -> Entry:
        """The engine's entry: labels, choices, relevance, problems, progress. Change it through this session only."""
        return self._family.entry

    @property
    def household(self) -> RecordId:
        """Whose questionnaire it is."""
        return self._family.opened.household

    @property
    def resume_path(self) -> FieldPath | None:
        """Where the person left off."""
        return self._family.opened.resume_path

    @property
    def read_only(self) -> bool:
        """Whether the district holds the family, or its form is not here: answers are shown and cannot be changed."""
        return self._family.opened.read_only

    @property
    def unsaved(self) -> bool:
        """[ui] Whether an answer is not in the file yet."""
        with self._lock:
            return bool(self._unsaved)

    # Answers [ui]

    def answer(self, path: FieldPath, raw: object) -> Recorded | Refusal:
        """[ui] Record what was typed or chosen; a refusal changes nothing."""
        with self._lock:
            if self.read_only:
                return Refusal(path, RefusalKind.NOT_FOR_ENTRY, raw)
            return self._recorded(self._family.answer(path, raw))

    def give_reason(self, path: FieldPath, reason: str) -> Recorded | Refusal:
        """[ui] Why the warning at that question is right as it stands; empty takes the reason back."""
        with self._lock:
            if self.read_only:
                return Refusal(path, RefusalKind.NOT_FOR_ENTRY, reason)
            return self._recorded(self._family.give_reason(path, reason))

    def add_member(self) -> Recorded:
        """[ui] One more member at the end, with an id of its own. On a read-only family nothing happens."""
        with self._lock:
            return self._nothing() if self.read_only else self._saved(self._family.add_member())

    def remove_member(self, index: int, why: str) -> Recorded:
        """[ui] Take out the member at that place (from 0); `why` is a stable word. Raises IndexError for no place."""
        with self._lock:
            return self._nothing() if self.read_only else self._saved(self._family.remove_member(index, why))

    def undo(self) -> Recorded | None:
        """[ui] A new change back to before the last action of this sitting; None when there is none.

        A member who was taken out comes back as a new record in the last place: a delete that was sent stays true.
        """
        with self._lock:
            touched = self._family.undo()
            return None if touched is None else self._saved(touched)

    def redo(self) -> Recorded | None:
        """[ui] A new change that does again what was undone last; None when there is nothing."""
        with self._lock:
            touched = self._family.redo()
            return None if touched is None else self._saved(touched)

    def left_at(self, path: FieldPath) -> Save:
        """[ui] Remember where to continue; commit it like an answer."""
        with self._lock:
            return self._save(path)

    # Beside a question [ui]

    def record_at(self, path: FieldPath) -> tuple[RecordKind, RecordId, str] | None:
        """[ui] The record and field that a question fills; None where there is no such question."""
        return self._family.record_at(path)

    def path_of(self, record: RecordId, field: str) -> FieldPath | None:
        """[ui] Where a field of a record is asked; None where this form does not ask it."""
        return self._family.path_of(record, field)

    def prelist_value(self, path: FieldPath) -> str | None:
        """[ui] What the pre-list says for that question, as it came."""
        return self._family.prelist_value(path)

    def earlier_value(self, path: FieldPath) -> str | None:
        """[ui] What stood there when the questionnaire was opened."""
        return self._family.earlier_value(path)

    def identity_findings(self, path: FieldPath) -> tuple[IdentityFinding, ...]:
        """[ui] At NIK, sex and birth date of a member: what identity and age say against the rest."""
        return self._family.identity_findings(path)

    # What came from elsewhere

    def owns(self, event: HouseholdsChanged) -> bool:
        """[ui] Whether this session told that event itself, after a save of its own; each is owned once."""
        with self._lock:
            own = event.ids == frozenset({self.household}) and self._told > 0
            self._told -= own
            return own

    def shows(self, opened: Opened) -> bool:
        """Whether the person sees the family just as it was read now (any thread)."""
        with self._lock:
            same_hold = opened.read_only == self.read_only and opened.entry.form is self.entry.form
            return same_hold and self._family.displayed.same(opened.displayed)

    def renew(self, opened: Opened, at: FieldPath | None, held: FieldPath | None = None) -> Renewed | None:
        """[ui] Take over the family as it was read again. None while an answer is not saved yet: look again then.

        `at` is where the person is; `held` is being typed at: it keeps what was displayed, so that what the person
        wants meets the other value as a difference instead of overwriting it unseen.
        """
        with self._lock:
            if self._unsaved or opened.household != self.household:
                return None
            former, before = self._family, self._family.values()
            self._family = family = Family(opened, self._desk.village.code, former)
            arrived = self._hold(former, held)
            family.displayed.begin(family.entry.fields())
            after = family.values()
            places = [place for place in {**before, **after} if before.get(place, "") != after.get(place, "")]
            paths = (family.sitting.path(place) for place in places)
            standing = None if at is None else family.sitting.path(former.sitting.place(at))
            return Renewed(frozenset(path for path in paths if path is not None), standing, arrived)

    def _hold(self, former: Family, held: FieldPath | None) -> str | None:
        """Put back what was displayed at `held`; answers the value that arrived there, None where none did."""
        found = None if held is None else former.record_at(held)
        if held is None or found is None:
            return None
        _kind, record, field = found
        path = self._family.sitting.path(former.sitting.place(held))
        shown, stored = former.entry.get(held), former.displayed.value(record, field)
        if path is None or stored == self._family.displayed.value(record, field):
            return None
        arrived = self._family.entry.get(path)
        self._family.entry.set(path, shown)
        self._family.displayed.hold(record, field, stored)
        return arrived

    # Jobs

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
            self._tell()
        return Saved(save.number)

    def settle_marks(self) -> None:
        """The list's counts of this family as the form judges it now (lane: storage). Raises what storage names."""
        with self._lock:
            marks = self._family.completion.marks()
        if write_marks(self._desk, self.household, marks.errors, marks.warnings):
            self._desk.tell(HouseholdsChanged(frozenset({self.household})))

    def duplicates(self, path: FieldPath) -> tuple[DuplicateHit, ...]:
        """Who else in the village has the NIK or No. KK at that path (lane: storage)."""
        with self._lock:
            found, number = self._family.record_at(path), self.entry.get(path)
        if found is None or found[2] not in {"nik", "no_kk"}:
            return ()
        kind, record, _field = found
        with self._desk.store.view() as view:
            return duplicate_hits(view, number, self.household, record if kind is RecordKind.MEMBER else None)

    def finish(self) -> Finished | NotYet:
        """Mark the questionnaire complete when nothing hard stands against it (lane: storage).

        Whatever was not saved yet is written first; raises DiskFullError and the like of storage.
        """
        if self.read_only:
            return NotYet((ProblemAt(None, FinishProblem.UNDER_REVIEW),))
        with self._lock:
            save, family = self._save(None), self._family
            problems = family.completion.problems()
            state = family.displayed.value(self.household, "survey_state")
            warnings = family.completion.settled_warnings()
        self.commit(save)
        if problems:
            return NotYet(problems)
        write_completion(self._desk, self.household, form_name(self.entry.form), state)
        with self._lock:
            family.displayed.completed()
        self._tell()
        return Finished(warnings)

    # Inside

    def _recorded(self, touched: Touched | Refusal) -> Recorded | Refusal:
        return touched if isinstance(touched, Refusal) else self._saved(touched)

    def _saved(self, touched: Touched) -> Recorded:
        return Recorded(touched.changed, self._save(touched.resume), touched.structure)

    def _nothing(self) -> Recorded:
        return Recorded(frozenset(), self._save(None))

    def _save(self, resume: FieldPath | None) -> Save:
        writes, removals = self._family.displayed.taken()
        self._number += 1
        marks = self._family.completion.marks()
        save = Save(self._number, writes, removals, resume, marks.errors, marks.warnings)
        if writes or removals or resume is not None:
            self._unsaved.append(save)
        return save

    def _tell(self) -> None:
        with self._lock:
            self._told += 1
        self._desk.tell(HouseholdsChanged(frozenset({self.household})), ExchangeChanged())
