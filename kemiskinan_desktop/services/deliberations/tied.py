"""What hangs on a meeting: the one that it amends, its addenda, signed scans, and differences between laptops."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.deliberations.values import Reference
from kemiskinan_domain.deliberation import DeliberationKind, DeliberationState, Session, read_session
from kemiskinan_domain.records import RecordId, RecordKind

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import StoredRecord, Unit

SIGNED_MINUTES: Final = "signed_minutes"
_OF_A_MEETING: Final = frozenset({RecordKind.DELIBERATION, RecordKind.ATTENDANCE, RecordKind.DECISION})


def signed_scans(view: Unit, session: RecordId) -> int:
    """How many scans of the signed minutes are attached."""
    attached = view.records.children(RecordKind.ATTACHMENT, session)
    return sum(1 for one in attached if one.document.get("purpose") == SIGNED_MINUTES)


def contested_records(view: Unit) -> frozenset[RecordId]:
    """Records of meetings for which two laptops sent different values that nobody chose between."""
    return frozenset(one.parent for one in view.queries.conflicts() if one.parent_kind in _OF_A_MEETING)


def amended_session(view: Unit, session: Session) -> Session | None:
    """The meeting whose list this one changes; None where there is none, or it is gone."""
    if session.amends is None:
        return None
    record = view.records.get(RecordKind.DELIBERATION, session.amends)
    return None if record is None else read_session(record.id, record.document)


def addenda_of(view: Unit, session: RecordId) -> tuple[Session, ...]:
    """The meetings that change this one's list, in the order of their days."""
    found = [one for one in _sessions(view) if one.amends == session]
    return tuple(sorted(found, key=lambda one: (one.held_on or dt.date.max, one.id)))


def latest_locked(view: Unit, purpose: str) -> RecordId | None:
    """The latest locked meeting about that list: what a change changes unless the person says otherwise."""
    locked = [one for one in _sessions(view) if one.state is DeliberationState.LOCKED and one.purpose == purpose]
    latest = max(locked, key=lambda one: (one.held_on or dt.date.min, one.id), default=None)
    return None if latest is None else latest.id


def reference(session: Session | None) -> Reference | None:
    """As screens name it."""
    if session is None:
        return None
    code = session.lock.seal.code if session.lock is not None else ""
    return Reference(session.id, session.number, session.held_on, code, session.state is DeliberationState.LOCKED)


def addendum_fields(base: StoredRecord) -> dict[str, str]:
    """What a meeting of change takes over from the one that it changes, by field of the form."""
    kept = ("purpose", "place", "chair_name", "chair_position", "secretary_name", "village_head_name", "legal_basis")
    values = {name: base.document.get(name) for name in kept}
    taken = {name: value for name, value in values.items() if isinstance(value, str)}
    return {**taken, "type": DeliberationKind.CHANGE.value, "amends": base.id}


def _sessions(view: Unit) -> list[Session]:
    return [read_session(one.id, one.document) for one in view.records.all(RecordKind.DELIBERATION)]
