"""Own changes of one record, as far as this laptop still has them: waiting, acknowledged and kept aside."""

from __future__ import annotations

from sqlalchemy import Connection, select

from kemiskinan_desktop.storage.tables import archive, outbox, refused
from kemiskinan_domain.changes import Change, decode_change
from kemiskinan_domain.records import RecordId


def of_record(connection: Connection, record: RecordId) -> tuple[Change, ...]:
    """See `Queries.own_changes`."""
    found: list[tuple[str, int, Change]] = []
    for table in (archive, refused, outbox):
        rows = connection.execute(select(table.c.mid, table.c.body).where(table.c.record == record))
        found += [(change.at, mid, change) for mid, change in ((mid, decode_change(body)) for mid, body in rows)]
    return tuple(change for _at, _mid, change in sorted(found, key=lambda one: one[:2]))
