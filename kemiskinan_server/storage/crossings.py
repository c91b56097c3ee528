"""People and families that stand in two villages: the same NIK, the same No. KK, or names that sound alike with one
birth date and parents that do not say otherwise.

No page reads all villages for it. What a village wrote since it was last compared is looked up among the others by
index, and values that met are kept as candidates; a candidate that does not meet any more falls out when it is read.
Two villages that write the same number at once are no danger: whichever is compared later sees the other.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_domain.identity import Agreement, parents_agree, sound_alike, sound_of
from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, plain_text, text_key, whole
from kemiskinan_server.storage.crossing_people import CrossingPeople


class CrossingDecisionRow(ServerTable, table=True):
    """What the district found out about one number or name in several villages."""

    __tablename__ = "crossing_decision"

    key: str = text_key(primary_key=True)
    """Kind and number, or the two people."""
    stays_in: str | None = text_key(default=None)
    """The village that keeps the person; None where they are different people."""
    reason: str = plain_text()
    decided_by: str = plain_text()
    decided_at: datetime = moment()
    untold: str = plain_text(default="[]", sa_column_kwargs={"server_default": "[]"})
    """Remarks that villages have not got yet, JSON."""


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
    parents: tuple[str, ...] = ()
    """Names that are known of the person's parents."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark that a village is to get about a decision."""

    village: str
    kind: str
    record: str
    field: str
    text: str


@dataclass(frozen=True, slots=True)
class NewDecision:
    """What the district found out; `stays_in` is None where they are different people."""

    key: str
    stays_in: str | None
    reason: str
    notices: tuple[Notice, ...]


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
_COMPARING = 730_117
"""The advisory lock of whoever compares."""
_COLUMNS = tuple(name for name in Holder.__slots__ if name != "parents")
_NUMBER = {CrossingKind.NIK: "m.nik", CrossingKind.FAMILY_CARD: "h.no_kk"}
_OTHERS = {
    CrossingKind.NIK: "SELECT 1 FROM member o JOIN village w ON w.code = o.village AND NOT w.training "
    "WHERE o.nik = m.nik AND o.village <> m.village",
    CrossingKind.FAMILY_CARD: "SELECT 1 FROM household o JOIN village w ON w.code = o.village AND NOT w.training "
    "WHERE o.no_kk = h.no_kk AND o.village <> h.village",
}
_MEETS = {
    CrossingKind.NIK: "m.nik = c.value",
    CrossingKind.FAMILY_CARD: "h.no_kk = c.value AND (m.relation = '1' OR m.relation IS NULL AND m.position = 1)",
    CrossingKind.NAME_AND_BIRTH: "m.village = c.village AND m.id = c.person",
}
"""How a candidate finds its holders; a family card is asked of its head, so that it stands once."""
_WAITING = """
SELECT v.code, v.head, coalesce(s.head, 0) AS seen FROM village v LEFT JOIN crossing_scan s ON s.village = v.code
WHERE NOT v.training AND v.head > coalesce(s.head, 0) ORDER BY v.head - coalesce(s.head, 0), v.code
"""


def _new_candidates(kind: CrossingKind) -> str:
    """Numbers that the village wrote since and another one has too."""
    of_family = kind is CrossingKind.FAMILY_CARD
    table, alias = ("household", "h") if of_family else ("member", "m")
    return f"""
    INSERT INTO crossing_candidate (kind, value)
    SELECT DISTINCT '{kind}', {_NUMBER[kind]}
    FROM record r JOIN {table} {alias} ON {alias}.village = r.village AND {alias}.id = r.id
    WHERE r.village = :village AND r.rev > :seen AND r.rev <= :head AND r.kind = '{table}'
          AND {_NUMBER[kind]} IS NOT NULL AND EXISTS ({_OTHERS[kind]})
    ON CONFLICT DO NOTHING
    """  # noqa: S608 - put together from constants


