"""The second file: bytes whole or on their way, kept once, encrypted, and never lost to a full disk or a kill."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import DatabaseDamagedError, DatabaseKey, DiskFullError, Store, new_database_key
from kemiskinan_desktop.storage.blobs import ROW_BYTES, BlobFile, OffsetError
from tests.desktop.storage.saving import NOW

ROOT = Path(__file__).parents[3]
CONTENT = bytes(range(256)) * 2600
"""More than two rows."""
NAME = hashlib.sha256(CONTENT).hexdigest()


def test_bytes_come_back_as_they_were_in_rows_of_bounded_size(store: Store) -> None:
    assert store.blobs.put(CONTENT, NOW) == NAME
    assert store.blobs.content(NAME) == CONTENT
    with store.blobs.reading() as connection:
        sizes = [row[0] for row in connection.exec_driver_sql("SELECT length(bytes) FROM chunk")]
    assert len(sizes) > 2
    assert max(sizes) <= ROW_BYTES


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    store.blobs.put(CONTENT, NOW)
    store.blobs.put(CONTENT, NOW)

    with store.blobs.reading() as connection:
        total = connection.exec_driver_sql("SELECT sum(length(bytes)) FROM chunk").scalar_one()
    assert total == len(CONTENT)


@pytest.mark.parametrize("offset", [0, 1, ROW_BYTES - 1, ROW_BYTES, ROW_BYTES + 1, len(CONTENT) - 3, len(CONTENT)])
@pytest.mark.parametrize("length", [1, 1000, ROW_BYTES + 7])
def test_any_part_can_be_read(store: Store, offset: int, length: int) -> None:
    store.blobs.put(CONTENT, NOW)

    assert store.blobs.read(NAME, offset, length) == CONTENT[offset : offset + length]


@pytest.mark.parametrize("pieces", [(1, 10), (100_000, 3), (300_000, 299_999)], ids=str)
def test_pieces_of_any_size_make_the_whole(store: Store, pieces: tuple[int, int]) -> None:
    at, turn = 0, 0
    while at < len(CONTENT):
        size = max(pieces[turn % 2], 20_000)
        store.blobs.append(NAME, len(CONTENT), at, CONTENT[at : at + size], NOW)
        at, turn = at + len(CONTENT[at : at + size]), turn + 1
        assert store.blobs.content(NAME) is None

    assert store.blobs.finish(NAME)
    assert store.blobs.content(NAME) == CONTENT
    assert store.blobs.read(NAME, 299_990, 30) == CONTENT[299_990:300_020]


def test_received_bytes_that_are_not_what_the_name_says_are_dropped(store: Store) -> None:
    store.blobs.append(NAME, 5, 0, b"salah", NOW)

    assert not store.blobs.finish(NAME)
    assert store.blobs.state(NAME) is None


def test_a_piece_for_another_place_changes_nothing(store: Store) -> None:
    store.blobs.append(NAME, len(CONTENT), 0, CONTENT[:10], NOW)

    for offset in (0, 9, 11):
        with pytest.raises(OffsetError):
            store.blobs.append(NAME, len(CONTENT), offset, b"x", NOW)

    state = store.blobs.state(NAME)
    assert state is not None
    assert state.have == 10


def test_only_old_bytes_that_nothing_names_are_collected(store: Store) -> None:
    named, old = store.blobs.put(b"bernama", NOW), store.blobs.put(b"lama", NOW)
    young = store.blobs.put(b"baru", NOW + timedelta(days=20))

    collected = store.blobs.collect({named}, NOW + timedelta(days=10))

    assert collected == 1
    assert store.blobs.complete() == {named, young}
    assert store.blobs.content(old) is None


def test_bytes_that_are_attached_again_are_young_again(store: Store) -> None:
    name = store.blobs.put(b"foto", NOW)
    store.blobs.put(b"foto", NOW + timedelta(days=40))

    assert store.blobs.collect(set(), NOW + timedelta(days=30)) == 0
    assert store.blobs.complete() == {name}


def test_what_the_district_held_before_its_restore_counts_no_more(store: Store) -> None:
    store.blobs.mark_held(NAME, "sebelum")

    assert store.blobs.held("sebelum") == {NAME}
    assert store.blobs.held("sesudah") == frozenset()


def test_the_file_shows_nothing_without_the_key(store: Store) -> None:
    store.blobs.put(b"NIK 3203011203880001 " * 100, NOW)
    store.close()

    files = list(store.path.parent.glob("desa.lampiran*"))
    assert files
    assert all(b"3203011203880001" not in file.read_bytes() for file in files)
    stranger = BlobFile(store.path.with_suffix(".lampiran"), new_database_key())
    with pytest.raises(DatabaseDamagedError):
        stranger.content(NAME)
    stranger.close()


def test_a_village_without_attachments_has_no_second_file(store: Store) -> None:
    assert store.blobs.content(NAME) is None
    assert store.blobs.complete() == frozenset()
    assert store.blobs.collect(set(), NOW) == 0
    assert not store.path.with_suffix(".lampiran").exists()


def test_a_full_disk_costs_the_new_photo_alone(store: Store, key: DatabaseKey) -> None:
    first = store.blobs.put(b"x" * 100_000, NOW)
    _limit(store, 4)

    with pytest.raises(DiskFullError):
        store.blobs.put(CONTENT, NOW)
    _limit(store, 1000)

    assert store.blobs.complete() == {first}
    assert store.blobs.put(CONTENT, NOW) == NAME
    store.close()
    again = Store.open(store.path, key)
    assert again.blobs.complete() == {first, NAME}
    again.close()


def test_every_photo_reported_as_kept_survives_a_kill(store: Store, key: DatabaseKey) -> None:
    store.close()
    command = [sys.executable, "-m", "tests.desktop.storage.blob_child", str(store.path), key.hex()]
    reported: list[str] = []
    for lines in (1, 3, 6):
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            reported += [child.stdout.readline().strip() for _ in range(lines)]
            child.kill()
            reported += child.stdout.read().split("\n")[:-1]
            child.wait()

        again = Store.open(store.path, key)
        for name in reported:
            content = again.blobs.content(name)
            assert content is not None
            assert hashlib.sha256(content).hexdigest() == name
        again.close()
    assert len(reported) >= 10


def _limit(store: Store, beyond: int) -> None:
    with store.blobs.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + beyond}")
