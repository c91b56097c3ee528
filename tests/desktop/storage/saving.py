"""Saves of the tests, in few words."""

from __future__ import annotations

from datetime import UTC, datetime

from kemiskinan_desktop.storage import Store, StoredRecord
from kemiskinan_domain.changes import FieldEdit, Put, decode_change
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
HOUSEHOLD = RecordKind.HOUSEHOLD


def put(store: Store, record: RecordId, edits: dict[str, FieldEdit], kind: RecordKind = HOUSEHOLD) -> int:
    with store.unit() as unit:
        mid = unit.changes.put(kind, record, edits, by="u1", at=NOW)
        unit.commit()
    return mid


def new(store: Store, record: RecordId, kind: RecordKind = HOUSEHOLD, **fields: FieldValue) -> int:
    return put(store, record, {name: (None, value) for name, value in fields.items()}, kind)


def get(store: Store, record: RecordId, kind: RecordKind = HOUSEHOLD) -> StoredRecord | None:
    with store.view() as unit:
        return unit.records.get(kind, record)


def freeze(store: Store) -> None:
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        unit.commit()


def outgoing(store: Store) -> list[Put]:
    freeze(store)
    with store.view() as unit:
        batch = unit.exchange.sending.batch(500, 10_000_000)
    changes = [] if batch is None else [decode_change(body) for body in batch.bodies]
    return [change for change in changes if isinstance(change, Put)]
