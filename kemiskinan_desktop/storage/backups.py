"""Rotating encrypted backups in a second folder: made complete, verified by opening, the oldest forgotten."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
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
from kemiskinan_desktop.storage.errors import StorageError, naming_full_disk
from kemiskinan_desktop.storage.instance_lock import InstanceLock
from kemiskinan_desktop.storage.snapshots import copy_encrypted, fold_log, verify
from kemiskinan_desktop.storage.store import Store, blobs_path
from kemiskinan_desktop.storage.whole_files import sync_file, sync_folder, write_whole

KEPT: Final = 7
_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
_UNFINISHED: Final = ".baru"


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

    Raises DiskFullError, DiskFailedError or BackupDamagedError; older backups then stay as they are.
    """
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        note_count(unit, store.blobs)
        unit.commit()
    backup = Backup(folder / f"desa-{now.astimezone(UTC).strftime(_STAMP)}.db", now, 0)
    unfinished = backup.path.with_suffix(_UNFINISHED)
    try:
        copy_encrypted(store.path, unfinished, store.key)
        verify(unfinished, store.key)
        # After the records: whatever a record of the copy names is here by now.
        keep_blobs(store.blobs, folder, store.key, backup.path.name, now)
        with naming_full_disk():
            write_whole(backup.keys, keys.read_bytes())
            # The name that lists it comes last: a power cut before leaves no backup that cannot be put back.
            unfinished.replace(backup.path)
            sync_folder(folder)
    except BaseException:
        for part in (backup.path, unfinished, backup.keys):
            with suppress(OSError):
                part.unlink(missing_ok=True)
        raise
    _forget(folder, _superfluous(list_backups(folder), backup, keep))
    for stale in folder.glob(f"desa-*{_UNFINISHED}*"):
        stale.unlink(missing_ok=True)
    forget_blobs(folder, store.key, {kept.path.name for kept in list_backups(folder)})
    return replace(backup, size=backup.path.stat().st_size)


def _forget(folder: Path, gone: Sequence[Backup]) -> None:
    """Take the names out of the list first, durably: what is still listed keeps its key slots and attachments."""
    for old in gone:
        old.path.unlink(missing_ok=True)
    if gone:
        sync_folder(folder)
    for old in gone:
        old.keys.unlink(missing_ok=True)


def _superfluous(there: Sequence[Backup], newest: Backup, keep: int) -> Sequence[Backup]:
    """The oldest, but never the one that was just made: under a clock that was wrong, names tell no order.

    Copies "from the future" were made before the clock was set back, so that they go first.
    """
    others = [backup for backup in there if backup.path != newest.path]
    others.sort(key=lambda backup: (backup.made_at <= newest.made_at, backup.made_at), reverse=True)
    return others[keep - 1 :]


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
    with InstanceLock(database.with_suffix(".lock")), naming_full_disk():
        fresh = database.with_name(database.name + ".restore")
        copy_encrypted(backup.path, fresh, key)
        try:
            restore_blobs(backup.path, key, blobs_path(database))
            aside = _kept_aside(database, backup, key) if database.exists() else None
            fresh.replace(database)
        except BaseException:
            with suppress(OSError):
                fresh.unlink(missing_ok=True)
            raise
        sync_folder(database.parent)
    return aside


def _kept_aside(database: Path, backup: Backup, key: DatabaseKey) -> Path:
    """A second name for what is there, safe before the first one is given away: at no moment is there no file."""
    with suppress(StorageError, OSError):
        fold_log(database, key)
    aside = _free_name(database.with_name(f"{database.name}.replaced-{backup.made_at.strftime(_STAMP)}"))
    log = database.with_name(database.name + "-wal")
    _double(database, aside)
    if log.exists():
        # A file too broken to be folded keeps its log; beside another file that log would break it.
        _double(log, aside.with_name(aside.name + "-wal"))
    sync_folder(database.parent)
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    sync_folder(database.parent)
    return aside


def _free_name(path: Path) -> Path:
    """The same backup may be put back twice, over different work."""
    names = chain([path], (path.with_name(f"{path.name}-{number}") for number in count(2)))
    return next(name for name in names if not name.exists())


def _double(path: Path, second: Path) -> None:
    with suppress(OSError):
        os.link(path, second)
        return
    try:
        shutil.copyfile(path, second)
        sync_file(second)
    except BaseException:
        with suppress(OSError):
            second.unlink(missing_ok=True)
        raise
