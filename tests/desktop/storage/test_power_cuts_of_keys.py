"""The power goes at any write of a first start, a passphrase, a backup, a restore: one whole version can be opened."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kemiskinan_desktop.services.access.installing import settle
from kemiskinan_desktop.storage import Backup, FileError, Store, Unlocked, Vault, check_backup, list_backups
from tests.desktop.services.village import FakeClock
from tests.desktop.storage.disk.images import Disk
from tests.desktop.storage.disk.proving import Moment, Proof, prove
from tests.desktop.storage.disk.recording import Did, run_recorded
from tests.desktop.storage.disk.safekeeping_work import CHEAP, KEPT, SECRETARY, laptop_at
from tests.desktop.storage.disk.state import blobs_digest, broken_pages, contradictions, records_digest
from tests.desktop.storage.saving import NOW

WORK = "tests.desktop.storage.disk.safekeeping_work"
PASSPHRASES = ("kata sandi pertama", "kata sandi kedua")


@dataclass(frozen=True, slots=True)
class Started:
    """What the program finds when it starts."""

    fresh: bool = False
    passphrase: str = ""
    codes: frozenset[str] = frozenset()
    records: str = ""
    blobs: str = ""
    backups: frozenset[str] = frozenset()
    """Those that can be restored."""
    wrong: tuple[str, ...] = ()


def starter(codes: frozenset[str]) -> Callable[[Path], Started]:
    """What the program does when it is started on an image, with everything that a person may have written down."""

    def start(folder: Path) -> Started:
        laptop = laptop_at(folder, FakeClock(NOW))
        settle(laptop.places)
        if not laptop.places.keys.exists() and not laptop.places.database.exists():
            return Started(fresh=True)
        try:
            vault = Vault.open(laptop.places.keys, cost=CHEAP)
            opens = {word: vault.unlock(SECRETARY.id, word) for word in PASSPHRASES}
            (word, unlocked) = next((word, one) for word, one in opens.items() if isinstance(one, Unlocked))
            store = Store.open(laptop.places.database, unlocked.key)
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody gets at the records
            return Started(wrong=(f"does not start: {error!r}",))
        try:
            found = contradictions(store)
            records, blobs = records_digest(store), blobs_digest(store)
        finally:
            store.close()
        found += broken_pages(store.path, store.key)
        sheets = frozenset(code for code in codes if isinstance(vault.unlock_by_recovery(code), Unlocked))
        backups = list_backups(laptop.places.backups)
        faults = {backup.path.name: _fault_of(backup, unlocked) for backup in backups}
        names = frozenset(name for name, fault in faults.items() if not fault)
        bad = (f"{name}: {fault}" for name, fault in faults.items() if fault)
        return Started(False, word, sheets, records, blobs, names, (*found, *bad))

    return start


def _fault_of(backup: Backup, unlocked: Unlocked) -> str:
    """Why a backup that is listed could not be put back with what a person knows; empty where it could."""
    try:
        check_backup(backup, unlocked.key)
        opened = [Vault.open(backup.keys, cost=CHEAP).unlock(SECRETARY.id, word) for word in PASSPHRASES]
    except FileError as error:
        return repr(error)
    return "" if any(isinstance(one, Unlocked) for one in opened) else "nobody's passphrase"


def unkept(proof: Proof[Started]) -> list[str]:
    """Images that keep neither what the last oath says nor what the next one says."""
    oaths = [json.loads(oath) for oath in proof.oaths]
    return [f"{oaths[min(m.step, len(oaths) - 1)]['step']}: {m}" for m in proof.moments if not _is_kept(oaths, m)]


def _is_kept(oaths: list[dict[str, Any]], moment: Moment[Started]) -> bool:
    found, sworn = moment.found, oaths[max(0, moment.step - 1) : moment.step + 1]
    if found.wrong:
        return False
    if moment.step == 0:
        return found.fresh or found.passphrase == oaths[0]["passphrase"]
    stay = frozenset.intersection(*(frozenset(oath["backups"]) for oath in sworn))
    return (
        found.passphrase in {oath["passphrase"] for oath in sworn}
        and not found.codes.isdisjoint(oath["code"] for oath in sworn)
        and found.records in {oath["records"] for oath in sworn}
        and found.blobs in {oath["blobs"] for oath in sworn}
        and stay <= found.backups
    )


def proof_of(library: Path, folder: Path, images: Path, each: int | None) -> Proof[Started]:
    folder.mkdir()
    before = Disk(folder)
    events = run_recorded(library, folder, WORK)
    oaths = [json.loads(event.data) for event in events if event.did is Did.MARK]
    codes = frozenset(oath["code"] for oath in oaths)
    assert [len(oath["backups"]) for oath in oaths][-1] == KEPT
    return prove(images, before, events, starter(codes), each)


def test_a_power_cut_leaves_keys_records_and_backups_in_one_whole_version(
    library: Path, tmp_path: Path, images: Path
) -> None:
    proof = proof_of(library, tmp_path / "desa", images, each=8)

    sys.stdout.write(f"{proof}\n")
    assert unkept(proof) == []
    assert proof.distinct >= 60


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_no_image_of_thousands_leaves_them_without_a_whole_version(library: Path, tmp_path: Path, images: Path) -> None:
    proof = proof_of(library, tmp_path / "desa", images, each=400)

    sys.stdout.write(f"{proof}\n")
    assert unkept(proof) == []
    assert proof.distinct >= 1000
