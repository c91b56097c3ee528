"""A full disk costs the save that did not fit, and nothing that was saved before."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemiskinan_desktop.storage import DatabaseKey, DiskFullError, KeyCost, Person, Store, Vault, whole_files
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordId, new_record_id
from tests.desktop.storage.saving import HOUSEHOLD, NOW, get, new

pytestmark = pytest.mark.usefixtures("every_step")


def _limit_pages(store: Store, beyond: int) -> None:
    with store.unit() as unit:
        connection = unit.records._connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + beyond}")


def test_a_full_disk_is_told_by_name_and_loses_nothing(store: Store, key: DatabaseKey) -> None:
    saved: list[RecordId] = []
    _limit_pages(store, 12)

    with pytest.raises(DiskFullError):
        for _ in range(200):
            family = new_record_id()
            new(store, family, head_name="Siti", note="x" * 3000)
            saved.append(family)
    store.close()

    again = Store.open(store.path, key)
    assert saved
    assert all(get(again, family) is not None for family in saved)
    with again.view() as unit:
        assert len(unit.records.all(HOUSEHOLD)) == len(saved)
        assert unit.queries.send_summary().unsent == len(saved)
    again.close()


def test_saving_goes_on_once_there_is_room_again(store: Store) -> None:
    _limit_pages(store, 0)
    family = new_record_id()
    with pytest.raises(DiskFullError):
        new(store, family, note="x" * 200_000)

    _limit_pages(store, 1000)
    new(store, family, note="x" * 200_000)

    assert get(store, family) is not None


def test_a_full_disk_leaves_the_old_key_slots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "kunci.json"
    cheap = KeyCost(memory=64, passes=1, lanes=1)
    new_vault = Vault.create(path, Person("u1", "Sekretaris Contoh", Role.SECRETARY), "kata sandi lama", cost=cheap)
    before = path.read_bytes()

    def no_room(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_files.os, "fsync", no_room)
    with pytest.raises(DiskFullError):
        new_vault.vault.change_passphrase(new_vault.key, "u1", "kata sandi baru")

    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["kunci.json"]


def test_the_failed_save_leaves_no_half_change(store: Store) -> None:
    family = new_record_id()
    _limit_pages(store, 0)

    with pytest.raises(DiskFullError), store.unit() as unit:
        unit.changes.put(HOUSEHOLD, family, {"head_name": (None, "Siti")}, by="u1", at=NOW)
        unit.changes.put(HOUSEHOLD, family, {"note": (None, "x" * 300_000)}, by="u1", at=NOW)
        unit.commit()

    with store.view() as unit:
        assert unit.queries.send_summary().unsent == 0
        assert unit.records.get(HOUSEHOLD, family) is None
