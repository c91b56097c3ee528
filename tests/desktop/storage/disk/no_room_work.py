"""Every kind of work is done over and over, each time with another of its writes finding no room."""

from __future__ import annotations

import errno
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from kemiskinan_desktop.services.bundles import BundleService, BundleWritten, WriteRefusal
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.storage import (
    Enrolment,
    Store,
    Unit,
    Unlocked,
    Vault,
    check_backup,
    list_backups,
    make_backup,
    restore_backup,
    write_whole,
)
from kemiskinan_desktop.sync import new_device_key
from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum, encode_line
from kemiskinan_domain.records import RecordId, new_record_id
from tests.desktop.services.village import SECRETARY as NAME
from tests.desktop.services.village import VILLAGE, DirectDispatcher, FakeClock
from tests.desktop.storage.disk.recording import Recorder
from tests.desktop.storage.disk.safekeeping_work import CHEAP, SECRETARY
from tests.desktop.storage.disk.state import blobs_digest, contradictions, records_digest
from tests.desktop.storage.disk.village_work import photo
from tests.desktop.storage.saving import HOUSEHOLD, NOW, new

ONE_BY_ONE = {"some": 4, "every": 200}
"""So many first writes of a work fail each in turn, of its further ones fewer and fewer."""
MOST = 4000
"""No work here writes more often; more would be a loop without end."""


@dataclass(frozen=True, slots=True)
class Work:
    """Something that is done; `whole`: what fails has changed nothing."""

    do: Callable[[], object]
    whole: bool = True


@dataclass
class Told:
    """What became of one kind of work, for each of its writes that found no room."""

    work: str
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


class Office:
    """A village's folder with all that is written to it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.keys = folder / "kunci.json"
        self.backups = folder / "cadangan"
        self.stick = folder / "stick"
        self.passphrase = "kata sandi 0"
        made = Vault.create(self.keys, SECRETARY, self.passphrase, cost=CHEAP)
        self.store = Store.create(folder / "desa.db", made.key)
        self.rev = 0
        self.checksum: Checksum = EMPTY_CHECKSUM
        self.number = 0
        self.stick.mkdir()
        with self.store.unit() as unit:
            key = new_device_key()
            unit.meta.write(Enrolment("laptop", "laptop", VILLAGE.code, server_key=key.public, private_key=key.private))
            unit.commit()
        new(self.store, new_record_id(), head_name="Sejak awal")
        self.store.blobs.put(photo(9, 10_000), NOW)
        self.backup()

    # kinds of work; each does something else every time that it succeeds

    def save(self) -> None:
        new(self.store, new_record_id(), head_name="Siti Contoh", note="x" * 5000)

    def freeze(self) -> None:
        with self.store.unit() as unit:
            unit.exchange.sending.freeze()
            unit.commit()

    def save_and_freeze(self) -> None:
        self.save()
        self.freeze()

    def page(self) -> None:
        record, rev = RecordId(f"0199{self.rev:04d}-0000-7000-8000-000000000000"), self.rev + 1
        line = encode_line(rev, HOUSEHOLD, record, False, {"head_name": "Dari kabupaten", "note": "y" * 1000})

        def receive(unit: Unit) -> None:
            unit.exchange.receiving.stage([line], rev, rev)
            unit.exchange.receiving.apply(self.checksum.plus(line))

        with self.store.unit() as unit:
            receive(unit)
            unit.commit()
        self.rev, self.checksum = rev, self.checksum.plus(line)

    def blob(self) -> None:
        self.number += 1
        self.store.blobs.put(photo(100 + self.number, 40_000), NOW)

    def backup(self) -> None:
        self.number += 1
        make_backup(self.store, self.keys, self.backups, NOW + timedelta(hours=self.number), keep=3)

    def backup_that_can_be_put_back(self) -> None:
        try:
            self.backup()
        finally:
            recorder.heal()
            check_backup(list_backups(self.backups)[0], self.store.key)

    def restore(self) -> None:
        key, path = self.store.key, self.store.path
        self.store.close()
        try:
            restore_backup(list_backups(self.backups)[0], key, path)
        finally:
            recorder.heal()
            self.store = Store.open(path, key)

    def reopen(self) -> None:
        key, path = self.store.key, self.store.path
        self.store.close()
        try:
            self.store = Store.open(path, key)
            with self.store.view() as unit:
                unit.meta.exchange()
        except BaseException:
            recorder.heal()
            self.store.close()
            self.store = Store.open(path, key)
            raise

    def passphrase_change(self) -> None:
        wanted = f"kata sandi {self.number + 1}"
        Vault.open(self.keys, cost=CHEAP).change_passphrase(self.store.key, SECRETARY.id, wanted)
        self.passphrase, self.number = wanted, self.number + 1

    def bundle(self) -> None:
        desk = Desk(self.store, NAME, VILLAGE, FakeClock(NOW), Events(DirectDispatcher()), "Laptop contoh")
        written = BundleService(desk, "uji").write(self.stick, lambda _: None, lambda: False)
        if not isinstance(written, BundleWritten):
            raise NoRoomOnStickError(written)

    def export(self) -> None:
        write_whole(self.stick / "daftar.xlsx", photo(7, 30_000))

    # what must hold at any time

    def state(self) -> tuple[str, str]:
        return records_digest(self.store), blobs_digest(self.store)

    def faults(self) -> list[str]:
        found = contradictions(self.store)
        if not isinstance(Vault.open(self.keys, cost=CHEAP).unlock(SECRETARY.id, self.passphrase), Unlocked):
            found.append("the passphrase opens nothing")
        for bundle in self.stick.rglob("*"):
            if bundle.name.endswith(".tmp"):
                found.append(f"{bundle.name} was left half-written")
        return found


class NoRoomOnStickError(Exception):
    """The stick's refusal, as the other kinds of work raise theirs."""

    def __init__(self, refusal: WriteRefusal) -> None:
        super().__init__(refusal.name)


