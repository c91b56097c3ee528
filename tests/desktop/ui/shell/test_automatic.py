"""An exchange that begins by itself: when it is due, and at once when the network returns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, Signal

from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeReport, ExchangeStatus
from kemiskinan_desktop.services.lanes import Lanes
from kemiskinan_desktop.ui.shell.automatic import AutomaticExchange, sending_of
from kemiskinan_desktop.ui.shell.network import NetworkWatch, Reachability
from kemiskinan_desktop.ui.shell.presenter import SendingPhase
from tests.desktop.ui.fakes import NowLane

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


class Exchange:
    """Due in ten minutes, unless the network has returned."""

    def __init__(self):
        self.runs = 0
        self.due = NOW + timedelta(minutes=10)

    def status(self):
        return ExchangeStatus(3, None, None, None, 0, self.due, False, 0)

    def run(self, progress, cancelled):
        self.runs += 1
        self.due = NOW + timedelta(minutes=30)
        return ExchangeReport(pushed=3)

    def network_returned(self):
        self.due = NOW


def automatic(exchange):
    return AutomaticExchange(exchange, Lanes(NowLane(), NowLane()), lambda: NOW, lambda sending, now: None)


def test_nothing_is_sent_before_it_is_due(qapp):
    exchange = Exchange()

    automatic(exchange).look()

    assert exchange.runs == 0


def test_what_waits_goes_without_a_press_when_the_network_returns(qapp):
    exchange, watch = Exchange(), NetworkWatch()
    sending = automatic(exchange)
    watch.returned.connect(sending.network_returned)

    watch.hear(Reachability.Disconnected)
    watch.hear(Reachability.Unknown)
    before = exchange.runs
    watch.hear(Reachability.Online)
    watch.hear(Reachability.Online)

    assert (before, exchange.runs) == (0, 1)


def test_after_the_lock_the_network_starts_nothing(qapp):
    exchange = Exchange()
    sending = automatic(exchange)
    sending.stop()

    sending.network_returned()

    assert exchange.runs == 0


def test_a_turn_that_comes_before_the_next_look_is_not_slept_through(qapp, qtbot):
    exchange = Exchange()
    exchange.due = NOW + timedelta(milliseconds=30)
    moment = [NOW]
    sending = AutomaticExchange(exchange, Lanes(NowLane(), NowLane()), lambda: moment[0], lambda state, now: None)

    sending.look()
    moment[0] = exchange.due

    qtbot.waitUntil(lambda: exchange.runs == 1)


def test_the_top_bar_says_whose_turn_it_is():
    slot = NOW + timedelta(minutes=3)
    status = ExchangeStatus(3, None, NOW, ExchangeProblem.BUSY, 0, slot, False, 0, slot=slot)

    told = sending_of(status)

    assert (told.phase, told.slot) == (SendingPhase.QUEUED, slot)


def test_what_the_line_costs_is_heard_from_the_system(qapp):
    heard, watch = [], NetworkWatch()
    watch.metered.connect(heard.append)

    watch.listen_to(System())

    assert heard == [True]


def test_a_system_that_does_not_know_what_a_line_costs_is_not_asked(qapp):
    heard, watch = [], NetworkWatch()
    watch.metered.connect(heard.append)

    watch.listen_to(System(knows=False))

    assert heard == []


class System(QObject):
    """A computer on a phone's line."""

    reachabilityChanged = Signal(object)  # noqa: N815 - Qt's own name
    isMeteredChanged = Signal(bool)  # noqa: N815 - Qt's own name

    def __init__(self, *, knows=True):
        super().__init__()
        self.knows = knows

    def reachability(self):
        return Reachability.Online

    def supports(self, feature):
        return self.knows

    def isMetered(self):
        return True


def test_the_top_bar_counts_photos_that_wait():
    status = ExchangeStatus(0, None, NOW, None, 0, None, False, 0, attachments_waiting=2)

    assert sending_of(status).unsent == 2
