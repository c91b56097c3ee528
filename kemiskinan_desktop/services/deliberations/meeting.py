"""A session read whole from one moment of the file."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.decided_on import DIGEST_FIELD
from kemiskinan_desktop.services.deliberations.families import MeetingFamilies
from kemiskinan_desktop.services.deliberations.fields import attendee_fields, decision_input, session_fields
from kemiskinan_desktop.services.deliberations.tied import (
    addenda_of,
    amended_session,
    contested_records,
    reference,
    signed_scans,
)
from kemiskinan_desktop.services.deliberations.values import AttendeeRow, CandidateRow, SessionView
from kemiskinan_desktop.services.submitting import review_of
from kemiskinan_domain.deliberation import (
    Attendee,
    Candidate,
    DecisionRow,
    DeliberationState,
    Finding,
    Session,
    check_decision,
    quorum,
    read_attendee,
    read_decision,
    read_period,
    read_session,
    recap,
    verify,
    what_blocks_lock,
)
from kemiskinan_domain.records import Origin, RecordId, RecordKind, read_field

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import HouseholdRow, StoredRecord, Unit


@dataclass(frozen=True, slots=True)
class Meeting:
    """Records of a session with what the domain reads in them."""

    record: StoredRecord
    session: Session
    attendance: tuple[StoredRecord, ...]
    decisions: tuple[StoredRecord, ...]

    @property
    def locked(self) -> bool:
        """Whether it is closed for good."""
        return self.session.state is DeliberationState.LOCKED or self.session.lock is not None

    @property
    def attendees(self) -> tuple[Attendee, ...]:
        """Everybody on the list."""
        return tuple(read_attendee(one.id, one.document) for one in self.attendance)

    @property
    def rows(self) -> tuple[DecisionRow, ...]:
        """Every decision, also the ones that are still open."""
        return tuple(read_decision(one.id, one.document) for one in self.decisions)


def read_meeting(view: Unit, session: RecordId) -> Meeting | None:
    """The session; None when it is gone."""
    record = view.records.get(RecordKind.DELIBERATION, session)
    if record is None:
        return None
    return Meeting(
        record,
        read_session(session, record.document),
        view.records.children(RecordKind.ATTENDANCE, session),
        view.records.children(RecordKind.DECISION, session),
    )


def candidate_row(view: Unit, meeting: Meeting, record: StoredRecord) -> CandidateRow:
    """One family with what was decided, and what the rules object to in that."""
    row = read_decision(record.id, record.document)
    families = MeetingFamilies(view, (row,))
    earlier = _earlier(view, meeting.session.id, {row.household})
    present = sum(1 for one in meeting.attendees if one.present)
    shown = _candidate_row(families, record, earlier.get(row.household), present)
    return replace(shown, contested=record.id in contested_records(view))


def session_view(view: Unit, meeting: Meeting, can_undo: bool) -> SessionView:
    """Everything that the Musyawarah screens show of a session."""
    session, attendees, rows = meeting.session, meeting.attendees, meeting.rows
    families = MeetingFamilies(view, rows)
    candidates = [candidate for candidate, _ in families.candidates.values()]
    earlier = _earlier(view, session.id, {row.household for row in rows})
    present = sum(1 for one in attendees if one.present)
    contested = contested_records(view)
    seal = session.lock.seal if session.lock is not None else None
    locked_at = meeting.record.document.get("locked_at")
    return SessionView(
        id=session.id,
        fields=session_fields(meeting.record.document),
        locked=meeting.locked,
        lock_hash=seal.digest if seal else None,
        lock_code=seal.code if seal else None,
        locked_at=locked_at if isinstance(locked_at, str) else None,
        attendance=tuple(
            AttendeeRow(one.id, read_attendee(one.id, one.document).position, attendee_fields(one.document))
            for one in meeting.attendance
        ),
        candidates=tuple(
            replace(
                _candidate_row(families, record, earlier.get(row.household), present),
                contested=record.id in contested,
            )
            for record, row in zip(meeting.decisions, rows, strict=True)
        ),
        recap=recap(candidates, rows),
        quorum=quorum(attendees, session.invited, session.quorum_percent),
        blocks_lock=what_blocks_lock(session, attendees, candidates, rows, contested),
        can_undo=can_undo and not meeting.locked,
        amends=reference(amended_session(view, session)),
        addenda=tuple(one for one in map(reference, addenda_of(view, session.id)) if one is not None),
        period=read_period(meeting.record.document),
        signed=signed_scans(view, session.id),
        broken=seal is not None and not verify(seal, session, attendees, rows),
        review=review_of(meeting.record.document),
        review_note=str(meeting.record.document.get("review_note") or ""),
    )


def _findings(found: tuple[Candidate, HouseholdRow] | None, row: DecisionRow, present: int) -> tuple[Finding, ...]:
    if found is None or (row.presence is None and row.ruling is None):
        return ()
    return check_decision(found[0], row, present)


def _candidate_row(
    families: MeetingFamilies, record: StoredRecord, earlier: tuple[str, str] | None, present: int
) -> CandidateRow:
    row = read_decision(record.id, record.document)
    found = families.candidates.get(row.household)
    household = found[1] if found is not None else None
    digest = read_field(record.document, DIGEST_FIELD)
    return CandidateRow(
        id=record.id,
        household=row.household,
        position=row.position,
        head_name=household.head_name if household else "",
        no_kk=household.no_kk if household else None,
        dusun=household.dusun if household else "",
        rt=household.rt if household else "",
        rw=household.rw if household else "",
        address=household.address if household else "",
        desil=household.desil if household else None,
        member_count=household.members if household else 0,
        survey_complete=found is not None and found[0].survey_complete,
        decision=decision_input(record.document),
        earlier=earlier,
        changed_since=row.final and digest is not None and digest != families.digest(row.household),
        findings=_findings(found, row, present),
        proposed=found is not None and found[0].origin is Origin.PROPOSED,
        pre_ruling=row.pre_ruling.value if row.pre_ruling else "",
        pre_note=row.pre_note,
    )


def _earlier(view: Unit, session: RecordId, households: Collection[RecordId]) -> dict[RecordId, tuple[str, str]]:
    """Presence and ruling of the last locked session other than this one."""
    locked = {
        one.id: str(one.document.get("date") or "")
        for one in view.records.all(RecordKind.DELIBERATION)
        if one.id != session and one.document.get("state") == DeliberationState.LOCKED
    }
    found: dict[RecordId, tuple[str, str, str]] = {}
    for past in view.records.among(RecordKind.DECISION, "household", households) if locked else ():
        row = read_decision(past.id, past.document)
        held = locked.get(RecordId(str(past.document.get("parent"))))
        if held is not None and row.presence is not None and row.ruling is not None:
            said = (held, row.presence.value, row.ruling.value)
            found[row.household] = max(found.get(row.household, said), said)
    return {household: (presence, ruling) for household, (_, presence, ruling) in found.items()}
