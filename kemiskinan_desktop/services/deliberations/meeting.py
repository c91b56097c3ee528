"""A session read whole from one moment of the file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.decided_on import DIGEST_FIELD, digest_now
from kemiskinan_desktop.services.deliberations.families import candidates_of
from kemiskinan_desktop.services.deliberations.fields import attendee_fields, decision_input, session_fields
from kemiskinan_desktop.services.deliberations.tied import (
    addenda_of,
    amended_session,
    contested_records,
    reference,
    signed_scans,
)
from kemiskinan_desktop.services.deliberations.values import AttendeeRow, CandidateRow, SessionView
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
from kemiskinan_domain.records import Document, Origin, RecordId, RecordKind, ReviewState, read_field

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
    found = candidates_of(view, (row,)).get(row.household)
    shown = _candidate_row(view, record, found, _findings(meeting, found, row))
    return replace(shown, contested=record.id in contested_records(view))


def session_view(view: Unit, meeting: Meeting, can_undo: bool) -> SessionView:
    """Everything that the Musyawarah screens show of a session."""
    families = candidates_of(view, meeting.rows)
    candidates = [candidate for candidate, _ in families.values()]
    session, attendees, rows = meeting.session, meeting.attendees, meeting.rows
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
                _candidate_row(
                    view, record, families.get(row.household), _findings(meeting, families.get(row.household), row)
                ),
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


def review_of(document: Document) -> ReviewState:
    """Where the meeting stands with the district; a state that this program does not know is as if there were none."""
    state = document.get("review")
    return ReviewState(state) if isinstance(state, str) and state in set(ReviewState) else ReviewState.DRAFT


def _findings(meeting: Meeting, found: tuple[Candidate, HouseholdRow] | None, row: DecisionRow) -> tuple[Finding, ...]:
    if found is None or (row.presence is None and row.ruling is None):
        return ()
    present = sum(1 for one in meeting.attendees if one.present)
    return check_decision(found[0], row, present)


def _candidate_row(
    view: Unit,
    record: StoredRecord,
    found: tuple[Candidate, HouseholdRow] | None,
    findings: tuple[Finding, ...],
) -> CandidateRow:
    row = read_decision(record.id, record.document)
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
        earlier=_earlier(view, record, row.household),
        changed_since=row.final and digest is not None and digest != digest_now(view, row.household),
        findings=findings,
        proposed=found is not None and found[0].origin is Origin.PROPOSED,
        pre_ruling=row.pre_ruling.value if row.pre_ruling else "",
        pre_note=row.pre_note,
    )


def _earlier(view: Unit, record: StoredRecord, household: RecordId) -> tuple[str, str] | None:
    """Presence and ruling of the last locked session other than this one."""
    found: list[tuple[str, str, str]] = []
    for other in view.records.where(RecordKind.DECISION, household=household):
        if other.id == record.id:
            continue
        past = view.records.get(RecordKind.DELIBERATION, RecordId(str(other.document.get("parent"))))
        presence, ruling = other.document.get("presence"), other.document.get("decision")
        if past is not None and past.document.get("state") == DeliberationState.LOCKED and presence and ruling:
            found.append((str(past.document.get("date") or ""), str(presence), str(ruling)))
    return max(found)[1:] if found else None
