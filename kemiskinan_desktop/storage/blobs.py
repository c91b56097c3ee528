"""The second encrypted file: bytes of attachments under the village file's key, by SHA-256, in rows of 256 kB at most.

Bytes are on the disk when a call returns; a record that names them is written only after that, so that a power cut
leaves bytes without a record (collected later), never a record of the own laptop without its bytes.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine

from kemiskinan_desktop.storage.cipher import DatabaseKey, make_engine
from kemiskinan_desktop.storage.errors import DatabaseNewerError

ROW_BYTES: Final = 256 * 1024
"""The most that one row holds: larger values make SQLite copy the whole chain of pages at every look."""
VERSION: Final = 1
_FEW: Final = 500
"""Names that are asked for one by one; of more, all rows are read once."""
_TABLES: Final = (
    "CREATE TABLE blob (sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, have INTEGER NOT NULL,"
    " complete INTEGER NOT NULL, added_at TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE chunk (sha256 TEXT NOT NULL, start INTEGER NOT NULL, bytes BLOB NOT NULL)",
    "CREATE UNIQUE INDEX ix_chunk ON chunk (sha256, start)",
    "CREATE TABLE held (sha256 TEXT PRIMARY KEY, epoch TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE wanted (sha256 TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE kept (backup TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (backup, sha256)) WITHOUT ROWID",
    f"PRAGMA user_version = {VERSION}",
)


@dataclass(frozen=True, slots=True)
class BlobState:
    """How much of a blob is here; bytes."""

    size: int
    have: int
    complete: bool
    """All of it, and its SHA-256 was checked."""


class OffsetError(ValueError):
    """Bytes came for another place than the end of what is here: a mistake of the caller's, nothing was written."""


