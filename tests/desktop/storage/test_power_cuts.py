"""The power goes at any write of a village's work: what was reported as saved is there, and nothing is there by half.

The record is what the product's own process does to its folder, taken between it and the C library, so that the
encrypted file is judged as it is written. Only Linux can be asked to stand in between; `conftest.py` leaves these
proofs out elsewhere.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import DatabaseKey, Store, schema
from kemiskinan_desktop.storage.cipher import make_engine
from kemiskinan_domain.records import new_record_id
from tests.desktop.storage.disk.images import Disk
from tests.desktop.storage.disk.proving import Moment, Proof, prove
from tests.desktop.storage.disk.recording import run_recorded
from tests.desktop.storage.disk.state import blobs_digest, broken_pages, contradictions, records_digest
from tests.desktop.storage.saving import new

WORK = "tests.desktop.storage.disk.village_work"


@dataclass(frozen=True, slots=True)
class Opened:
    """What the product's own start found in an image."""

    records: str = ""
    blobs: str = ""
    wrong: tuple[str, ...] = ()


class Opener:
    """Opens images; what a state says of itself is asked once a state."""

    def __init__(self, key: DatabaseKey) -> None:
        self._key = key
        self._asked: dict[tuple[str, str], tuple[str, ...]] = {}

    def __call__(self, folder: Path) -> Opened:
        try:
            store = Store.open(folder / "desa.db", self._key)
        except Exception as error:  # noqa: BLE001 - whatever it is, the village cannot work
            return Opened(wrong=(f"does not open: {error!r}",))
        try:
            state = records_digest(store), blobs_digest(store)
            if state not in self._asked:
                self._asked[state] = tuple(contradictions(store))
        finally:
            store.close()
        return Opened(*state, (*broken_pages(store.path, self._key), *self._asked[state]))


def proof_of(
    library: Path, folder: Path, images: Path, durable: str, each: int | None, only: str = ""
) -> Proof[Opened]:
    """A village's work with the power cut at every write."""
    key = DatabaseKey(bytes(range(32)))
    folder.mkdir()
    Store.create(folder / "desa.db", key).close()
    before = Disk(folder)
    events = run_recorded(library, folder, WORK, key.hex(), durable)
    return prove(images, before, events, Opener(key), each, only)


def losses(proof: Proof[Opened]) -> list[Moment[Opened]]:
    """Images that are neither as the last oath says nor as the next one."""
    oaths = [tuple(json.loads(oath)[1:]) for oath in proof.oaths]
    lost = []
    for moment in proof.moments:
        allowed = oaths[max(0, moment.step - 1) : moment.step + 1]
        found = moment.found
        whole = found.records in {oath[0] for oath in allowed} and found.blobs in {oath[1] for oath in allowed}
        if found.wrong or not whole:
            lost.append(moment)
    return lost


def test_a_power_cut_at_any_write_loses_no_save_and_halves_none(library: Path, tmp_path: Path, images: Path) -> None:
    proof = proof_of(library, tmp_path / "desa", images, "FULL", each=5)

    sys.stdout.write(f"{proof}\n")
    assert losses(proof) == []
    assert proof.distinct >= 100


def test_the_proof_sees_what_a_file_that_does_not_wait_for_the_disk_loses(
    library: Path, tmp_path: Path, images: Path
) -> None:
    proof = proof_of(library, tmp_path / "desa", images, "NORMAL", each=2, only="none")

    oaths = [json.loads(oath)[1] for oath in proof.oaths]
    gone = [moment for moment in losses(proof) if moment.found.records in oaths[: moment.step - 1]]
    assert gone


def test_a_power_cut_while_a_newer_program_changes_the_tables_loses_nothing(
    library: Path, tmp_path: Path, images: Path
) -> None:
    key, folder = DatabaseKey(bytes(range(32))), tmp_path / "desa"
    store = Store.create(folder / "desa.db", key)
    for number in range(3):
        new(store, new_record_id(), head_name=f"Keluarga {number}", note="lama " * 500)
    store.close()
    engine = make_engine(store.path, key)
    schema.downgrade(engine, "0001")
    engine.dispose()
    before = Disk(folder)

    events = run_recorded(library, folder, "tests.desktop.storage.disk.upgrade_work", key.hex())
    proof = prove(images, before, events, Opener(key), each=20)

    (after,) = {json.loads(oath)[0] for oath in proof.oaths}
    assert [moment for moment in proof.moments if moment.found.wrong or moment.found.records != after] == []
    assert proof.distinct >= 10


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_no_image_of_all_loses_or_halves_a_save(library: Path, tmp_path: Path, images: Path) -> None:
    proof = proof_of(library, tmp_path / "desa", images, "FULL", each=None)

    sys.stdout.write(f"{proof}\n")
    assert losses(proof) == []
    assert proof.distinct >= 1000
