"""First start, passphrases, backups and a restore; each step is sworn to once it has returned."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

from kemiskinan_desktop.places import Places
from kemiskinan_desktop.services.access.installing import install, settle
from kemiskinan_desktop.services.admission import EnrolmentOffer, VillageNames
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.laptop import Laptop
from kemiskinan_desktop.storage import (
    DatabaseKey,
    KeyCost,
    Person,
    Store,
    Unlocked,
    Vault,
    list_backups,
    make_backup,
    restore_backup,
)
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordId
from tests.desktop.services.village import DirectDispatcher, FakeClock
from tests.desktop.storage.disk.recording import Recorder
from tests.desktop.storage.disk.state import blobs_digest, records_digest
from tests.desktop.storage.saving import NOW, new

CHEAP = KeyCost(memory=64, passes=1, lanes=1)
"""A guess costs nothing here: thousands of images are opened by passphrase."""
SECRETARY = Person("sekretaris", "Sekretaris Contoh", Role.SECRETARY)
OPERATOR = Person("operator", "Operator Contoh", Role.OPERATOR)
OFFER = EnrolmentOffer(VillageNames("32.03.01.2001", "Babakankaret", "Cianjur", "Cianjur"), "laptop", "", "")
KEPT = 2
"""Backups that stay."""


def laptop_at(folder: Path, clock: Clock) -> Laptop:
    """The program's places in a folder, with cheap guesses."""
    return Laptop(Places(folder, Path("resources")), clock, Events(DirectDispatcher()), "uji", CHEAP)


class Safekeeping:
    """Steps, and what a person would have written down after each."""

    def __init__(self, folder: Path) -> None:
        self.laptop = laptop_at(folder, FakeClock(NOW))
        self.places = self.laptop.places
        self.key = DatabaseKey(b"")
        self.passphrase = ""
        self.code = ""
        self.store: Store | None = None
        self._records = self._blobs = ""
        self._backed: dict[str, str] = {}
        """What each backup holds."""

    def steps(self) -> Iterator[tuple[str, Callable[[], object]]]:
        yield "first start", self._install
        yield "opens", self._open
        yield "a family", partial(self._save, 1)
        yield "another passphrase", partial(self._change, "kata sandi kedua")
        yield "one more person", lambda: self._vault().put_person(self.key, OPERATOR, "kata sandi operator")
        yield "a new recovery sheet", self._new_code
        yield "a file for attachments", self._second_file
        yield "a photo", lambda: self._opened().blobs.put(b"foto" * 9000, NOW)
        yield "a backup", partial(self._backup, 1)
        yield "a family after it", partial(self._save, 2)
        yield "another backup", partial(self._backup, 2)
        yield "a third, and the first goes", partial(self._backup, 3)
        yield "a family in no backup", partial(self._save, 3)
        yield "a backup is put back", self._restore
        yield "opens what was put back", self._open
        yield "work goes on", partial(self._save, 4)

    def oath(self, step: str) -> str:
        """What holds now."""
        if self.store is not None:
            self._records, self._blobs = records_digest(self.store), blobs_digest(self.store)
        backups = [backup.path.name for backup in list_backups(self.places.backups)]
        if backups and backups[0] not in self._backed:
            self._backed[backups[0]] = self._records
        known = {"records": self._records, "blobs": self._blobs, "backups": backups}
        return json.dumps({"step": step, "passphrase": self.passphrase, "code": self.code, **known})

    def close(self) -> None:
        if self.store is not None:
            self.store.close()
            self.store = None

    def _install(self) -> None:
        new_vault = install(self.laptop, OFFER, SECRETARY, "kata sandi pertama")
        self.key, self.code, self.passphrase = new_vault.key, str(new_vault.recovery_code), "kata sandi pertama"

    def _open(self) -> None:
        settle(self.places)
        opened = self._vault().unlock(SECRETARY.id, self.passphrase)
        assert isinstance(opened, Unlocked)
        self.store = Store.open(self.places.database, opened.key)

    def _opened(self) -> Store:
        assert self.store is not None
        return self.store

    def _vault(self) -> Vault:
        return Vault.open(self.places.keys, cost=CHEAP)

    def _save(self, number: int) -> None:
        new(self._opened(), RecordId(f"0199{number:04d}-0000-7000-8000-000000000000"), head_name=f"Keluarga {number}")

    def _second_file(self) -> None:
        with self._opened().blobs.reading():
            pass

    def _change(self, passphrase: str) -> None:
        self._vault().change_passphrase(self.key, SECRETARY.id, passphrase)
        self.passphrase = passphrase

    def _new_code(self) -> None:
        self.code = str(self._vault().new_recovery_code(self.key))

    def _backup(self, hours: int) -> None:
        make_backup(self._opened(), self.places.keys, self.places.backups, NOW + timedelta(hours=hours), KEPT)

    def _restore(self) -> None:
        self.close()
        oldest = list_backups(self.places.backups)[-1]
        restore_backup(oldest, self.key, self.places.database)
        self._records = self._backed[oldest.path.name]


def main(folder: str) -> None:
    recorder, work = Recorder(), Safekeeping(Path(folder))
    for step, do in work.steps():
        do()
        recorder.mark(work.oath(step))
    work.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