def turns(first: int) -> Iterator[int]:
    """Which write fails next."""
    at = 0
    while at < MOST:
        at += 1 if at < first else max(1, at // 2)
        yield at


def try_all(office: Office, name: str, work: Work, first: int, *, stays: bool) -> Told:
    """Let writes of the work fail in turn; one that is to be whole may then have changed nothing at all."""
    told = Told(f"{name}{', for good' if stays else ', once'}")
    for at in turns(first):
        before, began = office.state(), recorder.writes
        recorder.fail(at, stays=stays, reason=errno.ENOSPC)
        end = "done"
        try:
            work.do()
        except Exception as error:  # noqa: BLE001 - which one it is, is what is asked
            end = f"{type(error).__name__}({error})" if isinstance(error, NoRoomOnStickError) else type(error).__name__
        reached = recorder.writes - began >= at
        recorder.heal()
        told.ends[end] += reached
        if work.whole and end != "done" and office.state() != before:
            told.wrong.append(f"write {at}: something of it was kept")
        told.wrong += [f"write {at}: {fault}" for fault in office.faults()]
        if end != "done":
            work.do()
        if not reached:
            return told
    told.wrong.append("never got through without that write")
    return told


def works(office: Office) -> dict[str, Work]:
    """All kinds of work. A stick's bundle and a backup freeze what waits, which is no loss: they need not be whole."""
    return {
        "backup": Work(office.backup_that_can_be_put_back, whole=False),
        "restore": Work(office.restore, whole=False),
        "bundle": Work(office.bundle, whole=False),
        "opening": Work(office.reopen),
        "passphrase": Work(office.passphrase_change),
        "export": Work(office.export),
        "page": Work(office.page),
        "freeze": Work(office.save_and_freeze, whole=False),
        "save": Work(office.save),
        "blob": Work(office.blob),
    }


def main(folder: str, extent: str) -> None:
    office = Office(Path(folder))
    told = [
        try_all(office, name, work, ONE_BY_ONE[extent], stays=stays)
        for name, work in works(office).items()
        for stays in (False, True)
    ]
    office.store.close()
    sys.stdout.write(json.dumps([[one.work, dict(one.ends), one.wrong] for one in told]))


recorder = Recorder()
if __name__ == "__main__":
    main(*sys.argv[1:])
