"""The records that one batch touches, held in memory while its changes are merged one after another."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

import msgspec

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.changes.lines import document_of
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode
from kemiskinan_server.storage.values import StoredRecord
from kemiskinan_server.storage.villages import Villages


@dataclass(slots=True)
class WorkingRecord:
    """A record as the batch has made it so far; of a deleted one, `document` is what it last held."""

    id: RecordId
    kind: RecordKind
    before: StoredRecord | None
    document: Document
    deleted: bool
    original: Document

    @property
    def rev(self) -> int:
        """The revision before this batch; 0 for a new record."""
        return self.before.rev if self.before is not None else 0

    @property
    def parent(self) -> RecordId | None:
        """The record that this one belongs to."""
        return parent_in(self.document)


class WorkingSet:
    """Loads from the village what is asked for, once, and remembers in which order records were touched."""

    def __init__(self, villages: Villages, code: VillageCode) -> None:
        self._villages = villages
        self._code = code
        self._records: dict[RecordId, WorkingRecord | None] = {}
        self._touched: dict[RecordId, WorkingRecord] = {}

    def load(self, ids: Iterable[RecordId]) -> None:
        """Fetch those that were not asked for before, in one query."""
        missing = {record for record in ids if record not in self._records}
        found = self._villages.records(self._code, missing)
        for record in missing:
            stored = found.get(record)
            self._records[record] = None if stored is None else _opened(stored)

    def get(self, record: RecordId) -> WorkingRecord | None:
        """The record as it stands within the batch; None where there is none."""
        if record not in self._records:
            self.load([record])
        return self._records[record]

    def put(self, record: RecordId, kind: RecordKind, document: Document, *, deleted: bool = False) -> WorkingRecord:
        """Give a record a new state; a tombstone keeps the document that it had."""
        known = self.get(record)
        if known is None:
            known = WorkingRecord(record, kind, None, document, deleted, {})
            self._records[record] = known
        if not deleted:
            known.document = document
        known.deleted = deleted
        self._touched.pop(record, None)
        self._touched[record] = known
        return known

    @property
    def touched(self) -> list[WorkingRecord]:
        """What the batch changed, in order of the last touch."""
        return list(self._touched.values())

    def is_touched(self, record: RecordId) -> bool:
        """Whether the batch changed it."""
        return record in self._touched


def parent_in(document: Document) -> RecordId | None:
    """The `parent` of a document where it is a text."""
    parent = document.get("parent")
    return RecordId(parent) if isinstance(parent, str) and parent else None


def _opened(stored: StoredRecord) -> WorkingRecord:
    if stored.deleted:
        held = cast("Document", msgspec.json.decode(stored.last_document or "{}"))
        return WorkingRecord(stored.id, stored.kind, stored, held, True, {})
    document = document_of(decode_line(stored.line))
    return WorkingRecord(stored.id, stored.kind, stored, document, False, document)
