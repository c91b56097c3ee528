"""One open family: the engine's entry and the records behind it, kept in step. Pure: no file, no thread."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.services.survey.completion import Completion
from kemiskinan_desktop.services.survey.displayed import Displayed
from kemiskinan_desktop.services.survey.history import Action, Added, Answered, Place, Reasoned, Removed, Sitting
from kemiskinan_desktop.services.survey.opened import Opened
from kemiskinan_desktop.services.survey.prelist_values import household_value, member_value
from kemiskinan_desktop.services.survey.roster import Roster
from kemiskinan_desktop.services.survey.values import FieldPath, IdentityFinding
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.survey import Answer, Entry, Refusal

_IDENTITY = frozenset({"nik", "sex", "birth_date"})


@dataclass(frozen=True, slots=True)
class Touched:
    """What an action made different: paths, the place to continue, and whether members came or went."""

    changed: frozenset[FieldPath]
    resume: FieldPath | None = None
    structure: bool = False


class Family:
    """Answers, reasons and members of one family, each with what takes it back."""

    def __init__(self, opened: Opened, village: str, former: Family | None = None) -> None:
        """`former` is the same family before it was read again: its actions and earlier values are kept."""
        self.opened = opened
        self.entry: Entry = opened.entry
        self.displayed: Displayed = opened.displayed
        self.sitting: Sitting = Sitting(opened.entry, opened.repeat, None if former is None else former.sitting)
        self.completion = Completion(opened.entry, opened.displayed, opened.repeat, village)
        self._roster = Roster(opened.entry, opened.displayed, self.sitting, opened.repeat)
        self._earlier: dict[Place, str] = self.values() if former is None else former._earlier

    def values(self) -> dict[Place, str]:
        """Every answer that is asked now; what the form notes about itself is none."""
        found = self.entry.values()
        return {self.sitting.place(path): value for path, _question, value in found if "/meta/" not in path}

    # Doing

    def answer(self, path: FieldPath, raw: object) -> Touched | Refusal:
        """Record what was typed or chosen; a refusal changes nothing."""
        answer = self.entry.set(path, raw)
        if isinstance(answer, Refusal):
            return answer
        if answer.value != answer.old:
            self.sitting.did(Answered(self.sitting.place(answer.path), answer.old))
        return self._touched(answer)

    def give_reason(self, path: FieldPath, reason: str) -> Touched | Refusal:
        """Why the warning at that question is right as it stands."""
        before = self.entry.reason_at(path)
        answer = self.entry.give_reason(path, reason)
        if isinstance(answer, Refusal):
            return answer
        if before != self.entry.reason_at(path):
            self.sitting.did(Reasoned(self.sitting.place(answer.path), before))
        return self._touched(answer)

    def add_member(self) -> Touched:
        """One more member at the end, with an id of its own."""
        self.sitting.did(Added(self._roster.add()))
        return self._restructured()

    def remove_member(self, index: int, why: str) -> Touched:
        """Take out the member at that place (from 0). Raises IndexError for no place."""
        self.sitting.did(self._roster.remove(index, why))
        return self._restructured()

    def undo(self) -> Touched | None:
        """Back to before the last action that can still be taken back; None when there is none."""
        while (action := self.sitting.last()) is not None:
            done = self._perform(action)
            if done is not None:
                self.sitting.undid(done[0])
                return done[1]
        return None

    def redo(self) -> Touched | None:
        """Do again what was taken back last; None when there is nothing."""
        while (action := self.sitting.next()) is not None:
            done = self._perform(action)
            if done is not None:
                self.sitting.redid(done[0])
                return done[1]
        return None

    def _perform(self, action: Action) -> tuple[Action, Touched] | None:
        """The action's opposite, and what became different; None where its place is gone."""
        match action:
            case Answered(place, before) | Reasoned(place, before):
                return self._set_back(place, before, reason=isinstance(action, Reasoned))
            case Added(instance):
                index = self.sitting.index(instance)
                return None if index is None else (self._roster.remove(index, "undo"), self._restructured())
            case Removed(instance, answers):
                return Added(self._roster.bring_back(instance, answers)), self._restructured()

    def _set_back(self, place: Place, before: str, *, reason: bool) -> tuple[Action, Touched] | None:
        path = self.sitting.path(place)
        if path is None:
            return None
        present = self.entry.reason_at(path) if reason else self.entry.get(path)
        answer = self.entry.give_reason(path, before) if reason else self.entry.set(path, before)
        if isinstance(answer, Refusal):
            return None
        return (Reasoned if reason else Answered)(place, present), self._touched(answer)

    def _touched(self, answer: Answer) -> Touched:
        """Take an answer's field changes over; a new name of the head becomes the family's."""
        self._roster.note(answer.fields)
        changed = {answer.path, *answer.changes}
        if any(change.field in {"name", "relation"} for change in answer.fields):
            changed |= self._roster.name_after_head()
        return Touched(frozenset(changed), answer.path)

    def _restructured(self) -> Touched:
        """After members came or went: every place may look different."""
        self.displayed.follow(self.entry.fields())
        self._roster.name_after_head()
        return Touched(frozenset(item.path for item in self.entry.tree.root.under()), structure=True)

    # Beside a question

    def record_at(self, path: FieldPath) -> tuple[RecordKind, RecordId, str] | None:
        """The record and field that a question fills; None where there is no such question."""
        question = self.entry.form.question(path)
        if question is None:
            return None
        instance = self.sitting.instance_at(path)
        if instance is None:
            return RecordKind.HOUSEHOLD, self.opened.household, question.field
        return RecordKind.MEMBER, RecordId(instance), question.field

    def path_of(self, record: RecordId, field: str) -> FieldPath | None:
        """Where a field of a record is asked; None where this form does not ask it."""
        for question in self.entry.form.questions.values():
            inside = question.path.startswith(f"{self.opened.repeat}/")
            if question.field == field and inside != (record == self.opened.household):
                return self.sitting.path(Place(question.path, record if inside else None))
        return None

    def prelist_value(self, path: FieldPath) -> str | None:
        """What the pre-list says for that question, as it came."""
        found = self.record_at(path)
        if found is None:
            return None
        kind, record, field = found
        if kind is RecordKind.HOUSEHOLD:
            return household_value(self.opened.prelist, field)
        nik, name = (str(self.displayed.value(record, one) or "") for one in ("nik", "name"))
        return member_value(self.opened.prelist, field, nik, name)

    def earlier_value(self, path: FieldPath) -> str | None:
        """What stood there when the questionnaire was opened."""
        return self._earlier.get(self.sitting.place(path))

    def identity_findings(self, path: FieldPath) -> tuple[IdentityFinding, ...]:
        """At NIK, sex and birth date of a member: what identity and age say against the rest."""
        found = self.record_at(path)
        if found is None or found[0] is RecordKind.HOUSEHOLD or found[2] not in _IDENTITY:
            return ()
        return self.completion.identity_of(found[1])
