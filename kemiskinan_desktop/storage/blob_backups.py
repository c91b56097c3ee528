"""Attachments' bytes in the folder of the backups: one encrypted file that all of them share, each blob once.

Seven whole copies of a village's photos would fill a stick, and copying them would hold up every save for minutes.
Bytes never change under their name, so that a new backup adds only what is new; each backup has its own list of names.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import sqlcipher3.dbapi2

from kemiskinan_desktop.storage.blob_records import named_blobs
from kemiskinan_desktop.storage.blobs import BlobFile
from kemiskinan_desktop.storage.cipher import DatabaseKey, set_key
from kemiskinan_desktop.storage.errors import BackupDamagedError, DatabaseDamagedError
from kemiskinan_desktop.storage.unit import Unit

_COUNT = "attachments_here"
"""In a backup's `meta`: how many named blobs were on the laptop then, so that a lost list is noticed."""


def archive_path(folder: Path, key: DatabaseKey) -> Path:
    """Where the bytes of the backups in that folder lie; files under another key have another name."""
    tag = hashlib.sha256(b"pendataan-kemiskinan blob archive" + key).hexdigest()[:16]
    return folder / f"lampiran-{tag}.simpan"


def note_count(unit: Unit, blobs: BlobFile) -> None:
    """Write into the file that is about to be copied how many blobs its backup must have."""
    count = len(named_blobs(unit).keys() & blobs.complete())
    if count or unit.meta.number(_COUNT):
        unit.meta.set_number(_COUNT, count)


def keep_blobs(blobs: BlobFile, folder: Path, key: DatabaseKey, backup: str, at: datetime) -> None:
    """Add what the archive lacks, read back as it is written, and the backup's list of names.

    A damaged archive is set aside and made anew. Raises DiskFullError, BackupDamagedError.
    """
    names = blobs.complete()
    if not names:
        return
    path = archive_path(folder, key)
    try:
        _keep(blobs, BlobFile(path, key), names, backup, at)
    except DatabaseDamagedError:
        _set_aside(path)
        _keep(blobs, BlobFile(path, key), names, backup, at)


def forget_blobs(folder: Path, key: DatabaseKey, backups: Collection[str]) -> None:
    """Drop the lists of backups that are gone, and the bytes that no list names any more."""
    path = archive_path(folder, key)
    if not path.exists():
        return
    archive = BlobFile(path, key)
    try:
        with archive.writing() as connection:
            listed = {row[0] for row in connection.exec_driver_sql("SELECT DISTINCT backup FROM kept")}
            for gone in listed - set(backups):
                connection.exec_driver_sql("DELETE FROM kept WHERE backup = ?", (gone,))
            for table in ("chunk", "blob"):
                query = f"DELETE FROM {table} WHERE sha256 NOT IN (SELECT sha256 FROM kept)"  # noqa: S608 - own names
                connection.exec_driver_sql(query)
    finally:
        archive.close()


def check_blobs(backup: Path, key: DatabaseKey) -> None:
    """Read every blob of a backup and compare it with its name. Raises BackupDamagedError."""
    path, wanted = archive_path(backup.parent, key), _count_in(backup, key)
    if not path.exists():
        if wanted:
            raise BackupDamagedError(path)
        return
    archive = BlobFile(path, key)
    try:
        names = _listed(archive, backup.name)
        whole = all(_is_whole(archive, name) for name in names)
    except DatabaseDamagedError as error:
        raise BackupDamagedError(path) from error
    finally:
        archive.close()
    if not whole or len(names) < wanted:
        raise BackupDamagedError(path)


def restore_blobs(backup: Path, key: DatabaseKey, live: Path) -> None:
    """Put a backup's blobs beside the village file; what is there stays, a damaged file is set aside.

    Raises DiskFullError.
    """
    path = archive_path(backup.parent, key)
    if not path.exists():
        return
    archive = BlobFile(path, key)
    try:
        try:
            _copy(archive, backup.name, live, key)
        except DatabaseDamagedError:
            _set_aside(live)
            _copy(archive, backup.name, live, key)
    finally:
        archive.close()


def _keep(blobs: BlobFile, archive: BlobFile, names: Collection[str], backup: str, at: datetime) -> None:
    try:
        for name in sorted(set(names) - archive.complete()):
            content = blobs.content(name)
            if content is not None and (archive.put(content, at) != name or not _is_whole(archive, name)):
                raise BackupDamagedError(archive.path)
        kept = archive.complete() & set(names)
        with archive.writing() as connection:
            connection.exec_driver_sql("INSERT OR IGNORE INTO kept VALUES (?, ?)", [(backup, name) for name in kept])
    finally:
        archive.close()


def _copy(archive: BlobFile, backup: str, live: Path, key: DatabaseKey) -> None:
    target = BlobFile(live, key)
    try:
        here = target.complete()
        for name in _listed(archive, backup) - here:
            content = archive.content(name)
            if content is not None:
                target.put(content, datetime.fromtimestamp(archive.path.stat().st_mtime, UTC))
    finally:
        target.close()


def _listed(archive: BlobFile, backup: str) -> frozenset[str]:
    with archive.reading() as connection:
        rows = connection.exec_driver_sql("SELECT sha256 FROM kept WHERE backup = ?", (backup,))
        return frozenset(str(row[0]) for row in rows)


def _is_whole(archive: BlobFile, name: str) -> bool:
    content = archive.content(name)
    return content is not None and hashlib.sha256(content).hexdigest() == name


def _count_in(backup: Path, key: DatabaseKey) -> int:
    uri = f"{backup.absolute().as_uri()}?mode=ro"
    connection = sqlcipher3.dbapi2.connect(uri, uri=True, isolation_level=None)
    try:
        set_key(connection, key)
        row = connection.execute("SELECT value FROM meta WHERE name = ?", (_COUNT,)).fetchone()
    except sqlcipher3.dbapi2.DatabaseError as error:
        raise BackupDamagedError(backup) from error
    finally:
        connection.close()
    return 0 if row is None else msgspec.json.decode(row[0], type=int)


def _set_aside(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        part = path.with_name(path.name + suffix)
        if part.exists():
            part.replace(path.with_name(f"{path.name}.rusak{suffix}"))
