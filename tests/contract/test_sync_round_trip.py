"""The product's laptop and the product's server, over real HTTP and a real PostgreSQL."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from kemiskinan_desktop.storage import SendState
from kemiskinan_desktop.storage.tables import base
from kemiskinan_desktop.sync import CodeRefusal, District, SyncEngine, SyncProblem, enrol, new_device_key
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.contract.cutting_proxy import cutting_proxy
from tests.contract.desks import desk
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer


def laptop_lines(laptop: Laptop) -> dict[str, str]:
    with laptop.store.view() as unit:
        rows = unit.records._connection.execute(select(base.c.id, base.c.line)).all()
    return {row.id: row.line.decode() for row in rows}


def server_lines(server: LiveServer) -> dict[str, str]:
    return {str(row["id"]): str(row["line"]) for row in server.rows("SELECT id, line FROM record")}


def test_both_sides_hold_the_same_bytes_after_an_exchange(live_server: LiveServer, tmp_path: Path) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families = [new_record_id() for _ in range(5)]
        for number, family in enumerate(families):
            laptop.save(family, head_name=f"Keluarga {number}", rt="001")
            laptop.save(new_record_id(), RecordKind.MEMBER, parent=family, name="Anggota")

        report = laptop.sync()

        assert report.problem is None
        assert report.pushed == 10
        assert laptop.send_state(families[0]) is SendState.RECEIPTED
        assert laptop_lines(laptop) == server_lines(live_server)


def test_what_one_desk_saves_the_other_receives_and_clashes_stay_visible(
    live_server: LiveServer, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        desk(tmp_path / "b", live_server.url, live_server.code()) as second,
    ):
        family = new_record_id()
        first.save(family, head_name="Siti")
        first.sync()
        second.sync()
        first.save(family, head_name="Siti Aminah", rt="001")
        second.save(family, head_name="Siti Maryam", rw="002")

        first.sync()
        clash = second.sync()
        first.sync()

        expected = {"head_name": "Siti Aminah", "rt": "001", "rw": "002"}
        document = first.document(family)
        assert document is not None
        assert {name: document[name] for name in expected} == expected
        assert second.document(family) == document
        assert clash.refused == 1
        with first.store.view() as unit:
            assert len(unit.queries.conflicts()) == 1
        assert laptop_lines(first) == laptop_lines(second) == server_lines(live_server)


def test_an_exchange_without_news_is_one_small_request(live_server: LiveServer, tmp_path: Path) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        laptop.sync()

        report = laptop.sync()

        assert (report.problem, report.requests, report.pushed, report.pulled) == (None, 1, 0, 0)


def test_a_code_works_once(live_server: LiveServer) -> None:
    district, code = District(live_server.url, "test"), live_server.code()
    enrol(district, code, new_device_key(), device_name="Satu", app_version="test")

    again = enrol(district, code, new_device_key(), device_name="Dua", app_version="test")
    unknown = enrol(district, "AAAA-AAAA", new_device_key(), device_name="Dua", app_version="test")
    district.close()

    assert (again, unknown) == (CodeRefusal.USED, CodeRefusal.UNKNOWN)


def test_a_revoked_laptop_keeps_its_records_and_is_told(live_server: LiveServer, tmp_path: Path) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        family = new_record_id()
        laptop.save(family, head_name="Siti")
        with laptop.store.view() as unit:
            client = unit.meta.enrolment().client
        with live_server.parts.context.database.unit_of_work() as work:
            work.ledger.revoke(client, system_clock())
            work.commit()

        report = laptop.sync()

        assert report.problem is SyncProblem.REVOKED
        assert laptop.document(family) == {"head_name": "Siti"}
        assert laptop.unsent() == 1


@pytest.mark.parametrize("seed", range(3))
def test_a_line_that_breaks_anywhere_doubles_and_loses_nothing(
    live_server: LiveServer, tmp_path: Path, seed: int
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop, cutting_proxy(live_server.url) as proxied:
        address, cut = proxied
        saved, problems = 0, []
        for attempt in range(12):
            laptop.save(new_record_id(), head_name=f"Keluarga {attempt}", address="x" * 400)
            saved += 1
            cut.after = 40 + seed * 53 + attempt * 97
            broken = District(address, "test")
            problems.append(SyncEngine(laptop.store, broken, system_clock).run().problem)
            broken.close()

        report = laptop.sync()

        assert SyncProblem.OFFLINE in problems
        assert report.problem is None
        assert laptop.unsent() == 0
        assert laptop_lines(laptop) == server_lines(live_server)
        assert len(live_server.rows("SELECT id FROM record")) == saved
        assert len(live_server.rows("SELECT mid FROM history")) == saved
