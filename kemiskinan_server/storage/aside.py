"""Files of photos of laptops that were shut out, as they came: sealed to the district's key, one file for each."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, Final

from kemiskinan_server.storage.blobs import sync_folder
from kemiskinan_server.storage.room import naming_full_disk

_FOLDER: Final = "aside"
"""Beside the villages' folders, so that it is backed up and shared between machines as they are."""


class AsideFiles:
    """The files of one data folder; `digest` is the SHA-256 of a file."""

    def __init__(self, blobs_folder: Path) -> None:
        self._folder = blobs_folder / _FOLDER

    def keep(self, village: str, digest: str, file: BinaryIO) -> None:
        """Copy it and force it onto the disk, whole or not at all. Raises `DiskFullError`; nothing is left then."""
        path = self._path(village, digest)
        # Two people may bring the same file at once.
        part = path.with_suffix(f".{secrets.token_hex(4)}.part")
        file.seek(0)
        try:
            with naming_full_disk():
                path.parent.mkdir(parents=True, exist_ok=True)
                with part.open("wb") as target:
                    shutil.copyfileobj(file, target)
                    target.flush()
                    os.fsync(target.fileno())
                part.replace(path)
                sync_folder(path.parent)
        except BaseException:
            part.unlink(missing_ok=True)
            raise

    def open(self, village: str, digest: str) -> BinaryIO | None:
        """The file to read; None where it was lost."""
        try:
            return self._path(village, digest).open("rb")
        except FileNotFoundError:
            return None

    def remove(self, village: str, digest: str) -> None:
        """Take it away."""
        self._path(village, digest).unlink(missing_ok=True)

    def sweep(self, village: str, waiting: Collection[str], before: float) -> int:
        """Take away what nobody has to decide on any more and a power cut left; answers how many files.

        `before`: seconds since 1970; younger files may still be on their way into the list.
        """
        swept = 0
        for path in (self._folder / village).glob("*"):
            # Somebody may decide on it just now.
            with suppress(FileNotFoundError):
                if path.name not in waiting and path.stat().st_mtime < before:
                    path.unlink()
                    swept += 1
        return swept

    def _path(self, village: str, digest: str) -> Path:
        return self._folder / village / digest
