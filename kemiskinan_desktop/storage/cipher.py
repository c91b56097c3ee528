"""Opens connections to the SQLCipher file: raw key, WAL, every commit on the disk before it is reported."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NewType

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import QueuePool

from kemiskinan_desktop.storage.errors import (
    DatabaseDamagedError,
    DiskFailedError,
    DiskFullError,
    StoreBusyError,
)

DatabaseKey = NewType("DatabaseKey", bytes)
"""The raw 256-bit key of the file; lives in memory only while it is unlocked."""

BUSY_MS: Final = 15_000
"""How long a connection waits for another one of this program."""
_CACHE_KIB: Final = 16_384
_CONNECTIONS: Final = 6
_ROOM_TO_WORK: Final = 256 * 1024
"""Bytes; with less, a file that cannot be made or grown has no room."""

_CODES: Final = {
    "database is locked": sqlite3.SQLITE_BUSY,
    "attempt to write a readonly database": sqlite3.SQLITE_READONLY,
    "disk I/O error": sqlite3.SQLITE_IOERR,
    "database disk image is malformed": sqlite3.SQLITE_CORRUPT,
    "database or disk is full": sqlite3.SQLITE_FULL,
    "unable to open database file": sqlite3.SQLITE_CANTOPEN,
    "file is not a database": sqlite3.SQLITE_NOTADB,
}
"""SQLite's own words for its codes: the driver leaves the code out where a copy of a whole file fails."""


def connect(path: Path, key: DatabaseKey) -> Any:
    """A DB-API connection with all pragmas set. Raises DatabaseDamagedError where the key does not fit the file."""
    connection = sqlcipher3.dbapi2.connect(
        str(path), timeout=BUSY_MS / 1000, isolation_level=None, check_same_thread=False
    )
    try:
        set_key(connection, key)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        # SQLCipher asks for zeros over what is freed: in a file whose every page is encrypted they hide nothing more.
        connection.execute("PRAGMA secure_delete = OFF").fetchone()
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    except sqlcipher3.dbapi2.DatabaseError as error:
        connection.close()
        raise named(error, path) or error from error
    return connection


def set_key(connection: Any, key: DatabaseKey) -> None:
    """Gives the raw key and reads a page, so that a wrong key shows at once."""
    # Locking every page in memory slows everything and guards only against swapping; a stolen disk is the threat.
    connection.execute("PRAGMA cipher_memory_security = OFF")
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def named(error: BaseException, path: Path) -> Exception | None:
    """The named exception for what SQLite says about the disk or the file; None where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", _CODES.get(str(error), 0)) & 0xFF
    if code == sqlite3.SQLITE_FULL:
        return DiskFullError()
    if code == sqlite3.SQLITE_BUSY:
        return StoreBusyError()
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
        return DiskFullError() if _no_room(error, path) else DiskFailedError(path)
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return DatabaseDamagedError(path)
    return None


def _no_room(error: BaseException, path: Path) -> bool:
    """SQLite says "full" of a write to its files alone, not of making one, nor of the log's index beside them."""
    if getattr(error, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_SHMSIZE:
        return True
    try:
        return shutil.disk_usage(path.parent).free < _ROOM_TO_WORK
    except OSError:
        return False


def make_engine(path: Path, key: DatabaseKey, opener: Callable[[Path, DatabaseKey], Any] = connect) -> Engine:
    """An engine whose transactions begin as the caller says (`execution_options(begin=…)`).

    What SQLite says about disk and file is raised by its name from `errors`.
    """
    engine = create_engine(
        "sqlite://",
        module=sqlcipher3.dbapi2,
        creator=lambda: opener(path, key),
        poolclass=QueuePool,
        pool_size=_CONNECTIONS,
        max_overflow=0,
        pool_use_lifo=True,
        pool_reset_on_return="rollback",
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(str(connection.get_execution_options().get("begin", "BEGIN IMMEDIATE")))

    @event.listens_for(engine, "handle_error")
    def _name(context: ExceptionContext) -> None:
        error = named(context.original_exception, path)
        if error is not None:
            raise error from context.original_exception

    return engine
