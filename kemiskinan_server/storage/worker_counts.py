"""How many workers of each village stood where when the village was last counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.social_security import WorkerStatus
from kemiskinan_server.storage.base import table_of
from kemiskinan_server.storage.projections import WorkerCountRow

_count = table_of(WorkerCountRow)


@dataclass(frozen=True, slots=True)
class WorkerGroup:
    """People of one status and field of work (the questionnaire's code; None where it is not known)."""

    status: WorkerStatus
    sector: str | None
    people: int


@dataclass(frozen=True, slots=True)
class CountedWorkers:
    """A village's workers on a day, counted at that revision by that book (its digest)."""

    village: VillageCode
    day: date
    head: int
    book: str
    groups: tuple[WorkerGroup, ...]


class WorkerCounts:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[VillageCode, CountedWorkers]:
        """The last count of every village that was ever counted."""
        rows = self._connection.execute(select(_count)).mappings()
        return {
            row["village"]: CountedWorkers(
                VillageCode(row["village"]),
                date.fromisoformat(row["day"]),
                row["head"],
                row["book"],
                tuple(
                    WorkerGroup(WorkerStatus(status), sector, people)
                    for status, sector, people in msgspec.json.decode(
                        row["groups"], type=list[tuple[str, str | None, int]]
                    )
                ),
            )
            for row in rows
        }

    def save(self, counted: Sequence[CountedWorkers]) -> None:
        """Put these in place of the former counts; of two at once the one of the later revision stays."""
        for one in counted:
            groups = [(group.status.value, group.sector, group.people) for group in one.groups]
            values = {
                "village": one.village,
                "day": one.day.isoformat(),
                "head": one.head,
                "book": one.book,
                "groups": msgspec.json.encode(groups).decode(),
            }
            statement = insert(_count).values(values)
            self._connection.execute(
                statement.on_conflict_do_update(
                    index_elements=[_count.c.village],
                    set_={name: statement.excluded[name] for name in values if name != "village"},
                    where=_count.c.head <= statement.excluded.head,
                )
            )
