"""Photos whose family moved to another village while their bytes were still on the way follow it there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode, new_record_id
from kemiskinan_server.services import moving
from kemiskinan_server.services.blobs import collect, state_of
from kemiskinan_server.services.district import Reviewer
from kemiskinan_server.storage.blobs import BlobFiles
from kemiskinan_server.storage.room import DiskFullError
from tests.contract.blob_desks import BlobDesk, blob_desk, synthetic
from tests.contract.sticks import Stick
from tests.desktop.sync.laptops import NOW
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer

DEWI = Reviewer("dewi", Role.REVIEWER)
PHOTO = synthetic(6_000)


@dataclass
class Move:
    """A family with a photo in the old village, and a laptop in each of the two."""

    server: LiveServer
    old: BlobDesk
    new: BlobDesk
    family: RecordId
    sha256: str

    def hand_over(self) -> None:
        context = self.server.parts.context
        move = moving.Move(VillageCode(VILLAGE), self.family, VillageCode(OTHER_VILLAGE), "Pindah rumah")
        with context.database.unit_of_work() as unit:
            arrived = moving.hand_over(unit, self.files, DEWI, move, context.clock())
            assert not isinstance(arrived, moving.MoveRefusal)
            unit.commit()

    @property
    def files(self) -> BlobFiles:
        return BlobFiles(self.server.parts.context.settings.blobs_folder)

    def holds(self, village: str) -> bool:
        with self.server.parts.context.database.unit_of_work() as unit:
            stored = state_of(unit, self.files, VillageCode(village), self.sha256)
        return stored is not None and stored.complete


@pytest.fixture
def moved(live_server: LiveServer, tmp_path: Path) -> Iterator[Move]:
    """Only the records reached the district so far."""
    with (
        blob_desk(tmp_path / "lama", live_server.url, live_server.code()) as old,
        blob_desk(tmp_path / "baru", live_server.url, live_server.code(OTHER_VILLAGE)) as new,
    ):
        family, sha256 = new_record_id(), old.store.blobs.put(PHOTO, NOW)
        old.laptop.save(family, head_name="Keluarga Contoh")
        fields = {"parent": family, "parent_kind": "household", "purpose": "house_front", "mime": "image/jpeg"}
        old.laptop.save(new_record_id(), RecordKind.ATTACHMENT, sha256=sha256, size=len(PHOTO), **fields)
        old.laptop.sync()
        yield Move(live_server, old, new, family, sha256)


def test_bytes_that_come_online_after_the_hand_over_reach_the_new_village(moved: Move) -> None:
    moved.hand_over()

    moved.old.sync()
    moved.new.sync()

    assert moved.new.store.blobs.content(moved.sha256) == PHOTO
    assert moved.server.rows("SELECT * FROM awaited_blob") == []


def test_bytes_on_a_stick_written_before_the_hand_over_reach_the_new_village(moved: Move, tmp_path: Path) -> None:
    stick = Stick(tmp_path / "usb")
    stick.written_by(moved.old.laptop)
    moved.hand_over()

    stick.at_the_district(moved.server)
    moved.new.sync()

    assert moved.new.store.blobs.content(moved.sha256) == PHOTO


def test_until_they_come_the_new_village_holds_nothing_and_nobody_else_ever(moved: Move) -> None:
    third = "32.03.01.2009"
    moved.hand_over()

    before = moved.holds(OTHER_VILLAGE)
    moved.old.sync()

    assert not before
    assert moved.holds(OTHER_VILLAGE)
    assert not moved.holds(third)


def test_what_nobody_waits_for_and_no_record_names_is_not_sent(moved: Move) -> None:
    stray = moved.old.store.blobs.put(synthetic(900, 7), NOW)

    moved.old.sync()

    assert moved.server.rows("SELECT sha256 FROM blob WHERE sha256 = :s", s=stray) == []
    assert stray not in moved.old.held()


def test_where_the_new_village_has_no_room_the_bytes_follow_at_the_next_upkeep(
    moved: Move, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved.hand_over()
    append = BlobFiles.append

    def full(self: BlobFiles, village: VillageCode, sha256: str, offset: int, piece: bytes) -> None:
        if village == OTHER_VILLAGE:
            raise DiskFullError
        append(self, village, sha256, offset, piece)

    with monkeypatch.context() as patch:
        patch.setattr(BlobFiles, "append", full)
        moved.old.sync()
    kept = moved.holds(VILLAGE), moved.holds(OTHER_VILLAGE)
    context = moved.server.parts.context
    with context.database.unit_of_work() as unit:
        collect(unit, moved.files, VillageCode(VILLAGE), context.clock())
        unit.commit()

    assert kept == (True, False)
    assert moved.holds(OTHER_VILLAGE)
