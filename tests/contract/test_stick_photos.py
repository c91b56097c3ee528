"""Photos by stick as by network: there and back, twice, late, in parts, beside what came online, carried by others."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kemiskinan_desktop.services.bundles import BundleWritten, PhotoChoice
from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind, VillageCode, new_record_id
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope
from kemiskinan_server.services.blobs import Piece, receive, receive_whole, state_of
from kemiskinan_server.services.bundles import photo_answers, write_photo_answer
from kemiskinan_server.services.bundles.photos import wanted_of
from kemiskinan_server.storage.blobs import BlobFiles
from tests.contract.blob_desks import BlobDesk, blob_desk, synthetic
from tests.contract.sticks import Stick, service_of
from tests.contract.test_bundles import lose_everything
from tests.contract.test_carried import exchange
from tests.contract.test_office import swap
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import put

LARGE = 600 * 1024
"""Above what counts as small."""


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    return Stick(tmp_path / "usb")


def at_the_district(server: LiveServer, sha256: str) -> bytes | None:
    files = BlobFiles(server.parts.context.settings.blobs_folder)
    with server.parts.context.database.unit_of_work() as unit:
        stored = state_of(unit, files, VillageCode(VILLAGE), sha256)
    if stored is None or not stored.complete:
        return None
    return b"".join(files.read(VillageCode(VILLAGE), sha256, 0, stored.have))


def write(
    desk: BlobDesk, stick: Stick, choice: PhotoChoice = PhotoChoice.ALL, photo_bytes: int = 10**9
) -> BundleWritten:
    stick.folder.mkdir(exist_ok=True)
    service = service_of(desk.laptop, photo_bytes=photo_bytes)
    written = service.write(stick.folder, lambda _: None, lambda: False, choice)
    assert isinstance(written, BundleWritten)
    return written


@contextmanager
def two_desks(folder: Path, server: LiveServer) -> Iterator[tuple[BlobDesk, BlobDesk]]:
    """Two laptops of a village, which know each other."""
    with (
        blob_desk(folder / "a", server.url, server.code()) as first,
        blob_desk(folder / "b", server.url, server.code()) as second,
    ):
        exchange(first.laptop, server)
        exchange(second.laptop, server)
        yield first, second


def test_photos_go_along_and_count_as_sent_only_after_the_answer(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        contents = [synthetic(size, seed) for seed, size in enumerate((3_000, LARGE, 70_000))]
        names = [desk.attach(content)[1] for content in contents]

        written = write(desk, stick)
        before = desk.held()
        results = stick.at_the_district(live_server)
        read = stick.read_by(desk.laptop)

        assert (written.photos, len(written.files)) == (3, 2)
        assert before == frozenset()
        assert [one.photos for one in results] == [0, 3]
        assert [at_the_district(live_server, name) for name in names] == contents
        assert desk.held() == set(names)
        assert read.held == 3
        assert write(desk, Stick(tmp_path / "again")).photos == 0


def test_twice_late_and_after_they_came_online_photos_are_no_ops(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        _, name = desk.attach(synthetic(5_000))
        write(desk, stick)
        desk.sync()

        late = stick.at_the_district(live_server)
        twice = stick.at_the_district(live_server)
        first, again = stick.read_by(desk.laptop), stick.read_by(desk.laptop)

        assert [one.photos for one in (*late, *twice)] == [0, 0, 0, 0]
        assert (first.held, again.held) == (0, 0)
        assert at_the_district(live_server, name) == synthetic(5_000)


def test_half_online_and_the_rest_by_stick_makes_the_whole(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    content, village = synthetic(90_000), VillageCode(VILLAGE)
    files = BlobFiles(live_server.parts.context.settings.blobs_folder)
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        _, name = desk.attach(content)
        with live_server.parts.context.database.unit_of_work() as unit:
            half = Piece(0, content[:40_000], last=False)
            receive(unit, files, village, name, piece=half, now=system_clock())
            unit.commit()
        write(desk, stick)

        stick.at_the_district(live_server)

        assert at_the_district(live_server, name) == content


def test_large_ones_come_last_and_may_be_left_out(live_server: LiveServer, stick: Stick, tmp_path: Path) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        _, large = desk.attach(synthetic(LARGE, 1))
        _, small = desk.attach(synthetic(5_000, 2))

        choices = {choice: (one.count, one.size) for choice, one in service_of(desk.laptop).offer().photos.items()}
        without = write(desk, Stick(tmp_path / "tanpa"), PhotoChoice.NONE)
        written = write(desk, stick, PhotoChoice.SMALL)
        stick.at_the_district(live_server)
        stick.read_by(desk.laptop)

        assert choices[PhotoChoice.ALL] == (2, LARGE + 5_000)
        assert choices[PhotoChoice.SMALL] == (1, 5_000)
        assert choices[PhotoChoice.NONE] == (0, 0)
        assert (without.photos, len(without.files)) == (0, 1)
        assert written.photos == 1
        assert desk.held() == {small}
        assert at_the_district(live_server, large) is None


def test_photos_in_several_parts_arrive_in_any_order_and_before_their_records(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        names = [desk.attach(synthetic(4_000, seed))[1] for seed in range(5)]
        written = write(desk, stick, photo_bytes=9_000)
        parts = [path.read_bytes() for path in stick.files()]

        alone = Stick(tmp_path / "alone")
        alone.folder.mkdir()
        for content in reversed(parts[1:]):
            alone.put(content)
        early = alone.at_the_district(live_server)
        stick.at_the_district(live_server)
        stick.read_by(desk.laptop)

        assert len(written.files) == 4
        assert [one.refusal for one in early] == [None, None, None]
        assert sum(one.photos for one in early) == 5
        assert desk.held() == set(names)


def test_a_laptop_gets_by_file_the_photos_that_it_lacks_and_no_others(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with two_desks(tmp_path, live_server) as (first, second):
        contents = [synthetic(6_000, 1), synthetic(LARGE, 2)]
        names = [first.attach(content)[1] for content in contents]
        first.sync()
        second.laptop.sync()
        write(second, stick)

        results = stick.at_the_district(live_server)
        for result in results:
            for one in photo_answers(live_server.parts.context, result.taken) if result.taken else []:
                place = stick.folder / "dsync" / f"foto-{one.header.part}.dsb"
                with place.open("wb") as target:
                    write_photo_answer(live_server.parts.context, one, target)
        read, again = stick.read_by(second.laptop), stick.read_by(second.laptop)
        elsewhere = stick.read_by(first.laptop)

        assert (read.photos, again.photos, elsewhere.photos) == (2, 0, 0)
        assert [second.store.blobs.content(name) for name in names] == contents
        assert second.held() == set(names)
        assert all(one.outcome is not BundleRefusal.FORGED for one in elsewhere.files)


def test_another_laptop_carries_photos_with_the_records_and_hands_them_on(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with two_desks(tmp_path, live_server) as (first, second):
        _, name = first.attach(synthetic(7_000))
        write(first, stick)

        read = stick.read_by(second.laptop)
        written = write(second, Stick(tmp_path / "on"))
        exchange(second.laptop, live_server)
        exchange(second.laptop, live_server)
        second.carry()

        assert (read.photos, read.carried) == (1, 1)
        assert second.store.blobs.content(name) == synthetic(7_000)
        assert written.photos == 1
        assert at_the_district(live_server, name) == synthetic(7_000)


def test_two_laptops_of_one_office_give_each_other_the_photos_that_the_district_lacks(
    live_server: LiveServer, tmp_path: Path
) -> None:
    with two_desks(tmp_path, live_server) as (first, second):
        _, theirs = first.attach(synthetic(LARGE, 1))
        _, ours = second.attach(synthetic(8_000, 2))

        host, guest = swap(first.laptop, second.laptop)

        assert (host.problem, guest.problem) == (None, None)
        assert second.store.blobs.content(theirs) == synthetic(LARGE, 1)
        assert first.store.blobs.content(ours) == synthetic(8_000, 2)
        assert first.held() == second.held() == frozenset()


def test_a_stick_with_little_room_takes_the_records_and_says_what_did_not_fit(
    live_server: LiveServer, stick: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        for seed in range(4):
            desk.attach(synthetic(10_000, seed))
        room = 2 * 1024 * 1024 + 25_000
        monkeypatch.setattr("kemiskinan_desktop.services.bundles.writing.room_in", lambda _: room)

        written = write(desk, stick)

        assert (written.changes, written.photos, written.no_room_for) == (4, 2, 2)


def test_with_the_small_file_of_records_alone_a_restored_district_still_gets_everything_again(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        desk.attach(synthetic(2_000, 1))
        desk.sync()
        lose_everything(live_server)
        desk.attach(synthetic(2_000, 2))
        write(desk, stick)
        next(path for path in stick.files() if path.name.endswith("-foto.dsb")).unlink()

        stick.at_the_district(live_server)
        told = stick.read_by(desk.laptop)
        write(desk, stick)
        stick.at_the_district(live_server)
        stick.read_by(desk.laptop)

        assert [one.outcome for one in told.files] == [AnswerOutcome.SEND_AGAIN]
        assert desk.laptop.unsent() == 0
        assert len(desk.held()) == 2


def test_what_no_record_of_the_village_names_is_given_to_nobody(live_server: LiveServer, enrol: Enrol) -> None:
    context, files = live_server.parts.context, BlobFiles(live_server.parts.context.settings.blobs_folder)
    loose, named = (hashlib.sha256(content).hexdigest() for content in (b"lepas", b"bernama"))
    enrol().sync(put(RecordKind.ATTACHMENT, new_record_id(), parent="p", sha256=named, size=7))
    with context.database.unit_of_work() as unit:
        for name, content in ((loose, b"lepas"), (named, b"bernama")):
            receive_whole(unit, files, VillageCode(VILLAGE), name, content=content, now=system_clock())
        unit.commit()

    assert wanted_of(context, VillageCode(VILLAGE), [loose, named, "0" * 64, "../x"]) == [named]
    assert wanted_of(context, VillageCode(OTHER_VILLAGE), [loose, named]) == []


def test_an_older_program_refuses_a_file_with_photos_by_name_and_reads_the_records(
    live_server: LiveServer, stick: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        desk.attach(synthetic(1_000))
        write(desk, stick)
        monkeypatch.setattr("kemiskinan_domain.wire.bundle_sealing.NEWEST_PROTOCOL", 1)

        records, photos = [read_envelope(path.read_bytes()) for path in stick.files()]

        assert isinstance(records, Envelope)
        assert photos is BundleRefusal.NEWER
