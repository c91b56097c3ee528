"""The list of sessions."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.tied import signed_scans
from kemiskinan_desktop.services.deliberations.values import SessionRow
from kemiskinan_domain.deliberation import DeliberationState
from kemiskinan_domain.records import RecordKind

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import DeliberationRow, Unit


def session_rows(view: Unit) -> tuple[SessionRow, ...]:
    """All sessions, the latest first."""
    return tuple(_row(view, row) for row in view.queries.deliberations())


def _row(view: Unit, row: DeliberationRow) -> SessionRow:
    record = view.records.get(RecordKind.DELIBERATION, row.id)
    code = record.document.get("lock_code") if record is not None else None
    return SessionRow(
        id=row.id,
        title=row.title,
        type=row.type or "first",
        date=_day(row.date),
        place=row.place,
        candidates=len(view.records.children(RecordKind.DECISION, row.id)),
        decided=row.decided,
        attendees=row.attending,
        locked=row.state == DeliberationState.LOCKED,
        lock_code=code if isinstance(code, str) else None,
        signed=bool(signed_scans(view, row.id)),
    )


def _day(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None
