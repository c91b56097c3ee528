"""Keeps working = base ⊕ outbox (SYNC invariant I8) by laying the pending changes of a record over its base.

A record is always laid anew, so that no order of edits and pulls can make the two differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from kemiskinan_desktop.storage.projection import columns_of, row_values
from kemiskinan_desktop.storage.tables import WORKING, base, change_body, outbox, working
from kemiskinan_domain.changes import decode_change, decode_line, overlay
from kemiskinan_domain.records import Document, RecordKind

_CHUNK = 500


class Overlayer:
    """Writes working rows; the sync and the saving of an answer come through here alike."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def rebuild(self, records: Mapping[str, RecordKind]) -> None:
        """Make the working rows of these records what base and outbox say."""
        ids = list(records)
        for start in range(0, len(ids), _CHUNK):
            self._rebuild({record: records[record] for record in ids[start : start + _CHUNK]})

    def _rebuild(self, records: Mapping[str, RecordKind]) -> None:
        ids = list(records)
        documents: dict[str, Document | None] = dict.fromkeys(ids)
        documents.update(self._bases(ids))
        overlaid: dict[str, bytes | None] = {}
        pending = self._pending(ids)
        for record, bodies in pending.items():
            document = documents[record]
            for body in bodies:
                document = overlay(document, decode_change(body))
            documents[record] = document
            overlaid[record] = None if document is None else msgspec.json.encode(document)
        self._write_overlays(records, overlaid)
        self.write_rows((records[record], record, document) for record, document in documents.items())

    def _bases(self, ids: list[str]) -> dict[str, Document]:
        query = select(base.c.id, base.c.line).where(base.c.id.in_(ids), base.c.deleted.is_(False))
        return {row.id: decode_line(row.line).document for row in self._connection.execute(query)}

    def _pending(self, ids: list[str]) -> dict[str, list[bytes]]:
        query = (
            select(outbox.c.record, change_body.c.body)
            .join(change_body, change_body.c.seq == outbox.c.body_seq)
            .where(outbox.c.record.in_(ids), outbox.c.replay.is_(False))
            .order_by(outbox.c.mid)
        )
        bodies: dict[str, list[bytes]] = defaultdict(list)
        for row in self._connection.execute(query):
            bodies[row.record].append(row.body)
        return bodies

    def _write_overlays(self, records: Mapping[str, RecordKind], overlaid: Mapping[str, bytes | None]) -> None:
        plain = [record for record in records if record not in overlaid]
        if plain:
            self._connection.execute(delete(working).where(working.c.id.in_(plain)))
        if overlaid:
            rows = [
                {"id": record, "kind": records[record].value, "document": None if text is None else text.decode()}
                for record, text in overlaid.items()
            ]
            self._connection.execute(insert(working).prefix_with("OR REPLACE"), rows)

    def write_rows(self, documents: Iterable[tuple[RecordKind, str, Document | None]]) -> None:
        """Write the typed rows of these documents; a record without one leaves its table."""
        present: dict[RecordKind, list[dict[str, Any]]] = defaultdict(list)
        absent: dict[RecordKind, list[str]] = defaultdict(list)
        for kind, record, document in documents:
            if document is None:
                absent[kind].append(record)
            else:
                present[kind].append(dict(zip(columns_of(kind), row_values(kind, record, document), strict=True)))
        for kind, rows in present.items():
            self._connection.execute(insert(WORKING[kind]).prefix_with("OR REPLACE"), rows)
        for kind, gone in absent.items():
            self._connection.execute(delete(WORKING[kind]).where(WORKING[kind].c.id.in_(gone)))