class BlobFile:
    """One file of blobs; made when it is first used. Safe to use from several threads."""

    def __init__(self, path: Path, key: DatabaseKey) -> None:
        self.path = path
        self._key = key
        self._engine: Engine | None = None
        self._opening = threading.Lock()

    def put(self, content: bytes, at: datetime) -> str:
        """Keep whole bytes; answers their SHA-256 (hex). The same bytes are kept once. Raises DiskFullError."""
        sha256 = hashlib.sha256(content).hexdigest()
        with self.writing() as connection:
            if _complete(connection, sha256):
                # Younger again, so that a collection that is under way lets it be.
                connection.exec_driver_sql("UPDATE blob SET added_at = ? WHERE sha256 = ?", (_stamp(at), sha256))
            else:
                _forget(connection, sha256)
                insert_whole(connection, sha256, content, at)
        return sha256

    def append(self, sha256: str, size: int, offset: int, piece: bytes, at: datetime) -> None:
        """Keep a piece of a blob of `size` bytes that is being received. Raises OffsetError, DiskFullError."""
        with self.writing() as connection:
            row = connection.exec_driver_sql("SELECT have, complete FROM blob WHERE sha256 = ?", (sha256,)).first()
            have, complete = (0, False) if row is None else (int(row[0]), bool(row[1]))
            if complete or offset != have or have + len(piece) > size:
                raise OffsetError(f"{have} bytes are here, {len(piece)} came for {offset}")
            if row is None:
                connection.exec_driver_sql("INSERT INTO blob VALUES (?, ?, 0, 0, ?)", (sha256, size, _stamp(at)))
            _insert_chunks(connection, sha256, offset, piece)
            connection.exec_driver_sql(
                "UPDATE blob SET have = ?, size = ? WHERE sha256 = ?", (have + len(piece), size, sha256)
            )

    def finish(self, sha256: str) -> bool:
        """Check received bytes; False where they are not what the name says, and then they are gone."""
        with self.writing() as connection:
            if _digest(connection, sha256) != sha256:
                _forget(connection, sha256)
                return False
            connection.exec_driver_sql("UPDATE blob SET complete = 1, size = have WHERE sha256 = ?", (sha256,))
            connection.exec_driver_sql("DELETE FROM wanted WHERE sha256 = ?", (sha256,))
        return True

    def discard(self, sha256: str) -> None:
        """Forget the bytes."""
        with self.writing() as connection:
            _forget(connection, sha256)

    def state(self, sha256: str) -> BlobState | None:
        """How much of it is here; None where nothing is."""
        return self.states([sha256]).get(sha256)

    def states(self, names: Collection[str]) -> dict[str, BlobState]:
        """How much of each is here; what is not here at all is left out."""
        if not names or not self._is_there():
            return {}
        wanted = tuple(set(names))
        query = "SELECT sha256, size, have, complete FROM blob"
        few = len(wanted) <= _FEW
        with self.reading() as connection:
            marks = f" WHERE sha256 IN ({','.join('?' * len(wanted))})" if few else ""
            rows = connection.exec_driver_sql(query + marks, wanted if few else ()).all()
        found = {row[0]: BlobState(row[1], row[2], bool(row[3])) for row in rows}
        return {name: found[name] for name in wanted if name in found}

    def content(self, sha256: str) -> bytes | None:
        """All bytes of a complete blob; None while they are not here."""
        if not self._is_there():
            return None
        with self.reading() as connection:
            return b"".join(_chunks(connection, sha256)) if _complete(connection, sha256) else None

    def read(self, sha256: str, offset: int, length: int) -> bytes:
        """Bytes from an offset on; fewer than `length` at the end."""
        with self.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT start, bytes FROM chunk WHERE sha256 = ? AND start > ? AND start < ? ORDER BY start",
                (sha256, offset - ROW_BYTES, offset + length),
            ).all()
        if not rows:
            return b""
        first = int(rows[0][0])
        return b"".join(bytes(row[1]) for row in rows)[max(0, offset - first) :][:length]

    def complete(self) -> frozenset[str]:
        """The names of all that is here as a whole."""
        return self._names("SELECT sha256 FROM blob WHERE complete = 1")

    def held(self, epoch: str) -> frozenset[str]:
        """What the district said it holds, in this life of its database; after a restore it is asked again."""
        return self._names("SELECT sha256 FROM held WHERE epoch = ?", epoch)

    def mark_held(self, sha256: str, epoch: str) -> None:
        """The district said that it holds these bytes."""
        self.mark_all_held([sha256], epoch)

    def mark_all_held(self, names: Collection[str], epoch: str) -> None:
        """The district said that it holds all these, which is noted at once or not at all."""
        if not names:
            return
        with self.writing() as connection:
            connection.exec_driver_sql(
                "INSERT INTO held VALUES (?, ?) ON CONFLICT (sha256) DO UPDATE SET epoch = excluded.epoch",
                [(sha256, epoch) for sha256 in names],
            )

    def want(self, sha256: str, at: datetime) -> None:
        """Somebody asked for bytes that are not here: the next exchange fetches them before others."""
        with self.writing() as connection:
            connection.exec_driver_sql("INSERT OR IGNORE INTO wanted VALUES (?, ?)", (sha256, _stamp(at)))

    def wanted(self) -> frozenset[str]:
        """What somebody asked for."""
        return self._names("SELECT sha256 FROM wanted")

    def collect(self, referenced: Collection[str], before: datetime) -> int:
        """Forget blobs that no record names and that came before that moment; answers how many."""
        if not self._is_there():
            return 0
        with self.writing() as connection:
            rows = connection.exec_driver_sql("SELECT sha256 FROM blob WHERE added_at < ?", (_stamp(before),)).all()
            orphans = [str(row[0]) for row in rows if row[0] not in set(referenced)]
            for sha256 in orphans:
                _forget(connection, sha256)
        return len(orphans)

    def close(self) -> None:
        """Close every connection; a second call does nothing."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """For this package: a transaction that is durable when the block ends, and undone when it raises."""
        with self._opened().execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """For this package: one moment of the file."""
        with self._opened().execution_options(begin="BEGIN").begin() as connection:
            yield connection

    def _names(self, query: str, *values: str) -> frozenset[str]:
        if not self._is_there():
            return frozenset()
        with self.reading() as connection:
            return frozenset(str(row[0]) for row in connection.exec_driver_sql(query, tuple(values)))

    def _is_there(self) -> bool:
        """A village without attachments needs no second file."""
        return self._engine is not None or self.path.exists()

    def _opened(self) -> Engine:
        with self._opening:
            if self._engine is None:
                self._engine = _prepared(self.path, self._key)
            return self._engine


def insert_whole(connection: Connection, sha256: str, content: bytes, at: datetime) -> None:
    """Write a blob whose hash is known to be right."""
    _insert_chunks(connection, sha256, 0, content)
    values = (sha256, len(content), len(content), _stamp(at))
    connection.exec_driver_sql("INSERT INTO blob VALUES (?, ?, ?, 1, ?)", values)
    connection.exec_driver_sql("DELETE FROM wanted WHERE sha256 = ?", (sha256,))


def _insert_chunks(connection: Connection, sha256: str, offset: int, content: bytes) -> None:
    for start in range(0, len(content), ROW_BYTES):
        connection.exec_driver_sql(
            "INSERT INTO chunk VALUES (?, ?, ?)", (sha256, offset + start, content[start : start + ROW_BYTES])
        )


def _prepared(path: Path, key: DatabaseKey) -> Engine:
    engine = make_engine(path, key)
    try:
        with engine.execution_options(begin="BEGIN IMMEDIATE").begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > VERSION:
                raise DatabaseNewerError(path)
            for statement in () if version else _TABLES:
                connection.exec_driver_sql(statement)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _complete(connection: Connection, sha256: str) -> bool:
    query = "SELECT 1 FROM blob WHERE sha256 = ? AND complete = 1"
    return connection.exec_driver_sql(query, (sha256,)).first() is not None


def _forget(connection: Connection, sha256: str) -> None:
    connection.exec_driver_sql("DELETE FROM chunk WHERE sha256 = ?", (sha256,))
    connection.exec_driver_sql("DELETE FROM blob WHERE sha256 = ?", (sha256,))


def _chunks(connection: Connection, sha256: str) -> Iterator[bytes]:
    rows = connection.exec_driver_sql("SELECT bytes FROM chunk WHERE sha256 = ? ORDER BY start", (sha256,))
    return (bytes(row[0]) for row in rows)


def _digest(connection: Connection, sha256: str) -> str:
    digest = hashlib.sha256()
    for piece in _chunks(connection, sha256):
        digest.update(piece)
    return digest.hexdigest()


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
