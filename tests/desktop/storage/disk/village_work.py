"""A village's ordinary work on its two files, one transaction a step; each step is sworn to once it has returned."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from kemiskinan_desktop.storage import DatabaseKey, Store, cipher
from kemiskinan_desktop.storage.unit import Unit
from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum, Receipt, ReceiptEntry, encode_line, line_digest
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from tests.desktop.storage.disk.recording import Recorder
from tests.desktop.storage.disk.state import blobs_digest, records_digest
from tests.desktop.storage.saving import HOUSEHOLD, NOW, new, put

CHECKPOINT_PAGES = 24
"""Folded into the main file this often, so that a short day's work has many checkpoints."""
FAMILIES = [RecordId(f"0199{number:04d}-0000-7000-8000-000000000000") for number in range(12)]


def photo(seed: int, size: int) -> bytes:
    """Bytes that nobody's camera made."""
    return Random(seed).randbytes(size)


class Village:
    """Steps and what they need of each other."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.rev = 0
        self.lines: dict[str, bytes] = {}

    def steps(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "lets go and opens", self._again
        for number, family in enumerate(FAMILIES[:4]):
            yield "a new family", partial(self._new, family, number)
        yield "an answer joins its change", lambda: put(self.store, FAMILIES[0], {"rt": ("001", "002")})
        yield "a long answer", lambda: new(self.store, FAMILIES[1], note="panjang " * 4000)
        yield "a file for attachments", self._second_file
        yield "a photo's bytes", lambda: self.store.blobs.put(photo(1, 90_000), NOW)
        yield "its record", lambda: self._attach(photo(1, 90_000))
        yield "freezes", lambda: self._unit(lambda unit: unit.exchange.sending.freeze())
        yield "an answer after freezing", lambda: put(self.store, FAMILIES[0], {"rt": ("002", "003")})
        yield "a page comes", lambda: self._stage(FAMILIES[:6])
        yield "another page", lambda: self._stage(FAMILIES[6:])
        yield "is acknowledged", self._acknowledged
        yield "is applied", lambda: self._unit(lambda unit: unit.exchange.receiving.apply(self._checksum()))
        yield (
            "deletes",
            lambda: self._unit(lambda unit: unit.changes.delete(HOUSEHOLD, FAMILIES[7], by="u1", at=NOW, why="moved")),
        )
        piece, whole = photo(2, 60_000), photo(2, 120_000)
        name = self.name_of(whole)
        yield "half a photo comes", lambda: self.store.blobs.append(name, 120_000, 0, piece, NOW)
        yield "its other half", lambda: self.store.blobs.append(name, 120_000, 60_000, whole[60_000:], NOW)
        yield "is what its name says", lambda: self.store.blobs.finish(name)
        yield "a photo goes", lambda: self.store.blobs.discard(name)
        yield "lets go and opens", self._again
        yield "is written down", lambda: self._unit(lambda unit: unit.audit.append("export", by="u1", at=NOW))
        for number, family in enumerate(FAMILIES[4:10]):
            yield "an answer", partial(self._answer, family, number)
        yield "a photo's bytes", lambda: self.store.blobs.put(photo(3, 30_000), NOW)
        yield "its record", lambda: self._attach(photo(3, 30_000))

    @staticmethod
    def name_of(content: bytes) -> str:
        return hashlib.sha256(content).hexdigest()

    def _new(self, family: RecordId, number: int) -> None:
        new(self.store, family, head_name=f"Keluarga {number}", rt="001")

    def _answer(self, family: RecordId, number: int) -> None:
        put(self.store, family, {"answers.q1": (None, f"jawaban {number}")})

    def _second_file(self) -> None:
        with self.store.blobs.reading():
            pass

    def _again(self) -> None:
        path, key = self.store.path, self.store.key
        self.store.close()
        self.store = Store.open(path, key)

    def _unit(self, work: Callable[[Unit], object]) -> None:
        with self.store.unit() as unit:
            work(unit)
            unit.commit()

    def _attach(self, content: bytes) -> None:
        record = RecordId(f"0199a{len(content):07d}-0000-7000-8000-000000000000")
        new(self.store, record, RecordKind.ATTACHMENT, sha256=self.name_of(content), size=len(content), parent="p")

    def _stage(self, families: list[RecordId]) -> None:
        first = self.rev + 1
        lines = []
        for family in families:
            self.rev += 1
            document: dict[str, Any] = {"head_name": f"Kabupaten {self.rev}", "note": "x" * 400}
            self.lines[family] = encode_line(self.rev, HOUSEHOLD, family, False, document)
            lines.append(self.lines[family])
        self._unit(lambda unit: unit.exchange.receiving.stage(lines, first, self.rev))

    def _checksum(self) -> Checksum:
        total = EMPTY_CHECKSUM
        for line in self.lines.values():
            total = total.plus(line)
        return total

    def _acknowledged(self) -> None:
        def acknowledge(unit: Unit) -> None:
            batch = unit.exchange.sending.batch(500, 1_000_000)
            assert batch is not None
            entries = [ReceiptEntry(RecordId(f), 1, line_digest(line)) for f, line in self.lines.items()]
            receipt = Receipt(
                VillageCode("32.03.01.2001"), "laptop", batch.first, batch.last, batch.chain, self.rev, entries, "kini"
            )
            unit.exchange.sending.acknowledge(receipt, {}, NOW)

        self._unit(acknowledge)


def open_often_folded(durable: str) -> None:
    """Connections of this process fold their log often; `durable` other than FULL is what the proof must notice."""
    ordinary = cipher.connect

    def connect(path: Path, key: DatabaseKey) -> Any:
        connection = ordinary(path, key)
        connection.execute(f"PRAGMA wal_autocheckpoint = {CHECKPOINT_PAGES}")
        if durable != "FULL":
            connection.execute(f"PRAGMA synchronous = {durable}")
        return connection

    cipher.make_engine.__defaults__ = (connect,)


def main(folder: str, key: str, durable: str) -> None:
    open_often_folded(durable)
    recorder = Recorder()
    village = Village(Store.open(Path(folder, "desa.db"), DatabaseKey(bytes.fromhex(key))))

    def swear(step: str) -> None:
        recorder.mark(json.dumps([step, records_digest(village.store), blobs_digest(village.store)]))

    swear("begins")
    for step, work in village.steps():
        work()
        swear(step)
    village.store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
