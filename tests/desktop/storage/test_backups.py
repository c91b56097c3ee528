"""Backups: verified, restored, and never mistaken for whole."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import (
    AlreadyOpenError,
    BackupDamagedError,
    Store,
    check_backup,
    list_backups,
    make_backup,
    restore_backup,
)
from kemiskinan_domain.records import new_record_id
from tests.desktop.storage.saving import NOW, get, new, put


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    path = tmp_path / "kunci.json"
    path.write_text("{}")
    return path


def test_a_restored_backup_holds_what_was_there_then(store: Store, keys: Path, tmp_path: Path) -> None:
    early, late = new_record_id(), new_record_id()
    new(store, early, head_name="Awal")
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    new(store, late, head_name="Akhir")
    store.close()

    aside = restore_backup(backup, store.key, store.path)

    again = Store.open(store.path, store.key)
    assert get(again, early) is not None
    assert get(again, late) is None
    again.close()
    assert aside is not None
    kept = Store.open(aside, store.key)
    assert get(kept, late) is not None
    kept.close()


def test_a_damaged_backup_is_told_and_not_used(store: Store, keys: Path, tmp_path: Path) -> None:
    family = new_record_id()
    new(store, family, head_name="Siti")
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    content = bytearray(backup.path.read_bytes())
    content[9000] ^= 1
    backup.path.write_bytes(content)
    store.close()

    with pytest.raises(BackupDamagedError):
        check_backup(backup, store.key)
    with pytest.raises(BackupDamagedError):
        restore_backup(backup, store.key, store.path)

    again = Store.open(store.path, store.key)
    assert get(again, family) is not None
    again.close()


def test_an_open_file_is_never_replaced(store: Store, keys: Path, tmp_path: Path) -> None:
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)

    with pytest.raises(AlreadyOpenError):
        restore_backup(backup, store.key, store.path)


def test_a_backup_freezes_what_waits(store: Store, keys: Path, tmp_path: Path) -> None:
    family = new_record_id()
    first = new(store, family, rt="001")
    make_backup(store, keys, tmp_path / "cadangan", NOW)

    second = put(store, family, {"rt": ("001", "002")})

    assert (first, second) == (1, 2)


@pytest.mark.parametrize("years", [-10, 10])
def test_a_backup_that_was_just_made_stays_whatever_the_clock_says(
    store: Store, keys: Path, tmp_path: Path, years: int
) -> None:
    folder, wrong = tmp_path / "cadangan", NOW + timedelta(days=365 * years)
    made: list[datetime] = []
    for began in (NOW, wrong, NOW + timedelta(days=1)):
        for hours in range(2):
            made.append(make_backup(store, keys, folder, began + timedelta(hours=hours), keep=2).made_at)

            assert made[-1] in {backup.made_at for backup in list_backups(folder)}

    assert {backup.made_at for backup in list_backups(folder)} == set(made[-2:])


def test_putting_a_backup_back_leaves_it_byte_for_byte(store: Store, keys: Path, tmp_path: Path) -> None:
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    before = {path.name: path.read_bytes() for path in sorted(backup.path.parent.iterdir())}
    store.close()

    restore_backup(backup, store.key, store.path)

    assert {path.name: path.read_bytes() for path in sorted(backup.path.parent.iterdir())} == before


def test_what_a_backup_replaced_is_kept_each_time(store: Store, keys: Path, tmp_path: Path) -> None:
    backup = make_backup(store, keys, tmp_path / "cadangan", NOW)
    path, key, kept = store.path, store.key, []
    store.close()
    for name in ("Pertama", "Kedua"):
        again = Store.open(path, key)
        new(again, family := new_record_id(), head_name=name)
        again.close()
        aside = restore_backup(backup, key, path)
        assert aside is not None
        kept.append((aside, family))

    for aside, family in kept:
        old = Store.open(aside, key)
        assert get(old, family) is not None
        old.close()
