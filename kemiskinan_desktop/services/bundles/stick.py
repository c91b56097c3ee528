"""Files on a stick or in a folder: found, read, and written so that a name always stands on a whole file."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, Final

from kemiskinan_desktop.services.bundles.values import WriteRefusal
from kemiskinan_desktop.storage.errors import NO_ROOM
from kemiskinan_desktop.storage.whole_files import fill_whole
from kemiskinan_domain.wire.bundle import SUFFIX

_MOST: Final = 5000
"""Files that are looked at; a stick with more is somebody's archive."""


def bundle_files(place: Path) -> tuple[Path, ...] | None:
    """The bundles in a folder and below it, or the one file; None where there is no such place."""
    if place.is_file():
        return (place,)
    if not place.is_dir():
        return None
    found = []
    for path in _below(place):
        found.append(path)
        if len(found) == _MOST:
            break
    return tuple(sorted(found))


def room_in(place: Path) -> int | None:
    """Bytes that still fit there; None where the system cannot tell."""
    try:
        return shutil.disk_usage(place).free
    except OSError:
        return None


def write_whole(target: Path, content: bytes) -> WriteRefusal | None:
    """Bytes that are in memory, as by `write_file`."""

    def fill(writing: BinaryIO) -> str:
        writing.write(content)
        return hashlib.sha256(content).hexdigest()

    return write_file(target, fill)


def write_file(target: Path, fill: Callable[[BinaryIO], str]) -> WriteRefusal | None:
    """Write aside, force it onto the stick, give it its name, read it back; None where all of that was done.

    `fill` writes and answers the SHA-256 of what it wrote; what it raises beside OSError comes out, nothing is left.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        digest = fill_whole(target, fill)
    except OSError as error:
        return WriteRefusal.NO_ROOM if error.errno in NO_ROOM else WriteRefusal.NOT_WRITABLE
    return None if _reads_back(target, digest) else WriteRefusal.NOT_READ_BACK


def _below(place: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in names if name.lower().endswith(SUFFIX))


def _reads_back(target: Path, digest: str) -> bool:
    """From the stick itself where the system can be asked to forget its copy."""
    try:
        with target.open("rb") as reading:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(reading.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            return hashlib.file_digest(reading, "sha256").hexdigest() == digest
    except OSError:
        return False
