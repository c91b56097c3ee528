"""How many families of each village stand where: kept in the transaction of the records themselves, so that a page of
the district adds up a few rows of each village instead of reading 720,000 families.

They are sums of the typed columns and never the truth; `rebuild` counts them anew.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, delete, text
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_domain.records import RecordKind, VillageCode
from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import text_key, whole
from kemiskinan_server.storage.values import RecordWrite

NO_DESIL = -1
"""Stands where a family has no desil of 1 to 10: proposals of the village."""


class FamilyCountRow(ServerTable, table=True):
    """Families of a village that stand alike."""

    __tablename__ = "family_count"

    village: str = text_key(primary_key=True)
    desil: int = whole(primary_key=True, sa_column_kwargs={"autoincrement": False})
    survey: str = text_key(primary_key=True)
    review: str = text_key(primary_key=True)
    decided: str = text_key(primary_key=True)
    """Whether any session decided, locked or not: `y` or nothing."""
    ruling: str = text_key(primary_key=True)
    """Of the latest locked session; empty where there is none."""
    families: int = whole()


class ReasonCountRow(ServerTable, table=True):
    """Families of the pre-list that the latest locked session did not find *layak*, by each reason it gave."""

    __tablename__ = "reason_count"

    village: str = text_key(primary_key=True)
    reason: str = text_key(primary_key=True)
    families: int = whole()


class VillageFiguresRow(ServerTable, table=True):
    """What else is counted of a village."""

    __tablename__ = "village_figures"

    village: str = text_key(primary_key=True)
    people: int = whole(default=0)
    open_conflicts: int = whole(default=0, sa_column_kwargs={"server_default": "0"})
    held: int = whole(default=0, sa_column_kwargs={"server_default": "0"})
    """Open conflicts of changes that wait because the district holds the family."""
    refused: int = whole(default=0, sa_column_kwargs={"server_default": "0"})
    """Open conflicts of changes that could not be stored or were not the sender's to make."""


@dataclass(frozen=True, slots=True)
class _Cell:
    desil: int
    survey: str
    review: str
    decided: str
    ruling: str
    reasons: str | None


_family_count = table_of(FamilyCountRow)
_reason_count = table_of(ReasonCountRow)
_figures = table_of(VillageFiguresRow)

_COUNTED_BY = ("desil", "survey_state", "review")
"""The fields of a family itself that say where it is counted."""

_STANDING = f"""
SELECT CASE WHEN h.desil BETWEEN 1 AND 10 THEN h.desil ELSE {NO_DESIL} END AS desil,
       CASE WHEN h.survey_state IN ('draft', 'complete') THEN h.survey_state ELSE 'not_started' END AS survey,
       CASE WHEN h.review IN ('submitted', 'under_review', 'approved', 'returned') THEN h.review ELSE 'draft' END
           AS review,
       CASE WHEN EXISTS (SELECT 1 FROM decision x WHERE x.village = h.village AND x.household = h.id
                         AND x.decision IS NOT NULL) THEN 'y' ELSE '' END AS decided,
       CASE WHEN d.decision IN ('L', 'T', 'P') THEN d.decision ELSE '' END AS ruling,
       CASE WHEN d.decision <> 'L' AND h.desil IS NOT NULL THEN d.reasons END AS reasons
FROM household h
LEFT JOIN LATERAL (
    SELECT x.decision, x.reasons FROM decision x
    JOIN deliberation s ON s.village = x.village AND s.id = x.parent AND s.state = 'locked'
    WHERE x.village = h.village AND x.household = h.id AND x.decision IS NOT NULL
    ORDER BY s.date DESC NULLS LAST, x.id DESC LIMIT 1) d ON true
WHERE h.village = :village
"""  # noqa: S608 - put together from constants
_SOME = _STANDING + " AND h.id = ANY(:families)"
_DECIDED_BY = "SELECT household FROM decision WHERE village = :village AND household IS NOT NULL AND "
_CONFLICTS = """
SELECT count(*) AS open_conflicts, count(*) FILTER (WHERE why = 'locked') AS held,
       count(*) FILTER (WHERE why IN ('invalid', 'forbidden')) AS refused
FROM conflict WHERE village = :village AND state = 'open'
"""


