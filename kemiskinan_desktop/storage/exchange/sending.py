"""The outbox towards the district: freeze, batch, acknowledge, retire (SYNC 2.2, rules 2, 3, 4 and 7)."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, literal, select, update

from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.exchange.chaining import Chaining
from kemiskinan_desktop.storage.exchange.receipts import store_receipt
from kemiskinan_desktop.storage.meta import MetaStore
from kemiskinan_desktop.storage.overlaying import Overlayer
from kemiskinan_desktop.storage.tables import archive, change_body, outbox, refused
from kemiskinan_domain.changes import GENESIS, ChainValue, Receipt, Verdict, VerdictStatus, chain_over
from kemiskinan_domain.records import RecordKind

_WAITING: Final = """
    SELECT mid, body FROM outbox JOIN change_body ON seq = body_seq
    WHERE acked = 0 AND rev IS NULL AND mid BETWEEN ? AND ? ORDER BY mid LIMIT ?
"""
_ROWS: Final = 256
"""Fetched at once: one by one they cost more to fetch than to send."""


class ForeignAcknowledgementError(StorageError):
    """The district acknowledges a change that this file never made: the file is a restored or cloned copy."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Consecutive frozen changes; `chain` is the value after the last of them."""

    first: int
    prev: ChainValue
    chain: ChainValue
    bodies: tuple[bytes, ...]

    @property
    def last(self) -> int:
        """Number of the last change."""
        return self.first + len(self.bodies) - 1


