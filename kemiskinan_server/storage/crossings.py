"""People and families that stand in two villages: the same NIK, the same No. KK, or names that sound alike and one
birth date.

No page reads all villages for it. What a village wrote since it was last compared is looked up among the others by
index, and values that met are kept as candidates; a candidate that does not meet any more falls out when it is read.
Two villages that write the same number at once are no danger: whichever is compared later sees the other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, text
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, plain_text, text_key, whole


class CrossingDecisionRow(ServerTable, table=True):
    """What the district found out about one number or name in several villages."""

    __tablename__ = "crossing_decision"

    key: str = text_key(primary_key=True)
    """Kind and number, or name and birth date."""
    stays_in: str | None = text_key(default=None)
    """The village that keeps the person; None where they are different people."""
    reason: str = plain_text()
    decided_by: str = plain_text()
    decided_at: datetime = moment()


class CrossingScanRow(ServerTable, table=True):
    """Up to which revision a village was compared with the others."""

    __tablename__ = "crossing_scan"

    village: str = text_key(primary_key=True)
    head: int = whole()


class CrossingCandidateRow(ServerTable, table=True):
    """A value that two villages had when one of them was compared."""

    __tablename__ = "crossing_candidate"

    kind: str = text_key(primary_key=True)
    value: str = text_key(primary_key=True)


class CrossingKind(StrEnum):
    """By what two records meet."""

    NIK = "nik"
    FAMILY_CARD = "no_kk"
    NAME_AND_BIRTH = "nama"


@dataclass(frozen=True, slots=True)
class Holder:
    """One of the records that meet; `record` is a member, or a family for a No. KK."""

    village: str
    village_name: str
    subdistrict: str
    record: str
    household: str
    name: str | None
    nik: str | None
    no_kk: str | None
    birth_date: str | None
    head_name: str | None
    address: str | None
    desil: int | None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Records of at least two villages that nobody has decided on yet."""

    kind: CrossingKind
    key: str
    holders: tuple[Holder, ...]

    @property
    def id(self) -> str:
        """Names it on a page, where the number itself stays masked."""
        return hashlib.sha256(self.key.encode()).hexdigest()


_decision = table_of(CrossingDecisionRow)
_candidate = table_of(CrossingCandidateRow)
_scan = table_of(CrossingScanRow)
_SHORTEST = 3
"""Consonants of a name below which everybody sounds alike."""
_VALUE = {
    CrossingKind.NIK: "m.nik",
    CrossingKind.FAMILY_CARD: "h.no_kk",
    CrossingKind.NAME_AND_BIRTH: "alike(m.name) || '/' || m.birth_date",
}
_OTHERS = {
    CrossingKind.NIK: "SELECT 1 FROM member o JOIN village w ON w.code = o.village AND NOT w.training "
    "WHERE o.nik = m.nik AND o.village <> m.village",
    CrossingKind.FAMILY_CARD: "SELECT 1 FROM household o JOIN village w ON w.code = o.village AND NOT w.training "
    "WHERE o.no_kk = h.no_kk AND o.village <> h.village",
    CrossingKind.NAME_AND_BIRTH: "SELECT 1 FROM member o JOIN village w ON w.code = o.village AND NOT w.training "  # noqa: S608 - a number of our own
    "WHERE o.birth_date = m.birth_date AND alike(o.name) = alike(m.name) AND o.village <> m.village "
    f"AND length(alike(m.name)) >= {_SHORTEST}",
}
_MEETS = {
    CrossingKind.NIK: "m.nik = c.value",
    CrossingKind.FAMILY_CARD: "h.no_kk = c.value AND (m.relation = '1' OR m.relation IS NULL AND m.position = 1)",
    CrossingKind.NAME_AND_BIRTH: "m.birth_date = split_part(c.value, '/', 2) "
    "AND alike(m.name) = split_part(c.value, '/', 1)",
}
"""How a candidate finds its holders; a family card is asked of its head, so that it stands once."""
_WAITING = """
SELECT v.code, v.head, coalesce(s.head, 0) AS seen FROM village v LEFT JOIN crossing_scan s ON s.village = v.code
WHERE NOT v.training AND v.head > coalesce(s.head, 0) ORDER BY v.head - coalesce(s.head, 0), v.code
"""


