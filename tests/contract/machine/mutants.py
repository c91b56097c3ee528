"""The product with one rule of SYNC 3.2 taken out, for tests that must then fail."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, func, select, update

from kemiskinan_desktop.storage.coalescing import coalesced
from kemiskinan_desktop.storage.exchange.applying import Application
from kemiskinan_desktop.storage.exchange.receiving import Receiving
from kemiskinan_desktop.storage.exchange.recovering import Recovering
from kemiskinan_desktop.storage.exchange.sending import Sending
from kemiskinan_desktop.storage.outbox import ChangeWriter
from kemiskinan_desktop.storage.overlaying import Overlayer
from kemiskinan_desktop.storage.records import RecordReader
from kemiskinan_desktop.storage.tables import change_body, outbox, working
from kemiskinan_desktop.sync import engine
from kemiskinan_desktop.sync.rounds import Reception
from kemiskinan_domain.changes import Put, append_rejected, decode_change, encode_change, merge
from kemiskinan_domain.records import RecordKind, read_field
from kemiskinan_domain.wire import ProblemType
from kemiskinan_server.api import sync
from kemiskinan_server.services import clashes, exchange
from kemiskinan_server.services import villages as upkeep
from kemiskinan_server.storage.ledger import Ledger
from kemiskinan_server.storage.tables import RecordRow
from kemiskinan_server.storage.villages import Villages

Patch = pytest.MonkeyPatch


def no_ledger(patch: Patch) -> None:
    """The district takes in again what it took in before."""
    patch.setattr(exchange, "_new_bodies", lambda _, __, asked: exchange._Push([bytes(body) for body in asked.muts]))


def outbox_emptied_on_send(patch: Patch) -> None:
    """What is sent is forgotten before the district answers."""
    real = Sending.batch

    def batch(self: Any, changes: int, size: int, behind: Any = None) -> Any:
        found = real(self, changes, size, behind)
        if found is not None and changes > 1:
            self._connection.execute(delete(outbox).where(outbox.c.mid.between(found.first, found.last)))
        return found

    patch.setattr(Sending, "batch", batch)


def cursor_before_page(patch: Patch) -> None:
    """The cursor moves although the lines were not kept."""

    def stage_held(self: Any) -> None:
        with self._store.unit() as unit:
            unit.exchange.receiving.move_cursor(self._last_rev)
            unit.commit()

    patch.setattr(Reception, "_stage_held", stage_held)


def cursor_at_head(patch: Patch) -> None:
    """The cursor jumps to the village's head, past lines that never came."""

    def stage_held(self: Any) -> None:
        with self._store.unit() as unit:
            self._stage(unit)
            unit.exchange.receiving.move_cursor(self._last_rev + 1)
            unit.commit()

    patch.setattr(Reception, "_stage_held", stage_held)


def acknowledged_by_number(patch: Patch) -> None:
    """A number alone says that a change is known, whatever it holds: no hash chain on either side."""

    def new_bodies(_: Any, client: Any, asked: Any) -> Any:
        known = max(0, client.last_mid - asked.first + 1)
        return exchange._Push([bytes(body) for body in asked.muts][known:])

    patch.setattr(exchange, "_new_bodies", new_bodies)
    patch.setattr(Sending, "check", lambda *_: None)
    position = exchange._position_problem

    def only_epoch(client: Any, village: Any, asked: Any) -> Any:
        return None if asked.top_mid < client.last_mid else position(client, village, asked)

    patch.setattr(exchange, "_position_problem", only_epoch)


def last_write_wins(patch: Patch) -> None:
    """Whoever comes last overwrites."""
    patch.setattr(merge, "merge_field", lambda _, __, wanted: merge.Applied(wanted))


def ledger_in_second_transaction(patch: Patch) -> None:
    """The server dies once between storing the records and storing that it did."""
    real, left = (Ledger.add_history, Ledger.save_progress, Ledger.add_receipt), [1, 1, 1]

    def once_lost(place: int) -> Any:
        def call(self: Any, *args: Any) -> None:
            if left[place]:
                left[place] = 0
            else:
                real[place](self, *args)

        return call

    for place, name in enumerate(("add_history", "save_progress", "add_receipt")):
        patch.setattr(Ledger, name, once_lost(place))


