"""Reads records as this laptop shows them: the district's document with the own pending changes over it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, select

from kemiskinan_desktop.storage.tables import WORKING, base, working
from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.records import Document, RecordId, RecordKind


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as it stands here; `rev` is the district's revision underneath, 0 while it has not seen the record."""

    id: RecordId
    kind: RecordKind
    rev: int
    document: Document


_AT_ONCE: Final = 500
"""Values of one question to SQLite, which takes some thousands."""
_documents: msgspec.json.Decoder[dict[str, Any]] = msgspec.json.Decoder(dict[str, Any])
_ROW = (base.c.rev, base.c.deleted, base.c.line, working.c.document, working.c.id.label("overlaid"))


def _listed(kind: RecordKind) -> Select[*tuple[Any, ...]]:
    table = WORKING[kind]
    joined = table.outerjoin(base, base.c.id == table.c.id).outerjoin(working, working.c.id == table.c.id)
    return select(table.c.id, *_ROW).select_from(joined)


class RecordReader:
    """`unit.records`: documents by id, by parent and by kind; a deleted record is not there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, kind: RecordKind, record: RecordId) -> StoredRecord | None:
        """The record; None where it is not there or was deleted."""
        overlaid = self._connection.execute(
            select(working.c.document, working.c.id).where(working.c.id == record, working.c.kind == kind.value)
        ).first()
        row = self._connection.execute(
            select(base.c.rev, base.c.deleted, base.c.line).where(base.c.id == record, base.c.kind == kind.value)
        ).first()
        rev, deleted, line = (0, False, None) if row is None else row
        document, name = (None, None) if overlaid is None else overlaid
        return _stored(kind, (record, rev, deleted, line, document, name))

    def children(self, kind: RecordKind, parent: RecordId) -> tuple[StoredRecord, ...]:
        """The records of a kind that belong to `parent`, by `position` where the kind has one, then by id."""
        table = WORKING[kind]
        order = [table.c.position.is_(None), table.c.position] if "position" in table.c else []
        return self._all(kind, _listed(kind).where(table.c.parent == parent).order_by(*order, table.c.id))

    def all(self, kind: RecordKind) -> tuple[StoredRecord, ...]:
        """Every record of a kind, by id: by the time it was made."""
        return self._all(kind, _listed(kind).order_by(WORKING[kind].c.id))

    def where(self, kind: RecordKind, **columns: str | int) -> tuple[StoredRecord, ...]:
        """The records of a kind whose typed columns have these values, by id."""
        table = WORKING[kind]
        wanted = [table.c[name] == value for name, value in columns.items()]
        return self._all(kind, _listed(kind).where(*wanted).order_by(table.c.id))

    def among(self, kind: RecordKind, column: str, values: Collection[str]) -> tuple[StoredRecord, ...]:
        """The records of a kind whose typed column has one of these values, some hundred at a time.

        In the order of `children`: by `position` where the kind has one, then by id.
        """
        table, wanted = WORKING[kind], sorted(set(values))
        order = [table.c.position.is_(None), table.c.position] if "position" in table.c else []
        found: list[StoredRecord] = []
        for begin in range(0, len(wanted), _AT_ONCE):
            some = table.c[column].in_(wanted[begin : begin + _AT_ONCE])
            found += self._all(kind, _listed(kind).where(some).order_by(*order, table.c.id))
        return tuple(found)

    def _all(self, kind: RecordKind, query: Select[*tuple[Any, ...]]) -> tuple[StoredRecord, ...]:
        found = (_stored(kind, tuple(row)) for row in self._connection.execute(query))
        return tuple(record for record in found if record is not None)


def _stored(kind: RecordKind, row: tuple[Any, ...]) -> StoredRecord | None:
    record, rev, deleted, line, document, overlaid = row
    if overlaid is not None:
        if document is None:
            return None
        return StoredRecord(RecordId(record), kind, rev or 0, _documents.decode(document))
    if line is None or deleted:
        return None
    return StoredRecord(RecordId(record), kind, rev or 0, decode_line(line).document)
