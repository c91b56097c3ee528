"""What the records say about attachments' bytes: which are named, and which records the district has vouched for."""

from __future__ import annotations

from typing import Final

from sqlalchemy import func, select

from kemiskinan_desktop.storage.tables import WORKING, base, carried_change, outbox
from kemiskinan_desktop.storage.unit import Unit
from kemiskinan_domain.changes import Put, decode_change
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.wire.blobs import is_blob_name

_attachment: Final = WORKING[RecordKind.ATTACHMENT]


def named_blobs(unit: Unit) -> dict[str, int]:
    """SHA-256 and size (bytes, 0 where it is not told) of all bytes that a live attachment names, the oldest first."""
    query = select(_attachment.c.sha256, func.coalesce(_attachment.c.size, 0)).order_by(_attachment.c.id)
    return {name: max(0, size) for name, size in unit._connection.execute(query) if is_blob_name(name)}


def carried_blobs(unit: Unit) -> frozenset[str]:
    """SHA-256 of bytes that other laptops' carried changes name: they travel along with those changes."""
    query = select(carried_change.c.body).where(carried_change.c.kind == RecordKind.ATTACHMENT.value)
    changes = [decode_change(body) for body in unit._connection.execute(query).scalars()]
    told = [change.f["sha256"][1] for change in changes if isinstance(change, Put) and "sha256" in change.f]
    return frozenset(name for name in told if isinstance(name, str) and is_blob_name(name))


def settled_attachments(unit: Unit) -> frozenset[str]:
    """Attachments that the district sent back with its revision and that no own change waits for.

    A change leaves the outbox only under a verified receipt (SYNC I12), so that these are covered by one.
    """
    waiting = select(outbox.c.record).where(outbox.c.acked.is_(False), outbox.c.kind == RecordKind.ATTACHMENT.value)
    query = select(_attachment.c.id).join(base, base.c.id == _attachment.c.id).where(_attachment.c.id.not_in(waiting))
    return frozenset(unit._connection.execute(query).scalars())
