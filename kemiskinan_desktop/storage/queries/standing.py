"""How far the families of the village are, counted where they lie: Beranda must not read ten thousand lines to open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, exists, func, select

from kemiskinan_desktop.storage.tables import decision, deliberation, household, member, outbox
from kemiskinan_domain.deliberation import DeliberationState
from kemiskinan_domain.records import ReviewState, SurveyState


@dataclass(frozen=True, slots=True)
class FamilyGroup:
    """Families of one RT that are equally far.

    `decided`: the latest session that has them gave a decision. `determined`: a locked session did. `arrived`: nothing
    of theirs waits for the district.
    """

    dusun: str
    rw: str
    rt: str
    survey: SurveyState
    review: ReviewState
    decided: bool
    determined: bool
    arrived: bool
    families: int
    people: int


_H: Final = household.c
_latest: Final = (
    select(decision.c.decision)
    .select_from(decision.outerjoin(deliberation, deliberation.c.id == decision.c.parent))
    .where(decision.c.household == _H.id)
    .order_by(deliberation.c.date.desc(), decision.c.id.desc())
    .limit(1)
    .correlate(household)
    .scalar_subquery()
)
_determined: Final = exists().where(
    decision.c.household == _H.id,
    decision.c.decision.is_not(None),
    deliberation.c.id == decision.c.parent,
    deliberation.c.state == DeliberationState.LOCKED.value,
)
_waiting: Final = exists().where(outbox.c.root == _H.id)
_people: Final = select(func.count()).where(member.c.parent == _H.id).correlate(household).scalar_subquery()


def groups(connection: Connection) -> tuple[FamilyGroup, ...]:
    """See `Queries.standing`."""
    keys: list[ColumnElement[Any]] = [
        *(func.coalesce(_H[name], "") for name in ("dusun", "rw", "rt")),
        func.coalesce(_H.survey_state, SurveyState.NOT_STARTED.value),
        func.coalesce(_H.review, ReviewState.DRAFT.value),
        _latest.is_not(None),
        _determined,
        ~_waiting,
    ]
    named = [key.label(f"key_{number}") for number, key in enumerate(keys)]
    each = select(*named, _people.label("people")).select_from(household).subquery()
    columns = [each.c[label.name] for label in named]
    query = select(*columns, func.count(), func.sum(each.c.people)).group_by(*columns).order_by(*columns)
    return tuple(_group(*tuple(row)) for row in connection.execute(query))


def _group(dusun: str, rw: str, rt: str, survey: str, review: str, *rest: Any) -> FamilyGroup:
    decided, determined, arrived, families, people = rest
    return FamilyGroup(
        dusun, rw, rt, SurveyState(survey), ReviewState(review), bool(decided), bool(determined), bool(arrived),
        families, people,
    )  # fmt: skip
