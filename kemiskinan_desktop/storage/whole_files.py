"""Files that stand under their name as a whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final, TypeVar

_Told = TypeVar("_Told")

_CANNOT_BE_ASKED: Final = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EBADF})
"""Said of a folder by the file systems of some sticks and network drives."""


def write_whole(path: Path, content: bytes) -> None:
    """Write beside, onto the disk, then in place. Raises OSError, and then what was there stands as it was.

    Makes no folder: one that is missing may be a stick that was pulled out.
    """
    fill_whole(path, lambda handle: handle.write(content))


def fill_whole(path: Path, fill: Callable[[BinaryIO], _Told]) -> _Told:
    """As `write_whole`, for what is written piece by piece; answers what `fill` answers, and raises what it raises."""
    partial = path.with_name(path.name + ".tmp")
    try:
        with partial.open("wb") as handle:
            told = fill(handle)
            handle.flush()
            os.fsync(handle.fileno())
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return told


def sync_file(path: Path) -> None:
    """Force a file's bytes onto the disk."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable; Windows does it by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_BE_ASKED:
            raise
    finally:
        os.close(handle)
