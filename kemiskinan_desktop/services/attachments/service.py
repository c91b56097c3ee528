"""Photos and papers of a record: the bytes first, then the record that names them, each durable when it returns."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.attachments.values import (
    LONGEST_EDGE,
    AttachmentRefusal,
    AttachmentView,
    Purpose,
    thumbnail_in,
)
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import DeliberationsChanged, ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.storage.blob_records import named_blobs, settled_attachments
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, new_record_id
from kemiskinan_domain.wire.blobs import is_blob_name

if TYPE_CHECKING:
    from kemiskinan_desktop.services.attachments.pictures import ReadFile
    from kemiskinan_desktop.storage import StoredRecord, Unit

ORPHANS_KEPT: Final = timedelta(days=30)
"""How long bytes stay that no record names: a removal that the district did not take must find them again."""
_NAME_LENGTH: Final = 120


class AttachmentService:
    """Run on the storage lane: a photo takes a moment to scale."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(
        self,
        parent_kind: RecordKind,
        parent: RecordId,
        purpose: str,
        content: bytes,
        file_name: str,
        *,
        edge: int = LONGEST_EDGE,
    ) -> AttachmentView | AttachmentRefusal:
        """Take a file in; the same photo for the same purpose twice is one. Raises DiskFullError, nothing is lost then.

        `purpose` is one of `Purpose`; a photo is scaled to `edge` pixels at most. The view offers the position that the
        photo told; it is not kept.
        """
        from kemiskinan_desktop.services.attachments.pictures import read_file  # Pillow, when the first photo comes

        read = read_file(content, edge)
        if isinstance(read, AttachmentRefusal):
            return read
        desk, record = self._desk, new_record_id()
        with desk.store.view() as view:
            if view.records.get(parent_kind, parent) is None:
                return AttachmentRefusal.PARENT_GONE
        sha256 = desk.store.blobs.put(read.content, desk.clock())
        with desk.store.unit() as unit:
            known = _same(unit, parent, purpose, sha256)
            if known is None:
                fields = _fields(parent_kind, parent, Purpose(purpose), read, sha256)
                fields["file_name"] = _tidy_name(file_name, purpose, read.extension)
                edits = {name: (None, value) for name, value in fields.items()}
                unit.changes.put(RecordKind.ATTACHMENT, record, edits, by=desk.person.id, at=desk.clock())
                unit.commit()
        self._tell(parent_kind, parent)
        shown = next(one for one in self.of(parent) if one.id == (record if known is None else known))
        return replace(shown, position=read.position)

    def of(self, parent: RecordId, purpose: str | None = None) -> tuple[AttachmentView, ...]:
        """The attachments of a record, the oldest first."""
        with self._desk.store.view() as view:
            records = view.records.children(RecordKind.ATTACHMENT, parent)
            settled = settled_attachments(view) if records else frozenset()
            epoch = view.meta.exchange().epoch
        return self._views((one for one in records if purpose in (None, one.document.get("purpose"))), settled, epoch)

    def content(self, attachment: RecordId) -> bytes | None:
        """The bytes; None while they are not on this laptop: the next exchange fetches them then before others."""
        stored = self._stored(attachment)
        sha256 = None if stored is None else stored.document.get("sha256")
        if not isinstance(sha256, str) or not is_blob_name(sha256):
            return None
        blobs = self._desk.store.blobs
        content = blobs.content(sha256)
        if content is None:
            blobs.want(sha256, self._desk.clock())
        return content

    def thumbnail(self, attachment: RecordId) -> bytes | None:
        """A small JPEG, which is here as soon as the record is; None for a PDF."""
        stored = self._stored(attachment)
        return None if stored is None else thumbnail_in(stored.document) or None

    def remove(self, attachment: RecordId, why: str) -> None:
        """Take an attachment out; `why` is a stable word. One that is gone already stays gone."""
        desk, stored = self._desk, self._stored(attachment)
        if stored is None:
            return
        with desk.store.unit() as unit:
            unit.changes.delete(RecordKind.ATTACHMENT, attachment, by=desk.person.id, at=desk.clock(), why=why)
            unit.commit()
        kind, parent = stored.document.get("parent_kind"), _text(stored.document, "parent")
        self._tell(RecordKind(kind) if kind in set(RecordKind) else None, RecordId(parent))

    def tidy(self) -> int:
        """Forget bytes that no record names any more, after a time; answers how many blobs."""
        store = self._desk.store
        with store.view() as view:
            named = named_blobs(view)
        return store.blobs.collect(named.keys(), self._desk.clock() - ORPHANS_KEPT)

    def _views(
        self, records: Iterable[StoredRecord], settled: frozenset[str], epoch: str
    ) -> tuple[AttachmentView, ...]:
        found = tuple(records)
        blobs = self._desk.store.blobs
        here, held = (blobs.complete(), blobs.held(epoch)) if found else (frozenset(), frozenset())
        return tuple(_view(one, one.id in settled, here, held) for one in found)

    def _stored(self, attachment: RecordId) -> StoredRecord | None:
        with self._desk.store.view() as view:
            return view.records.get(RecordKind.ATTACHMENT, attachment)

    def _tell(self, kind: RecordKind | None, parent: RecordId) -> None:
        self._desk.tell(ExchangeChanged())
        if kind is RecordKind.HOUSEHOLD:
            self._desk.tell(HouseholdsChanged(frozenset({parent})))
        elif kind is RecordKind.DELIBERATION:
            self._desk.tell(DeliberationsChanged(frozenset({parent})))


