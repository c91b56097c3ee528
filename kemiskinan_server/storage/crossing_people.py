"""People as they are compared between villages by name: the sound of the name, the birth date, the parents.

They are brought up to date when their village is compared, for the families that it wrote to since, so that an
exchange of a laptop pays nothing for it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Index, Row, delete, func, select, text, tuple_

from kemiskinan_domain.identity import Agreement, parents_agree, sound_alike, sound_of
from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import plain_text, text_key
from kemiskinan_server.storage.copying import copy_rows


class CrossingPersonRow(ServerTable, table=True):
    """Somebody with a name and a birth date, as of the village's latest comparison."""

    __tablename__ = "crossing_person"
    __table_args__ = (Index("ix_crossing_person_birth_date", "birth_date", "sound", "village"),)

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    birth_date: str = text_key()
    sound: str = text_key()
    parents: str = plain_text()
    """Names, JSON: the mother that the person named, and of a child the head of the family with the spouse."""


_person = table_of(CrossingPersonRow)
_HEAD, _SPOUSE, _CHILD = "1", "2", "3"
_TOUCHED: Final = (
    "SELECT id, parent FROM record WHERE village = :village AND rev > :seen AND rev <= :head AND kind = 'member'"
)
_FAMILIES: Final = text(
    # A line with an escaped NUL is no json to PostgreSQL; what it says of a mother is left out.
    "SELECT m.id, m.parent, m.name, m.birth_date, m.relation, CASE WHEN strpos(r.line, '\\u0000') = 0 "
    "THEN r.line::json -> 4 -> 'answers' ->> 'ibu_kandung' END AS mother "
    "FROM member m JOIN record r ON r.village = m.village AND r.id = m.id "
    "WHERE m.village = :village AND m.parent = ANY(:families)"
)
_PAIRS: Final = text("""
SELECT m.id AS id, o.village AS village, o.id AS other, m.sound AS sound, o.sound AS other_sound,
       m.parents AS parents, o.parents AS other_parents
FROM crossing_person m
JOIN crossing_person o ON o.birth_date = m.birth_date AND o.village <> m.village
     AND (left(o.sound, 2) = left(m.sound, 2) OR right(o.sound, 2) = right(m.sound, 2))
     AND (replace(o.sound, ' ', '') = replace(m.sound, ' ', '')
          OR string_to_array(o.sound, ' ') <@ string_to_array(m.sound, ' ')
          OR string_to_array(m.sound, ' ') <@ string_to_array(o.sound, ' '))
JOIN village w ON w.code = o.village AND NOT w.training
WHERE m.village = :village AND m.id = ANY(:people)
""")
"""Eighty people of a kabupaten share a birth date, so the cheap question is asked first: a name that was shortened,
split or spelt otherwise begins or ends as it did.
"""


class CrossingPeople:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def meeting(self, village: str, seen: int, head: int) -> Iterator[str]:
        """Bring the families up to date that the village wrote to after `seen` and up to `head`; the pairs that they
        make with people of other villages, each by its address.
        """
        renewed = self._renew(village, seen, head)
        for row in self._pairs(village, renewed) if renewed else ():
            parents = msgspec.json.decode(row.parents), msgspec.json.decode(row.other_parents)
            if sound_alike(row.sound, row.other_sound) and parents_agree(*parents) is not Agreement.OTHERS:
                yield pair_of((village, row.id), (row.village, row.other))

    def _pairs(self, village: str, people: list[str]) -> Sequence[Row[Any]]:
        """People with one birth date whose names may sound alike: by the index, person for person.

        PostgreSQL knows nothing of rows that were copied in a moment ago, and would read all for each.
        """
        self._connection.execute(text("SET LOCAL enable_seqscan = off"))
        found = self._connection.execute(_PAIRS, {"village": village, "people": people}).all()
        self._connection.execute(text("SET LOCAL enable_seqscan = on"))
        return found

    def _renew(self, village: str, seen: int, head: int) -> list[str]:
        touched = self._connection.execute(text(_TOUCHED), {"village": village, "seen": seen, "head": head}).all()
        families = sorted({row.parent for row in touched if row.parent is not None})
        asked = {"village": village, "families": families}
        members = self._connection.execute(_FAMILIES, asked).all() if families else []
        gone = [row.id for row in touched] + [row.id for row in members]
        mine = (_person.c.village == village, _person.c.id == func.any(gone))
        self._connection.execute(delete(_person).where(*mine))
        rows = list(_rows(village, members))
        copy_rows(self._connection, _person, rows)
        return [str(row[1]) for row in rows]

    def parents(self, people: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
        """The names of parents of those people, by village and id; nobody has none where nobody is known."""
        if not people:
            return {}
        rows = self._connection.execute(
            select(_person.c.village, _person.c.id, _person.c.parents).where(
                tuple_(_person.c.village, _person.c.id).in_([*people])
            )
        )
        return {(row.village, row.id): tuple(msgspec.json.decode(row.parents)) for row in rows}


def pair_of(one: tuple[str, str], other: tuple[str, str]) -> str:
    """The address of two people (village and id), whoever was found first."""
    return "/".join(sorted(f"{village}:{person}" for village, person in (one, other)))


def _rows(village: str, members: Sequence[Row[Any]]) -> Iterator[tuple[str, str, str, str, str]]:
    above: dict[str, list[str]] = defaultdict(list)
    for member in members:
        if member.relation in {_HEAD, _SPOUSE} and member.name:
            above[member.parent].append(member.name)
    for member in members:
        sound = sound_of(member.name or "")
        if sound and member.birth_date:
            parents = [member.mother] if member.mother else []
            parents += above[member.parent] if member.relation == _CHILD else []
            yield village, member.id, member.birth_date, sound, msgspec.json.encode(parents).decode()
