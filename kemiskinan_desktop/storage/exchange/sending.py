"""The outbox towards the district: freeze, batch, acknowledge, retire (SYNC 2.2, rules 2, 3, 4 and 7)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, literal, select, update

from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.exchange.receipts import store_receipt
from kemiskinan_desktop.storage.meta import ExchangeState, MetaStore
from kemiskinan_desktop.storage.overlaying import Overlayer
from kemiskinan_desktop.storage.tables import archive, outbox, refused
from kemiskinan_domain.changes import ChainValue, Receipt, Verdict, VerdictStatus, next_link
from kemiskinan_domain.records import RecordKind


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

    def freeze(self) -> int:
        """Give every waiting change its place in the hash chain; from here its body never changes. Answers how many."""
        state = self._meta.exchange()
        waiting = self._connection.execute(
            select(outbox.c.mid, outbox.c.body).where(outbox.c.mid > state.frozen_mid).order_by(outbox.c.mid)
        ).all()
        if not waiting:
            return 0
        link = ChainValue(state.frozen_chain)
        frozen = []
        for mid, body in waiting:
            following = next_link(link, body)
            frozen.append((link, following, mid))
            link = following
        self._connection.exec_driver_sql("UPDATE outbox SET frozen = 1, prev = ?, chain = ? WHERE mid = ?", frozen)
        self._meta.change_exchange(state, frozen_mid=waiting[-1].mid, frozen_chain=link)
        return len(frozen)

    def batch(self, changes: int, size: int, start: int = 0) -> Batch | None:
        """The oldest frozen changes that wait for an acknowledgement, from number `start` on.

        At most `changes` of them and about `size` bytes, but always one.
        """
        rows = self._connection.execute(
            select(outbox.c.mid, outbox.c.prev, outbox.c.chain, outbox.c.body)
            .where(outbox.c.acked.is_(False), outbox.c.rev.is_(None), outbox.c.frozen.is_(True), outbox.c.mid >= start)
            .order_by(outbox.c.mid)
            .limit(changes)
        ).all()
        if not rows:
            return None
        taken, total = 0, 0
        while taken < len(rows) and (taken == 0 or total + len(rows[taken].body) <= size):
            total += len(rows[taken].body)
            taken += 1
        bodies = tuple(row.body for row in rows[:taken])
        return Batch(rows[0].mid, ChainValue(rows[0].prev), ChainValue(rows[taken - 1].chain), bodies)

    def unacknowledged(self) -> int:
        """How many changes the district has not acknowledged."""
        query = select(func.count()).select_from(outbox).where(outbox.c.acked.is_(False))
        return self._connection.execute(query).scalar_one()

    def check(self, mid: int, chain: str) -> None:
        """Compare what the district acknowledges with what this file gave. Raises ForeignAcknowledgementError."""
        state = self._meta.exchange()
        known = self._chain_of(mid, state)
        if known is None:
            if mid > state.acked_mid:
                raise ForeignAcknowledgementError
            return
        if known != chain:
            raise ForeignAcknowledgementError

    def acknowledge(self, receipt: Receipt, verdicts: Mapping[int, Verdict], at: datetime) -> int:
        """Store a receipt whose signature was verified, and what it says about the changes.

        Answers how many it settled. Raises ForeignAcknowledgementError where the chain value is not this file's.
        """
        self.check(receipt.last_mid, receipt.chain)
        covered = (
            outbox.c.frozen.is_(True),
            outbox.c.acked.is_(False),
            outbox.c.mid.between(receipt.first_mid, receipt.last_mid),
        )
        mids = list(self._connection.execute(select(outbox.c.mid).where(*covered)).scalars())
        store_receipt(self._connection, receipt, at)
        if not mids:
            return 0
        self._connection.execute(update(outbox).where(*covered).values(acked=True, rev=receipt.rev))
        for mid in mids:
            verdict = verdicts.get(mid)
            if verdict is not None and verdict.s is not VerdictStatus.OK:
                self._keep_refused(mid, verdict, at)
        state = self._meta.exchange()
        if mids[-1] > state.acked_mid:
            chain = self._chain_of(mids[-1], state)
            self._meta.change_exchange(state, acked_mid=mids[-1], acked_chain=chain)
        self.retire()
        return len(mids)

    def archive_settled(self, receipt: Receipt, at: datetime) -> int:
        """As `acknowledge`, for plainly taken changes that the base shows in this transaction: they leave the outbox.

        Answers how many. Raises ForeignAcknowledgementError.
        """
        self.check(receipt.last_mid, receipt.chain)
        store_receipt(self._connection, receipt, at)
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
        columns = ("mid", "record", "kind", "root", "body", "saved_at", "prev", "chain")
        given = literal(rev) if isinstance(rev, int) else rev
        rows = select(literal(client), *(outbox.c[name] for name in columns), given).where(*done)
        target = insert(archive).prefix_with("OR REPLACE")
        self._connection.execute(target.from_select(["client", *columns, "rev"], rows))
        return self._connection.execute(delete(outbox).where(*done)).rowcount

    def forget_durable(self, durable_rev: int) -> None:
        """Drop from the archive what the district has backed up."""
        self._connection.execute(delete(archive).where(archive.c.rev.between(0, durable_rev)))

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
            outbox.c.body,
            literal(at.isoformat()),
        ).where(outbox.c.mid == mid)
        self._connection.execute(insert(refused).prefix_with("OR REPLACE").from_select(columns, row))

    def _chain_of(self, mid: int, state: ExchangeState) -> str | None:
        if mid == state.frozen_mid:
            return state.frozen_chain
        if mid == state.acked_mid:
            return state.acked_chain
        waiting = self._connection.execute(
            select(outbox.c.chain).where(outbox.c.mid == mid, outbox.c.frozen.is_(True))
        ).scalar()
        if waiting is not None:
            return str(waiting)
        client = self._meta.enrolment().client
        query = select(archive.c.chain).where(archive.c.client == client, archive.c.mid == mid)
        found: str | None = self._connection.execute(query).scalar()
        return found
