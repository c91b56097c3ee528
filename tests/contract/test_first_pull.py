"""A new laptop takes the whole village from one file, over lines that break (SYNC section 5, regression 10)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kemiskinan_desktop.sync import District, SyncEngine, SyncProblem, engine, plan
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import VillageCode, new_record_id
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.services import snapshots
from kemiskinan_server.services.snapshots import SnapshotShelf
from tests.contract.cutting_proxy import cutting_proxy
from tests.contract.desks import desk, pages_that_never_grow
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import VILLAGE, LiveServer

FAMILIES = 60


@pytest.fixture
def district_with_file(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[LiveServer]:
    """A village of which a file is ready, and limits so small that the file is worth taking."""
    monkeypatch.setattr(engine, "_WORTH_A_FILE", 1)
    monkeypatch.setattr(snapshots, "_FRAME", 1_500)
    monkeypatch.setattr(plan.Sizes, "__init__", pages_that_never_grow)
    with desk(tmp_path / "first", live_server.url, live_server.code()) as first:
        for number in range(FAMILIES):
            first.save(new_record_id(), head_name=f"Keluarga {number}", address=f"Kampung {number * 7919}")
        first.sync()
    shelf = SnapshotShelf(live_server.parts.context.settings.snapshots_folder)
    assert shelf.make(live_server.parts.context.database, VillageCode(VILLAGE)) is not None
    yield live_server


def offset_of(laptop: Laptop) -> int:
    with laptop.store.view() as unit:
        return unit.meta.exchange().snapshot_offset


def test_a_new_laptop_takes_the_village_in_one_page_one_file_and_one_last_look(
    district_with_file: LiveServer, tmp_path: Path
) -> None:
    with desk(tmp_path / "b", district_with_file.url, district_with_file.code()) as laptop:
        report = laptop.sync()

        assert (report.problem, report.pulled, report.requests) == (None, FAMILIES, 3)
        assert laptop_lines(laptop) == server_lines(district_with_file)


def test_a_file_that_breaks_off_goes_on_where_it_ended_and_is_never_taken_for_whole(
    district_with_file: LiveServer, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "b", district_with_file.url, district_with_file.code()) as laptop,
        cutting_proxy(district_with_file.url) as (address, cut),
    ):
        laptop.save(new_record_id(), head_name="Milik sendiri")
        offsets, problems = [0], []
        for attempt in range(8):
            cut.after = 2_600 + attempt * 150
            broken = District(address, "test")
            problems.append(SyncEngine(laptop.store, broken, system_clock).run().problem)
            broken.close()
            offsets.append(offset_of(laptop))

        report = laptop.sync()

        assert SyncProblem.OFFLINE in problems
        assert offsets == sorted(offsets)
        assert any(offset > 0 for offset in offsets)
        assert report.problem is None
        assert laptop.unsent() == 0
        assert laptop_lines(laptop) == server_lines(district_with_file)


def test_pages_go_on_where_the_district_has_no_file_after_all(
    district_with_file: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        from kemiskinan_desktop.sync import DistrictProblemError

        raise DistrictProblemError(Problem.of(ProblemType.NOT_FOUND))

    monkeypatch.setattr(District, "fetch", gone)
    with desk(tmp_path / "b", district_with_file.url, district_with_file.code()) as laptop:
        report = laptop.sync()

        assert (report.problem, report.pulled) == (None, FAMILIES)
        assert laptop_lines(laptop) == server_lines(district_with_file)
