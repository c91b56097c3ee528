"""One instance of the program for one data folder: an operating-system lock that goes away with its process."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path
from typing import Final, Self

from kemiskinan_desktop.storage.errors import AlreadyOpenError, NoLockError

_HELD: Final = frozenset({errno.EAGAIN, errno.EWOULDBLOCK, errno.EACCES, errno.EDEADLK})
"""What the systems say of a lock that another process holds."""


class InstanceLock:
    """Held from construction until `release`.

    Raises AlreadyOpenError where another process holds it, NoLockError where the file system gives no lock to anybody.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._handle)
        except OSError as error:
            os.close(self._handle)
            if error.errno in _HELD:
                raise AlreadyOpenError(path) from error
            # Going on without would let two programs number changes from one file: rather none at all.
            raise NoLockError(path) from error

    def release(self) -> None:
        """Let go; a second call does nothing."""
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