def _query(kind: CrossingKind) -> str:
    """Every holder of the first candidates that nobody has decided on."""
    record = "h.id" if kind is CrossingKind.FAMILY_CARD else "m.id"
    sides = ", unnest(string_to_array(value, '/')) side" if kind is CrossingKind.NAME_AND_BIRTH else ""
    parts = ", split_part(side, ':', 1) AS village, split_part(side, ':', 2) AS person" if sides else ""
    return f"""
    WITH undecided AS MATERIALIZED (
        SELECT value FROM crossing_candidate c WHERE c.kind = '{kind}'
               AND NOT EXISTS (SELECT 1 FROM crossing_decision d WHERE d.key = '{kind}/' || c.value)
        ORDER BY value LIMIT :limit
    ), c AS (SELECT value{parts} FROM undecided{sides})
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
        self._people = CrossingPeople(connection)

    def claim(self) -> None:
        """One comparing at a time, until the transaction ends: two would write the same people."""
        self._connection.execute(select(func.pg_advisory_xact_lock(_COMPARING)))

    def waiting(self) -> list[tuple[str, int, int]]:
        """Villages that wrote since they were compared: code, head, and up to where they were; the least first."""
        return [(row.code, row.head, row.seen) for row in self._connection.execute(text(_WAITING))]

    def compare(self, village: str, head: int, seen: int) -> None:
        """Look up what the village wrote after `seen` and up to `head` among the others."""
        for kind in _NUMBER:
            self._connection.execute(text(_new_candidates(kind)), {"village": village, "seen": seen, "head": head})
        pairs = dict.fromkeys(self._people.meeting(village, seen, head))
        if pairs:
            met = [{"kind": CrossingKind.NAME_AND_BIRTH.value, "value": pair} for pair in pairs]
            self._connection.execute(insert(_candidate).on_conflict_do_nothing(), met)
        statement = insert(_scan).values(village=village, head=head)
        reached = func.greatest(_scan.c.head, statement.excluded.head)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=[_scan.c.village], set_={"head": reached})
        )

    def open(self, kind: CrossingKind, limit: int) -> list[Crossing]:
        """Those of a kind, by number or pair; candidates that do not meet any more are forgotten."""
        rows = self._connection.execute(text(_query(kind)), {"limit": limit}).mappings().all()
        parents = self._people.parents({(row["village"], row["record"]) for row in rows if row["village"] is not None})
        found: dict[str, list[Holder]] = {}
        for row in rows:
            holders = found.setdefault(row["candidate"], [])
            if row["village"] is not None:
                known = parents.get((row["village"], row["record"]), ())
                holders.append(Holder(**{name: row[name] for name in _COLUMNS}, parents=known))
        gone = [value for value, holders in found.items() if not _meet(kind, holders)]
        if gone:
            mine = (_candidate.c.kind == kind.value, _candidate.c.value == func.any(gone))
            self._connection.execute(delete(_candidate).where(*mine))
        return [
            Crossing(kind, f"{kind}/{value}", tuple(holders)) for value, holders in found.items() if value not in gone
        ]

    def decide(self, decision: NewDecision, by: str, at: datetime) -> None:
        """Keep what was found out, and what the villages are to be told."""
        values = {"key": decision.key, "stays_in": decision.stays_in, "reason": decision.reason}
        untold = json.dumps([asdict(one) for one in decision.notices])
        self._connection.execute(
            insert(_decision).values(values | {"decided_by": by, "decided_at": at, "untold": untold})
        )

    def untold(self) -> tuple[str, str, list[Notice]] | None:
        """A decision that villages were not told of yet: its key, by whom, and the notices; locked for this caller."""
        columns = (_decision.c.key, _decision.c.decided_by, _decision.c.untold)
        waiting = select(*columns).where(_decision.c.untold != "[]").order_by(_decision.c.decided_at, _decision.c.key)
        row = self._connection.execute(waiting.limit(1).with_for_update(skip_locked=True)).first()
        return None if row is None else (row[0], row[1], [Notice(**one) for one in json.loads(row[2])])

    def leave_untold(self, key: str, notices: Sequence[Notice]) -> None:
        """The others have been told."""
        left = json.dumps([asdict(one) for one in notices])
        self._connection.execute(update(_decision).where(_decision.c.key == key).values(untold=left))


def _meet(kind: CrossingKind, holders: Sequence[Holder]) -> bool:
    """Whether they still do: what a village wrote since may have parted them. One NIK is shown as such."""
    if len({one.village for one in holders}) < 2:
        return False
    if kind is not CrossingKind.NAME_AND_BIRTH:
        return True
    one, other = holders
    if one.nik is not None and one.nik == other.nik:
        return False
    alike = sound_alike(sound_of(one.name or ""), sound_of(other.name or ""))
    parents = parents_agree(one.parents, other.parents)
    return alike and one.birth_date == other.birth_date and parents is not Agreement.OTHERS
