"""Lists that somebody brought to the page: looked at first, then taken in, perhaps taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, octets, plain_text, text_key


class UploadRow(ServerTable, table=True):
    """One file for one source and period; the same again is the same row."""

    __tablename__ = "prelist_upload"

    digest: str = text_key(primary_key=True)
    """SHA-256 of file, source and period."""
    name: str = plain_text()
    source: str = text_key()
    period: str = text_key()
    brought_by: str = plain_text()
    brought_at: datetime = moment(index=True)
    content: bytes | None = octets(default=None)
    """Until it was taken in."""
    applied_at: datetime | None = moment(default=None)
    undone_at: datetime | None = moment(default=None)
    summary: str = plain_text(default="")
    """JSON of what the villages got."""
    report: bytes | None = octets(default=None)
    returned: bytes | None = octets(default=None)
    columns: str = plain_text(default="", sa_column_kwargs={"server_default": ""})
    """JSON: column to the title that somebody chose for it; the empty text is none."""


class VillageShare(msgspec.Struct, frozen=True):
    """What one village got of a list; the numbers of the district's own changes, and the revision after them."""

    village: str
    families: int
    people: int
    new: int
    linked: int
    unchanged: int
    first_mid: int = 0
    last_mid: int = 0
    head: int = 0


@dataclass(frozen=True, slots=True)
class Upload:
    """A list as pages show it."""

    digest: str
    name: str
    source: str
    period: str
    brought_by: str
    brought_at: datetime
    applied_at: datetime | None
    undone_at: datetime | None
    shares: tuple[VillageShare, ...]
    has_returned: bool = False
    columns: Mapping[str, str] = field(default_factory=dict)
    """Column to the title that somebody chose for it; the empty title: there is none."""


_upload = table_of(UploadRow)
_SHOWN = [
    *(column for column in _upload.c if column.name not in ("content", "report", "returned", "summary")),
    _upload.c.returned.is_not(None).label("has_returned"),
]


class Uploads:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, upload: Upload, content: bytes) -> None:
        """Keep a file that was brought; one that is there already stays as it is."""
        values = {
            "digest": upload.digest,
            "name": upload.name,
            "source": upload.source,
            "period": upload.period,
            "brought_by": upload.brought_by,
            "brought_at": upload.brought_at,
            "content": content,
        }
        self._connection.execute(insert(_upload).values(values).on_conflict_do_nothing(index_elements=["digest"]))

    def get(self, digest: str) -> Upload | None:
        """One upload."""
        row = (
            self._connection.execute(select(*_SHOWN, _upload.c.summary).where(_upload.c.digest == digest))
            .mappings()
            .first()
        )
        return None if row is None else _read(dict(row))

    def latest(self, limit: int) -> list[Upload]:
        """The latest first."""
        rows = self._connection.execute(
            select(*_SHOWN, _upload.c.summary).order_by(_upload.c.brought_at.desc()).limit(limit)
        )
        return [_read(dict(row)) for row in rows.mappings()]

    def content(self, digest: str) -> bytes | None:
        """The file while it was not taken in yet; the row is locked, so that it is taken in once."""
        row = self._connection.execute(
            select(_upload.c.content).where(_upload.c.digest == digest).with_for_update()
        ).first()
        return None if row is None or row[0] is None else bytes(row[0])

    def paper(self, digest: str, name: str) -> bytes | None:
        """`report` or `returned` of an upload that was taken in."""
        row = self._connection.execute(select(_upload.c[name]).where(_upload.c.digest == digest)).first()
        return None if row is None or row[0] is None else bytes(row[0])

    def applied(
        self, digest: str, at: datetime, shares: list[VillageShare], report: bytes, returned: bytes | None
    ) -> None:
        """It was taken in: the file itself is not needed any more."""
        summary = msgspec.json.encode(shares).decode()
        values = {"applied_at": at, "content": None, "summary": summary, "report": report, "returned": returned}
        self._connection.execute(update(_upload).where(_upload.c.digest == digest).values(values))

    def choose(self, digest: str, columns: Mapping[str, str]) -> None:
        """Which titles somebody chose, as long as it was not taken in."""
        waiting = (_upload.c.digest == digest, _upload.c.applied_at.is_(None))
        text = msgspec.json.encode(columns).decode() if columns else ""
        self._connection.execute(update(_upload).where(*waiting).values(columns=text))

    def undone(self, digest: str, at: datetime) -> None:
        """It was taken back."""
        self._connection.execute(update(_upload).where(_upload.c.digest == digest).values(undone_at=at))

    def forget_before(self, moment_: datetime) -> None:
        """Files that nobody took in, brought before that moment."""
        old = (_upload.c.applied_at.is_(None), _upload.c.brought_at < moment_)
        self._connection.execute(delete(_upload).where(*old))


def _read(row: dict[str, object]) -> Upload:
    summary = str(row.pop("summary") or "[]")
    shares = tuple(msgspec.json.decode(summary, type=list[VillageShare]))
    columns = msgspec.json.decode(str(row.pop("columns") or "{}"), type=dict[str, str])
    return Upload(**row, shares=shares, columns=columns)  # type: ignore[arg-type]  # the columns are the fields
