"""What the pages ask about Musyawarah Desa: sessions of villages, what belongs to one, and what was decided where."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.changes.lines import document_of
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One session of one village; `signed` says whether the signed scan has come."""

    village: str
    village_name: str
    subdistrict: str
    id: str
    title: str | None
    date: str | None
    state: str | None
    lock_code: str | None
    review: str | None
    candidates: int
    decided: int
    signed: bool


@dataclass(frozen=True, slots=True)
class DecisionCount:
    """Families of one village, decile and latest decision; None where there is none."""

    village: str
    village_name: str
    subdistrict: str
    desil: int | None
    decision: str | None
    reasons: str | None
    families: int


_SESSIONS = """
SELECT s.village, v.name AS village_name, v.subdistrict, s.id, s.title, s.date, s.state, s.lock_code,
       (r.line::jsonb -> 4 ->> 'review') AS review,
       count(d.id) AS candidates, count(d.decision) AS decided,
       EXISTS (SELECT 1 FROM record a WHERE a.village = s.village AND a.kind = 'attachment' AND a.parent = s.id
               AND NOT a.deleted AND a.line::jsonb -> 4 ->> 'purpose' = 'signed_minutes') AS signed
FROM deliberation s
JOIN village v ON v.code = s.village
JOIN record r ON r.village = s.village AND r.id = s.id
LEFT JOIN decision d ON d.village = s.village AND d.parent = s.id
WHERE (CAST(:village AS text) IS NULL OR s.village = :village)
GROUP BY s.village, v.name, v.subdistrict, s.id, s.title, s.date, s.state, s.lock_code, r.line
ORDER BY s.date DESC NULLS LAST, s.village, s.id
"""

_LATEST = """
LEFT JOIN LATERAL (
    SELECT x.decision, x.reasons FROM decision x
    JOIN deliberation s ON s.village = x.village AND s.id = x.parent AND s.state = 'locked'
    WHERE x.village = h.village AND x.household = h.id AND x.decision IS NOT NULL
    ORDER BY s.date DESC NULLS LAST, x.id DESC LIMIT 1) d ON true
"""

_COUNTS = f"""
SELECT h.village, v.name AS village_name, v.subdistrict, h.desil, d.decision, d.reasons, count(*) AS families
FROM household h
JOIN village v ON v.code = h.village
{_LATEST}
WHERE NOT v.training
GROUP BY h.village, v.name, v.subdistrict, h.desil, d.decision, d.reasons
ORDER BY h.village
"""  # noqa: S608 - put together from constants


class Sessions:
    """Questions within one transaction; nothing is written here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held(self, village: VillageCode | None = None) -> list[SessionLine]:
        """Sessions of one village or of all, the latest first."""
        rows = self._connection.execute(text(_SESSIONS), {"village": village}).mappings()
        return [SessionLine(**row) for row in rows]

    def by_code(self, code: str) -> tuple[VillageCode, RecordId] | None:
        """The locked session whose papers carry that code."""
        query = text("SELECT village, id FROM deliberation WHERE lock_code = :code AND state = 'locked'")
        row = self._connection.execute(query, {"code": code}).first()
        return None if row is None else (VillageCode(row.village), RecordId(row.id))

    def document(self, village: VillageCode, kind: RecordKind, record: RecordId) -> Document | None:
        """One live record; None where the village has none of that kind."""
        query = text("SELECT line FROM record WHERE village = :village AND id = :id AND kind = :kind AND NOT deleted")
        row = self._connection.execute(query, {"village": village, "id": record, "kind": kind}).first()
        return None if row is None else document_of(decode_line(row.line))

    def documents(
        self, village: VillageCode, kind: RecordKind, records: Collection[RecordId]
    ) -> dict[RecordId, Document]:
        """Those of the records that live."""
        query = text(
            "SELECT id, line FROM record WHERE village = :village AND id = ANY(:ids) AND kind = :kind AND NOT deleted"
        )
        rows = self._connection.execute(query, {"village": village, "ids": [*records], "kind": kind})
        return {RecordId(row.id): document_of(decode_line(row.line)) for row in rows}

    def children(self, village: VillageCode, kind: RecordKind, parent: RecordId) -> list[tuple[RecordId, Document]]:
        """Live records of a kind that belong to `parent`, by id."""
        query = text(
            "SELECT id, line FROM record WHERE village = :village AND parent = :parent AND kind = :kind "
            "AND NOT deleted ORDER BY id"
        )
        rows = self._connection.execute(query, {"village": village, "parent": parent, "kind": kind})
        return [(RecordId(row.id), document_of(decode_line(row.line))) for row in rows]

    def all_of(self, village: VillageCode, kind: RecordKind) -> Iterator[tuple[RecordId, Document]]:
        """Every live record of a kind."""
        query = text("SELECT id, line FROM record WHERE village = :village AND kind = :kind AND NOT deleted")
        for row in self._connection.execute(query, {"village": village, "kind": kind}):
            yield RecordId(row.id), document_of(decode_line(row.line))

    def rulings(self, village: VillageCode) -> dict[RecordId, str]:
        """The latest decision on each family of a village."""
        query = text(
            "SELECT DISTINCT ON (d.household) d.household, d.decision FROM decision d "
            "LEFT JOIN deliberation s ON s.village = d.village AND s.id = d.parent "
            "WHERE d.village = :village AND d.decision IS NOT NULL "
            "ORDER BY d.household, s.date DESC NULLS LAST, d.id DESC"
        )
        rows = self._connection.execute(query, {"village": village})
        return {RecordId(row.household): str(row.decision) for row in rows}

    def counts(self) -> list[DecisionCount]:
        """Families by village, decile, latest locked decision and its reasons; training left out."""
        return [DecisionCount(**row) for row in self._connection.execute(text(_COUNTS)).mappings()]
