"""One request and its reply, kept piece by piece: each step may be repeated without harm."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import msgspec

from kemiskinan_desktop.storage import (
    Batch,
    ChecksumMismatchError,
    Store,
    Unit,
    WouldEmptyError,
)
from kemiskinan_desktop.storage.exchange.mirroring import repainted
from kemiskinan_desktop.sync.enrolment import offset_of
from kemiskinan_desktop.sync.errors import BadSignatureError, CancelledError, NotTheDistrictError, ReplyCutError
from kemiskinan_desktop.sync.preparing import Prepared
from kemiskinan_desktop.sync.receipts import check_receipt
from kemiskinan_desktop.sync.report import SyncProgress, SyncReport, SyncStep
from kemiskinan_domain.changes import Checksum, Receipt, ReceiptEntry, VerdictStatus, line_digest
from kemiskinan_domain.changes.mirror import MirroredLine
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import ReplyHead, ReplyTail, decode_reply_line

_STAGE_BYTES: Final = 1024 * 1024
_STAGE_SECONDS: Final = 2.0
"""A power cut costs no more of a reply than came in this time."""


class EpochChangedError(Exception):
    """The reply is of another life of the district's database; nothing of it was kept."""

    def __init__(self, epoch: str) -> None:
        super().__init__(epoch)
        self.epoch = epoch


class MirrorDiffersError(Exception):
    """What this laptop made of its changes is not what the district signed; nothing of the reply was kept."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Where progress goes, whether the person wants to stop, and seconds that only grow."""

    progress: Callable[[SyncProgress], None]
    cancelled: Callable[[], bool]
    monotonic: Callable[[], float]

    def check(self) -> None:
        """Raises CancelledError when the person stopped."""
        if self.cancelled():
            raise CancelledError


@dataclass(frozen=True, slots=True)
class _Mirror:
    """Lines that were made here, and what a receipt says of them."""

    lines: list[MirroredLine]
    entries: list[ReceiptEntry]

    @classmethod
    def of(cls, lines: list[MirroredLine]) -> _Mirror:
        return cls(lines, [ReceiptEntry(line.id, line.rev, line_digest(line.raw)) for line in lines])


