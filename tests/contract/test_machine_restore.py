"""A laptop that was restored from a backup, against the real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from kemiskinan_desktop.sync import SyncProblem
from kemiskinan_desktop.sync.enrolment import fetch_token
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.wire import LedgerReply, Paths, device_of, incarnation_of
from tests.contract.machine.desk import blank_store
from tests.contract.machine.district import LiveDistrict, live_district
from tests.contract.machine.oracle import check_quiet
from tests.contract.machine.world import World, new_world


@pytest.fixture(scope="module")
def district(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDistrict]:
    with live_district(postgres, tmp_path_factory.mktemp("district")) as opened:
        yield opened


@pytest.fixture
def world(district: LiveDistrict, tmp_path: Path) -> Iterator[World]:
    with new_world(district, tmp_path, blank_store(tmp_path)) as made:
        yield made


def test_a_restored_laptop_goes_on_under_a_new_name_and_sends_nothing_twice(world: World) -> None:
    family = world.records[0]
    world.save(0, family, "head_name")
    world.desks[0].keep_copy()
    world.save(0, family, "head_name")
    world.sync(0)
    assert world.desks[0].restore_copy()
    world.save(0, family, "answers.pekerjaan")

    world.settle()

    with world.desks[0].store.view() as unit:
        enrolment = unit.meta.enrolment()
    assert enrolment.client != enrolment.device
    assert device_of(enrolment.client) == enrolment.device
    check_quiet(world)


def test_a_restored_laptop_is_still_one_device_and_is_shut_out_as_one(world: World, district: LiveDistrict) -> None:
    desk, family = world.desks[0], world.records[0]
    world.save(0, family, "head_name")
    desk.keep_copy()
    world.save(0, family, "head_name")
    world.sync(0)
    assert desk.restore_copy()
    world.settle()
    with desk.store.view() as unit:
        device = unit.meta.enrolment().device
    context = district.parts.context
    with context.database.unit_of_work() as work:
        devices = work.reading.progress(desk.village)[0].devices
        work.ledger.revoke(device, context.clock())
        work.commit()

    report = desk.sync()

    assert devices == 2
    assert report.problem is SyncProblem.REVOKED


def test_the_ledger_of_a_name_that_never_got_through_is_empty(world: World) -> None:
    desk = world.desks[0]
    world.save(0, world.records[0], "head_name")
    world.sync(0)
    with desk.store.view() as unit:
        enrolment = unit.meta.enrolment()
    token = fetch_token(desk.district, enrolment.device, enrolment.private_key, system_clock, 0.0)

    name = incarnation_of(enrolment.device, "ab12")
    ledger = desk.district.get(Paths.ledger(name), LedgerReply, token.text)

    assert ledger == LedgerReply(name, 0, [])
