"""Bytes of attachments: a row that says how many are safe, and a file for each in the village's folder.

The row is the truth: it is written after the bytes were forced onto the disk; what a file holds beyond it is cut off.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, func, literal, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import OperationalError

from kemiskinan_domain.records import RecordKind, VillageCode
from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import text_key
from kemiskinan_server.storage.projections import MemberRow
from kemiskinan_server.storage.room import has_no_room, naming_full_disk
from kemiskinan_server.storage.tables import BlobRow, RecordRow
from kemiskinan_server.storage.villages import VillageBusyError


class AwaitedBlobRow(ServerTable, table=True):
    """Bytes that a village's laptop still has, of an attachment whose family moved to another village since."""

    __tablename__ = "awaited_blob"

    village: str = text_key(primary_key=True)
    sha256: str = text_key(primary_key=True)
    target: str = text_key(primary_key=True)
    """The village that the bytes follow the family to."""


_blob = table_of(BlobRow)
_awaited = table_of(AwaitedBlobRow)
_record = table_of(RecordRow)
_READ: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class StoredBlob:
    """How much of a blob is safe; bytes."""

    have: int
    complete: bool


class Blobs:
    """Reads and writes the rows within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, village: VillageCode, sha256: str) -> StoredBlob | None:
        """As the last commit left it."""
        statement = select(_blob.c.have, _blob.c.complete).where(_blob.c.village == village, _blob.c.sha256 == sha256)
        row = self._connection.execute(statement).first()
        return None if row is None else StoredBlob(row[0], row[1])

    def lock(self, village: VillageCode, sha256: str, now: datetime) -> StoredBlob:
        """The row, made where there is none, and kept still until the transaction ends. Raises `VillageBusyError`."""
        made = insert(_blob).values(village=village, sha256=sha256, have=0, complete=False, added_at=now)
        mine = (_blob.c.village == village, _blob.c.sha256 == sha256)
        try:
            self._connection.execute(made.on_conflict_do_nothing())
            row = self._connection.execute(select(_blob.c.have, _blob.c.complete).where(*mine).with_for_update()).one()
        except OperationalError as error:
            if has_no_room(error):
                raise
            raise VillageBusyError from error
        return StoredBlob(row[0], row[1])

    def save(self, village: VillageCode, sha256: str, state: StoredBlob) -> None:
        """How much is safe now."""
        self._connection.execute(
            update(_blob)
            .where(_blob.c.village == village, _blob.c.sha256 == sha256)
            .values(have=state.have, complete=state.complete)
        )

    def named(self, village: VillageCode) -> frozenset[str]:
        """What the village's live attachments name."""
        rows = self._connection.execute(
            select(_record.c.line).where(
                _record.c.village == village,
                _record.c.kind == RecordKind.ATTACHMENT.value,
                _record.c.deleted.is_(False),
            )
        )
        documents = (msgspec.json.decode(line)[4] for (line,) in rows)
        return frozenset(str(document.get("sha256", "")) for document in documents)

    def attachments_of(self, village: VillageCode, household: str) -> list[tuple[str, dict[str, Any]]]:
        """Id and document of the live attachments of a family and its members, the oldest first."""
        members = table_of(MemberRow)
        parents = select(literal(household)).union_all(
            select(members.c.id).where(members.c.village == village, members.c.parent == household)
        )
        ids = list(self._connection.execute(parents).scalars())
        rows = self._connection.execute(
            select(_record.c.id, _record.c.line)
            .where(
                _record.c.village == village,
                _record.c.kind == RecordKind.ATTACHMENT.value,
                _record.c.deleted.is_(False),
                or_(*(func.strpos(_record.c.line, f'"parent":"{parent}"') > 0 for parent in ids)),
            )
            .order_by(_record.c.id)
        )
        return [(record, msgspec.json.decode(line)[4]) for record, line in rows]

    def mark_loose(self, village: VillageCode, named: frozenset[str], now: datetime) -> None:
        """Note since when no record names them; one that is named again starts anew."""
        mine = _blob.c.village == village
        names = list(named)
        self._connection.execute(update(_blob).where(mine, _blob.c.sha256.in_(names)).values(loose_since=None))
        loose = (mine, _blob.c.sha256.not_in(names), _blob.c.loose_since.is_(None))
        self._connection.execute(update(_blob).where(*loose).values(loose_since=now))

    def loose_before(self, village: VillageCode, moment: datetime) -> list[str]:
        """What no record has named since before that moment, kept still until the transaction ends."""
        statement = select(_blob.c.sha256).where(_blob.c.village == village, _blob.c.loose_since < moment)
        return list(self._connection.execute(statement.with_for_update()).scalars())

    def held(self, village: VillageCode, names: Collection[str]) -> dict[str, int]:
        """Of these, the ones that are whole by their rows; name and size."""
        rows = self._connection.execute(
            select(_blob.c.sha256, _blob.c.have).where(
                _blob.c.village == village, _blob.c.complete.is_(True), _blob.c.sha256.in_(list(names))
            )
        )
        return {row.sha256: row.have for row in rows}

    def await_for(self, village: VillageCode, sha256: str, target: VillageCode) -> None:
        """Once these bytes came to the one village, they go on to the other."""
        row = insert(_awaited).values(village=village, sha256=sha256, target=target)
        self._connection.execute(row.on_conflict_do_nothing())

    def awaited(self, village: VillageCode, sha256: str) -> list[VillageCode]:
        """The villages that wait for these bytes of that village."""
        mine = (_awaited.c.village == village, _awaited.c.sha256 == sha256)
        rows = self._connection.execute(select(_awaited.c.target).where(*mine).order_by(_awaited.c.target))
        return [VillageCode(target) for (target,) in rows]

    def all_awaited(self, village: VillageCode) -> list[str]:
        """What other villages wait for from that village."""
        rows = self._connection.execute(select(_awaited.c.sha256).where(_awaited.c.village == village).distinct())
        return list(rows.scalars())

    def arrived(self, village: VillageCode, sha256: str, target: VillageCode) -> None:
        """The bytes went on; nobody waits any more."""
        mine = (_awaited.c.village == village, _awaited.c.sha256 == sha256, _awaited.c.target == target)
        self._connection.execute(delete(_awaited).where(*mine))

    def remove(self, village: VillageCode, sha256: str) -> None:
        """Forget the row."""
        self._connection.execute(delete(_blob).where(_blob.c.village == village, _blob.c.sha256 == sha256))


