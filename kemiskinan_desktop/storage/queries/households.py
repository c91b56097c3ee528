"""The list of families: one line each, narrowed while somebody types."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    and_,
    case,
    cast,
    exists,
    func,
    insert,
    or_,
    select,
)

from kemiskinan_desktop.storage.folding import search_words
from kemiskinan_desktop.storage.queries.conflicts import open_holders
from kemiskinan_desktop.storage.queries.sending import SendState
from kemiskinan_desktop.storage.tables import (
    conflict,
    decision,
    deliberation,
    fault,
    household,
    member,
    meta,
    outbox,
    receipt_entry,
)
from kemiskinan_domain.changes import ConflictState
from kemiskinan_domain.records import RecordId, ReviewState, SurveyState


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What the list shows; empty fields do not narrow. `text` finds name, NIK, No. KK, dusun and RT/RW."""

    text: str = ""
    dusun: str | None = None
    rt: str | None = None
    rw: str | None = None
    desil: frozenset[int] = frozenset()
    origin: str | None = None
    survey: frozenset[SurveyState] = frozenset()
    review: frozenset[ReviewState] = frozenset()
    decided: bool | None = None
    with_faults: bool = False
    with_conflict: bool = False
    unsent: bool = False


ALL: Final = HouseholdFilter()


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One family. `presence`, `decision` and `reasons` are those of the latest session that decided on it."""

    id: RecordId
    head_name: str
    no_kk: str | None
    no_kk_state: str | None
    dusun: str
    rt: str
    rw: str
    address: str
    desil: int | None
    origin: str | None
    survey_state: SurveyState
    review: ReviewState
    members: int
    presence: str | None
    decision: str | None
    reasons: str | None
    """JSON list of codes."""
    has_conflict: bool
    send_state: SendState
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class HouseholdCounts:
    """How many families, and how many of them in each state."""

    all: int = 0
    survey: dict[SurveyState, int] = field(default_factory=dict)
    review: dict[ReviewState, int] = field(default_factory=dict)
    with_faults: int = 0
    decided: int = 0
    with_conflict: int = 0
    unsent: int = 0


_H: Final = household.c
_survey: Final = func.coalesce(_H.survey_state, SurveyState.NOT_STARTED.value)
_review: Final = func.coalesce(_H.review, ReviewState.DRAFT.value)
_members: Final = select(func.count()).where(member.c.parent == _H.id).scalar_subquery()
_frozen_mid: Final = func.coalesce(
    select(cast(meta.c.value, Integer)).where(meta.c.name == "frozen_mid").scalar_subquery(), 0
)
_unsent: Final = exists().where(outbox.c.root == _H.id, outbox.c.acked.is_(False), outbox.c.mid > _frozen_mid)
_sending: Final = exists().where(outbox.c.root == _H.id)
_receipted: Final = exists().where(receipt_entry.c.id == _H.id) | exists().where(
    member.c.parent == _H.id, receipt_entry.c.id == member.c.id
)
_own_conflict: Final = exists().where(
    conflict.c.parent == _H.id, conflict.c.state == ConflictState.OPEN.value
) | exists().where(
    member.c.parent == _H.id, conflict.c.parent == member.c.id, conflict.c.state == ConflictState.OPEN.value
)
_sharing: Final = _H.id.in_(open_holders()) | _H.id.in_(select(member.c.parent).where(member.c.id.in_(open_holders())))
"""A shared number is one conflict of many records: each of them is marked, not only the one it was filed under."""
_conflicting: Final = _own_conflict | _sharing
_send: Final = case(
    (_unsent, SendState.UNSENT.value),
    (_sending, SendState.SENDING.value),
    (_receipted, SendState.RECEIPTED.value),
    else_=SendState.NOTHING.value,
)
_decided: Final = exists().where(decision.c.household == _H.id, decision.c.decision.is_not(None))
_errors: Final = select(fault.c.errors).where(fault.c.household == _H.id).scalar_subquery()
_warnings: Final = select(fault.c.warnings).where(fault.c.household == _H.id).scalar_subquery()
_faulty: Final = func.coalesce(_errors, 0) + func.coalesce(_warnings, 0) > 0


def _latest(column: str) -> ColumnElement[Any]:
    return (
        select(decision.c[column])
        .select_from(decision.outerjoin(deliberation, deliberation.c.id == decision.c.parent))
        .where(decision.c.household == _H.id)
        .order_by(deliberation.c.date.desc(), decision.c.id.desc())
        .limit(1)
        .correlate(household)
        .scalar_subquery()
    )


_AT_ONCE: Final = 500
_ROWS: Final = select(
    *(_H[name] for name in ("id", "head_name", "no_kk", "no_kk_state", "dusun", "rt", "rw", "address", "desil")),
    _H.origin,
    _survey.label("survey"),
    _review.label("reviewed"),
    _members.label("members"),
    _latest("presence").label("presence"),
    _latest("decision").label("decision"),
    _latest("reasons").label("reasons"),
    _conflicting.label("conflicting"),
    _send.label("send"),
    _errors.label("errors"),
    _warnings.label("warnings"),
)


def rows(connection: Connection, wanted: HouseholdFilter, limit: int, offset: int) -> tuple[HouseholdRow, ...]:
    """See `Queries.households`."""
    query = _narrowed(_ROWS, wanted).order_by(_H.dusun, _H.rw, _H.rt, _H.head_name, _H.id).limit(limit).offset(offset)
    return tuple(_row(row) for row in connection.execute(query))


def one(connection: Connection, household_id: RecordId) -> HouseholdRow | None:
    """See `Queries.household`."""
    row = connection.execute(_ROWS.where(_H.id == household_id)).first()
    return None if row is None else _row(row)


def some(connection: Connection, households: Collection[RecordId]) -> dict[RecordId, HouseholdRow]:
    """See `Queries.households_by_id`."""
    wanted, found = sorted(households), {}
    for begin in range(0, len(wanted), _AT_ONCE):
        for row in connection.execute(_ROWS.where(_H.id.in_(wanted[begin : begin + _AT_ONCE]))):
            found[RecordId(row.id)] = _row(row)
    return found


def by_no_kk(connection: Connection, no_kk: str) -> tuple[HouseholdRow, ...]:
    """See `Queries.no_kk_holders`."""
    return tuple(_row(row) for row in connection.execute(_ROWS.where(_H.no_kk == no_kk).order_by(_H.id)))


def duplicate_no_kks(connection: Connection) -> tuple[str, ...]:
    """See `Queries.duplicate_no_kks`."""
    query = select(_H.no_kk).where(_H.no_kk.is_not(None)).group_by(_H.no_kk).having(func.count() > 1)
    return tuple(connection.execute(query).scalars())


def counts(connection: Connection, wanted: HouseholdFilter) -> HouseholdCounts:
    """See `Queries.household_counts`."""
    query = _narrowed(
        select(
            _survey.label("survey"),
            _review.label("reviewed"),
            func.count(),
            func.sum(_faulty),
            func.sum(_decided),
            func.sum(_conflicting),
            func.sum(_unacknowledged()),
        ).select_from(household),
        wanted,
    ).group_by(_survey, _review)
    survey: dict[SurveyState, int] = {}
    review: dict[ReviewState, int] = {}
    totals = [0, 0, 0, 0, 0]
    for surveyed, reviewed, *numbers in connection.execute(query):
        survey[SurveyState(surveyed)] = survey.get(SurveyState(surveyed), 0) + numbers[0]
        review[ReviewState(reviewed)] = review.get(ReviewState(reviewed), 0) + numbers[0]
        totals = [total + int(number or 0) for total, number in zip(totals, numbers, strict=True)]
    return HouseholdCounts(totals[0], survey, review, *totals[1:])


def set_faults(connection: Connection, faults: Iterable[tuple[RecordId, int, int]]) -> None:
    """See `Queries.set_faults`."""
    values = [{"household": record, "errors": errors, "warnings": warnings} for record, errors, warnings in faults]
    if values:
        connection.execute(insert(fault).prefix_with("OR REPLACE"), values)


def _unacknowledged() -> ColumnElement[bool]:
    return exists().where(outbox.c.root == _H.id, outbox.c.acked.is_(False))


def _narrowed(query: Select[*tuple[Any, ...]], wanted: HouseholdFilter) -> Select[*tuple[Any, ...]]:
    conditions: list[ColumnElement[bool]] = [_contains(word) for word in search_words(wanted.text)]
    for column in ("dusun", "rt", "rw", "origin"):
        value = getattr(wanted, column)
        if value is not None:
            conditions.append(_H[column] == value)
    if wanted.desil:
        conditions.append(_H.desil.in_(wanted.desil))
    if wanted.survey:
        conditions.append(_survey.in_([state.value for state in wanted.survey]))
    if wanted.review:
        conditions.append(_review.in_([state.value for state in wanted.review]))
    if wanted.decided is not None:
        conditions.append(_decided if wanted.decided else ~_decided)
    flags = ((wanted.with_faults, _faulty), (wanted.with_conflict, _conflicting), (wanted.unsent, _unacknowledged()))
    conditions += [condition for flag, condition in flags if flag]
    return query.where(and_(True, *conditions))


def _contains(word: str) -> ColumnElement[bool]:
    inside = select(member.c.parent).where(func.instr(member.c.search, word) > 0)
    return or_(func.instr(_H.search, word) > 0, _H.id.in_(inside))


def _row(row: Row[*tuple[Any, ...]]) -> HouseholdRow:
    return HouseholdRow(
        RecordId(row.id),
        row.head_name or "",
        row.no_kk,
        row.no_kk_state,
        row.dusun or "",
        row.rt or "",
        row.rw or "",
        row.address or "",
        row.desil,
        row.origin,
        SurveyState(row.survey),
        ReviewState(row.reviewed),
        row.members,
        row.presence,
        row.decision,
        row.reasons,
        bool(row.conflicting),
        SendState(row.send),
        row.errors or 0,
        row.warnings or 0,
    )
