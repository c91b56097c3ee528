"""Titipan: one laptop of a village carries another's file to the district, shown, unchanged, never as its own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kemiskinan_desktop.services.bundles import CarriedItem, Carrying
from kemiskinan_desktop.sync import SyncEngine, SyncProblem, SyncReport
from kemiskinan_desktop.sync.mail import CarryingEngine, MailLine
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind, VillageCode, new_record_id
from kemiskinan_domain.wire.bundle import BundleRefusal
from tests.contract.desks import desk
from tests.contract.sticks import Stick, service_of
from tests.contract.test_bundles import families, outcomes
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import OTHER_VILLAGE, LiveServer


def exchange(laptop: Laptop, server: LiveServer) -> SyncReport:
    line = MailLine(server.url, "test")
    engine = CarryingEngine(laptop.store, SyncEngine(laptop.store, laptop.district, system_clock), line, system_clock)
    report = engine.run(lambda _: None, lambda: False)
    line.close()
    return report


def carried(laptop: Laptop) -> tuple[CarriedItem, ...]:
    return service_of(laptop).carried()


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    return Stick(tmp_path / "usb")


def test_a_carried_file_is_shown_handed_on_unchanged_and_its_answer_finds_home(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as far,
        desk(tmp_path / "b", live_server.url, live_server.code()) as near,
    ):
        for laptop in (far, near):
            exchange(laptop, live_server)
        family = new_record_id()
        far.save(family, head_name="Keluarga Jauh", rt="001")
        far.save(new_record_id(), RecordKind.MEMBER, parent=family, name="Anggota Jauh")
        stick.written_by(far)

        read = stick.read_by(near)
        shown, own, unsent = carried(near), near.document(family), near.unsent()
        exchange(near, live_server)
        after = carried(near)
        back = Stick(tmp_path / "kembali")
        back.written_by(near)
        home = back.read_by(far)

        assert (read.carried, outcomes(read.files)) == (2, [Carrying.CARRIED])
        assert [(one.title, one.changes, one.laptop) for one in shown] == [
            ("Keluarga Jauh", 1, "Laptop Desa"),
            ("Anggota Jauh", 1, "Laptop Desa"),
        ]
        assert (own, unsent) == (None, 0)
        assert after == ()
        history = live_server.rows("SELECT DISTINCT client FROM history")
        with far.store.view() as unit:
            assert history == [{"client": unit.meta.enrolment().client}]
        assert home.acknowledged == 2
        assert far.unsent() == 0
        exchange(near, live_server)
        assert laptop_lines(near) == laptop_lines(far) == server_lines(live_server)


def test_a_carried_file_goes_on_by_stick_too(live_server: LiveServer, stick: Stick, tmp_path: Path) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as far,
        desk(tmp_path / "b", live_server.url, live_server.code()) as near,
    ):
        for laptop in (far, near):
            exchange(laptop, live_server)
        families(far, 2)
        stick.written_by(far)
        stick.read_by(near)
        families(near, 1)
        second = Stick(tmp_path / "usb2")

        written = second.written_by(near)
        second.at_the_district(live_server)
        for laptop in (near, far):
            second.read_by(laptop)

        assert written.carried == 1
        assert len(second.results) == 2
        assert (near.unsent(), far.unsent()) == (0, 0)
        assert carried(near) == ()
        assert len(live_server.rows("SELECT id FROM record")) == 3


def test_carried_twice_and_after_the_author_went_online_nothing_doubles(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as far,
        desk(tmp_path / "b", live_server.url, live_server.code()) as near,
    ):
        for laptop in (far, near):
            exchange(laptop, live_server)
        families(far, 2)
        stick.written_by(far)
        first, again = stick.read_by(near), stick.read_by(near)
        exchange(far, live_server)
        exchange(near, live_server)

        assert (first.carried, again.carried) == (2, 0)
        assert outcomes(again.files) == [Carrying.KNOWN]
        assert carried(near) == ()
        assert len(live_server.rows("SELECT mid FROM history")) == 2
        assert laptop_lines(near) == laptop_lines(far) == server_lines(live_server)


def test_a_laptop_that_the_district_did_not_name_and_another_village_are_refused(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as near,
        desk(tmp_path / "b", live_server.url, live_server.code(VillageCode(OTHER_VILLAGE))) as elsewhere,
    ):
        exchange(near, live_server)
        with desk(tmp_path / "c", live_server.url, live_server.code()) as new:
            families(new, 1)
            stick.written_by(new)
        unknown = stick.read_by(near)
        other = stick.read_by(elsewhere)

        assert outcomes(unknown.files) == [BundleRefusal.UNKNOWN_DEVICE]
        assert outcomes(other.files) == [BundleRefusal.OTHER_VILLAGE]
        assert carried(near) == carried(elsewhere) == ()


def test_a_forged_file_under_a_known_laptop_s_name_is_not_carried(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as near,
        desk(tmp_path / "b", live_server.url, live_server.code()) as victim,
        desk(tmp_path / "c", live_server.url, live_server.code()) as thief,
    ):
        exchange(near, live_server)
        families(thief, 1)
        with victim.store.view() as unit:
            name = unit.meta.enrolment().client
        with thief.store.unit() as unit:
            unit.meta.write(replace(unit.meta.enrolment(), client=name, device=name))
            unit.commit()
        stick.written_by(thief)

        read = stick.read_by(near)

        assert outcomes(read.files) == [BundleRefusal.FORGED]
        assert carried(near) == ()


def test_a_line_that_breaks_during_the_post_spoils_nothing(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as far,
        desk(tmp_path / "b", live_server.url, live_server.code()) as near,
    ):
        for laptop in (far, near):
            exchange(laptop, live_server)
        families(far, 1)
        stick.written_by(far)
        stick.read_by(near)
        dead = MailLine("http://127.0.0.1:9", "test")
        engine = CarryingEngine(near.store, SyncEngine(near.store, near.district, system_clock), dead, system_clock)

        report = engine.run(lambda _: None, lambda: False)
        dead.close()

        assert report.problem is None
        assert len(carried(near)) == 1
        assert exchange(near, live_server).problem is not SyncProblem.OFFLINE
        assert carried(near) == ()
