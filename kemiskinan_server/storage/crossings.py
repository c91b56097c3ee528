"""People and families that stand in two villages: the same NIK, the same No. KK, or the same name and birth date."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, text

from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, plain_text, text_key


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
_VALUE = {
    CrossingKind.NIK: "m.nik",
    CrossingKind.FAMILY_CARD: "h.no_kk",
    CrossingKind.NAME_AND_BIRTH: "lower(btrim(m.name)) || '/' || m.birth_date",
}
_HEADS_ONLY = "(m.relation = '1' OR m.relation IS NULL AND m.position = 1)"


def _query(kind: CrossingKind) -> str:
    """Every holder of a value that two villages have; a family card is asked of its head, so that it stands once."""
    where = f"AND {_HEADS_ONLY}" if kind is CrossingKind.FAMILY_CARD else ""
    record = "h.id" if kind is CrossingKind.FAMILY_CARD else "m.id"
    return f"""
    WITH held AS (
        SELECT {_VALUE[kind]} AS value, m.village, v.name AS village_name, v.subdistrict, {record} AS record,
               h.id AS household, m.name, m.nik, h.no_kk, m.birth_date, h.head_name, h.address, h.desil
        FROM member m JOIN household h ON h.village = m.village AND h.id = m.parent
        JOIN village v ON v.code = m.village AND NOT v.training
        WHERE {_VALUE[kind]} IS NOT NULL {where}
    ), crossing AS (
        SELECT value FROM held GROUP BY value HAVING count(DISTINCT village) > 1
    )
    SELECT held.* FROM held JOIN crossing USING (value)
    WHERE NOT EXISTS (SELECT 1 FROM crossing_decision d WHERE d.key = '{kind}/' || value)
    ORDER BY value, village, record
    """  # noqa: S608 - put together from constants


class Crossings:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self, kind: CrossingKind, limit: int) -> list[Crossing]:
        """Those of a kind, by number or name."""
        found: dict[str, list[Holder]] = {}
        for row in self._connection.execute(text(_query(kind))).mappings():
            if row["value"] not in found and len(found) == limit:
                break
            values = {name: row[name] for name in Holder.__slots__}
            found.setdefault(row["value"], []).append(Holder(**values))
        return [Crossing(kind, f"{kind}/{value}", tuple(holders)) for value, holders in found.items()]

    def decide(self, key: str, stays_in: str | None, reason: str, by: str, at: datetime) -> None:
        """Keep what was found out."""
        values = {"key": key, "stays_in": stays_in, "reason": reason, "decided_by": by, "decided_at": at}
        self._connection.execute(insert(_decision).values(values))
