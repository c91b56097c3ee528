"""Files on a stick or in a folder: found, read, and written so that a name always stands on a whole file."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kemiskinan_desktop.services.bundles.values import WriteRefusal
from kemiskinan_desktop.storage import whole_files
from kemiskinan_desktop.storage.errors import NO_ROOM
from kemiskinan_domain.wire.bundle import MAX_BUNDLE, SUFFIX

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


def read_file(path: Path) -> bytes | None:
    """The bytes; None where it cannot be read. One byte too many stands for a file that is too large."""
    try:
        with path.open("rb") as reading:
            return reading.read(MAX_BUNDLE + 1)
    except OSError:
        return None


def write_whole(target: Path, content: bytes) -> WriteRefusal | None:
    """Write aside, force it onto the stick, give it its name, read it back; None where all of that was done."""
    try:
        whole_files.write_whole(target, content)
    except OSError as error:
        return WriteRefusal.NO_ROOM if error.errno in NO_ROOM else WriteRefusal.NOT_WRITABLE
    return None if _reads_back(target, content) else WriteRefusal.NOT_READ_BACK


def _below(place: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(folder, name) for name in names if name.lower().endswith(SUFFIX))


def _reads_back(target: Path, content: bytes) -> bool:
    """From the stick itself where the system can be asked to forget its copy."""
    try:
        with target.open("rb") as reading:
            if hasattr(os, "posix_fadvise"):
                os.posix_fadvise(reading.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            read = reading.read()
    except OSError:
        return False
    return len(read) == len(content) and hashlib.sha256(read).digest() == hashlib.sha256(content).digest()
