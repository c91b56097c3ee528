"""Sessions of the Musyawarah Desa."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from kemiskinan_desktop.storage.tables import attendance, decision, deliberation
from kemiskinan_domain.records import RecordId


@dataclass(frozen=True, slots=True)
class DeliberationRow:
    """One session; `date` is an ISO day."""

    id: RecordId
    type: str | None
    title: str
    number: str
    date: str | None
    place: str
    state: str | None
    attending: int
    decided: int


def deliberations(connection: Connection) -> tuple[DeliberationRow, ...]:
    """See `Queries.deliberations`."""
    columns = deliberation.c
    attending = select(func.count()).where(attendance.c.parent == columns.id).scalar_subquery()
    decided = (
        select(func.count()).where(decision.c.parent == columns.id, decision.c.decision.is_not(None)).scalar_subquery()
    )
    query = select(
        columns.id,
        columns.type,
        func.coalesce(columns.title, ""),
        func.coalesce(columns.number, ""),
        columns.date,
        func.coalesce(columns.place, ""),
        columns.state,
        attending,
        decided,
    ).order_by(columns.date.desc(), columns.id.desc())
    return tuple(DeliberationRow(*row) for row in connection.execute(query))
