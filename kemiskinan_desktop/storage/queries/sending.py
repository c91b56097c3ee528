"""What waits for the district, and what it has vouched for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, func, select

from kemiskinan_desktop.storage.tables import change_body, meta, outbox, receipt
from kemiskinan_domain.records import RecordId, RecordKind


class SendState(StrEnum):
    """Where the own changes of a family are."""

    NOTHING = "nothing"
    """This laptop never changed it."""
    UNSENT = "unsent"
    SENDING = "sending"
    """Frozen for sending, or acknowledged and not yet part of what was received."""
    RECEIPTED = "receipted"
    """A verified receipt names it and nothing newer waits: *terkirim*."""


@dataclass(frozen=True, slots=True)
class SendSummary:
    """The state of sending; times are ISO texts as they were written."""

    unsent: int
    """Changes that the district has not acknowledged."""
    unsent_records: int
    oldest_unsent: str | None
    pending_bytes: int
    last_receipt: str | None
    last_exchange: str | None


@dataclass(frozen=True, slots=True)
class WaitingRecord:
    """A record with unacknowledged changes; `root` is its household, or the record itself."""

    kind: RecordKind
    id: RecordId
    root: RecordId
    changes: int
    since: str


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A verified receipt."""

    code: str
    time: str
    records: int
    first_mid: int
    last_mid: int
    rev: int


_WAITING: Final = outbox.c.acked.is_(False)


def summary(connection: Connection) -> SendSummary:
    """See `Queries.send_summary`."""
    unsent, records, oldest, size = connection.execute(
        select(
            func.count(),
            func.count(outbox.c.record.distinct()),
            func.min(outbox.c.saved_at),
            func.coalesce(func.sum(func.length(change_body.c.body)), 0),
        )
        .select_from(outbox.join(change_body, change_body.c.seq == outbox.c.body_seq))
        .where(_WAITING)
    ).one()
    last_receipt = connection.execute(select(func.max(receipt.c.received_at))).scalar()
    last_exchange = connection.execute(select(meta.c.value).where(meta.c.name == "last_exchange")).scalar()
    return SendSummary(unsent, records, oldest, size, last_receipt, (last_exchange or "").strip('"') or None)


def waiting(connection: Connection) -> tuple[WaitingRecord, ...]:
    """See `Queries.waiting`."""
    query = (
        select(outbox.c.kind, outbox.c.record, outbox.c.root, func.count(), func.min(outbox.c.saved_at))
        .where(_WAITING)
        .group_by(outbox.c.kind, outbox.c.record, outbox.c.root)
        .order_by(func.min(outbox.c.mid))
    )
    return tuple(
        WaitingRecord(RecordKind(kind), RecordId(record), RecordId(root), changes, since)
        for kind, record, root, changes, since in connection.execute(query)
    )


def receipts(connection: Connection, limit: int) -> tuple[ReceiptRow, ...]:
    """See `Queries.receipts`."""
    columns = (
        receipt.c.code,
        receipt.c.time,
        receipt.c.records,
        receipt.c.first_mid,
        receipt.c.last_mid,
        receipt.c.rev,
    )
    query = select(*columns).order_by(receipt.c.rev.desc(), receipt.c.last_mid.desc()).limit(limit)
    return tuple(ReceiptRow(*row) for row in connection.execute(query))


def receipt_body(connection: Connection, code: str) -> bytes | None:
    """See `Queries.receipt_body`."""
    return connection.execute(select(receipt.c.body).where(receipt.c.code == code)).scalar()