class BlobFiles:
    """The files of one data folder. Whoever writes one holds the lock of its row."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def append(self, village: VillageCode, sha256: str, offset: int, piece: bytes) -> None:
        """Write a piece behind the safe bytes and force it onto the disk. Raises `DiskFullError`."""
        part = self._part(village, sha256)
        with naming_full_disk():
            part.parent.mkdir(parents=True, exist_ok=True)
            with part.open("r+b" if part.exists() else "w+b") as file:
                file.truncate(offset)
                file.seek(offset)
                file.write(piece)
                file.flush()
                os.fsync(file.fileno())

    def finish(self, village: VillageCode, sha256: str) -> bool:
        """Give the bytes their name; False where they are not what it says, and then they are gone.

        Raises `DiskFullError`; the bytes then wait without their name.
        """
        part = self._part(village, sha256)
        digest = hashlib.sha256()
        with part.open("rb") as file:
            while piece := file.read(_READ):
                digest.update(piece)
        if digest.hexdigest() != sha256:
            part.unlink()
            return False
        with naming_full_disk():
            part.replace(self.path(village, sha256))
            sync_folder(part.parent)
        return True

    def is_whole(self, village: VillageCode, sha256: str, size: int) -> bool:
        """Whether the finished file is there: a restored data folder may lack what the database knows."""
        path = self.path(village, sha256)
        return path.is_file() and path.stat().st_size == size

    def part_size(self, village: VillageCode, sha256: str) -> int:
        """How many bytes the unfinished file holds."""
        part = self._part(village, sha256)
        return part.stat().st_size if part.is_file() else 0

    def read(self, village: VillageCode, sha256: str, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to `end`, piece by piece."""
        with self.path(village, sha256).open("rb") as file:
            file.seek(start)
            while start < end and (piece := file.read(min(_READ, end - start))):
                start += len(piece)
                yield piece

    def remove(self, village: VillageCode, sha256: str) -> None:
        """Take the bytes away, whole or not."""
        self.path(village, sha256).unlink(missing_ok=True)
        self._part(village, sha256).unlink(missing_ok=True)

    def path(self, village: VillageCode, sha256: str) -> Path:
        """Where the finished file lies."""
        return self._folder / village / sha256[:2] / sha256

    def _part(self, village: VillageCode, sha256: str) -> Path:
        return self.path(village, sha256).with_suffix(".part")


def sync_folder(folder: Path) -> None:
    """Force the names of a folder onto the disk."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
