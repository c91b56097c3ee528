"""Kirim & Terima: one exchange at a time, told in values."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import (
    ConflictsChanged,
    DeliberationsChanged,
    ExchangeChanged,
    HouseholdsChanged,
    NoticesChanged,
)
from kemiskinan_desktop.services.exchange.conflicts import conflict_views, write_choice
from kemiskinan_desktop.services.exchange.journal import log_line, log_text
from kemiskinan_desktop.services.exchange.listing import attachments_waiting, receipt_page, refused_items, waiting_items
from kemiskinan_desktop.services.exchange.schedule import LONGEST_RETRY, Situation, next_attempt, random_spread
from kemiskinan_desktop.services.exchange.values import (
    ConflictView,
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    ExchangeStep,
    LogLine,
    ReceiptRow,
    RefusedItem,
    Resolution,
    WaitingItem,
)
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_desktop.storage.queries_exchange import closing_conflicts
from kemiskinan_desktop.sync import SyncProgress, SyncReport
from kemiskinan_desktop.sync.blobs import BlobReport
from kemiskinan_domain.records import RecordId

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit

_PACKING = 4
"""How much smaller gzip makes changes (624 kB of 2.96 MB measured, rounded to the safe side)."""
_FATAL = frozenset(
    {ExchangeProblem.REVOKED, ExchangeProblem.UNKNOWN, ExchangeProblem.PROTOCOL_OLD, ExchangeProblem.WOULD_EMPTY}
)
"""Trying again by itself cannot help: a person has to do something first."""


class Engine(Protocol):
    """What runs an exchange: `sync.SyncEngine`, or a test's stand-in."""

    def run(
        self,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
        *,
        may_empty: bool = False,
    ) -> SyncReport:
        """Send and receive until both sides agree; trouble is told in the report."""


class BlobSide(Protocol):
    """What carries attachments' bytes after the records: `sync.BlobExchange`, or a test's stand-in."""

    def run(
        self,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
        report: SyncReport,
        *,
        forced: bool = False,
    ) -> BlobReport:
        """Send and fetch bytes; trouble is told in `report`."""


