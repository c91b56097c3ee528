"""Own changes of one record, as far as this laptop still has them: waiting, acknowledged and kept aside."""

from __future__ import annotations

from sqlalchemy import Connection, Select, Table, select

from kemiskinan_desktop.storage.tables import archive, change_body, outbox, refused
from kemiskinan_domain.changes import Change, decode_change
from kemiskinan_domain.records import RecordId


def of_record(connection: Connection, record: RecordId) -> tuple[Change, ...]:
    """See `Queries.own_changes`."""
    kept_aside = select(refused.c.mid, refused.c.body).where(refused.c.record == record)
    found: list[tuple[str, int, Change]] = []
    for query in (_held(archive, record), kept_aside, _held(outbox, record)):
        rows = connection.execute(query)
        found += [(change.at, mid, change) for mid, change in ((mid, decode_change(body)) for mid, body in rows)]
    return tuple(change for _at, _mid, change in sorted(found, key=lambda one: one[:2]))


def _held(table: Table, record: RecordId) -> Select[tuple[int, bytes]]:
    bodies = table.join(change_body, change_body.c.seq == table.c.body_seq)
    return select(table.c.mid, change_body.c.body).select_from(bodies).where(table.c.record == record)