def _new_candidates(kind: CrossingKind) -> str:
    """Values that the village wrote since and another one has too."""
    of_family = kind is CrossingKind.FAMILY_CARD
    table, alias = ("household", "h") if of_family else ("member", "m")
    return f"""
    INSERT INTO crossing_candidate (kind, value)
    SELECT DISTINCT '{kind}', {_VALUE[kind]}
    FROM record r JOIN {table} {alias} ON {alias}.village = r.village AND {alias}.id = r.id
    WHERE r.village = :village AND r.rev > :seen AND r.kind = '{table}' AND {_VALUE[kind]} IS NOT NULL
          AND EXISTS ({_OTHERS[kind]})
    ON CONFLICT DO NOTHING
    """  # noqa: S608 - put together from constants


def _query(kind: CrossingKind) -> str:
    """Every holder of the first candidates that nobody has decided on."""
    record = "h.id" if kind is CrossingKind.FAMILY_CARD else "m.id"
    return f"""
    WITH c AS MATERIALIZED (
        SELECT value FROM crossing_candidate c WHERE c.kind = '{kind}'
               AND NOT EXISTS (SELECT 1 FROM crossing_decision d WHERE d.key = '{kind}/' || c.value)
        ORDER BY value LIMIT :limit
    )
    SELECT c.value AS candidate, h.village, v.name AS village_name, v.subdistrict, {record} AS record,
           h.id AS household, m.name, m.nik, h.no_kk, m.birth_date, h.head_name, h.address, h.desil
    FROM c LEFT JOIN (member m JOIN household h ON h.village = m.village AND h.id = m.parent
                      JOIN village v ON v.code = m.village AND NOT v.training) ON {_MEETS[kind]}
    ORDER BY c.value, h.village, record
    """  # noqa: S608 - put together from constants


class Crossings:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def waiting(self) -> list[tuple[str, int, int]]:
        """Villages that wrote since they were compared: code, head, and up to where they were; the least first."""
        return [(row.code, row.head, row.seen) for row in self._connection.execute(text(_WAITING))]

    def compare(self, village: str, head: int, seen: int) -> None:
        """Look up what the village wrote after `seen` among the others."""
        for kind in CrossingKind:
            self._connection.execute(text(_new_candidates(kind)), {"village": village, "seen": seen})
        statement = insert(_scan).values(village=village, head=head)
        reached = func.greatest(_scan.c.head, statement.excluded.head)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[_scan.c.village], set_={"head": reached})
        )

    def open(self, kind: CrossingKind, limit: int) -> list[Crossing]:
        """Those of a kind, by number or name; candidates that do not meet any more are forgotten."""
        found: dict[str, list[Holder]] = {}
        for row in self._connection.execute(text(_query(kind)), {"limit": limit}).mappings():
            holders = found.setdefault(row["candidate"], [])
            if row["village"] is not None:
                holders.append(Holder(**{name: row[name] for name in Holder.__slots__}))
        gone = [value for value, holders in found.items() if len({one.village for one in holders}) < 2]
        if gone:
            mine = (_candidate.c.kind == kind.value, _candidate.c.value == func.any(gone))
            self._connection.execute(delete(_candidate).where(*mine))
        return [
            Crossing(kind, f"{kind}/{value}", tuple(holders)) for value, holders in found.items() if value not in gone
        ]

    def decide(self, key: str, stays_in: str | None, reason: str, by: str, at: datetime) -> None:
        """Keep what was found out."""
        values = {"key": key, "stays_in": stays_in, "reason": reason, "decided_by": by, "decided_at": at}
        self._connection.execute(insert(_decision).values(values))
