"""An exchange that begins by itself: when it is due, and at once when the network returns."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kemiskinan_desktop.services.exchange import ExchangeReport, ExchangeStatus
from kemiskinan_desktop.services.lanes import Lanes
from kemiskinan_desktop.ui.shell.automatic import AutomaticExchange, sending_of
from kemiskinan_desktop.ui.shell.network import NetworkWatch, Reachability
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


def test_the_top_bar_counts_photos_that_wait():
    status = ExchangeStatus(0, None, NOW, None, 0, None, False, 0, attachments_waiting=2)

    assert sending_of(status).unsent == 2
