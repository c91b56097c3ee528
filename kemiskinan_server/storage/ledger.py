"""The devices and the ledger of what each of them proposed: rows are added, results never change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update
from sqlalchemy.exc import OperationalError

from kemiskinan_domain.changes import ChainValue
from kemiskinan_domain.people import Role, Side
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.storage.base import table_of
from kemiskinan_server.storage.copying import copy_rows
from kemiskinan_server.storage.tables import ClientRow, HistoryRow, ReceiptRow, RecordRow
from kemiskinan_server.storage.values import Client, HistoryEntry, StoredReceipt
from kemiskinan_server.storage.villages import VillageBusyError

_client = table_of(ClientRow)
_history = table_of(HistoryRow)
_receipt = table_of(ReceiptRow)
_record = table_of(RecordRow)


class Ledger:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_client(self, client: Client, now: datetime, device_name: str = "", app_version: str = "") -> None:
        """A device that was enrolled, or the district's hand in a village."""
        self._connection.execute(
            insert(_client).values(
                id=client.id,
                village=client.village,
                side=client.side,
                role=client.role,
                person=client.person,
                public_key=client.public_key,
                device_name=device_name,
                app_version=app_version,
                last_mid=client.last_mid,
                chain=client.chain,
                enrolled_at=now,
            )
        )

    def client(self, client: str) -> Client | None:
        """A device as the last commit left it."""
        row = self._connection.execute(select(_client).where(_client.c.id == client)).mappings().first()
        return None if row is None else _as_client(row)

    def lock_client(self, client: str) -> Client | None:
        """A device, kept still until the transaction ends. Raises `VillageBusyError`."""
        try:
            statement = select(_client).where(_client.c.id == client).with_for_update()
            row = self._connection.execute(statement).mappings().first()
        except OperationalError as error:
            raise VillageBusyError from error
        return None if row is None else _as_client(row)

    def save_progress(self, client: Client, now: datetime) -> None:
        """How far a device was processed, how far it has read, and what it still has to send."""
        self._connection.execute(
            update(_client)
            .where(_client.c.id == client.id)
            .values(
                last_mid=client.last_mid,
                chain=client.chain,
                cursor_seen=client.cursor_seen,
                waiting=client.waiting,
                last_seen=now,
            )
        )

    def readers(self, code: VillageCode) -> list[Client]:
        """The laptops of a village that may connect, in all the names that each of them went by."""
        allowed = (_client.c.village == code, _client.c.side == Side.VILLAGE, _client.c.revoked_at.is_(None))
        return [_as_client(row) for row in self._connection.execute(select(_client).where(*allowed)).mappings()]

    def revoke(self, client: str, now: datetime) -> bool:
        """Shut a device out; False where there is none."""
        statement = update(_client).where(_client.c.id == client).values(revoked_at=now)
        return self._connection.execute(statement).rowcount == 1

    def add_history(self, code: VillageCode, client: str, entries: Iterable[HistoryEntry]) -> None:
        """Append processed changes."""
        copy_rows(
            self._connection,
            _history,
            (
                (
                    code,
                    client,
                    entry.mid,
                    entry.chain,
                    entry.rev,
                    entry.record,
                    entry.author,
                    entry.server_time,
                    entry.client_time,
                    entry.body,
                    entry.verdict,
                )
                for entry in entries
            ),
        )

    def bodies(self, code: VillageCode, client: str, first: int, last: int) -> list[bytes]:
        """What a device said in these changes, in their order."""
        rows = self._connection.execute(
            select(_history.c.body)
            .where(_history.c.village == code, _history.c.client == client, _history.c.mid.between(first, last))
            .order_by(_history.c.mid)
        )
        return [bytes(row[0]) for row in rows]

    def chain_at(self, code: VillageCode, client: str, mid: int) -> ChainValue | None:
        """The chain value after that number; None where it was never processed."""
        found = self._connection.execute(
            select(_history.c.chain).where(
                _history.c.village == code, _history.c.client == client, _history.c.mid == mid
            )
        ).scalar()
        return None if found is None else ChainValue(found)

    def links(self, code: VillageCode, client: str, start: int) -> list[tuple[int, str]]:
        """Number and chain value of everything processed from a number on."""
        rows = self._connection.execute(
            select(_history.c.mid, _history.c.chain)
            .where(_history.c.village == code, _history.c.client == client, _history.c.mid >= start)
            .order_by(_history.c.mid)
        )
        return [(row[0], row[1]) for row in rows]

    def verdicts_after(self, code: VillageCode, client: str, mid: int) -> dict[int, str]:
        """The results after a number that are not plainly ok, as JSON."""
        rows = self._connection.execute(
            select(_history.c.mid, _history.c.verdict).where(
                _history.c.village == code,
                _history.c.client == client,
                _history.c.mid > mid,
                _history.c.verdict.is_not(None),
            )
        )
        return {row[0]: row[1] for row in rows}

    def held_records(self, code: VillageCode, client: str, first: int, last: int) -> list[tuple[str, int, str]]:
        """Id, revision and digest of the records that these changes were about, as they stand now."""
        ids = select(_history.c.record).where(
            _history.c.village == code, _history.c.client == client, _history.c.mid.between(first, last)
        )
        rows = self._connection.execute(
            select(_record.c.id, _record.c.rev, _record.c.digest)
            .where(_record.c.village == code, _record.c.id.in_(ids))
            .order_by(_record.c.rev)
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def receipt_for(self, code: VillageCode, client: str, first: int, last: int) -> StoredReceipt | None:
        """The receipt that was handed out for exactly these numbers."""
        row = (
            self._connection.execute(
                select(_receipt).where(
                    _receipt.c.village == code,
                    _receipt.c.client == client,
                    _receipt.c.first_mid == first,
                    _receipt.c.last_mid == last,
                )
            )
            .mappings()
            .first()
        )
        return None if row is None else StoredReceipt(**row)

    def receipt_by_code(self, code: str) -> StoredReceipt | None:
        """The receipt with that code on paper."""
        row = self._connection.execute(select(_receipt).where(_receipt.c.code == code)).mappings().first()
        return None if row is None else StoredReceipt(**row)

    def receipts(self, code: VillageCode, limit: int) -> list[StoredReceipt]:
        """The latest receipts of a village, newest first."""
        statement = select(_receipt).where(_receipt.c.village == code).order_by(_receipt.c.issued_at.desc())
        return [StoredReceipt(**row) for row in self._connection.execute(statement.limit(limit)).mappings()]

    def add_receipt(self, receipt: StoredReceipt) -> None:
        """Keep what is handed out."""
        copy_rows(
            self._connection,
            _receipt,
            [
                (
                    receipt.village,
                    receipt.code,
                    receipt.client,
                    receipt.first_mid,
                    receipt.last_mid,
                    receipt.records,
                    receipt.rev,
                    receipt.issued_at,
                    receipt.body,
                )
            ],
        )


def _as_client(row: RowMapping) -> Client:
    return Client(
        id=row["id"],
        village=row["village"],
        side=Side(row["side"]),
        role=Role(row["role"]),
        person=row["person"],
        public_key=row["public_key"],
        last_mid=row["last_mid"],
        chain=ChainValue(row["chain"]),
        revoked=row["revoked_at"] is not None,
        cursor_seen=row["cursor_seen"],
        last_seen=row["last_seen"],
        waiting=row["waiting"],
    )
