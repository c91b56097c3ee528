"""People of the village: by family, by NIK, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, func, select

from kemiskinan_desktop.storage.folding import search_words
from kemiskinan_desktop.storage.tables import household, member
from kemiskinan_domain.records import RecordId


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A person of a family; `birth_date` is an ISO day."""

    id: RecordId
    household: RecordId
    position: int | None
    name: str
    nik: str | None
    nik_state: str | None
    sex: str | None
    birth_date: str | None
    relation: str | None
    presence: str | None


@dataclass(frozen=True, slots=True)
class MemberHit:
    """A person with the family that they were found in."""

    member: MemberRow
    head_name: str
    dusun: str
    rt: str
    rw: str


_M: Final = member.c
_COLUMNS: Final = (
    _M.id,
    _M.parent,
    _M.position,
    _M.name,
    _M.nik,
    _M.nik_state,
    _M.sex,
    _M.birth_date,
    _M.relation,
    _M.presence,
)
_HITS: Final = select(*_COLUMNS, household.c.head_name, household.c.dusun, household.c.rt, household.c.rw).select_from(
    member.outerjoin(household, household.c.id == _M.parent)
)


def rows(connection: Connection, parent: RecordId | None) -> tuple[MemberRow, ...]:
    """See `Queries.members`."""
    query = select(*_COLUMNS).order_by(_M.parent, _M.position.is_(None), _M.position, _M.id)
    if parent is not None:
        query = query.where(_M.parent == parent)
    return tuple(_member(row) for row in connection.execute(query))


def by_nik(connection: Connection, nik: str) -> tuple[MemberHit, ...]:
    """See `Queries.nik_holders`."""
    return tuple(_hit(row) for row in connection.execute(_HITS.where(_M.nik == nik).order_by(_M.id)))


def duplicate_niks(connection: Connection) -> tuple[str, ...]:
    """See `Queries.duplicate_niks`."""
    query = select(_M.nik).where(_M.nik.is_not(None)).group_by(_M.nik).having(func.count() > 1)
    return tuple(connection.execute(query).scalars())


def search(connection: Connection, text: str, limit: int) -> tuple[MemberHit, ...]:
    """See `Queries.search_members`."""
    words = search_words(text)
    if not words:
        return ()
    conditions = [func.instr(_M.search, word) > 0 for word in words]
    return tuple(_hit(row) for row in connection.execute(_HITS.where(*conditions).order_by(_M.name).limit(limit)))


def _member(row: Row[*tuple[Any, ...]]) -> MemberRow:
    return MemberRow(
        RecordId(row[0]), RecordId(row[1] or ""), row[2], row[3] or "", row[4], row[5], row[6], row[7], row[8], row[9]
    )


def _hit(row: Row[*tuple[Any, ...]]) -> MemberHit:
    return MemberHit(_member(row), row.head_name or "", row.dusun or "", row.rt or "", row.rw or "")
