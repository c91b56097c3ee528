"""Rotating encrypted backups in a second folder: made complete, verified by opening, the oldest forgotten."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kemiskinan_desktop.storage.blob_backups import (
    check_blobs,
    forget_blobs,
    keep_blobs,
    note_count,
    restore_blobs,
)
from kemiskinan_desktop.storage.cipher import DatabaseKey
from kemiskinan_desktop.storage.errors import BackupDamagedError, DiskFullError
from kemiskinan_desktop.storage.instance_lock import InstanceLock
from kemiskinan_desktop.storage.keys.slot_file import write_whole
from kemiskinan_desktop.storage.snapshots import copy_encrypted, verify
from kemiskinan_desktop.storage.store import Store, blobs_path

KEPT: Final = 7
_STAMP: Final = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A verified copy with its key slots beside it."""

    path: Path
    made_at: datetime
    size: int
    """Bytes."""

    @property
    def keys(self) -> Path:
        """The key slots as they were then."""
        return self.path.with_suffix(".kunci.json")


def make_backup(store: Store, keys: Path, folder: Path, now: datetime, keep: int = KEPT) -> Backup:
    """Copy the file while it is in use; waiting changes are frozen first, so that no copy gives their numbers anew.

    Raises DiskFullError or BackupDamagedError; older backups then stay as they are.
    """
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        note_count(unit, store.blobs)
        unit.commit()
    target = folder / f"desa-{now.astimezone(UTC).strftime(_STAMP)}.db"
    try:
        copy_encrypted(store.path, target, store.key)
        verify(target, store.key)
        # After the records: whatever a record of the copy names is here by now.
        keep_blobs(store.blobs, folder, store.key, target.name, now)
        backup = Backup(target, now, target.stat().st_size)
        write_whole(backup.keys, keys.read_bytes())
    except (DiskFullError, BackupDamagedError):
        target.unlink(missing_ok=True)
        raise
    for old in list_backups(folder)[keep:]:
        old.path.unlink(missing_ok=True)
        old.keys.unlink(missing_ok=True)
    forget_blobs(folder, store.key, {kept.path.name for kept in list_backups(folder)})
    return backup


def list_backups(folder: Path) -> list[Backup]:
    """The backups of a folder, the latest first."""
    found = []
    for path in folder.glob("desa-*.db"):
        try:
            made_at = datetime.strptime(path.stem.removeprefix("desa-"), _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, made_at, path.stat().st_size))
    return sorted(found, key=lambda backup: backup.made_at, reverse=True)


def check_backup(backup: Backup, key: DatabaseKey) -> None:
    """The restore drill: open a backup and read all of it, attachments too. Raises BackupDamagedError."""
    verify(backup.path, key)
    check_blobs(backup.path, key)


def restore_backup(backup: Backup, key: DatabaseKey, database: Path) -> Path | None:
    """Put a backup in the place of a closed database; what was there is kept aside and its path answered.

    The next exchange notices that this is a copy and takes a new identity. Raises BackupDamagedError, AlreadyOpenError,
    DiskFullError; the database then stands as it was.
    """
    verify(backup.path, key)
    with InstanceLock(database.with_suffix(".lock")):
        fresh = database.with_name(database.name + ".restore")
        copy_encrypted(backup.path, fresh, key)
        aside: Path | None = None
        if database.exists():
            aside = database.with_name(f"{database.name}.replaced-{backup.made_at.strftime(_STAMP)}")
            _checkpoint_aside(database, aside)
        restore_blobs(backup.path, key, blobs_path(database))
        fresh.replace(database)
    return aside


def _checkpoint_aside(database: Path, aside: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        part = database.with_name(database.name + suffix)
        if part.exists():
            shutil.move(part, aside.with_name(aside.name + suffix))