def _same(unit: Unit, parent: RecordId, purpose: str, sha256: str) -> RecordId | None:
    for one in unit.records.children(RecordKind.ATTACHMENT, parent):
        if (one.document.get("purpose"), one.document.get("sha256")) == (purpose, sha256):
            return one.id
    return None


def _fields(
    parent_kind: RecordKind, parent: RecordId, purpose: Purpose, read: ReadFile, sha256: str
) -> dict[str, FieldValue]:
    fields: dict[str, FieldValue] = {
        "parent": parent,
        "parent_kind": parent_kind.value,
        "purpose": purpose.value,
        "sha256": sha256,
        "size": len(read.content),
        "mime": read.mime,
    }
    if read.thumbnail:
        fields["thumb"] = base64.b64encode(read.thumbnail).decode()
    if read.taken_at is not None:
        fields["taken_at"] = read.taken_at.isoformat(timespec="seconds")
    return fields


def _tidy_name(file_name: str, purpose: str, extension: str) -> str:
    """The name alone, without folders and what no disk takes; its ending is that of the content."""
    name = PurePosixPath(file_name.replace("\\", "/")).name
    stem = PurePosixPath(name).stem if PurePosixPath(name).suffix else name
    clean = "".join(sign for sign in stem if sign.isprintable() and sign not in '<>:"/|?*').strip(" .")
    return (clean[:_NAME_LENGTH] or purpose) + extension


def _view(stored: StoredRecord, settled: bool, here: frozenset[str], held: frozenset[str]) -> AttachmentView:
    document = stored.document
    sha256, size = _text(document, "sha256"), document.get("size")
    return AttachmentView(
        id=stored.id,
        parent=RecordId(_text(document, "parent")),
        purpose=_text(document, "purpose") or Purpose.OTHER.value,
        file_name=_text(document, "file_name"),
        mime=_text(document, "mime"),
        size=size if isinstance(size, int) else 0,
        sha256=sha256,
        here=sha256 in here,
        sent=settled and sha256 in held,
        taken_at=_moment(_text(document, "taken_at")),
    )


def _text(document: dict[str, FieldValue], field: str) -> str:
    value = document.get(field)
    return value if isinstance(value, str) else ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