class Standings:
    """Reads and writes within one transaction, whose owner holds the village's lock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @contextmanager
    def kept(self, code: VillageCode, writes: Sequence[RecordWrite]) -> Iterator[None]:
        """The sums follow what the block writes."""
        families = self._concerned(code, writes)
        before = self._cells(code, families - {one.id for one in writes if one.before is None})
        yield
        after = self._cells(code, families)
        self._move(code, before, after)
        people = sum(_change(one) for one in writes if one.kind is RecordKind.MEMBER)
        conflicts = any(one.kind is RecordKind.CONFLICT for one in writes)
        if people or conflicts:
            self._save_figures(code, people, conflicts=conflicts)

    def rebuild(self, code: VillageCode) -> None:
        """Count the village anew from its typed columns."""
        for table in (_family_count, _reason_count, _figures):
            self._connection.execute(delete(table).where(table.c.village == code))
        rows = self._connection.execute(text(_STANDING), {"village": code})
        self._move(code, [], [_Cell(*row) for row in rows])
        people = text("SELECT count(*) FROM member WHERE village = :village")
        self._save_figures(code, self._connection.execute(people, {"village": code}).scalar_one(), conflicts=True)

    def _concerned(self, code: VillageCode, writes: Sequence[RecordWrite]) -> set[str]:
        """The families whose standing may move: themselves, or by a decision on them, or by its session."""
        families = {str(one.id) for one in writes if one.kind is RecordKind.HOUSEHOLD and _moves(one)}
        decisions = [one for one in writes if one.kind is RecordKind.DECISION]
        families |= {on for one in decisions if isinstance(on := one.document.get("household"), str)}
        known = [one.id for one in decisions if one.before is not None]
        if known:
            families |= self._ids(_DECIDED_BY + "id = ANY(:ids)", code, known)
        sessions = [one for one in writes if one.kind is RecordKind.DELIBERATION]
        moved = self._moved_sessions(code, sessions) if sessions else []
        if moved:
            families |= self._ids(_DECIDED_BY + "parent = ANY(:ids)", code, moved)
        return families

    def _moved_sessions(self, code: VillageCode, sessions: Sequence[RecordWrite]) -> list[str]:
        statement = text("SELECT id, state, date FROM deliberation WHERE village = :village AND id = ANY(:ids)")
        rows = self._connection.execute(statement, {"village": code, "ids": [one.id for one in sessions]})
        stood = {row.id: (row.state, row.date) for row in rows}
        return [
            one.id
            for one in sessions
            if one.deleted or stood.get(one.id) != (one.document.get("state"), one.document.get("date"))
        ]

    def _ids(self, statement: str, code: VillageCode, ids: Collection[str]) -> set[str]:
        return set(self._connection.execute(text(statement), {"village": code, "ids": [*ids]}).scalars())

    def _cells(self, code: VillageCode, families: Collection[str]) -> list[_Cell]:
        if not families:
            return []
        rows = self._connection.execute(text(_SOME), {"village": code, "families": [*families]})
        return [_Cell(*row) for row in rows]

    def _move(self, code: VillageCode, before: Sequence[_Cell], after: Sequence[_Cell]) -> None:
        cells: Counter[tuple[object, ...]] = Counter()
        reasons: Counter[tuple[object, ...]] = Counter()
        for sign, side in ((-1, before), (1, after)):
            for cell in side:
                cells[cell.desil, cell.survey, cell.review, cell.decided, cell.ruling] += sign
                for reason in _codes(cell.reasons):
                    reasons[(reason,)] += sign
        self._add("family_count", code, cells)
        self._add("reason_count", code, reasons)

    def _add(self, name: str, code: VillageCode, moves: Counter[tuple[object, ...]]) -> None:
        table = _family_count if name == "family_count" else _reason_count
        rows = [(code, *key, count) for key, count in moves.items() if count]
        if not rows:
            return
        names = [column.name for column in table.columns]
        statement = insert(table).values([dict(zip(names, row, strict=True)) for row in rows])
        total = table.c.families + statement.excluded.families
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=table.primary_key.columns, set_={"families": total})
        )
        self._connection.execute(delete(table).where(table.c.village == code, table.c.families == 0))

    def _save_figures(self, code: VillageCode, people: int, *, conflicts: bool) -> None:
        values: dict[str, object] = {"village": code, "people": people}
        if conflicts:
            values |= self._connection.execute(text(_CONFLICTS), {"village": code}).mappings().one()
        statement = insert(_figures).values(values)
        moved = {name: statement.excluded[name] for name in values if name not in {"village", "people"}}
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=[_figures.c.village],
                set_=moved | {"people": _figures.c.people + statement.excluded.people},
            )
        )


def _moves(family: RecordWrite) -> bool:
    """Whether a write of a family can change where it is counted."""
    lived = family.before is not None and not family.before.deleted
    if not lived or family.deleted:
        return True
    return any(family.held.get(name) != family.document.get(name) for name in _COUNTED_BY)


def _change(write: RecordWrite) -> int:
    lived = write.before is not None and not write.before.deleted
    return (not write.deleted) - lived


def _codes(reasons: str | None) -> set[str]:
    """The codes of a decision; a text that is no list of codes stands for itself."""
    try:
        found = json.loads(reasons) if reasons else []
    except ValueError:
        found = [reasons]
    return {str(code) for code in found} if isinstance(found, list) else {str(found)}
