"""Cover and cost of the whole district from counts for each village, so that a page need not read 720,000 families.

A count is good for its day (ages and ends of cover move), its revision and its book of rules. A page counts again
what it can afford; for the others it shows the last count with its day. `count-workers` at night counts all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from kemiskinan_domain.records import RecordId, VillageCode
from kemiskinan_domain.social_security import (
    Book,
    Budget,
    Contributor,
    Payer,
    WorkerStatus,
    budget,
)
from kemiskinan_server.services.workers import CoverCount, book_in_use, worker_lines
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import VillageHead
from kemiskinan_server.storage.worker_counts import CountedWorkers, WorkerGroup

PAGE_CAN_READ: Final = 20_000
"""Records of villages that one page reads again: about a third of a second."""


@dataclass(frozen=True, slots=True)
class VillageCover:
    """A village and its last count; None where it was never counted. `current` is whether that is of today."""

    code: VillageCode
    name: str
    subdistrict: str
    counted: CountedWorkers | None
    current: bool

    @property
    def cover(self) -> CoverCount:
        """People by status."""
        counts: Counter[WorkerStatus] = Counter()
        for group in self.groups:
            counts[group.status] += group.people
        return CoverCount(self.name, counts)

    @property
    def groups(self) -> tuple[WorkerGroup, ...]:
        """Of the last count."""
        return () if self.counted is None else self.counted.groups


def district_cover(
    unit: UnitOfWork, villages: Iterable[VillageHead], day: date, *, can_read: int | None = PAGE_CAN_READ
) -> list[VillageCover]:
    """Every one of these villages by code, counted again while `can_read` records last (None: all that need it).

    The caller commits, so that the next page finds the counts. Raises NoRulesError.
    """
    book, digest = book_in_use(unit)
    known = unit.worker_counts.all()
    shown, fresh, read = [], [], 0
    for village in villages:
        counted = known.get(village.code)
        current = counted is not None and (counted.day, counted.head, counted.book) == (day, village.head, digest)
        if not current and (can_read is None or read == 0 or read + village.checksum.count <= can_read):
            read += village.checksum.count
            counted = CountedWorkers(village.code, day, village.head, digest, _groups(unit, village.code, book, day))
            fresh.append(counted)
            current = True
        shown.append(VillageCover(village.code, village.name, village.subdistrict, counted, current))
    unit.worker_counts.save(fresh)
    return shown


def budget_of(book: Book, villages: Sequence[VillageCover], payer: Payer, months: int, start: date) -> Budget:
    """What it costs to cover everybody who is eligible and not covered, as BPU with JKK and JKM.

    The ids in `open` are fields of work, not people. Raises ValueError below one month.
    """
    people: Counter[str | None] = Counter()
    for village in villages:
        for group in village.groups:
            if group.status is WorkerStatus.ELIGIBLE:
                people[group.sector] += group.people
    return budget(
        book,
        (Contributor(RecordId(sector or ""), sector, payer, people=count) for sector, count in people.items()),
        months,
        start,
    )


def _groups(unit: UnitOfWork, village: VillageCode, book: Book, day: date) -> tuple[WorkerGroup, ...]:
    people = Counter((one.standing.status, one.sector) for one in worker_lines(unit, village, book, day))
    ordered = sorted(people.items(), key=lambda pair: (pair[0][0], pair[0][1] or ""))
    return tuple(WorkerGroup(status, sector, count) for (status, sector), count in ordered)