class Reception:
    """Takes in one reply; `finished` tells whether both sides agree after it."""

    def __init__(
        self, store: Store, prepared: Prepared, clock: Clock, watch: Watch, report: SyncReport, *, later: bool = False
    ) -> None:
        self._store = store
        self._prepared = prepared
        self._clock = clock
        self._watch = watch
        self._report = report
        self.finished = False
        self.can: frozenset[str] = frozenset()
        self.forms = ""
        """What the district said of its list of questionnaires."""
        self.scopes: dict[str, str] = {}
        """Where the district said that the scopes stand which the village reads."""
        self.behind_snapshot = 0
        """How many revisions a file of the whole village would bring at once; 0 where there is none."""
        self._held: list[bytes] = []
        self._first_rev = self._last_rev = self._bytes = 0
        self._head: ReplyHead | None = None
        """What was not written yet."""
        self._mirror: list[MirroredLine] = []
        """The lines that did not come, made here."""
        self._foreseen: tuple[int, _Mirror] | None = None
        """The same before the answer came, and the revision that they count on."""
        self._later = later
        self._unsettled: tuple[ReplyHead, Batch, Receipt, ReplyTail] | None = None
        self._settled = self._waiting = 0
        self._staged_at = watch.monotonic()

    def take(self, lines: Iterator[bytes], *, may_empty: bool = False) -> None:
        """Keep what the reply brings, up to its end or to where it was cut.

        Raises ReplyCutError, CancelledError, BadSignatureError, EpochChangedError, MirrorDiffersError and what storage
        names.
        """
        try:
            self._take_head(_read(next(lines, b"")))
            for raw in lines:
                self._watch.check()
                if raw.startswith(b"["):
                    self._hold(revision_in(raw), raw)
                    continue
                line = _read(raw)
                if not isinstance(line, ReplyTail):
                    raise NotTheDistrictError
                self._tail(line, may_empty=may_empty)
                # Read to its end, a reply leaves the connection to the next request.
                with suppress(ReplyCutError):
                    next(lines, None)
                return
            raise ReplyCutError
        except (ReplyCutError, CancelledError):
            self._stage_held()
            raise
        except (NotTheDistrictError, ChecksumMismatchError, WouldEmptyError):
            self._held = []
            self._stage_held()
            raise

    def _take_head(self, head: object) -> None:
        if not isinstance(head, ReplyHead):
            raise NotTheDistrictError
        epoch = self._prepared.state.epoch
        if epoch not in ("", head.epoch):
            raise EpochChangedError(head.epoch)
        batch = self._prepared.batch
        if head.mirrored:
            head = self._mirrored(head)
        elif head.receipt is not None:
            check_receipt(head.receipt, self._prepared.enrolment)
        elif batch is not None and head.ack.to >= batch.first:
            raise BadSignatureError
        self._head = head
        self.can = frozenset(head.can)

    def foresee(self) -> None:
        """Make the lines of the batch while its request is under way: when the answer comes, little is left to do."""
        batch = self._prepared.batch
        if batch is None or not self._prepared.mirrored:
            return
        with self._store.view() as unit:
            mirroring = unit.exchange.mirroring
            rev = self._prepared.state.cursor + mirroring.records_in(batch)
            self._foreseen = (rev, _Mirror.of(mirroring.lines(batch, rev)))

    def _mirrored(self, head: ReplyHead) -> ReplyHead:
        """The head with the receipt as it was signed, over the lines that this laptop made."""
        batch, receipt = self._prepared.batch, head.receipt
        if not self._prepared.mirrored or batch is None or receipt is None:
            raise NotTheDistrictError
        for mirror in self._mirrors(batch, receipt.rev):
            receipt = msgspec.structs.replace(receipt, records=mirror.entries)
            try:
                check_receipt(receipt, self._prepared.enrolment)
            except BadSignatureError:
                continue
            self._mirror = mirror.lines
            return msgspec.structs.replace(head, receipt=receipt)
        raise MirrorDiffersError

    def _mirrors(self, batch: Batch, rev: int) -> Iterator[_Mirror]:
        """What the district may have signed: the lines of what is on screen, else those of the merge alone."""
        if self._foreseen is not None and self._foreseen[0] == rev:
            yield self._foreseen[1]
        else:
            with self._store.view() as unit:
                lines = unit.exchange.mirroring.lines(batch, rev)
            yield _Mirror.of(lines)
        with self._store.view() as unit:
            lines = unit.exchange.mirroring.merged_lines(batch, rev)
        yield _Mirror.of(lines)

    def _write_head(self, unit: Unit, head: ReplyHead) -> None:
        """Keep what the district acknowledges, in the transaction that first keeps anything of the reply."""
        unit.exchange.sending.check(head.ack.to, head.ack.chain)
        if head.receipt is not None:
            self._settled = unit.exchange.sending.acknowledge(head.receipt, head.results, self._clock())
            self._waiting = unit.exchange.sending.unacknowledged()
        self._note_district(unit, head)

    def _note_district(self, unit: Unit, head: ReplyHead) -> None:
        offset = offset_of(head.server_time, self._clock)
        unit.meta.change_exchange(unit.meta.exchange(), epoch=head.epoch, clock_offset=offset)

    def _count_head(self) -> None:
        """Tell what was acknowledged, now that it is on the disk."""
        head, self._head = self._head, None
        if head is not None and self._settled:
            self._report.pushed += self._settled
            self._report.receipts += 1
            self._report.refused += sum(1 for verdict in head.results.values() if verdict.s is not VerdictStatus.OK)
            done = self._report.pushed
            self._watch.progress(SyncProgress(SyncStep.SENDING, done, done + self._waiting))

    def _hold(self, rev: int, raw: bytes) -> None:
        if not self._held:
            self._first_rev = rev
        elif rev <= self._last_rev:
            raise NotTheDistrictError
        self._held.append(raw)
        self._last_rev = rev
        self._bytes += len(raw)
        if self._bytes >= _STAGE_BYTES or self._watch.monotonic() - self._staged_at >= _STAGE_SECONDS:
            self._stage_held()

    def _stage_held(self) -> None:
        if self._held or self._head is not None:
            with self._store.unit() as unit:
                self._stage(unit)
                unit.commit()
            self._count_head()
        self._staged_at = self._watch.monotonic()

    def _stage(self, unit: Unit) -> None:
        if self._head is not None:
            self._write_head(unit, self._head)
        if self._held:
            unit.exchange.receiving.stage(self._held, self._first_rev, self._last_rev)
            self._held, self._bytes = [], 0

    def _tail(self, tail: ReplyTail, *, may_empty: bool) -> None:
        self.forms, self.scopes = tail.forms, tail.scopes
        self.behind_snapshot = max(0, tail.snapshot - tail.cursor)
        batch, receipt = self._prepared.batch, None if self._head is None else self._head.receipt
        if self._mirror and self._head is not None and batch is not None and receipt is not None:
            if tail.more or self._held or tail.cursor != receipt.rev:
                raise NotTheDistrictError
            self._unsettled = (self._head, batch, receipt, tail)
            if not self._later:
                self.settle()
            return
        with self._store.unit() as unit:
            self._stage(unit)
            unit.exchange.receiving.move_cursor(tail.cursor)
            self._watch.progress(SyncProgress(SyncStep.RECEIVING, tail.cursor, tail.head))
            # What waits goes first: applied in between, a resent change would vanish from the screen for a while.
            if not tail.more and unit.exchange.sending.batch(1, 1) is None:
                self._apply(unit, tail, may_empty=may_empty)
            unit.commit()
        self._count_head()

    @property
    def unsettled(self) -> bool:
        """Whether a proven reply waits for `settle`; with `later` it does so until whoever asked has sent the next."""
        return self._unsettled is not None

    def settle(self) -> None:
        """Acknowledge and apply in one transaction: the lines are here as soon as the receipt is.

        Raises what storage names.
        """
        if self._unsettled is None:
            return
        head, batch, receipt, tail = self._unsettled
        expected = Checksum.from_text(tail.count, tail.csum)
        with self._store.unit() as unit:
            self._settled = unit.exchange.mirroring.settle(
                batch, receipt, self._mirror, expected, durable_rev=tail.durable_rev, at=self._clock()
            )
            self._waiting = unit.exchange.sending.unacknowledged()
            self._note_district(unit, head)
            self._finish(unit, done=not self._waiting)
            unit.commit()
        self._unsettled = None
        self._report.records |= repainted(self._mirror)
        self._count_head()

    def _finish(self, unit: Unit, *, done: bool = True) -> None:
        if done:
            unit.meta.change_exchange(unit.meta.exchange(), last_exchange=self._clock().isoformat())
            self.finished = True

    def _apply(self, unit: Unit, tail: ReplyTail, *, may_empty: bool) -> None:
        self._watch.progress(SyncProgress(SyncStep.APPLYING))
        expected = Checksum.from_text(tail.count, tail.csum)
        applied = unit.exchange.receiving.apply(expected, durable_rev=tail.durable_rev, may_empty=may_empty)
        self._report.pulled += applied.applied
        self._report.new_conflicts += applied.new_conflicts
        self._report.records |= applied.records
        self._report.arrived |= applied.records
        self._finish(unit)


def revision_in(raw: bytes) -> int:
    """The revision that a feed line begins with; the rest of it is read once, when the line is applied."""
    digits = raw[1 : raw.find(b",")]
    if not digits.isdigit() or not raw.endswith(b"]"):
        raise NotTheDistrictError
    return int(digits)


def _read(raw: bytes) -> object:
    if not raw:
        raise ReplyCutError
    try:
        return decode_reply_line(raw)
    except msgspec.MsgspecError as error:
        raise NotTheDistrictError from error
