"""A village whose district has forgotten old deletes is still taken whole by whoever begins, however the pages end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from kemiskinan_desktop.sync import engine, plan
from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from kemiskinan_server.services.bundles import answering
from kemiskinan_server.services.snapshots import SnapshotShelf
from tests.contract.desks import pages_that_never_grow
from tests.contract.machine import carrying, office
from tests.contract.machine.desk import blank_store
from tests.contract.machine.district import LiveDistrict, live_district
from tests.contract.machine.line import Fault, FaultKind
from tests.contract.machine.oracle import check_quiet
from tests.contract.machine.world import World, new_world

NAME = "head_name"


@pytest.fixture(scope="module")
def district(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDistrict]:
    with live_district(postgres, tmp_path_factory.mktemp("district")) as opened:
        yield opened


@pytest.fixture
def world(district: LiveDistrict, tmp_path: Path) -> Iterator[World]:
    """Twelve families came, the one that came last was deleted last, and the district has forgotten that."""
    with new_world(district, tmp_path, blank_store(tmp_path), families=12) as made:
        for record in made.records:
            made.save(0, record, NAME)
        made.sync(0)
        made.sync(1)
        made.delete(0, made.records[-1])
        for number in (0, 1, 1, 0):
            made.sync(number)
        assert office.tidy(made) == 1
        yield made


def requests_of(world: World, number: int, fault: Fault | None = None) -> int:
    report = world.desks[number].sync(fault)
    assert report.problem is None, report.detail
    return report.requests


def test_a_laptop_that_begins_takes_the_village_in_one_page(world: World) -> None:
    world.replace_laptop(1)

    assert requests_of(world, 1) == 1

    world.settle()
    check_quiet(world)


def test_a_laptop_that_begins_takes_the_village_page_by_page(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan.Sizes, "__init__", pages_that_never_grow)
    world.replace_laptop(1)

    assert requests_of(world, 1) > 2

    world.settle()
    check_quiet(world)


def test_a_laptop_whose_first_page_was_cut_goes_on_where_it_ended(world: World) -> None:
    world.replace_laptop(1)
    world.sync(1, Fault(FaultKind.REPLY_CUT, 4))

    assert requests_of(world, 1) == 1

    world.settle()
    check_quiet(world)


def test_a_laptop_that_begins_takes_the_village_from_a_file(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The district reads the feed for the file in several pages."""
    monkeypatch.setattr(answering, "LARGEST_PAGE", 500)
    world.replace_laptop(1)
    stick = carrying.Stick()
    carrying.write_file(world, stick, 1)
    assert carrying.district_reads(world, stick)

    assert carrying.laptop_reads(world, stick, 1) is AnswerOutcome.TAKEN

    world.settle()
    check_quiet(world)


def test_a_snapshot_from_before_a_forgotten_delete_is_not_handed_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds a family of whose delete nobody would hear any more."""
    context, village = world.district.parts.context, world.desks[0].village
    world.save(0, world.records[0], NAME)
    world.delete(0, world.records[1])
    world.sync(0)
    shelf = SnapshotShelf(context.settings.snapshots_folder)
    world.delete(0, world.records[2])
    assert shelf.make(context.database, village) is not None
    for number in (0, 1, 1, 0):
        world.sync(number)
    assert office.tidy(world) == 2
    monkeypatch.setattr(plan.Sizes, "__init__", pages_that_never_grow)
    monkeypatch.setattr(engine, "_WORTH_A_FILE", 1)
    world.replace_laptop(1)

    assert requests_of(world, 1) == 2

    with world.desks[1].store.view() as unit:
        assert unit.meta.exchange().snapshot_tag == ""
    world.settle()
    check_quiet(world)
