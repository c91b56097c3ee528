"""Backups hold the bytes of attachments too: each once, read back, and missed when they are gone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import BackupDamagedError, Store, check_backup, make_backup, restore_backup
from kemiskinan_desktop.storage.blob_backups import archive_path
from kemiskinan_desktop.storage.blobs import BlobFile
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.desktop.storage.saving import NOW, new


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "kunci.json"
    path.write_text("{}")
    return path


def attach(store: Store, content: bytes) -> str:
    name = store.blobs.put(content, NOW)
    new(store, new_record_id(), RecordKind.ATTACHMENT, sha256=name, size=len(content), parent="p")
    return name


def archived(store: Store, folder: Path) -> frozenset[str]:
    archive = BlobFile(archive_path(folder, store.key), store.key)
    try:
        return archive.complete()
    finally:
        archive.close()


def test_a_restored_backup_brings_the_bytes_back(store: Store, keys: Path, tmp_path: Path) -> None:
    name = attach(store, b"foto" * 50_000)
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    check_backup(backup, store.key)
    store.close()
    for file in store.path.parent.glob("desa.lampiran*"):
        file.unlink()

    restore_backup(backup, store.key, store.path)

    again = Store.open(store.path, store.key)
    assert again.blobs.content(name) == b"foto" * 50_000
    again.close()


def test_restoring_takes_no_newer_photo_away(store: Store, keys: Path, tmp_path: Path) -> None:
    early = attach(store, b"awal")
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    late = attach(store, b"akhir")
    store.close()

    restore_backup(backup, store.key, store.path)

    again = Store.open(store.path, store.key)
    assert again.blobs.complete() == {early, late}
    again.close()


def test_a_backup_whose_bytes_are_gone_fails_its_drill(store: Store, keys: Path, tmp_path: Path) -> None:
    attach(store, b"foto")
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    archive_path(tmp_path / "cadangan", store.key).unlink()

    with pytest.raises(BackupDamagedError):
        check_backup(backup, store.key)


def test_a_backup_whose_bytes_are_damaged_fails_its_drill(store: Store, keys: Path, tmp_path: Path) -> None:
    attach(store, b"foto" * 10_000)
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    path = archive_path(tmp_path / "cadangan", store.key)
    content = bytearray(path.read_bytes())
    content[len(content) - 6000] ^= 1
    path.write_bytes(content)

    with pytest.raises(BackupDamagedError):
        check_backup(backup, store.key)


def test_a_new_backup_mends_a_damaged_archive(store: Store, keys: Path, tmp_path: Path) -> None:
    name = attach(store, b"foto" * 10_000)
    make_backup(store, keys, tmp_path / "cadangan", NOW)
    archive_path(tmp_path / "cadangan", store.key).write_bytes(b"rusak" * 5000)

    backup = make_backup(store, keys, tmp_path / "cadangan", NOW + timedelta(hours=1))

    check_backup(backup, store.key)
    assert archived(store, tmp_path / "cadangan") == {name}


def test_bytes_leave_with_the_last_backup_that_lists_them(store: Store, keys: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cadangan"
    gone = store.blobs.put(b"tidak dinamai", NOW)
    make_backup(store, keys, folder, NOW, keep=2)
    store.blobs.discard(gone)
    stays = attach(store, b"foto")
    make_backup(store, keys, folder, NOW + timedelta(hours=1), keep=2)
    before = archived(store, folder)

    make_backup(store, keys, folder, NOW + timedelta(hours=2), keep=2)

    assert before == {gone, stays}
    assert archived(store, folder) == {stays}
