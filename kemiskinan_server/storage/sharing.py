"""What leaves the district for other offices and systems, village by village, so that no list must fit into memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.changes.lines import document_of
from kemiskinan_domain.records import Document, VillageCode


@dataclass(frozen=True, slots=True)
class SharedFamily:
    """A family with what the latest locked session decided on it; None where none did."""

    village: str
    village_name: str
    subdistrict: str
    district: str
    id: str
    no_kk: str | None
    head_name: str | None
    nik: str | None
    """Of the head."""
    address: str | None
    dusun: str | None
    rt: str | None
    rw: str | None
    desil: int | None
    origin: str | None
    survey_state: str | None
    members: int
    decision: str | None
    reasons: str | None
    """The codes, JSON."""
    minutes_number: str | None
    minutes_date: str | None
    lock_code: str | None


_FAMILY = """
SELECT h.village, v.name AS village_name, v.subdistrict, v.district, h.id, h.no_kk, h.head_name, m.nik, h.address,
       h.dusun, h.rt, h.rw, h.desil, h.origin, h.survey_state,
       (SELECT count(*) FROM member x WHERE x.village = h.village AND x.parent = h.id) AS members,
       d.decision, d.reasons, d.number AS minutes_number, d.date AS minutes_date, d.lock_code
FROM household h
JOIN village v ON v.code = h.village
LEFT JOIN LATERAL (
    SELECT x.decision, x.reasons, s.number, s.date, s.lock_code FROM decision x
    JOIN deliberation s ON s.village = x.village AND s.id = x.parent AND s.state = 'locked'
    WHERE x.village = h.village AND x.household = h.id AND x.decision IS NOT NULL
    ORDER BY s.date DESC NULLS LAST, x.id DESC LIMIT 1) d ON true
LEFT JOIN LATERAL (
    SELECT nik FROM member x WHERE x.village = h.village AND x.parent = h.id AND x.relation = '1'
    ORDER BY x.position NULLS LAST, x.id LIMIT 1) m ON true
WHERE h.village = :village
"""
_BY_PLACE = " ORDER BY h.dusun NULLS LAST, h.rw NULLS LAST, h.rt NULLS LAST, h.head_name NULLS LAST, h.id"
_ELIGIBLE = _FAMILY + " AND d.decision = 'L'" + _BY_PLACE
_PROPOSED = _FAMILY + " AND d.decision = 'L' AND h.origin = 'usulan'" + _BY_PLACE
_PAGE = _FAMILY + " AND h.id > :after ORDER BY h.id LIMIT :limit"
_PEOPLE = """
SELECT r.parent, r.line FROM record r LEFT JOIN member m ON m.village = r.village AND m.id = r.id
WHERE r.village = :village AND r.kind = 'member' AND NOT r.deleted AND r.parent = ANY(:families)
ORDER BY m.position NULLS LAST, r.id
"""


class Sharing:
    """Questions within one transaction; nothing is written here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def eligible(self, village: VillageCode) -> list[SharedFamily]:
        """The village's families that the latest locked session found *layak*, by place and name."""
        return list(self._families(_ELIGIBLE, village=village))

    def proposed(self, village: VillageCode) -> list[SharedFamily]:
        """Of those the ones that the village itself proposed."""
        return list(self._families(_PROPOSED, village=village))

    def page(self, village: VillageCode, after: str, limit: int) -> list[SharedFamily]:
        """Families with an id after that one, by id."""
        return list(self._families(_PAGE, village=village, after=after, limit=limit))

    def people(self, village: VillageCode, families: Sequence[str]) -> dict[str, list[Document]]:
        """The members of those families, as their records stand."""
        found: dict[str, list[Document]] = {}
        for row in self._connection.execute(text(_PEOPLE), {"village": village, "families": [*families]}):
            found.setdefault(row.parent, []).append(document_of(decode_line(row.line)))
        return found

    def _families(self, statement: str, **values: object) -> Iterator[SharedFamily]:
        for row in self._connection.execute(text(statement), values).mappings():
            yield SharedFamily(**row)
