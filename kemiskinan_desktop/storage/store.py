"""The encrypted file of one village while it is unlocked."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine

from kemiskinan_desktop.storage import schema
from kemiskinan_desktop.storage.blobs import BlobFile
from kemiskinan_desktop.storage.cipher import DatabaseKey, make_engine
from kemiskinan_desktop.storage.errors import DatabaseExistsError, DatabaseMissingError, DatabaseNewerError
from kemiskinan_desktop.storage.instance_lock import InstanceLock
from kemiskinan_desktop.storage.snapshots import copy_encrypted
from kemiskinan_desktop.storage.unit import Unit


class Store:
    """Gives units of work until it is closed. One instance for a folder; safe to use from several threads."""

    def __init__(self, path: Path, key: DatabaseKey, engine: Engine, lock: InstanceLock) -> None:
        self.path = path
        self._key = key
        self._engine = engine
        self._lock = lock
        self.blobs = BlobFile(blobs_path(path), key)
        """The bytes of attachments; transactions of their own."""

    @classmethod
    def create(cls, path: Path, key: DatabaseKey) -> Store:
        """A new file with all tables. Raises DatabaseExistsError, AlreadyOpenError, DiskFullError."""
        lock = InstanceLock(path.with_suffix(".lock"))
        try:
            if path.exists():
                raise DatabaseExistsError(path)
            return cls(path, key, _prepared(path, key), lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def open(cls, path: Path, key: DatabaseKey) -> Store:
        """The file that is there; older tables are brought up to date after a copy was made beside it.

        Raises AlreadyOpenError, DatabaseMissingError, DatabaseDamagedError, DatabaseNewerError, DiskFullError.
        """
        lock = InstanceLock(path.with_suffix(".lock"))
        try:
            if not path.exists():
                raise DatabaseMissingError(path)
            return cls(path, key, _prepared(path, key), lock)
        except BaseException:
            lock.release()
            raise

    def unit(self) -> Unit:
        """A transaction that writes; it waits for the other writer, so keep it short."""
        return Unit(self._engine, writing=True)

    def view(self) -> Unit:
        """A transaction that only reads: one moment of the file, never waiting for a writer."""
        return Unit(self._engine, writing=False)

    @property
    def key(self) -> DatabaseKey:
        """The raw key, for a new slot or a backup."""
        return self._key

    def close(self) -> None:
        """Close every connection and let another instance in; a second call does nothing."""
        self.blobs.close()
        self._engine.dispose()
        self._lock.release()


def blobs_path(path: Path) -> Path:
    """Where the bytes of attachments lie that belong to a village file."""
    return path.with_suffix(".lampiran")


def _prepared(path: Path, key: DatabaseKey) -> Engine:
    engine = make_engine(path, key)
    try:
        revision = schema.current_revision(engine)
        if revision == schema.HEAD:
            return engine
        if revision is not None:
            if not schema.is_known(revision):
                raise DatabaseNewerError(path)
            copy_encrypted(path, path.with_name(f"{path.name}.before-{schema.HEAD}"), key)
        schema.upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine
