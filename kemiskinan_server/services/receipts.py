"""Receipts: the district's signed word for what it holds, kept as it was handed out (SYNC 2.14)."""

from __future__ import annotations

from datetime import datetime

import msgspec

from kemiskinan_domain.changes import Receipt, ReceiptEntry, receipt_code, sign_receipt
from kemiskinan_domain.records import RecordId
from kemiskinan_server.services.codes import read_code_shape
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Client, StoredReceipt, VillageHead


def receipt_for(
    unit: UnitOfWork,
    keys: ServerKeys,
    village: VillageHead,
    client: Client,
    *,
    first: int,
    fresh: list[ReceiptEntry] | None,
    now: datetime,
) -> Receipt | None:
    """The receipt for all that the device sent from `first` on, or None where that is nothing.

    A receipt that was handed out for the same numbers is handed out again, letter for letter.
    """
    if first > client.last_mid:
        return None
    # Of what was written in this very transaction no receipt can have been handed out before.
    known = unit.ledger.receipt_for(village.code, client.id, first, client.last_mid) if fresh is None else None
    if known is not None:
        return msgspec.json.decode(known.body, type=Receipt)
    entries = fresh
    if entries is None:
        held = unit.ledger.held_records(village.code, client.id, first, client.last_mid)
        entries = [ReceiptEntry(RecordId(record), rev, digest) for record, rev, digest in held]
    receipt = sign_receipt(
        Receipt(
            village=village.code,
            client=client.id,
            first_mid=first,
            last_mid=client.last_mid,
            chain=client.chain,
            rev=village.head,
            records=entries,
            time=now.isoformat(),
        ),
        keys.signing,
    )
    unit.ledger.add_receipt(
        StoredReceipt(
            village=village.code,
            code=receipt_code(receipt),
            client=client.id,
            first_mid=first,
            last_mid=client.last_mid,
            records=len(entries),
            rev=village.head,
            issued_at=now,
            body=msgspec.json.encode(receipt).decode(),
        )
    )
    return receipt


def confirm(unit: UnitOfWork, typed: str) -> StoredReceipt | None:
    """The receipt whose code somebody typed from paper."""
    code = read_code_shape(typed)
    return None if code is None else unit.ledger.receipt_by_code(code)
