"""Files on a stick: written whole or not at all, told in values, never counted as sent."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kemiskinan_desktop.services.bundles import (
    BundleProgress,
    BundleRead,
    BundleService,
    BundleStep,
    BundleWritten,
    ReadRefusal,
    WriteRefusal,
)
from kemiskinan_desktop.services.bundles import stick as sticks
from kemiskinan_desktop.services.events import ExchangeChanged
from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync import new_device_key
from kemiskinan_domain.wire.bundle import BundleRefusal
from tests.desktop.services.village import VILLAGE, Village


@pytest.fixture
def service(village: Village) -> BundleService:
    district, own = new_device_key(), new_device_key()
    with village.store.unit() as unit:
        unit.meta.write(
            Enrolment(
                client="laptop-a",
                device="laptop-a",
                village=VILLAGE.code,
                server_key=district.public,
                private_key=own.private,
            )
        )
        unit.commit()
    return BundleService(village.desk, "uji")


def write(service: BundleService, folder: Path, *, cancelled: bool = False) -> BundleWritten | WriteRefusal:
    return service.write(folder, lambda _: None, lambda: cancelled)


def read(service: BundleService, place: Path) -> BundleRead | ReadRefusal:
    return service.read(place, lambda _: None, lambda: False)


def on(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_what_would_go_is_told_before(village: Village, service: BundleService) -> None:
    village.family()

    offer = service.offer()

    assert offer.changes == 2
    assert 1000 < offer.size < 4000
    assert (offer.last_written, offer.answered, offer.carried) == (None, False, 0)


def test_a_bundle_lies_under_village_laptop_and_number_and_nothing_counts_as_sent(
    village: Village, service: BundleService, tmp_path: Path
) -> None:
    village.family()
    village.hear(ExchangeChanged)
    stick = tmp_path / "usb"
    stick.mkdir()

    written = write(service, stick)

    assert isinstance(written, BundleWritten)
    assert on(stick) == [f"dsync/{VILLAGE.code}/laptop-a/000001.dsb"]
    assert written.changes == 2
    assert village.unsent() == 2
    assert village.told == [ExchangeChanged()]
    assert service.offer().last_written == village.clock.now
    assert [(one.changes, one.answered) for one in service.written()] == [(2, False)]


def test_no_name_and_no_number_can_be_read_from_the_stick(
    village: Village, service: BundleService, tmp_path: Path
) -> None:
    household = village.family("Dadang Rahasia")
    village.member(household, "Euis Rahasia", nik="3203014309749002")

    write(service, tmp_path)

    content = next(tmp_path.rglob("*.dsb")).read_bytes()
    assert b"Rahasia" not in content
    assert b"3203014309749002" not in content


def test_a_second_bundle_never_overwrites_the_first(village: Village, service: BundleService, tmp_path: Path) -> None:
    village.family()
    stick = tmp_path / "usb"
    stick.mkdir()
    write(service, stick)
    with village.store.unit() as unit:
        unit.meta.set_number("bundle_seq", 0)
        unit.commit()

    write(service, stick)

    assert [Path(name).name for name in on(stick)] == ["000001.dsb", "000002.dsb"]


def test_the_steps_are_told(village: Village, service: BundleService, tmp_path: Path) -> None:
    village.family()
    told: list[BundleProgress] = []

    service.write(tmp_path, told.append, lambda: False)

    assert [one.step for one in told] == [BundleStep.COLLECTING, BundleStep.WRITING, BundleStep.CHECKING]
    assert told[-1].done == told[-1].total > 0


def test_a_full_stick_is_told_and_left_clean(
    village: Village, service: BundleService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.family()
    stick = tmp_path / "usb"
    stick.mkdir()

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "penuh")

    monkeypatch.setattr(os, "fsync", full)

    refused = write(service, stick)

    monkeypatch.undo()
    assert refused is WriteRefusal.NO_ROOM
    assert on(stick) == []
    assert village.unsent() == 2
    assert service.written() == ()


def test_a_stick_that_may_not_be_written_or_is_gone_is_told(
    village: Village, service: BundleService, tmp_path: Path
) -> None:
    village.family()
    (tmp_path / "dsync").write_text("sebuah berkas di tempat folder")

    assert write(service, tmp_path) is WriteRefusal.NOT_WRITABLE
    assert write(service, tmp_path / "tercabut") is WriteRefusal.NO_FOLDER


def test_a_stick_that_gives_back_something_else_is_not_safe(
    village: Village, service: BundleService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    village.family()
    whole = sticks.write_whole

    def lying(target: Path, content: bytes) -> WriteRefusal | None:
        monkeypatch.setattr(os, "fsync", lambda handle: os.ftruncate(handle, 10))
        return whole(target, content)

    monkeypatch.setattr("kemiskinan_desktop.services.bundles.writing.write_whole", lying)

    refused = write(service, tmp_path)

    monkeypatch.undo()
    assert refused is WriteRefusal.NOT_READ_BACK
    assert service.written() == ()


def test_cancelled_before_the_first_file_nothing_is_written(
    village: Village, service: BundleService, tmp_path: Path
) -> None:
    village.family()
    stick = tmp_path / "usb"
    stick.mkdir()

    assert write(service, stick, cancelled=True) is WriteRefusal.CANCELLED
    assert on(stick) == []


def test_a_place_without_bundles_is_told(village: Village, service: BundleService, tmp_path: Path) -> None:
    (tmp_path / "foto.jpg").write_bytes(b"\xff\xd8")
    village.family()

    assert read(service, tmp_path / "tiada") is ReadRefusal.NO_FOLDER
    assert read(service, tmp_path) is ReadRefusal.NOTHING_FOUND


def test_the_own_bundle_is_nothing_to_receive(village: Village, service: BundleService, tmp_path: Path) -> None:
    village.family()
    write(service, tmp_path)

    assert read(service, tmp_path) is ReadRefusal.NOTHING_FOUND


def test_a_foreign_file_says_what_it_is_and_changes_nothing(
    village: Village, service: BundleService, tmp_path: Path
) -> None:
    village.family()
    odd = tmp_path / "surat.dsb"
    odd.write_bytes(b"bukan berkas kiriman")

    found = read(service, odd)

    assert isinstance(found, BundleRead)
    assert [one.outcome for one in found.files] == [BundleRefusal.NOT_A_BUNDLE]
    assert village.unsent() == 2
