"""Copies of the village file: made, tried and put back."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Locked
from kemiskinan_desktop.storage import BackupDamagedError, FileError, Store
from kemiskinan_desktop.storage.backups import Backup, check_backup, list_backups, make_backup, restore_backup
from kemiskinan_desktop.storage.keys import Vault

__all__ = ["Backup", "BackupService", "DrillProblem", "DrillResult"]


class DrillProblem(Enum):
    """Why a copy could not be trusted."""

    MISSING = auto()
    WRONG_KEY = auto()
    """It belongs to another file: none of the people in its key slots works here."""
    DAMAGED = auto()
    """Not all of it can be read."""


@dataclass(frozen=True, slots=True)
class DrillResult:
    """What a copy holds when it is opened; `problem` None means that it can be restored."""

    households: int = 0
    members: int = 0
    problem: DrillProblem | None = None


class BackupService:
    """Run on the storage lane."""

    def __init__(
        self, desk: Desk, keys: Path, folder: Callable[[], Path], tidy: Callable[[], object] = lambda: None
    ) -> None:
        """`tidy` takes out, before each copy, bytes of attachments that no record has named for long."""
        self._desk = desk
        self._keys = keys
        self._folder = folder
        self._tidy = tidy

    def list(self) -> tuple[Backup, ...]:
        """Copies that are there, the latest first; a stick that is not plugged in holds none."""
        folder = self._folder()
        return tuple(list_backups(folder)) if folder.is_dir() else ()

    def make(self) -> Backup:
        """Copy the open file, encrypted as it is, and verify the copy by opening it.

        Raises DiskFullError, BackupDamagedError, OSError for a folder that cannot be made.
        """
        folder = self._folder()
        folder.mkdir(parents=True, exist_ok=True)
        self._tidy()
        return make_backup(self._desk.store, self._keys, folder, self._desk.clock())

    def drill(self, backup: Backup) -> DrillResult:
        """Open a copy and count what is in it; neither the village file nor the copy is touched."""
        if not backup.path.is_file():
            return DrillResult(problem=DrillProblem.MISSING)
        try:
            check_backup(backup, self._desk.store.key)
        except BackupDamagedError:
            problem = DrillProblem.WRONG_KEY if self._is_a_strangers(backup) else DrillProblem.DAMAGED
            return DrillResult(problem=problem)
        with tempfile.TemporaryDirectory() as folder:
            copy = Path(folder) / backup.path.name
            shutil.copyfile(backup.path, copy)
            store = Store.open(copy, self._desk.store.key)
            try:
                with store.view() as view:
                    return DrillResult(view.queries.household_counts().all, len(view.queries.members()))
            finally:
                store.close()

    def restore(self, backup: Backup) -> DrillResult:
        """Put a copy in the place of the village file, which is itself kept aside first. The file is then closed.

        A copy that fails the drill is not put back, and the file stays open. Raises DiskFullError, AlreadyOpenError.
        """
        result = self.drill(backup)
        if result.problem is None:
            self._desk.tell(Locked())
            self._desk.store.close()
            restore_backup(backup, self._desk.store.key, self._desk.store.path)
        return result

    def _is_a_strangers(self, backup: Backup) -> bool:
        try:
            people = {person.id for person in Vault.open(backup.keys).people}
        except FileError:
            return False
        return people.isdisjoint(person.id for person in Vault.open(self._keys).people)
