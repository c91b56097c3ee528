"""What somebody finds who takes the disk."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import (
    AlreadyOpenError,
    DatabaseDamagedError,
    DatabaseExistsError,
    DatabaseKey,
    DatabaseMissingError,
    Person,
    Store,
    Vault,
    list_backups,
    make_backup,
    new_database_key,
)
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.desktop.storage.saving import NOW, new
from tests.desktop.storage.test_keys import CHEAP

NIK = "3203010101900001"


def test_plain_sqlite_cannot_open_the_file(store: Store) -> None:
    new(store, new_record_id(), head_name="Siti")

    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(store.path).execute("SELECT * FROM household")


def test_a_nik_stands_in_no_file_of_the_folder(tmp_path: Path) -> None:
    made = Vault.create(tmp_path / "kunci.json", Person("p1", "Sekdes", Role.SECRETARY), "kata sandi", cost=CHEAP)
    store = Store.create(tmp_path / "desa.db", made.key)
    new(store, new_record_id(), RecordKind.MEMBER, name="Ujang Suryana", nik=NIK)

    make_backup(store, tmp_path / "kunci.json", tmp_path / "cadangan", NOW)
    contents = {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    store.close()

    assert any(name.endswith("-wal") and content for name, content in contents.items())
    assert not [name for name, content in contents.items() if NIK.encode() in content or b"Suryana" in content]


def test_a_wrong_key_is_told_and_changes_nothing(store: Store) -> None:
    store.close()
    before = store.path.read_bytes()

    with pytest.raises(DatabaseDamagedError):
        Store.open(store.path, new_database_key())

    assert store.path.read_bytes() == before


def test_a_half_written_file_is_told(store: Store, key: DatabaseKey) -> None:
    new(store, new_record_id(), head_name="Siti")
    store.close()
    whole = store.path.read_bytes()
    store.path.write_bytes(whole[:3000])

    with pytest.raises(DatabaseDamagedError):
        Store.open(store.path, key)


def test_a_second_instance_is_refused_until_the_first_closes(store: Store, key: DatabaseKey) -> None:
    with pytest.raises(AlreadyOpenError):
        Store.open(store.path, key)

    store.close()

    Store.open(store.path, key).close()


def test_a_missing_file_is_never_made_anew(tmp_path: Path, key: DatabaseKey) -> None:
    with pytest.raises(DatabaseMissingError):
        Store.open(tmp_path / "desa.db", key)

    assert not (tmp_path / "desa.db").exists()


def test_a_file_that_is_there_is_never_overwritten(store: Store, key: DatabaseKey) -> None:
    store.close()

    with pytest.raises(DatabaseExistsError):
        Store.create(store.path, key)


def test_only_the_wanted_number_of_backups_stays(store: Store, tmp_path: Path) -> None:
    (tmp_path / "kunci.json").write_text("{}")

    for day in range(1, 5):
        make_backup(store, tmp_path / "kunci.json", tmp_path / "cadangan", NOW.replace(day=day), keep=2)

    assert [backup.made_at.day for backup in list_backups(tmp_path / "cadangan")] == [4, 3]
    assert len(list((tmp_path / "cadangan").iterdir())) == 4
