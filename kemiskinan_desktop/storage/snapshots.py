"""Copies of the encrypted file: same key, complete at one moment, in place only once they are wholly on the disk."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from kemiskinan_desktop.storage.cipher import BUSY_MS, DatabaseKey, named, set_key
from kemiskinan_desktop.storage.errors import (
    BackupDamagedError,
    DiskFailedError,
    DiskFullError,
    StorageError,
    naming_full_disk,
)
from kemiskinan_desktop.storage.whole_files import sync_file, sync_folder


def copy_encrypted(source: Path, target: Path, key: DatabaseKey) -> None:
    """Write a copy of a file that may be in use; the source stays byte for byte as it is.

    Raises DiskFullError, DiskFailedError, DatabaseDamagedError; a half-written copy never carries the name.
    """
    partial = target.with_name(target.name + ".tmp")
    try:
        with naming_full_disk():
            target.parent.mkdir(parents=True, exist_ok=True)
            partial.unlink(missing_ok=True)
            _copy(source, partial, key)
            sync_file(partial)
            partial.replace(target)
            sync_folder(target.parent)
    except BaseException:
        for suffix in ("", "-journal"):
            with suppress(OSError):
                partial.with_name(partial.name + suffix).unlink(missing_ok=True)
        raise


def _copy(source: Path, partial: Path, key: DatabaseKey) -> None:
    with closing(_open(source, key)) as reading, closing(_open(partial, key, make=True)) as writing:
        try:
            reading.backup(writing)
            mode = writing.execute("PRAGMA journal_mode = DELETE").fetchone()[0]
        except sqlcipher3.dbapi2.DatabaseError as error:
            raise named(error, partial) or error from error
    if mode != "delete":
        # SQLite answers with the mode that stayed instead of failing; such a copy opens from no protected stick.
        raise DiskFailedError(partial)


def _open(path: Path, key: DatabaseKey, *, make: bool = False) -> Any:
    """A connection that leaves the file's own settings: a backup that is read is not written to."""
    uri = f"{path.absolute().as_uri()}?mode={'rwc' if make else 'rw'}"
    try:
        connection = sqlcipher3.dbapi2.connect(uri, uri=True, timeout=BUSY_MS / 1000, isolation_level=None)
        try:
            set_key(connection, key)
        except BaseException:
            connection.close()
            raise
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise named(error, path) or error from error
    return connection


def verify(path: Path, key: DatabaseKey) -> None:
    """Open a copy with its key and read all of it. Raises BackupDamagedError where it is not whole, DiskFullError."""
    try:
        connection = sqlcipher3.dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            set_key(connection, key)
            broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            intact = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        finally:
            connection.close()
    except (sqlcipher3.dbapi2.DatabaseError, StorageError) as error:
        fault = named(error, path)
        raise (fault if isinstance(fault, DiskFullError) else BackupDamagedError(path)) from error
    if broken or not intact:
        raise BackupDamagedError(path)


def fold_log(path: Path, key: DatabaseKey) -> None:
    """Bring a closed file's log into the file, so that one file holds everything. Raises what storage names."""
    with closing(_open(path, key)) as connection:
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlcipher3.dbapi2.DatabaseError as error:
            raise named(error, path) or error from error
