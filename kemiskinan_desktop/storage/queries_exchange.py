"""What the exchange's screens ask beside the lists: conflicts with a choice on the way, and kinds of records by id."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from kemiskinan_desktop.storage.tables import base, change_body, outbox
from kemiskinan_desktop.storage.unit import Unit
from kemiskinan_domain.changes import Put, decode_change
from kemiskinan_domain.records import RecordId, RecordKind

_CHUNK = 500


def closing_conflicts(unit: Unit) -> frozenset[RecordId]:
    """Conflicts that a person here has chosen on, while the district has not heard of it."""
    query = select(change_body.c.body).join(outbox, outbox.c.body_seq == change_body.c.seq).where(outbox.c.barrier)
    changes = (decode_change(body) for body in unit._connection.execute(query).scalars())
    return frozenset(conflict for change in changes if isinstance(change, Put) for conflict in change.closes)


def kinds_of(unit: Unit, records: Iterable[RecordId]) -> dict[RecordId, RecordKind]:
    """The kinds of records that the district holds; deleted ones too, unknown ones not."""
    ids = list(records)
    found: dict[RecordId, RecordKind] = {}
    for start in range(0, len(ids), _CHUNK):
        query = select(base.c.id, base.c.kind).where(base.c.id.in_(ids[start : start + _CHUNK]))
        found |= {RecordId(record): RecordKind(kind) for record, kind in unit._connection.execute(query)}
    return found
