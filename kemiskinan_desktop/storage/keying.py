"""What is kept about the keying itself: second entries that are under way, and paradata."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from kemiskinan_desktop.storage.tables import double_entry, double_value, paradata
from kemiskinan_domain.records import RecordId

ValuePlace = tuple[str, str]
"""A member's id (empty for the family's own questions) and the question's path without places."""


@dataclass(frozen=True, slots=True)
class StoredDoubleEntry:
    """A second entry under way; `compared` and `differed` are those of the first comparison, None before it."""

    household: RecordId
    by: str
    started_at: str
    first_by: str | None = None
    """Who gave most of the first answers, where this laptop knows it."""
    compared: int | None = None
    differed: int | None = None


class DoubleEntries:
    """`unit.double_entries`: what a second person keyed, until the differences are settled."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, household: RecordId) -> StoredDoubleEntry | None:
        """The one under way for that family."""
        row = self._connection.execute(
            select(*(double_entry.c[name] for name in _ENTRY)).where(double_entry.c.household == household)
        ).first()
        return None if row is None else StoredDoubleEntry(*row)

    def put(self, entry: StoredDoubleEntry) -> None:
        """Begin one, or write its counts."""
        self._connection.execute(
            insert(double_entry)
            .prefix_with("OR REPLACE")
            .values(
                household=entry.household,
                by=entry.by,
                started_at=entry.started_at,
                first_by=entry.first_by,
                compared=entry.compared,
                differed=entry.differed,
            )
        )

    def values(self, household: RecordId) -> dict[ValuePlace, str]:
        """Everything keyed so far; an empty text was keyed as empty."""
        rows = self._connection.execute(select(double_value).where(double_value.c.household == household))
        return {(row.instance, row.question): row.value for row in rows}

    def key(self, household: RecordId, place: ValuePlace, value: str | None) -> None:
        """What was keyed at one place, instead of what was keyed there before; None: nothing is keyed there."""
        if value is None:
            there = (double_value.c.instance == place[0]) & (double_value.c.question == place[1])
            self._connection.execute(delete(double_value).where(double_value.c.household == household, there))
            return
        self._connection.execute(
            insert(double_value)
            .prefix_with("OR REPLACE")
            .values(household=household, instance=place[0], question=place[1], value=value)
        )

    def forget(self, household: RecordId) -> None:
        """It is settled, or given up."""
        for table in (double_value, double_entry):
            self._connection.execute(delete(table).where(table.c.household == household))


@dataclass(frozen=True, slots=True)
class ParadataLine:
    """How one person worked on one section of one family on one day (an ISO day of the village)."""

    household: RecordId
    section: str
    person: str
    day: str
    seconds: int
    keys: int
    answers: int
    corrections: int


class Paradata:
    """`unit.paradata`: times and counts of the keying."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, lines: Iterable[ParadataLine]) -> None:
        """Add these counts to what stands there."""
        for line in lines:
            counted = {name: getattr(line, name) for name in ("seconds", "keys", "answers", "corrections")}
            row = upsert(paradata).values(
                household=line.household, section=line.section, person=line.person, day=line.day, **counted
            )
            sums = {name: paradata.c[name] + row.excluded[name] for name in counted}
            self._connection.execute(row.on_conflict_do_update(set_=sums))

    def all(self) -> tuple[ParadataLine, ...]:
        """Every line."""
        rows = self._connection.execute(select(paradata))
        return tuple(ParadataLine(RecordId(row.household), *(row._mapping[name] for name in _REST)) for row in rows)

    def writer_of(self, household: RecordId) -> str | None:
        """Who gave most answers of a family on this laptop; None where nobody did."""
        totals: dict[str, int] = {}
        for row in self._connection.execute(select(paradata).where(paradata.c.household == household)):
            totals[row.person] = totals.get(row.person, 0) + row.answers
        answered = {person: count for person, count in totals.items() if count}
        return max(answered, key=lambda person: answered[person]) if answered else None


_ENTRY = ("household", "by", "started_at", "first_by", "compared", "differed")
_REST = ("section", "person", "day", "seconds", "keys", "answers", "corrections")