def old_read_at_save(patch: Patch) -> None:
    """What the form showed is not asked; the file's present value passes for it."""
    real = ChangeWriter.put

    def put(self: Any, kind: Any, record: Any, edits: Any, **rest: Any) -> int:
        known = RecordReader(self._connection).get(kind, record)
        document = {} if known is None else known.document
        return real(self, kind, record, {n: (read_field(document, n), new) for n, (_, new) in edits.items()}, **rest)

    patch.setattr(ChangeWriter, "put", put)


def conflict_overwritten(patch: Patch) -> None:
    """A second rejected value takes the place of the first."""
    patch.setattr(clashes, "append_rejected", lambda _, **entry: append_rejected(None, **entry))


def no_scope_check(patch: Patch) -> None:
    """Any laptop may name any village."""
    real = exchange.exchange

    def anybody(unit: Any, keys: Any, bearer: Any, *, village: str, **rest: Any) -> Any:
        return real(unit, keys, type(bearer)(bearer.client, village, bearer.role, bearer.exp), village=village, **rest)

    patch.setattr(sync, "exchange", anybody)
    patch.setattr(exchange, "_locked_client", lambda unit, _, name, __: unit.ledger.lock_client(name))


def delete_ignores_unseen_edits(patch: Patch) -> None:
    """A delete takes along what its author never saw."""
    patch.setattr(Villages, "changed_by_others", lambda *_: False)


def overlay_forgets(patch: Patch) -> None:
    """The screen shows the district's value although an own one waits."""
    patch.setattr(Overlayer, "_pending", lambda *_: {})


def coalesced_into_frozen(patch: Patch) -> None:
    """A later edit changes the body of a change that was sent already."""

    def coalesce(self: Any, change: Any) -> int | None:
        if not isinstance(change, Put):
            return None
        newest = self._connection.execute(
            select(outbox.c.mid, change_body)
            .join(change_body, change_body.c.seq == outbox.c.body_seq)
            .where(outbox.c.record == change.id)
            .order_by(outbox.c.mid.desc())
        ).first()
        merged = None if newest is None else coalesced(decode_change(newest.body), change)
        if newest is None or merged is None:
            return None
        body = encode_change(merged)
        self._connection.execute(change_body.update().where(change_body.c.seq == newest.seq).values(body=body))
        return int(newest.mid)

    patch.setattr(ChangeWriter, "_coalesce", coalesce)


def identity_kept(patch: Patch) -> None:
    """A restored laptop goes on under its old name."""
    patch.setattr(engine, "incarnation_of", lambda client, _: client)


def stage_dropped(patch: Patch) -> None:
    """Received lines are counted and thrown away."""
    patch.setattr(Receiving, "stage", lambda self, _, __, last_rev: self.move_cursor(last_rev))


def tombstone_dropped_unread(patch: Patch) -> None:
    """The upkeep asks no laptop how far it has read."""
    patch.setattr(Ledger, "readers", lambda *_: [])


def tombstone_dropped_in_silence(patch: Patch) -> None:
    """Unread deletes are forgotten, and nobody can tell from which revision on."""

    def forget(unit: Any, code: Any, _: str, __: Any) -> int:
        old = delete(RecordRow).where(RecordRow.village == code, RecordRow.deleted)  # type: ignore[arg-type]
        return int(unit.villages._connection.execute(old).rowcount)

    patch.setattr(upkeep, "forget_tombstones", forget)


def old_cursor_taken(patch: Patch) -> None:
    """A laptop that read less than what was forgotten goes on as if it had all."""
    real = exchange._position_problem

    def position(*asked: Any) -> Any:
        problem = real(*asked)
        too_old = problem is not None and problem.problem_type is ProblemType.CURSOR_TOO_OLD
        return None if too_old else problem

    patch.setattr(exchange, "_position_problem", position)


