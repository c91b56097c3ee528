"""Sessions of the Musyawarah Desa, and how far each corner of the village is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, case, exists, func, select

from kemiskinan_desktop.storage.tables import attendance, decision, deliberation, household
from kemiskinan_domain.records import RecordId, SurveyState


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


@dataclass(frozen=True, slots=True)
class AreaProgress:
    """Families of one RT by how far their questionnaire is, and how many were decided on."""

    dusun: str
    rw: str
    rt: str
    total: int
    not_started: int
    draft: int
    complete: int
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


def progress(connection: Connection) -> tuple[AreaProgress, ...]:
    """See `Queries.progress`."""
    columns = household.c
    area = [func.coalesce(columns[name], "") for name in ("dusun", "rw", "rt")]
    state = func.coalesce(columns.survey_state, SurveyState.NOT_STARTED.value)
    decided = exists().where(decision.c.household == columns.id, decision.c.decision.is_not(None))

    def in_state(wanted: SurveyState) -> ColumnElement[Any]:
        return func.sum(case((state == wanted.value, 1), else_=0))

    query = (
        select(
            *area,
            func.count(),
            in_state(SurveyState.NOT_STARTED),
            in_state(SurveyState.DRAFT),
            in_state(SurveyState.COMPLETE),
            func.sum(case((decided, 1), else_=0)),
        )
        .select_from(household)
        .group_by(*area)
        .order_by(*area)
    )
    return tuple(AreaProgress(*tuple(row)) for row in connection.execute(query))
