"""Keeps verified receipts and, for each record, the latest one that names it."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert

from kemiskinan_desktop.storage.tables import receipt as receipt_table
from kemiskinan_domain.changes import Receipt, receipt_code


def store_receipt(connection: Connection, receipt: Receipt, at: datetime) -> None:
    """Write a receipt and its entries; the same receipt twice is one."""
    code = receipt_code(receipt)
    connection.execute(
        insert(receipt_table)
        .prefix_with("OR REPLACE")
        .values(
            code=code,
            client=receipt.client,
            first_mid=receipt.first_mid,
            last_mid=receipt.last_mid,
            rev=receipt.rev,
            records=len(receipt.records),
            time=receipt.time,
            received_at=at.isoformat(),
            body=msgspec.json.encode(receipt),
        )
    )
    if receipt.records:
        connection.exec_driver_sql(
            "INSERT INTO receipt_entry (id, rev, digest, receipt) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET rev = excluded.rev, digest = excluded.digest, receipt = excluded.receipt "
            "WHERE excluded.rev >= receipt_entry.rev",
            [(entry.id, entry.rev, entry.digest, code) for entry in receipt.records],
        )