def outbox_dropped_by_a_full_pull(patch: Patch) -> None:
    """Who takes the whole village begins with nothing."""
    real = Receiving.start_over

    def start_over(self: Any) -> None:
        self._connection.execute(delete(outbox))
        real(self)

    patch.setattr(Receiving, "start_over", start_over)


def lock_ignored(patch: Patch) -> None:
    """The village writes on in what the district holds."""
    patch.setattr(merge, "is_locked", lambda _: False)


def retired_before_the_page(patch: Patch) -> None:
    """What is acknowledged leaves the screen at once, in a transaction before the one that brings the district's."""
    real = Reception._take_head

    def take_head(self: Any, head: Any) -> None:
        real(self, head)
        with self._store.unit() as unit:
            self._write_head(unit, head)
            connection = unit.records._connection
            gone = connection.execute(select(outbox.c.record, outbox.c.kind).where(outbox.c.acked)).all()
            connection.execute(delete(outbox).where(outbox.c.acked))
            Overlayer(connection).rebuild({row.record: RecordKind(row.kind) for row in gone})
            unit.commit()

    patch.setattr(Reception, "_take_head", take_head)


def acknowledged_before_its_receipt(patch: Patch) -> None:
    """The number is stored as acknowledged in one transaction, the receipt and the reasons in the next."""
    real_head, real_write = Reception._take_head, Sending.acknowledge

    def take_head(self: Any, head: Any) -> None:
        real_head(self, head)
        with self._store.unit() as unit:
            known = min(head.ack.to, unit.meta.exchange().frozen_mid)
            sent = (outbox.c.mid.between(1, known), outbox.c.acked.is_(False))
            connection = unit.records._connection
            last = connection.execute(select(func.max(outbox.c.mid)).where(*sent)).scalar()
            if last is not None and head.receipt is not None:
                connection.execute(update(outbox).where(*sent).values(acked=True, rev=head.receipt.rev))
                unit.meta.change_exchange(unit.meta.exchange(), acked_mid=last, acked_chain=head.ack.chain)
            unit.commit()

    def acknowledge(self: Any, receipt: Any, verdicts: Any, at: Any) -> int:
        covered = outbox.c.mid.between(receipt.first_mid, receipt.last_mid)
        self._connection.execute(update(outbox).where(covered).values(acked=False))
        return real_write(self, receipt, verdicts, at)

    patch.setattr(Reception, "_take_head", take_head)
    patch.setattr(Sending, "acknowledge", acknowledge)


def remote_over_pending(patch: Patch) -> None:
    """What comes is shown, whatever waits here."""
    real = Application.write_working

    def write_working(self: Any, retired: Any) -> Any:
        report = real(self, retired)
        self._write_rows(self._lines)
        ids = [line.id for line in self._lines]
        self._connection.execute(delete(working).where(working.c.id.in_(ids)))
        return report

    patch.setattr(Application, "write_working", write_working)


def no_chain_at_the_district(patch: Patch) -> None:
    """The district compares numbers alone; laptops still compare what comes back."""

    def new_bodies(_: Any, client: Any, asked: Any) -> Any:
        known = max(0, client.last_mid - asked.first + 1)
        return exchange._Push([bytes(body) for body in asked.muts][known:])

    patch.setattr(exchange, "_new_bodies", new_bodies)


def no_chain_at_the_laptop(patch: Patch) -> None:
    """The laptop takes an acknowledgement by its number; the district still compares what is sent."""
    patch.setattr(Sending, "check", lambda *_: None)


def archive_kept_back(patch: Patch) -> None:
    """A laptop does not send again what a restored district has lost."""

    def resend_archive(self: Any, epoch: str) -> int:
        self._meta.change_exchange(self._meta.exchange(), epoch=epoch)
        Receiving(self._connection).start_over()
        return 0

    patch.setattr(Recovering, "resend_archive", resend_archive)
