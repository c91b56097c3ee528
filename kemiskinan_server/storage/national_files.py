"""Files with what is published for the whole nation: looked at first, then taken in; the last says what is stale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, octets, plain_text, text_key, whole


class NationalFileRow(ServerTable, table=True):
    """One file; the same again is the same row."""

    __tablename__ = "national_file"

    digest: str = text_key(primary_key=True)
    publisher: str = plain_text()
    public_key: str = plain_text()
    epoch: str = text_key()
    head: int = whole()
    made_at: str = plain_text()
    brought_by: str = plain_text()
    brought_at: datetime = moment()
    content: bytes | None = octets(default=None)
    """Until it was taken in."""
    taken_at: datetime | None = moment(default=None, index=True)
    taken_by: str = plain_text()
    changes: int = whole()
    named: str = plain_text()
    """Ids of the notices in it, parted by spaces: one that a later file does not name any more was withdrawn."""


@dataclass(frozen=True, slots=True)
class BroughtFile:
    """A file as pages show it; `taken_at` is None while somebody is only looking at it."""

    digest: str
    publisher: str
    public_key: str
    epoch: str
    head: int
    made_at: str
    brought_by: str
    brought_at: datetime
    taken_at: datetime | None = None
    taken_by: str = ""
    changes: int = 0
    named: str = ""


_file = table_of(NationalFileRow)
_LISTED: Final = tuple(column for column in _file.c if column.name != "content")


class NationalFiles:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def bring(self, file: BroughtFile, content: bytes) -> None:
        """Keep it to be looked at, in the place of what the same person was looking at before."""
        stale = (_file.c.taken_at.is_(None), _file.c.brought_by == file.brought_by, _file.c.digest != file.digest)
        self._connection.execute(delete(_file).where(*stale))
        values = {name: getattr(file, name) for name in file.__slots__}
        statement = insert(_file).values(content=content, **values)
        self._connection.execute(statement.on_conflict_do_nothing(index_elements=["digest"]))

    def waiting(self, digest: str) -> tuple[BroughtFile, bytes] | None:
        """A file that was brought and not taken in, kept still until the transaction ends."""
        statement = select(_file).where(_file.c.digest == digest, _file.c.content.is_not(None)).with_for_update()
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else (_brought(row), bytes(row["content"]))

    def taken(self, limit: int) -> list[BroughtFile]:
        """What was taken in, the latest first."""
        newest = select(*_LISTED).where(_file.c.taken_at.is_not(None)).order_by(_file.c.taken_at.desc()).limit(limit)
        return [_brought(row) for row in self._connection.execute(newest).mappings()]

    def is_taken(self, digest: str) -> bool:
        """Whether this very file was taken in before."""
        taken = select(_file.c.digest).where(_file.c.digest == digest, _file.c.taken_at.is_not(None))
        return self._connection.execute(taken).first() is not None

    def forget_key(self) -> int:
        """Let the next file bring another publisher's key; answers how many files had one."""
        known = update(_file).where(_file.c.taken_at.is_not(None), _file.c.public_key != "").values(public_key="")
        return self._connection.execute(known).rowcount

    def take(self, digest: str, by: str, now: datetime, *, changes: int, named: str) -> None:
        """It is taken in; its bytes are not needed any more."""
        values = {"taken_at": now, "taken_by": by, "changes": changes, "named": named, "content": None}
        self._connection.execute(update(_file).where(_file.c.digest == digest).values(**values))


def _brought(row: Mapping[Any, Any]) -> BroughtFile:
    return BroughtFile(**{name: row[name] for name in BroughtFile.__slots__})
