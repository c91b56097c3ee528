"""Sessions of the Musyawarah Desa: preparation, attendance, decisions, minutes, lock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.candidates import chosen_households
from kemiskinan_desktop.services.deliberations.decided_on import DIGEST_FIELD, content_digest
from kemiskinan_desktop.services.deliberations.families import candidates_of, occupation_words, worded_recap
from kemiskinan_desktop.services.deliberations.fields import (
    PRE_NOTE_FIELD,
    PRE_RULING_FIELD,
    attendee_values,
    decision_input,
    decision_values,
    edits_between,
    session_values,
)
from kemiskinan_desktop.services.deliberations.listing import session_rows
from kemiskinan_desktop.services.deliberations.meeting import Meeting, candidate_row, read_meeting, session_view
from kemiskinan_desktop.services.deliberations.papers import choices_of
from kemiskinan_desktop.services.deliberations.tied import contested_records, latest_locked
from kemiskinan_desktop.services.deliberations.values import (
    AttendeeFields,
    Blocked,
    CandidateSelection,
    DecisionChoices,
    DecisionInput,
    DecisionSaved,
    EditRefusal,
    NewSession,
    Sealed,
    SessionFields,
    SessionRow,
    SessionView,
)
from kemiskinan_desktop.services.deliberations.verifying import CodeCheck, checked_code
from kemiskinan_desktop.services.deliberations.writing import MeetingWriter, editable
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.clock import VILLAGE_TIME_ZONE
from kemiskinan_domain.deliberation import (
    AttendanceMark,
    DeliberationKind,
    DeliberationState,
    lock_hash,
    what_blocks_lock,
)
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, decision_id, new_record_id, read_field

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import StoredRecord, Unit


class DeliberationService:
    """Run on the storage lane. An edit of a locked session answers EditRefusal.LOCKED and writes nothing."""

    def __init__(self, desk: Desk, shelf: FormShelf) -> None:
        self._desk = desk
        self._shelf = shelf
        self._writer = MeetingWriter(desk)
        self._undo: dict[RecordId, list[tuple[RecordId, DecisionInput]]] = {}

    def list(self) -> tuple[SessionRow, ...]:
        """All sessions, the latest first."""
        with self._desk.store.view() as view:
            return session_rows(view)

    def create(self, new: NewSession) -> RecordId:
        """Begin a session; it is open until it is locked. A change refers to the latest locked one about that list."""
        session = new_record_id()
        with self._desk.store.unit() as unit:
            if new.type == DeliberationKind.CHANGE and not new.amends:
                new = replace(new, amends=latest_locked(unit, new.purpose) or "")
            values = {**session_values(new), "state": str(DeliberationState.PREPARED)}
            self._writer.put(unit, RecordKind.DELIBERATION, session, edits_between({}, values))
            unit.commit()
        self._writer.tell(session)
        return session

    def open(self, session: RecordId) -> SessionView | None:
        """The session whole; None when it is gone."""
        with self._desk.store.view() as view:
            meeting = read_meeting(view, session)
            if meeting is None:
                return None
            shown = session_view(view, meeting, bool(self._undo.get(session)))
        words = occupation_words(self._shelf, (one.occupation for one in shown.recap.by_occupation))
        return replace(shown, recap=worded_recap(shown.recap, words))

    def save_session(self, session: RecordId, seen: SessionFields, wanted: SessionFields) -> EditRefusal | None:
        """Write the fields in which `wanted` differs from what the form showed."""
        edits = edits_between(session_values(seen), session_values(wanted))
        return self._writer.edit(session, RecordKind.DELIBERATION, session, edits)

    def add_attendee(self, session: RecordId, attendee: AttendeeFields) -> RecordId | EditRefusal:
        """One more on the attendance list."""
        record = new_record_id()
        with self._desk.store.unit() as unit:
            meeting = editable(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            position = max((one.position for one in meeting.attendees), default=0) + 1
            values = {**attendee_values(attendee), "parent": session, "position": position}
            self._writer.put(unit, RecordKind.ATTENDANCE, record, edits_between({}, values))
            unit.commit()
        self._writer.tell(session)
        return record

    def save_attendee(
        self, session: RecordId, attendee: RecordId, seen: AttendeeFields, wanted: AttendeeFields
    ) -> EditRefusal | None:
        """Write what differs from what the form showed."""
        edits = edits_between(attendee_values(seen), attendee_values(wanted))
        return self._writer.edit(session, RecordKind.ATTENDANCE, attendee, edits)

    def arrived_now(self, session: RecordId, attendee: RecordId, seen: AttendeeFields) -> EditRefusal | None:
        """Somebody came late and signed: the village's clock goes beside the name."""
        now = self._desk.clock().astimezone(VILLAGE_TIME_ZONE).time().replace(second=0, microsecond=0, tzinfo=None)
        wanted = replace(seen, mark=AttendanceMark.SIGNED.value, arrived=now)
        return self.save_attendee(session, attendee, seen, wanted)

    def remove_attendee(
        self, session: RecordId, attendee: RecordId, why: str = "entered_by_mistake"
    ) -> EditRefusal | None:
        """Take somebody off the list."""
        return self._writer.take_out(session, RecordKind.ATTENDANCE, attendee, why)

    def add_candidates(self, session: RecordId, wanted: CandidateSelection | Sequence[RecordId]) -> int | EditRefusal:
        """Put families before the meeting; answers how many are new. Those that are there stay as they are."""
        with self._desk.store.unit() as unit:
            meeting = editable(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            present = {row.household for row in meeting.rows}
            position = max((row.position for row in meeting.rows), default=0)
            new = [one for one in chosen_households(unit, meeting.session.kind, wanted) if one not in present]
            for place, household in enumerate(new, position + 1):
                values: dict[str, FieldValue] = {"parent": session, "household": household, "position": place}
                self._writer.put(unit, RecordKind.DECISION, decision_id(session, household), edits_between({}, values))
            unit.commit()
        if new:
            self._writer.tell(session, *new)
        return len(new)

    def remove_candidate(
        self, session: RecordId, household: RecordId, why: str = "entered_by_mistake"
    ) -> EditRefusal | None:
        """Take a family off the list of candidates, with its decision."""
        return self._writer.take_out(session, RecordKind.DECISION, decision_id(session, household), why, household)

    def save_pre_result(
        self, session: RecordId, household: RecordId, seen: tuple[str, str], wanted: tuple[str, str]
    ) -> EditRefusal | None:
        """What the neighbourhood's pra-musyawarah said of a family, ruling and note, entered before the meeting."""
        names = (PRE_RULING_FIELD, PRE_NOTE_FIELD)
        before, after = ({name: text or None for name, text in zip(names, one, strict=True)} for one in (seen, wanted))
        record = decision_id(session, household)
        return self._writer.edit(session, RecordKind.DECISION, record, edits_between(before, after), household)

    def check_code(self, typed: str) -> CodeCheck:
        """Whether a code from paper is one of this village's, and whether the data is still what was sealed."""
        with self._desk.store.view() as view:
            return checked_code(view, typed)

    def decide(
        self, session: RecordId, household: RecordId, wanted: DecisionInput, seen: DecisionInput | None
    ) -> DecisionSaved | EditRefusal:
        """Write the decision; `seen` is what the form showed (None: undecided)."""
        shown = seen or DecisionInput()
        saved = self._decide(session, household, wanted, shown)
        if isinstance(saved, DecisionSaved) and wanted != shown:
            self._undo.setdefault(session, []).append((household, shown))
        return saved

    def undo_last(self, session: RecordId) -> DecisionSaved | EditRefusal:
        """Take the last decision of this sitting back, as a new change."""
        past = self._undo.get(session)
        if not past:
            return EditRefusal.NOTHING_TO_UNDO
        household, before = past[-1]
        with self._desk.store.view() as view:
            record = view.records.get(RecordKind.DECISION, decision_id(session, household))
        if record is None:
            past.pop()
            return EditRefusal.NOT_A_CANDIDATE
        saved = self._decide(session, household, before, decision_input(record.document))
        if isinstance(saved, DecisionSaved):
            past.pop()
        return saved

    def lock(self, session: RecordId) -> Sealed | Blocked | EditRefusal:
        """Close the session for good: seal, code and state in one transaction."""
        now = self._desk.clock().isoformat(timespec="seconds")
        with self._desk.store.unit() as unit:
            meeting = editable(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            candidates = [candidate for candidate, _ in candidates_of(unit, meeting.rows).values()]
            contested = contested_records(unit)
            findings = what_blocks_lock(meeting.session, meeting.attendees, candidates, meeting.rows, contested)
            if findings:
                return Blocked(findings)
            seal = lock_hash(meeting.session, meeting.attendees, meeting.rows)
            values: dict[str, FieldValue] = {
                "lock_hash": seal.digest,
                "lock_code": seal.code,
                "locked_at": now,
                "state": str(DeliberationState.LOCKED),
            }
            edits = edits_between({name: meeting.record.document.get(name) for name in values}, values)
            self._writer.put(unit, RecordKind.DELIBERATION, session, edits)
            self._writer.submit(unit, meeting)
            unit.audit.append("lock", by=self._desk.person.id, at=self._desk.clock(), subject=session, detail=seal.code)
            unit.commit()
        self._undo.pop(session, None)
        self._writer.tell(session, *(row.household for row in meeting.rows))
        return Sealed(seal.digest, seal.code)

    def decision_choices(self, language: str = "id") -> DecisionChoices:
        """The lists of the forms in that language (the first one where they have no such language)."""
        return choices_of(self._shelf, language)

    def _decide(
        self, session: RecordId, household: RecordId, wanted: DecisionInput, shown: DecisionInput
    ) -> DecisionSaved | EditRefusal:
        with self._desk.store.unit() as unit:
            meeting = editable(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            record = unit.records.get(RecordKind.DECISION, decision_id(session, household))
            family = unit.records.get(RecordKind.HOUSEHOLD, household)
            if record is None or family is None:
                return EditRefusal.NOT_A_CANDIDATE
            edits = edits_between(decision_values(shown), decision_values(wanted))
            if edits:
                edits |= _decided_on(unit, record, family)
                self._writer.put(unit, RecordKind.DECISION, record.id, edits)
                self._begin(unit, meeting)
                unit.commit()
        self._writer.tell(session, household)
        with self._desk.store.view() as view:
            meeting_now = read_meeting(view, session)
            stored = view.records.get(RecordKind.DECISION, record.id)
            if meeting_now is None or stored is None:
                return EditRefusal.GONE
            row = candidate_row(view, meeting_now, stored)
        return DecisionSaved(row, row.findings)

    def _begin(self, unit: Unit, meeting: Meeting) -> None:
        """The first decision opens a prepared session."""
        state = meeting.record.document.get("state")
        if meeting.session.state is DeliberationState.PREPARED:
            opened: dict[str, FieldEdit] = {"state": (state, str(DeliberationState.OPEN))}
            self._writer.put(unit, RecordKind.DELIBERATION, meeting.session.id, opened)


def _decided_on(unit: Unit, record: StoredRecord, family: StoredRecord) -> dict[str, FieldEdit]:
    digest = content_digest(family, unit.records.children(RecordKind.MEMBER, family.id))
    seen = {name: read_field(record.document, name) for name in ("household_rev", DIGEST_FIELD)}
    return edits_between(seen, {"household_rev": family.rev or None, DIGEST_FIELD: digest})