class Sending:
    """`unit.exchange.sending`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._meta = MetaStore(connection)
        self.chaining = Chaining(connection)

    def freeze(self) -> int:
        """From here the body of no waiting change is written anew. Answers how many more that are."""
        state = self._meta.exchange()
        if state.frozen_mid < state.top_mid:
            self._meta.change_exchange(state, frozen_mid=state.top_mid)
        return state.top_mid - state.frozen_mid

    def batch(self, changes: int, size: int, behind: Batch | None = None) -> Batch | None:
        """The oldest frozen changes that wait for an acknowledgement, or those behind another batch.

        At most `changes` of them and about `size` bytes, but always one.
        """
        span = (1 if behind is None else behind.last + 1, self._meta.exchange().frozen_mid, changes)
        parts = self._connection.exec_driver_sql(_WAITING, span).partitions(_ROWS)
        bodies: list[bytes] = []
        first = total = 0
        for mid, body in itertools.chain.from_iterable(parts):
            # A chain has no holes: what a receipt settled in between ends a batch.
            if bodies and (total + len(body) > size or mid != first + len(bodies)):
                break
            first = first or mid
            bodies.append(body)
            total += len(body)
        if not bodies:
            return None
        follows = behind is not None and first == behind.last + 1
        known = behind.chain if behind is not None and follows else self.chaining.after(first - 1)
        # Should what came before ever be lost here, the district tells so, and this file goes on as another client.
        prev = known or GENESIS
        return Batch(first, prev, chain_over(prev, bodies), tuple(bodies))

    def unacknowledged(self) -> int:
        """How many changes the district has not acknowledged."""
        query = select(func.count()).select_from(outbox).where(outbox.c.acked.is_(False))
        return self._connection.execute(query).scalar_one()

    def check(self, mid: int, chain: str) -> None:
        """Compare what the district acknowledges with what this file gave. Raises ForeignAcknowledgementError."""
        known = self.chaining.after(mid)
        if known is None:
            if mid > self._meta.exchange().acked_mid:
                raise ForeignAcknowledgementError
            return
        if known != chain:
            raise ForeignAcknowledgementError

    def acknowledge(self, receipt: Receipt, verdicts: Mapping[int, Verdict], at: datetime) -> int:
        """Store a receipt whose signature was verified, and what it says about the changes.

        Answers how many it settled. Raises ForeignAcknowledgementError where the chain value is not this file's.
        """
        self.check(receipt.last_mid, receipt.chain)
        state = self._meta.exchange()
        covered = (
            outbox.c.acked.is_(False),
            outbox.c.mid.between(max(1, receipt.first_mid), min(receipt.last_mid, state.frozen_mid)),
        )
        mids = list(self._connection.execute(select(outbox.c.mid).where(*covered).order_by(outbox.c.mid)).scalars())
        store_receipt(self._connection, receipt, at)
        if not mids:
            return 0
        self.chaining.mark_runs(mids)
        chain = self.chaining.after(mids[-1])
        self._connection.execute(update(outbox).where(*covered).values(acked=True, rev=receipt.rev))
        for mid in mids:
            verdict = verdicts.get(mid)
            if verdict is not None and verdict.s is not VerdictStatus.OK:
                self._keep_refused(mid, verdict, at)
        if mids[-1] > state.acked_mid:
            self._meta.change_exchange(state, acked_mid=mids[-1], acked_chain=chain)
        self.retire()
        return len(mids)

    def archive_settled(self, batch: Batch, receipt: Receipt, at: datetime) -> int:
        """As `acknowledge`, for a batch that was plainly taken and that the base shows in this transaction.

        It leaves the outbox; answers how many changes that are. Raises ForeignAcknowledgementError.
        """
        if (receipt.first_mid, receipt.last_mid, receipt.chain) != (batch.first, batch.last, batch.chain):
            raise ForeignAcknowledgementError
        store_receipt(self._connection, receipt, at)
        self._connection.execute(update(outbox).where(outbox.c.mid == batch.first).values(prev=batch.prev))
        self._meta.change_exchange(self._meta.exchange(), acked_mid=receipt.last_mid, acked_chain=receipt.chain)
        return self._archive(receipt.rev, outbox.c.mid.between(receipt.first_mid, receipt.last_mid))

    def retire(self) -> None:
        """Move to the archive what is acknowledged and shown by the base; its records show the base again."""
        Overlayer(self._connection).rebuild(self.take_retired())

    def take_retired(self) -> dict[str, RecordKind]:
        """As `retire`, but leaves it to the caller to rebuild the records that it answers."""
        state = self._meta.exchange()
        done = (outbox.c.acked.is_(True), outbox.c.rev <= state.applied)
        records = self._connection.execute(select(outbox.c.record, outbox.c.kind).where(*done)).all()
        if not records:
            return {}
        self._archive(case((outbox.c.mid < 0, state.applied), else_=outbox.c.rev), *done)
        return {row.record: RecordKind(row.kind) for row in records}

    def _archive(self, rev: ColumnElement[int] | int, *done: ColumnElement[bool]) -> int:
        client = self._meta.enrolment().client
        columns = ("mid", "record", "kind", "root", "body_seq", "saved_at", "prev")
        given = literal(rev) if isinstance(rev, int) else rev
        rows = select(literal(client), *(outbox.c[name] for name in columns), given).where(*done)
        target = insert(archive).prefix_with("OR REPLACE")
        self._connection.execute(target.from_select(["client", *columns, "rev"], rows))
        return self._connection.execute(delete(outbox).where(*done)).rowcount

    def forget_durable(self, durable_rev: int) -> None:
        """Drop from the archive what the district has backed up."""
        forgotten = archive.c.rev.between(0, durable_rev)
        bodies = select(archive.c.body_seq).where(forgotten)
        self._connection.execute(delete(change_body).where(change_body.c.seq.in_(bodies)))
        self._connection.execute(delete(archive).where(forgotten))

    def _keep_refused(self, mid: int, verdict: Verdict, at: datetime) -> None:
        text = msgspec.json.encode(verdict).decode()
        self._connection.execute(update(outbox).where(outbox.c.mid == mid).values(verdict=text))
        columns = ["client", "mid", "record", "kind", "verdict", "body", "at"]
        row = select(
            literal(self._meta.enrolment().client),
            outbox.c.mid,
            outbox.c.record,
            outbox.c.kind,
            outbox.c.verdict,
            change_body.c.body,
            literal(at.isoformat()),
        )
        row = row.join(change_body, change_body.c.seq == outbox.c.body_seq).where(outbox.c.mid == mid)
        self._connection.execute(insert(refused).prefix_with("OR REPLACE").from_select(columns, row))
