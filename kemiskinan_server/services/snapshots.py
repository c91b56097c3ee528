"""A village's whole feed as one file (SYNC 2.3): made once, packed tightly, handed out to every laptop that begins.

The file is a row of zstd frames, each of whole lines, so that a laptop can keep what came and go on at the next frame.
The last line is the tail of a reply: without it the file was cut. Files lie in the data folder and may be deleted.
"""

from __future__ import annotations

import logging
import os
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from uuid import uuid4

import zstandard

from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import ReplyTail, encode_message
from kemiskinan_server.storage.database import Database
from kemiskinan_server.storage.room import DiskFullError, naming_full_disk
from kemiskinan_server.storage.values import VillageHead
from kemiskinan_server.storage.villages import VillageBusyError

_log = logging.getLogger("kemiskinan_server")

WORTH_MAKING: Final = 2_000
"""From so many revisions on, a file saves more than it costs."""
_STALE: Final = 4
"""A file is made anew once the village has grown by one part in so many since."""
_FRAME: Final = 512 * 1024
"""Bytes of lines in one frame: what a cut may cost, against how tightly lines pack together."""
_LEVEL: Final = 19
_EVERYTHING: Final = 1 << 40
_NAME: Final = re.compile(r"(\d+)\.([0-9a-f-]{36})\.zst")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A file that is ready: the feed from the beginning up to `rev`, in that life of the database."""

    path: Path
    rev: int
    epoch: str
    written: int = 0
    """When, in nanoseconds: of two lives of the database the later one counts, whatever its revisions."""

    @property
    def tag(self) -> str:
        """The strong ETag of its bytes."""
        return f'"{self.rev}-{self.epoch}"'


def is_whole(snapshot: Snapshot, village: VillageHead) -> bool:
    """Whether a laptop can go on after the file: from before a forgotten delete, it holds what nobody deletes again."""
    return snapshot.epoch == village.epoch and snapshot.rev >= village.floor


class SnapshotShelf:
    """The files of all villages below one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._making = threading.Lock()

    def ready(self, village: VillageCode) -> Snapshot | None:
        """The newest file of a village; None where there is none."""
        return max(self._all(village), key=lambda one: one.written, default=None)

    def is_due(self, village: VillageHead) -> bool:
        """Whether a laptop that begins now would be served better by a newer file."""
        if village.head < WORTH_MAKING:
            return False
        known = self.ready(village.code)
        return known is None or not is_whole(known, village) or (village.head - known.rev) * _STALE > village.head

    def make(self, database: Database, code: VillageCode) -> Snapshot | None:
        """Write a new file and remove the older; None where another is being made, the village is busy, or no room is.

        One at a time in a process. It takes seconds, and the village is held still only while its lines are read.
        """
        if not self._making.acquire(blocking=False):
            return None
        try:
            with database.unit_of_work() as unit:
                village = unit.villages.lock(code, writing=False)
                if village is None:
                    return None
                lines = unit.villages.page(code, 0, _EVERYTHING).lines
            return self._write(village, lines)
        except VillageBusyError:
            return None
        except DiskFullError:
            # Nobody waits for it: pages go on, and the older file, if there is one, still serves.
            _log.error("no room for a village's file")
            return None
        finally:
            self._making.release()

    def _write(self, village: VillageHead, lines: Sequence[bytes]) -> Snapshot:
        folder = self._folder / village.code
        with naming_full_disk():
            folder.mkdir(parents=True, exist_ok=True)
        old = list(self._all(village.code))
        made = Snapshot(folder / f"{village.head}.{village.epoch}.zst", village.head, village.epoch)
        # A second process may be at the same file: each writes its own, and the last name stands.
        partial = made.path.with_suffix(f".{uuid4().hex}.part")
        try:
            with naming_full_disk():
                with partial.open("wb") as file:
                    file.writelines(_frames([*lines, encode_message(_tail(village))]))
                    file.flush()
                    os.fsync(file.fileno())
                partial.replace(made.path)
        except BaseException:
            # Nobody would ever take it away: its name is of this one attempt.
            partial.unlink(missing_ok=True)
            raise
        for one in old:
            if one.path != made.path:
                one.path.unlink(missing_ok=True)
        return made

    def _all(self, village: VillageCode) -> Iterator[Snapshot]:
        folder = self._folder / village
        for path in folder.iterdir() if folder.is_dir() else ():
            named = _NAME.fullmatch(path.name)
            if named is not None:
                # A newer file may take its place at any moment.
                with suppress(FileNotFoundError):
                    yield Snapshot(path, int(named[1]), named[2], path.stat().st_mtime_ns)


def _tail(village: VillageHead) -> ReplyTail:
    checksum = village.checksum
    return ReplyTail(cursor=village.head, head=village.head, count=checksum.count, csum=checksum.text)


def _frames(lines: Sequence[bytes]) -> Iterator[bytes]:
    packer = zstandard.ZstdCompressor(level=_LEVEL)
    held: list[bytes] = []
    size = 0
    for line in lines:
        held.append(line)
        size += len(line) + 1
        if size >= _FRAME:
            yield packer.compress(b"\n".join(held) + b"\n")
            held, size = [], 0
    if held:
        yield packer.compress(b"\n".join(held) + b"\n")
