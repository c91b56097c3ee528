"""What the pages ask about Musyawarah Desa: sessions of villages, what belongs to one, and what was decided where."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.changes.lines import document_of
from kemiskinan_domain.people import Area
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
    """Families of one village, decile and latest locked decision; None where there is none."""

    village: str
    village_name: str
    subdistrict: str
    desil: int | None
    decision: str | None
    families: int


@dataclass(frozen=True, slots=True)
class ReasonCount:
    """Families of the pre-list in one village that a locked session did not find *layak* for that reason."""

    village: str
    reason: str
    families: int


@dataclass(frozen=True, slots=True)
class WaitingSession:
    """A session that was handed over and that the district has not answered."""

    village: str
    village_name: str
    subdistrict: str
    id: str
    title: str | None
    date: str | None
    review: str


_WITHIN = "(CAST(:everywhere AS boolean) OR s.village = ANY(:codes) OR s.village LIKE ANY(:within))"

_WAITING = f"""
SELECT s.village, v.name AS village_name, v.subdistrict, s.id, s.title, s.date, s.review
FROM deliberation s JOIN village v ON v.code = s.village
WHERE s.review IN ('submitted', 'under_review') AND {_WITHIN}
ORDER BY s.date NULLS FIRST, s.village, s.id LIMIT :limit
"""  # noqa: S608 - put together from constants

_SESSIONS = f"""
WITH shown AS (
    SELECT s.village, s.id, s.title, s.date, s.state, s.lock_code, s.review FROM deliberation s
    WHERE {_WITHIN}
    ORDER BY s.date DESC NULLS LAST, s.village, s.id LIMIT :limit OFFSET :offset
)
SELECT s.village, v.name AS village_name, v.subdistrict, s.id, s.title, s.date, s.state, s.lock_code,
       s.review, c.candidates, c.decided,
       EXISTS (SELECT 1 FROM record a WHERE a.village = s.village AND a.kind = 'attachment' AND a.parent = s.id
               AND NOT a.deleted AND strpos(a.line, '"purpose":"signed_minutes"') > 0) AS signed
FROM shown s
JOIN village v ON v.code = s.village
LEFT JOIN LATERAL (SELECT count(*) AS candidates, count(d.decision) AS decided FROM decision d
                   WHERE d.village = s.village AND d.parent = s.id) c ON true
ORDER BY s.date DESC NULLS LAST, s.village, s.id
"""  # noqa: S608 - put together from constants

_COUNTS = """
SELECT c.village, v.name AS village_name, v.subdistrict, nullif(c.desil, -1) AS desil,
       nullif(c.ruling, '') AS decision, c.families
FROM (SELECT f.village, f.desil, f.ruling, sum(f.families)::bigint AS families FROM family_count f
      WHERE f.village LIKE :within || '%' GROUP BY f.village, f.desil, f.ruling) c
JOIN village v ON v.code = c.village
WHERE NOT v.training
ORDER BY c.village
"""

_REASONS = """
SELECT r.village, r.reason, r.families FROM reason_count r JOIN village v ON v.code = r.village
WHERE NOT v.training AND r.village LIKE :within || '%'
ORDER BY r.village, r.reason
"""


class Sessions:
    """Questions within one transaction; nothing is written here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def held(self, area: Area, limit: int, offset: int = 0) -> list[SessionLine]:
        """Sessions of the villages of an area, the latest first."""
        values = _within(area) | {"limit": limit, "offset": offset}
        return [SessionLine(**row) for row in self._connection.execute(text(_SESSIONS), values).mappings()]

    def waiting(self, area: Area, limit: int) -> list[WaitingSession]:
        """Sessions of an area that wait for the district, the one held first comes first."""
        rows = self._connection.execute(text(_WAITING), _within(area) | {"limit": limit})
        return [WaitingSession(**row) for row in rows.mappings()]

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

    def children_of_each(
        self, village: VillageCode, kind: RecordKind, parents: Collection[RecordId]
    ) -> dict[RecordId, list[Document]]:
        """As `children`, of many at once; a parent without any is left out."""
        query = text(
            "SELECT parent, line FROM record WHERE village = :village AND parent = ANY(:parents) AND kind = :kind "
            "AND NOT deleted ORDER BY id"
        )
        rows = self._connection.execute(query, {"village": village, "parents": [*parents], "kind": kind})
        found: dict[RecordId, list[Document]] = {}
        for row in rows:
            found.setdefault(RecordId(row.parent), []).append(document_of(decode_line(row.line)))
        return found

    def all_of(self, village: VillageCode, kind: RecordKind) -> Iterator[tuple[RecordId, Document]]:
        """Every live record of a kind."""
        query = text("SELECT id, line FROM record WHERE village = :village AND kind = :kind AND NOT deleted")
        # A village at once: asking for thousands of rows one by one takes longer than the rows do.
        for record, line in self._connection.execute(query, {"village": village, "kind": kind}).all():
            yield RecordId(record), document_of(decode_line(line))

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

    def counts(self, within: str = "") -> list[DecisionCount]:
        """Families by village, decile and latest locked decision; training left out.

        Of the villages whose codes begin with `within`.
        """
        return [DecisionCount(*row) for row in self._connection.execute(text(_COUNTS), {"within": within})]

    def reasons(self, within: str = "") -> list[ReasonCount]:
        """Families of the pre-list by village and the reason why they were not found *layak*; training left out.

        Of the villages whose codes begin with `within`.
        """
        return [ReasonCount(*row) for row in self._connection.execute(text(_REASONS), {"within": within})]


def _within(area: Area) -> dict[str, object]:
    return {
        "everywhere": not area.codes,
        "codes": [*area.codes],
        "within": [f"{code}.%" for code in area.codes],
    }
