"""Starts an exchange by itself when one is due, and keeps the top bar's word about sending true."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from kemiskinan_desktop.services.exchange import (
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
)
from kemiskinan_desktop.services.lanes import Lanes
from kemiskinan_desktop.ui.shell.presenter import Sending, SendingPhase
from kemiskinan_domain.clock import Clock

LOOK_EVERY_MILLISECONDS = 20_000


class Exchange(Protocol):
    """The part of the exchange service that is needed here."""

    def status(self) -> ExchangeStatus:
        """What waits and how the last exchange went."""

    def run(self, progress: Callable[[ExchangeProgress], None], cancelled: Callable[[], bool]) -> ExchangeReport:
        """Send and receive until both sides agree."""

    def network_returned(self) -> None:
        """The computer is connected again."""


class AutomaticExchange(QObject):
    """Looks now and then; never asks twice at once."""

    def __init__(
        self, exchange: Exchange, lanes: Lanes, clock: Clock, show: Callable[[Sending, datetime], None]
    ) -> None:
        super().__init__()
        self._exchange = exchange
        self._lanes = lanes
        self._clock = clock
        self._show = show
        self._stopped = False
        self._busy = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.timeout.connect(self.look)

    def start(self) -> None:
        """Look now, and then regularly."""
        self._timer.start()
        self.look()

    def network_returned(self) -> None:
        """The computer is connected again: what waits is due now."""
        if not self._stopped:
            self._exchange.network_returned()
            self.look()

    def stop(self) -> None:
        """Look no more; an exchange under way stops between two pages."""
        self._stopped = True
        self._timer.stop()
        self._turn.stop()

    def look(self) -> None:
        """See what waits, tell it, and send when it is due."""
        if not self._stopped:
            self._lanes.storage.submit(self._exchange.status, self._on_status, self._on_unreadable)

    def _on_status(self, status: ExchangeStatus) -> None:
        if self._stopped:
            return
        now = self._clock()
        self._show(sending_of(status), now)
        due = status.next_attempt is not None and status.next_attempt <= now
        if due and not status.running and not self._busy:
            self._busy = True
            self._lanes.network.submit(self._run, self._on_done, self._on_failed)
        elif status.next_attempt is not None and not due:
            self._wake_at(status.next_attempt, now)

    def _wake_at(self, moment: datetime, now: datetime) -> None:
        """A turn lasts seconds, and the next look may come too late for it."""
        wait = math.ceil((moment - now).total_seconds() * 1000)
        if wait < LOOK_EVERY_MILLISECONDS:
            self._turn.start(wait)

    def _run(self) -> ExchangeReport:
        return self._exchange.run(_ignore, lambda: self._stopped)

    def _on_done(self, _report: ExchangeReport) -> None:
        self._busy = False
        self.look()

    def _on_failed(self, fault: Exception) -> None:
        self._busy = False
        raise fault

    def _on_unreadable(self, fault: Exception) -> None:
        if not self._stopped:
            raise fault


def sending_of(status: ExchangeStatus) -> Sending:
    """What the top bar says: that it is sending or waits for its turn, that the line is down, that a person is needed,
    or how it rests.
    """
    if status.running:
        phase = SendingPhase.SENDING
    elif status.slot is not None and status.last_problem is ExchangeProblem.BUSY:
        phase = SendingPhase.QUEUED
    elif status.last_problem in {ExchangeProblem.OFFLINE, ExchangeProblem.BUSY, ExchangeProblem.NOT_THE_DISTRICT}:
        phase = SendingPhase.OFFLINE
    elif status.open_conflicts or (status.last_problem not in {None, ExchangeProblem.CANCELLED}):
        phase = SendingPhase.ATTENTION
    else:
        phase = SendingPhase.RESTING
    return Sending(phase, unsent=status.waiting, last=status.last_success, slot=status.slot)


def _ignore(_progress: ExchangeProgress) -> None:
    """Nobody watches an exchange that started by itself; the page shows its own."""