class ExchangeService:
    """`run` goes on the network lane, all else on the storage lane."""

    def __init__(
        self,
        desk: Desk,
        engine: Engine,
        shelf: FormShelf,
        automatic: Callable[[], bool],
        blobs: BlobSide | None = None,
    ) -> None:
        """Without `blobs` only records are exchanged."""
        self._desk = desk
        self._engine = engine
        self._blobs = blobs
        self._shelf = shelf
        self._automatic = automatic
        self._running = threading.Lock()
        self._situation = _where_it_was_left(desk)
        self._spread = random_spread()

    def status(self) -> ExchangeStatus:
        """What waits and how the last exchange went."""
        with self._desk.store.view() as view:
            summary = view.queries.send_summary()
            lines = tuple(log_line(at, text) for at, text in view.exchange.history.latest(100))
            waiting = view.queries.waiting()
            conflicts = len(_open_conflicts(view))
            attachments, attachment_bytes = attachments_waiting(view, self._desk.store)
        last_save = max((datetime.fromisoformat(one.since) for one in waiting), default=None)
        slot, now = self._situation.not_before, self._desk.clock()
        situation = replace(self._situation, unsent=summary.unsent, last_save=last_save, automatic=self._automatic())
        return ExchangeStatus(
            unsent=summary.unsent,
            oldest_unsent=_moment(summary.oldest_unsent),
            last_success=next((line.at for line in lines if line.report.problem is None), None),
            last_problem=lines[0].report.problem if lines else None,
            pending_bytes=-(-summary.pending_bytes // _PACKING),
            next_attempt=next_attempt(situation, self._desk.clock(), self._spread),
            running=self._running.locked(),
            open_conflicts=conflicts,
            attachments_waiting=attachments,
            attachment_bytes=attachment_bytes,
            slot=slot if slot is not None and slot > now else None,
            missing=lines[0].report.missing if lines else (),
        )

    def run(
        self,
        progress: Callable[[ExchangeProgress], None],
        cancelled: Callable[[], bool],
        may_empty: bool = False,
        large_now: bool = False,
    ) -> ExchangeReport:
        """Send and receive until both sides agree, then attachments. `progress` is called in the lane's thread.

        `may_empty`: a person said that the village may lose all its records (after WOULD_EMPTY).
        `large_now`: a person said that large attachments go over a slow line too.
        """
        if not self._running.acquire(blocking=False):
            return ExchangeReport(problem=ExchangeProblem.ALREADY_RUNNING)
        try:
            began = self._desk.clock()
            self._desk.tell(ExchangeChanged())
            told = self._engine.run(lambda step: progress(_progress(step)), cancelled, may_empty=may_empty)
            bytes_told = BlobReport()
            if self._blobs is not None:
                bytes_told = self._blobs.run(lambda step: progress(_progress(step)), cancelled, told, forced=large_now)
            progress(ExchangeProgress(ExchangeStep.CHECKING))
            report = _report(told, bytes_told, self._desk.clock())
            self._remember(began, report, told)
        finally:
            self._running.release()
        self._tell(report, told)
        return report

    def network_returned(self) -> None:
        """[ui] The computer is connected again: the next automatic exchange is due now."""
        self._situation = replace(self._situation, reconnected=self._desk.clock())

    def waiting(self) -> tuple[WaitingItem, ...]:
        """Records with unsent changes, the oldest first."""
        with self._desk.store.view() as view:
            return waiting_items(view)

    def refused(self) -> tuple[RefusedItem, ...]:
        """Changes that the district kept aside, with its word for the reason."""
        with self._desk.store.view() as view:
            return refused_items(view)

    def receipts(self) -> tuple[ReceiptRow, ...]:
        """Verified receipts, the latest first."""
        with self._desk.store.view() as view:
            found = view.queries.receipts()
        return tuple(ReceiptRow(one.code, one.time, one.records, one.first_mid, one.last_mid) for one in found)

    def receipt_pdf(self, code: str) -> bytes:
        """A receipt for paper. Raises KeyError for an unknown code."""
        return receipt_page(self._desk, code)

    def conflicts(self) -> tuple[ConflictView, ...]:
        """Open conflicts, the oldest first; one that a person here chose on is not open any more."""
        with self._desk.store.view() as view:
            return conflict_views(view, _open_conflicts(view), self._shelf)

    def resolve(self, conflict: RecordId, choice: Resolution, seen: ConflictView) -> bool:
        """Write the choice as a new change; False when it was settled meanwhile. `seen` is what was on screen."""
        with self._desk.store.unit() as unit:
            if conflict not in _open_conflicts(unit):
                return False
            write_choice(unit, self._desk, seen, choice)
            unit.commit()
        self._desk.tell(ConflictsChanged(), ExchangeChanged())
        if seen.households:
            self._desk.tell(HouseholdsChanged(seen.households))
        return True

    def log(self, limit: int = 100) -> tuple[LogLine, ...]:
        """Past exchanges, the latest first."""
        with self._desk.store.view() as view:
            return tuple(log_line(at, text) for at, text in view.exchange.history.latest(limit))

    def _remember(self, began: datetime, report: ExchangeReport, told: SyncReport) -> None:
        failures = 0 if report.problem is None else self._situation.failures + 1
        success = self._desk.clock() if report.problem is None else self._situation.last_success
        self._spread = random_spread()
        self._situation = replace(
            self._situation,
            last_attempt=began,
            last_success=success,
            failures=failures,
            fatal=report.problem in _FATAL,
            not_before=report.slot,
        )
        if report.problem is ExchangeProblem.DISK_FULL:
            return
        with self._desk.store.unit() as unit:
            unit.exchange.history.append(log_text(report, told.detail or told.scope_problem), self._desk.clock())
            unit.commit()

    def _tell(self, report: ExchangeReport, told: SyncReport) -> None:
        self._desk.tell(ExchangeChanged())
        if told.scopes or told.records:
            self._desk.tell(NoticesChanged())
        if report.pulled or told.records:
            self._desk.tell(HouseholdsChanged(None), DeliberationsChanged(None), ConflictsChanged())


def _open_conflicts(view: Unit) -> tuple[RecordId, ...]:
    closing = closing_conflicts(view)
    return tuple(row.id for row in view.queries.conflicts() if row.id not in closing)


def _progress(step: SyncProgress) -> ExchangeProgress:
    return ExchangeProgress(ExchangeStep[step.step.name], step.done, step.total)


def _where_it_was_left(desk: Desk) -> Situation:
    """Closing and opening the program is no way around the turn that the district gave."""
    now = desk.clock()
    with desk.store.view() as view:
        for at, text in view.exchange.history.latest(1):
            line = log_line(at, text)
            if line.report.slot is not None and now < line.report.slot <= now + LONGEST_RETRY:
                return Situation(now, last_attempt=line.at, failures=1, not_before=line.report.slot)
    return Situation(started=now)


def _report(told: SyncReport, blobs: BlobReport, now: datetime) -> ExchangeReport:
    problem = None if told.problem is None else ExchangeProblem[told.problem.name]
    return ExchangeReport(
        told.pushed,
        told.pulled,
        told.receipts,
        told.new_conflicts,
        told.refused,
        problem,
        attachments_sent=blobs.sent,
        attachments_received=blobs.received,
        attachments_for_a_better_line=blobs.for_a_better_line,
        notices=told.notices,
        slot=None if told.retry_after is None else now + min(timedelta(seconds=told.retry_after), LONGEST_RETRY),
        received=tuple(sorted(Counter(kind for kind, _ in told.arrived).items())),
        missing=tuple(sorted(told.missing.items())),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
