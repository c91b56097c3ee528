"""What a district publishes for all, by stick: early, late, twice or after the network, it brings what is new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kemiskinan_desktop.services.bundles import BundleRead
from kemiskinan_desktop.services.notices import NoticeService
from kemiskinan_desktop.sync import bundle_writing
from kemiskinan_domain.people import Area
from kemiskinan_domain.wire.bundle import private_key
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind
from kemiskinan_server.services.notice_receptions import reception
from kemiskinan_server.services.notices import notice_line
from kemiskinan_server.storage.database import Database
from tests.contract.desks import desk
from tests.contract.sticks import Stick, service_of
from tests.contract.test_scopes import TABLES, kept, published, rows
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer
from tests.server.publishing import HERE, a_code_list, a_notice, correct, publish, publish_codes, withdraw


@pytest.fixture
def laptop(live_server: LiveServer, tmp_path: Path) -> Iterator[Laptop]:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as made:
        yield made


def standing(laptop: Laptop) -> str:
    with laptop.store.view() as unit:
        return unit.scopes.state(HERE).tag


def there_and_back(stick: Stick, laptop: Laptop, server: LiveServer) -> BundleRead:
    stick.written_by(laptop)
    stick.at_the_district(server)
    return stick.read_by(laptop)


def test_a_stick_brings_notices_and_takes_the_sign_that_they_were_read(
    laptop: Laptop, live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    record = publish(database, a_notice("Lewat berkas", confirm=True))
    publish_codes(database, a_code_list())
    publish(database, a_notice("Nasional"), NATIONAL)
    stick = Stick(tmp_path / "stick")

    read = there_and_back(stick, laptop, live_server)
    service = NoticeService(service_of(laptop)._desk)
    (seen,) = [one for one in service.current() if one.id == record]
    service.confirm(seen)
    again = there_and_back(stick, laptop, live_server)

    assert (read.notices, again.notices) == (2, 0)
    assert kept(laptop.store) == ["Lewat berkas", "Nasional"]
    assert kept(laptop.store, ScopeKind.CODE_LIST) == ["Pekerjaan"]
    assert rows(laptop) == published(live_server)
    with database.unit_of_work() as unit:
        line = notice_line(unit, record)
        assert line is not None
        (village, _) = sorted(reception(unit, line, Area()).villages, key=lambda one: one.code)
    assert (village.received, [one.name for one in village.readings]) == (1, ["Sekretaris Contoh"])


def test_sticks_that_come_late_twice_or_after_the_network_do_no_harm(
    laptop: Laptop, live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    first = publish(database, a_notice("Pertama"))
    early = Stick(tmp_path / "early")
    early.written_by(laptop)
    early.at_the_district(live_server)
    withdraw(database, first)
    publish(database, a_notice("Kedua"))
    laptop.sync()
    correct(database, publish(database, a_notice("Ketiga")), a_notice("Ketiga diperbaiki"))
    late = Stick(tmp_path / "late")
    late.written_by(laptop)
    late.at_the_district(live_server)

    late.read_by(laptop)
    shown = kept(laptop.store)
    tag = standing(laptop)
    early.read_by(laptop)
    late.read_by(laptop)

    assert shown == kept(laptop.store) == ["Kedua", "Ketiga diperbaiki"]
    assert standing(laptop) == tag, "nothing has to be read anew for what came late"
    assert rows(laptop) == published(live_server)


def test_a_stick_heals_a_scope_after_a_restore_of_the_server(
    laptop: Laptop, live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    publish(database, a_notice("Sebelum"))
    laptop.sync()
    with database.engine.begin() as connection:
        for table in TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")
    publish(database, a_notice("Sesudah"))

    there_and_back(Stick(tmp_path / "stick"), laptop, live_server)

    assert kept(laptop.store) == ["Sesudah"]
    assert rows(laptop) == published(live_server)


def test_a_laptop_of_an_older_program_gets_an_answer_that_it_can_read(
    laptop: Laptop, live_server: LiveServer, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(database)
    monkeypatch.setattr(bundle_writing, "scopes_kept", lambda _unit: {})
    stick = Stick(tmp_path / "stick")

    read = there_and_back(stick, laptop, live_server)

    assert (read.notices, kept(laptop.store)) == (0, [])
    (answer,) = [result.answer for result in stick.results if result.answer is not None]
    envelope = read_envelope(answer)
    assert isinstance(envelope, Envelope)
    with laptop.store.view() as unit:
        content = envelope.opened(private_key(unit.meta.enrolment().private_key))
    assert isinstance(content, bytes)
    assert b'"t":"scope"' not in content
