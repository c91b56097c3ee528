"""What the world can do to the files of this laptop, each by its own name.

Nothing was overwritten when one of these is raised.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What the system says when a file cannot grow: the disk, a share of it, or what one file may hold is full."""


class StorageError(Exception):
    """Parent of everything that storage raises by name."""


class DiskFullError(StorageError):
    """No room left for this save: the transaction was rolled back, everything saved before stands."""


class StoreBusyError(StorageError):
    """Another connection of this program held the file for longer than we wait; nothing was written."""


class FileError(StorageError):
    """Something is wrong with one file; `path` says which."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


class DiskFailedError(FileError):
    """The disk or stick takes or gives no bytes: pulled out, worn out, protected; what was not saved is rolled back."""


class AlreadyOpenError(FileError):
    """Another instance of the program works with this folder."""


class NoLockError(FileError):
    """The file system gives no lock, so that nobody could tell whether another program works with this folder."""


class DatabaseDamagedError(FileError):
    """The key does not open the file, or its content fails the integrity check."""


class DatabaseMissingError(FileError):
    """There are key slots, but the encrypted file is gone."""


class DatabaseNewerError(FileError):
    """A newer version of the program wrote the file; this one does not know its tables."""


class DatabaseExistsError(FileError):
    """A new file was asked for where there is one."""


class KeySlotsMissingError(FileError):
    """The encrypted file is there, but the file with its key slots is gone."""


class KeySlotsDamagedError(FileError):
    """The file with the key slots is half-written or was changed by hand."""


class BackupDamagedError(FileError):
    """A backup does not open with the key or fails its check; it was not used."""


@contextmanager
def naming_full_disk() -> Iterator[None]:
    """Raises DiskFullError for what the system says when there is no room; all else rises as it is."""
    try:
        yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise DiskFullError from error
        raise
