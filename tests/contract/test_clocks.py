"""Laptops whose clocks are ten years off, jump about or stand in another time zone: both sides end up with the same.

Order is the district's revision and the laptop's number, never a time (SYNC 2.9); tokens are judged by the server's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from kemiskinan_desktop.services.admission import PersonName, VillageNames
from kemiskinan_desktop.services.bundles import BundleRead, BundleService, BundleWritten
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.sync import SyncEngine, SyncReport
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.clock import Clock, system_clock
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from tests.contract.desks import desk
from tests.contract.sticks import Stick
from tests.contract.test_sync_round_trip import laptop_lines
from tests.desktop.services.village import DirectDispatcher
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer

FAMILIES = [RecordId(f"0199{number:04d}-0000-7000-8000-000000000000") for number in range(4)]
_INFORMATIVE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d[^\"]*")
YEARS = timedelta(days=3652)


def away(by: timedelta) -> Clock:
    """The machine's time, so much off."""
    return lambda: system_clock() + by


def jumping() -> Clock:
    """Another decade at each look."""
    looks = [0]

    def clock() -> datetime:
        looks[0] += 1
        return system_clock() + YEARS * (looks[0] % 3 - 1)

    return clock


def travelling() -> Clock:
    """The right moment, in another time zone at each look."""
    looks = [0]

    def clock() -> datetime:
        looks[0] += 1
        return system_clock().astimezone(timezone(timedelta(hours=looks[0] % 24 - 11)))

    return clock


class Village:
    """Two laptops, of which the first has the clock in question; the second one's is right."""

    def __init__(self, first: Laptop, second: Laptop, clock: Clock) -> None:
        self.first, self.second, self.clock = first, second, clock

    def edit(self, laptop: Laptop, family: RecordId, **edits: FieldEdit) -> None:
        at = self.clock() if laptop is self.first else system_clock()
        with laptop.store.unit() as unit:
            unit.changes.put(RecordKind.HOUSEHOLD, family, edits, by="u1", at=at)
            unit.commit()

    def delete(self, family: RecordId) -> None:
        with self.first.store.unit() as unit:
            unit.changes.delete(RecordKind.HOUSEHOLD, family, by="u1", at=self.clock(), why="moved")
            unit.commit()

    def sync(self, laptop: Laptop) -> SyncReport:
        clock = self.clock if laptop is self.first else system_clock
        return SyncEngine(laptop.store, laptop.district, clock).run()

    def by_stick(self, stick: Stick, server: LiveServer) -> None:
        stick.folder.mkdir()
        place = VillageNames("32.03.01.2001", "Babakankaret", "Cianjur", "Cianjur")
        person = PersonName("u1", "Sekretaris Contoh", Role.SECRETARY)
        table = Desk(self.first.store, person, place, self.clock, Events(DirectDispatcher()), "Laptop contoh")
        service = BundleService(table, "test")
        assert isinstance(service.write(stick.folder, lambda _: None, lambda: False), BundleWritten)
        stick.at_the_district(server)
        assert isinstance(service.read(stick.folder, lambda _: None, lambda: False), BundleRead)


def played(server: LiveServer, folder: Path, code: VillageCode, clock: Clock) -> tuple[list[str], float]:
    """The village's lines at the district after a day's work, without what only informs; and the offset learned."""
    with (
        desk(folder / "a", server.url, server.code(code)) as first,
        desk(folder / "b", server.url, server.code(code)) as second,
    ):
        village = Village(first, second, clock)
        one, two, three, four = FAMILIES
        for number, family in enumerate(FAMILIES):
            village.edit(first, family, head_name=(None, f"Keluarga {number}"), rt=(None, "001"))
        problems = [village.sync(first).problem, village.sync(second).problem]
        # The same field on both: the one whose exchange comes first stands, whatever the times say.
        village.edit(first, one, head_name=("Keluarga 0", "Siti Aminah"))
        village.edit(second, one, head_name=("Keluarga 0", "Siti Maryam"))
        village.edit(second, two, rt=("001", "002"))
        village.edit(first, two, rw=(None, "003"))
        problems += [village.sync(second).problem, village.sync(first).problem, village.sync(second).problem]
        village.edit(first, three, rt=("001", "004"))
        village.edit(first, three, rt=("004", "005"))
        village.delete(four)
        village.by_stick(Stick(folder / "stick"), server)
        problems += [village.sync(laptop).problem for laptop in (first, second, first)]

        assert set(problems) == {None}
        assert first.unsent() == second.unsent() == 0
        rows = server.rows("SELECT id, line FROM record WHERE village = :v", v=code)
        assert laptop_lines(first) == laptop_lines(second) == {str(row["id"]): str(row["line"]) for row in rows}
        with first.store.view() as unit, second.store.view() as other:
            offset = unit.meta.exchange().clock_offset
            names = {
                unit.meta.enrolment().client: "first",
                other.meta.enrolment().client: "second",
                str(code): "village",
                **{str(one.id): "conflict" for one in unit.queries.conflicts()},
            }
        return sorted(_told_apart_by_nothing_else(str(row["line"]), names) for row in rows), offset


def _told_apart_by_nothing_else(line: str, names: dict[str, str]) -> str:
    """The line without moments, and with one name for what is made anew in each village."""
    for made, name in names.items():
        line = line.replace(made, name)
    return _INFORMATIVE.sub("a moment", line)


@pytest.mark.parametrize(
    ("wandering", "ahead"),
    [
        (lambda: away(-YEARS), YEARS),
        (lambda: away(YEARS), -YEARS),
        (jumping, None),
        (travelling, timedelta()),
    ],
    ids=["ten years behind", "ten years ahead", "jumping", "travelling"],
)
def test_a_wrong_clock_changes_nothing_but_what_informs(
    live_server: LiveServer, tmp_path: Path, wandering: Callable[[], Clock], ahead: timedelta | None
) -> None:
    right, _ = played(live_server, tmp_path / "right", VILLAGE, system_clock)

    wrong, offset = played(live_server, tmp_path / "wrong", OTHER_VILLAGE, wandering())

    assert wrong == right
    assert len(right) == 5
    assert ahead is None or abs(timedelta(seconds=offset) - ahead) < timedelta(hours=1)
