"""Meeting, attendance and decision as record documents, and back; names follow the typed fields of `records`.

Reading is lenient: what is absent or unknown becomes "not answered", and the rules then ask for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from enum import Enum
from typing import TypeVar

from kemiskinan_domain.deliberation.codes import (
    AttendanceMark,
    DeliberationKind,
    DeliberationState,
    Method,
    Presence,
    Purpose,
    Ruling,
    Sex,
)
from kemiskinan_domain.deliberation.meeting import (
    DEFAULT_QUORUM_PERCENT,
    Attendee,
    DecisionRow,
    Lock,
    LockSeal,
    Officer,
    Session,
    Votes,
)
from kemiskinan_domain.records import Document, FieldValue, RecordId, read_field

_E = TypeVar("_E", bound=Enum)
_Source = Mapping[str, FieldValue]


def session_document(session: Session) -> Document:
    """The document of a `deliberation` record; lines of agenda and legal basis are joined by line ends."""
    seal = session.lock.seal if session.lock else None
    answers = _without_blanks(
        chair_element=session.chair.element,
        secretary_position=session.secretary.position,
        secretary_element=session.secretary.element,
        rt_count=session.rt_count,
        rw_count=session.rw_count,
        amends=session.amends,
    )
    return _without_blanks(
        type=session.kind,
        purpose=session.purpose,
        number=session.number,
        title=session.title,
        date=session.held_on.isoformat() if session.held_on else None,
        start_time=_clock_text(session.start),
        end_time=_clock_text(session.end),
        place=session.place,
        chair_name=session.chair.name,
        chair_position=session.chair.position,
        secretary_name=session.secretary.name,
        village_head_name=session.village_head,
        agenda="\n".join(session.agenda),
        legal_basis="\n".join(session.legal_basis),
        method=session.method,
        invited=session.invited,
        quorum_percent=session.quorum_percent,
        state=session.state,
        lock_hash=seal.digest if seal else None,
        lock_code=seal.code if seal else None,
        locked_at=session.lock.locked_at.isoformat() if session.lock else None,
        answers=answers or None,
    )


def read_session(record: RecordId, document: _Source) -> Session:
    """The meeting that a `deliberation` record holds."""
    return Session(
        id=record,
        kind=_code(DeliberationKind, document.get("type")) or DeliberationKind.FIRST,
        purpose=_code(Purpose, document.get("purpose")) or Purpose.P3KE,
        number=_text(document, "number"),
        title=_text(document, "title"),
        held_on=_day(document.get("date")),
        start=_clock(document.get("start_time")),
        end=_clock(document.get("end_time")),
        place=_text(document, "place"),
        chair=Officer(
            _text(document, "chair_name"),
            _text(document, "chair_position"),
            _text(document, "answers.chair_element"),
        ),
        secretary=Officer(
            _text(document, "secretary_name"),
            _text(document, "answers.secretary_position"),
            _text(document, "answers.secretary_element"),
        ),
        village_head=_text(document, "village_head_name"),
        agenda=_lines(document, "agenda"),
        legal_basis=_lines(document, "legal_basis"),
        method=_code(Method, document.get("method")),
        invited=_number(document, "invited") or 0,
        rt_count=_number(document, "answers.rt_count"),
        rw_count=_number(document, "answers.rw_count"),
        quorum_percent=_number(document, "quorum_percent", DEFAULT_QUORUM_PERCENT) or 0,
        amends=RecordId(_text(document, "answers.amends")) or None,
        state=_code(DeliberationState, document.get("state")) or DeliberationState.PREPARED,
        lock=_read_lock(document),
    )


def attendee_document(attendee: Attendee, session: RecordId) -> Document:
    """The document of an `attendance` record of that meeting."""
    return _without_blanks(
        parent=session,
        position=attendee.position,
        name=attendee.name,
        element=attendee.element,
        sex=attendee.sex,
        mark=attendee.mark,
        signed_by=attendee.signed_by,
        answers={"arrived": _clock_text(attendee.arrived)} if attendee.arrived is not None else None,
    )


def read_attendee(record: RecordId, document: _Source) -> Attendee:
    """The participant that an `attendance` record holds."""
    return Attendee(
        id=record,
        name=_text(document, "name"),
        element=_text(document, "element"),
        sex=_code(Sex, document.get("sex")),
        mark=_code(AttendanceMark, document.get("mark")) or AttendanceMark.NOT_YET,
        signed_by=_text(document, "signed_by"),
        position=_number(document, "position") or 0,
        arrived=_clock(read_field(document, "answers.arrived")),
    )


def decision_document(row: DecisionRow, session: RecordId) -> Document:
    """The document of a `decision` record of that meeting."""
    votes = row.votes
    answers = _without_blanks(
        vote_abstained=(votes.abstained or None) if votes else None,
        household_digest=row.household_digest,
        pre_ruling=row.pre_ruling,
        pre_note=row.pre_note,
        considerations=[*sorted(row.considerations)] or None,
    )
    return _without_blanks(
        parent=session,
        household=row.household,
        position=row.position,
        presence=row.presence,
        decision=row.ruling,
        reasons=list(row.reasons) or None,
        reason_other=row.reason_other,
        dissent=row.dissent,
        vote_yes=votes.yes if votes else None,
        vote_no=votes.no if votes else None,
        household_rev=row.household_revision,
        exception=row.exception_note,
        answers=answers or None,
    )


def read_decision(record: RecordId, document: _Source) -> DecisionRow:
    """The decision that a `decision` record holds."""
    return DecisionRow(
        id=record,
        household=RecordId(_text(document, "household")),
        presence=_code(Presence, document.get("presence")),
        ruling=_code(Ruling, document.get("decision")),
        reasons=_codes(document.get("reasons")),
        reason_other=_text(document, "reason_other"),
        dissent=_text(document, "dissent"),
        votes=_read_votes(document),
        household_revision=_number(document, "household_rev") or 0,
        household_digest=_text(document, "answers.household_digest"),
        exception_note=_text(document, "exception"),
        pre_ruling=_code(Ruling, read_field(document, "answers.pre_ruling")),
        pre_note=_text(document, "answers.pre_note"),
        considerations=_codes(read_field(document, "answers.considerations")),
        position=_number(document, "position") or 0,
    )


def _read_lock(document: _Source) -> Lock | None:
    digest, code = _text(document, "lock_hash"), _text(document, "lock_code")
    try:
        return Lock(LockSeal(digest, code), datetime.fromisoformat(_text(document, "locked_at")))
    except ValueError:
        return None


def _read_votes(document: _Source) -> Votes | None:
    yes, no = _number(document, "vote_yes"), _number(document, "vote_no")
    if yes is None and no is None:
        return None
    return Votes(yes or 0, no or 0, _number(document, "answers.vote_abstained") or 0)


def _without_blanks(**fields: FieldValue) -> Document:
    """Absent and null are one (SYNC 2.4), and an empty text says no more than its absence."""
    return {
        name: str(value) if isinstance(value, Enum) else value
        for name, value in fields.items()
        if value is not None and value != ""
    }


def _text(document: _Source, field: str) -> str:
    value = read_field(document, field)
    return value if isinstance(value, str) else ""


def _number(document: _Source, field: str, absent: int | None = None) -> int | None:
    value = read_field(document, field)
    return value if isinstance(value, int) and not isinstance(value, bool) else absent


def _lines(document: _Source, field: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _text(document, field).splitlines() if line.strip())


def _codes(value: FieldValue) -> tuple[str, ...]:
    return tuple(str(code) for code in value) if isinstance(value, list) else ()


def _code(kind: type[_E], value: FieldValue) -> _E | None:
    try:
        return kind(value)
    except ValueError:
        return None


def _day(value: FieldValue) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _clock(value: FieldValue) -> time | None:
    try:
        return time.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _clock_text(moment: time | None) -> str | None:
    return moment.isoformat("minutes") if moment is not None else None
