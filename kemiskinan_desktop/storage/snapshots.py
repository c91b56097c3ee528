"""Copies of the encrypted file: same key, complete at one moment, in place only once they are wholly on the disk."""

from __future__ import annotations

import os
from pathlib import Path

import sqlcipher3.dbapi2

from kemiskinan_desktop.storage.cipher import DatabaseKey, connect, named, set_key
from kemiskinan_desktop.storage.errors import BackupDamagedError, StorageError


def copy_encrypted(source: Path, target: Path, key: DatabaseKey) -> None:
    """Write a copy of a file that may be in use. Raises DiskFullError; a half-written copy never carries the name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + ".tmp")
    partial.unlink(missing_ok=True)
    reading = connect(source, key)
    writing = sqlcipher3.dbapi2.connect(str(partial), isolation_level=None)
    try:
        set_key(writing, key)
        reading.backup(writing)
        writing.execute("PRAGMA journal_mode = DELETE")
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise named(error, partial) or error from error
    finally:
        writing.close()
        reading.close()
    _sync_file(partial)
    partial.replace(target)
    sync_folder(target.parent)


def verify(path: Path, key: DatabaseKey) -> None:
    """Open a copy with its key and read all of it. Raises BackupDamagedError where it is not whole."""
    try:
        connection = sqlcipher3.dbapi2.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            set_key(connection, key)
            broken = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            intact = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        finally:
            connection.close()
    except (sqlcipher3.dbapi2.DatabaseError, StorageError) as error:
        raise BackupDamagedError(path) from error
    if broken or not intact:
        raise BackupDamagedError(path)


def _sync_file(path: Path) -> None:
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Make a rename in that folder durable; Windows does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
