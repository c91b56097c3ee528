"""What comes next: the turn of a crowded district, what will go and when, and the wish that nothing goes by itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeReport, Hold, HoldReason
from kemiskinan_desktop.ui.exchange.coming_words import next_words
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes
from kemiskinan_desktop.ui.exchange.view import ExchangePage
from tests.desktop.ui.deliberations.village import quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import NOW, FakeExchanges, FakeWishes, ports_with
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane

TURN = NOW + timedelta(minutes=14)


class Crowded(FakeExchanges):
    """The district gave a turn in a quarter of an hour."""

    def status(self):
        return replace(super().status(), last_problem=ExchangeProblem.BUSY, slot=TURN, next_attempt=TURN)


class Resting(FakeExchanges):
    """Due by itself in half an hour."""

    def status(self):
        return replace(super().status(), next_attempt=NOW + timedelta(minutes=30))


class Moments:
    """A clock that the test moves."""

    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def page(qtbot, exchanges, wishes=None, seconds_for=None, dialogs=None):
    events, clock = quiet_events(), Moments()
    lanes = ExchangeLanes(NowLane(), NowLane(), events.dispatcher)
    made = ports_with(lanes, exchanges, events, wishes or FakeWishes())
    if seconds_for is not None:
        made = replace(made, insight=replace(made.insight, seconds_for=seconds_for))
    shown = ExchangePage(FakeNavigator(), replace(made, clock=clock), dialogs or FakeDialogs())
    qtbot.addWidget(shown)
    shown.shown()
    return Driver(qtbot, shown), shown, clock


def test_a_crowded_district_s_turn_is_said_with_what_the_person_may_do(qtbot):
    driver, _, _ = page(qtbot, Crowded())

    assert driver.words("exchange-turn") == "Kabupaten sedang ramai. Giliran Anda pukul 20.14, 14 menit lagi."
    assert driver.words("exchange-turn-todo") == "Anda bisa terus bekerja; pengiriman jalan sendiri."
    assert driver.words("exchange-run") == "Coba sekarang"
    assert driver.all(QWidget, "exchange-result") == [], "said once"


def test_the_count_goes_down_without_taking_the_focus(qtbot):
    driver, shown, clock = page(qtbot, Crowded())
    driver.show()
    driver.find(QPushButton, "bundle-write").setFocus()
    before = shown.focusWidget()

    clock.now = TURN - timedelta(minutes=3)
    shown.card.count_down()

    assert "3 menit lagi" in driver.words("exchange-turn")
    assert shown.focusWidget() is before
    clock.now = TURN
    shown.card.count_down()
    assert not driver.find(QWidget, "exchange-turn").isVisible()
    assert driver.words("exchange-run") == "Kirim && terima sekarang"


def test_a_press_that_finds_the_district_crowded_shows_the_turn_and_try_now_sends(qtbot):
    exchanges = FakeExchanges(report=ExchangeReport(problem=ExchangeProblem.BUSY, slot=TURN))
    driver, shown, _ = page(qtbot, exchanges)
    shown.card.show_report(exchanges.report)
    said = driver.words("exchange-turn")
    exchanges.report = ExchangeReport(pushed=12)

    driver.click("exchange-run")

    assert "pukul 20.14" in said
    assert driver.words("exchange-result") == "12 perubahan terkirim ke kabupaten."
    assert not driver.find(QWidget, "exchange-turn").isVisibleTo(shown)


def test_who_switched_sending_off_is_told_to_press_at_the_turn(qtbot):
    driver, _, _ = page(qtbot, Crowded(), FakeWishes(Hold(HoldReason.SWITCHED_OFF)))

    assert "tekan Coba sekarang" in driver.words("exchange-turn-todo")


def test_what_will_go_is_counted_by_kind(qtbot):
    driver, _, _ = page(qtbot, Resting())

    assert driver.words("exchange-load") == "Akan dikirim: Keluarga 1 · Anggota keluarga 1 · Musyawarah 1"


def test_a_line_that_was_never_measured_is_not_guessed(qtbot):
    driver, _, _ = page(qtbot, Resting(), seconds_for=lambda size: None)

    assert "lama pengirimannya belum pernah diukur" in driver.words("exchange-detail")
    assert "pada jaringan ini" not in driver.words("exchange-detail")


def test_a_pause_is_one_press_and_ends_with_one(qtbot):
    wishes = FakeWishes()
    driver, _, _ = page(qtbot, Resting(), wishes)
    before = driver.words("exchange-next")

    driver.click("exchange-pause")
    paused = driver.words("exchange-next")
    driver.click("exchange-resume")

    assert before == "Otomatis berikutnya pukul 20.30."
    assert paused == "Kiriman otomatis dijeda sampai besok pukul 06.00."
    assert driver.words("exchange-next") == before
    assert wishes.held is None


def test_a_wish_that_cannot_be_written_down_is_explained(qtbot):
    dialogs, wishes = FakeDialogs(), FakeWishes(fault=OSError())
    driver, _, _ = page(qtbot, Resting(), wishes, dialogs=dialogs)

    driver.click("exchange-pause")

    assert dialogs.troubles


@pytest.mark.parametrize("why", list(HoldReason))
def test_every_reason_why_nothing_goes_by_itself_has_words(why):
    status = Resting().status()

    words = next_words(status, NOW, Hold(why, NOW + timedelta(hours=10)))

    assert words
    assert words != next_words(status, NOW, None)
