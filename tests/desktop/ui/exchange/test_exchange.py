"""Kirim & Terima: one run at a time, calm words, progress in the right thread."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QTabWidget

from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeReport
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes, ExchangePorts, ExchangePresenter
from kemiskinan_desktop.ui.exchange.view import ExchangePage
from kemiskinan_desktop.ui.exchange.words import problem_words, report_lines
from kemiskinan_desktop.ui.kit.tokens import Tone
from tests.desktop.ui.deliberations.test_presenters import Anything
from tests.desktop.ui.deliberations.village import NowDispatcher, quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import FakeExchanges, now
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane


def page(qtbot, exchanges=None, network=None, dialogs=None):
    events, navigator = quiet_events(), FakeNavigator()
    lanes = ExchangeLanes(NowLane(), network or NowLane(), events.dispatcher)
    made = ExchangePage(
        navigator, ExchangePorts(lanes, exchanges or FakeExchanges(), events, now), dialogs or FakeDialogs()
    )
    qtbot.addWidget(made)
    made.shown()
    return Driver(qtbot, made), navigator


def test_the_state_is_said_in_words(qtbot):
    driver, _ = page(qtbot)

    assert driver.words("exchange-headline") == "12 perubahan belum terkirim"
    assert "kemarin 16.00" in driver.words("exchange-detail")


def test_one_press_sends_and_tells_what_went(qtbot):
    driver, _ = page(qtbot)

    driver.click("exchange-run")

    assert driver.words("exchange-result") == "12 perubahan terkirim ke kabupaten."


def test_while_it_runs_a_second_press_does_nothing():
    view, lane = Anything(), NowLane(held=True)
    presenter = ExchangePresenter(view, ExchangeLanes(NowLane(), lane, NowDispatcher()), FakeExchanges())

    presenter.run()
    presenter.run()
    lane.release()

    assert view.names.count("show_report") == 1


def test_a_cancelled_run_ends_at_a_safe_place(qtbot):
    network, exchanges = NowLane(held=True), FakeExchanges()
    driver, _ = page(qtbot, exchanges, network)
    driver.click("exchange-run")

    driver.click("progress-cancel")
    network.release()

    assert exchanges.was_cancelled
    assert driver.words("exchange-result").startswith("Pengiriman dibatalkan.")


def test_no_network_is_calm(qtbot):
    driver, _ = page(qtbot, FakeExchanges(report=ExchangeReport(problem=ExchangeProblem.OFFLINE)))

    driver.click("exchange-run")

    assert "Belum ada jaringan" in driver.words("exchange-result")
    assert problem_words(ExchangeProblem.OFFLINE).tone is Tone.INFO


@pytest.mark.parametrize("problem", list(ExchangeProblem))
def test_every_problem_says_what_happened_what_is_safe_and_what_to_do(problem):
    said = problem_words(problem)

    assert all((said.happened, said.safe, said.todo))


def test_what_needs_a_person_is_marked():
    lines = report_lines(ExchangeReport(pushed=1, new_conflicts=2, refused=1))

    assert [tone for tone, _ in lines] == [Tone.SUCCESS, Tone.WARNING, Tone.WARNING]


def test_each_waiting_and_refused_record_has_its_reason(qtbot):
    driver, _ = page(qtbot)

    assert driver.rows("waiting") == 3
    assert driver.cell("waiting", 0, 4) == "Belum dikirim"
    assert "diajukan" in driver.cell("refused", 0, 2)


def test_a_receipt_is_saved_as_pdf(qtbot, tmp_path):
    driver, navigator = page(qtbot, dialogs=FakeDialogs(path=tmp_path / "tt.pdf"))
    driver.find(QTabWidget, "exchange-tabs").setCurrentIndex(2)

    driver.click("receipt-save")

    assert (tmp_path / "tt.pdf").read_bytes() == b"%PDF TT-7Q2M-K8XD"
    assert navigator.notes


def test_a_receipt_that_cannot_be_written_is_explained(qtbot, tmp_path):
    dialogs = FakeDialogs(path=tmp_path / "nowhere" / "tt.pdf")
    driver, _ = page(qtbot, dialogs=dialogs)

    driver.click("receipt-save")

    assert dialogs.troubles


def test_differences_are_one_press_away(qtbot):
    driver, navigator = page(qtbot)

    driver.click("exchange-conflicts")

    assert navigator.opened == [("perbedaan", None)]


def test_a_full_disk_during_the_run_leaves_the_page_usable(qtbot):
    driver, _ = page(qtbot, FakeExchanges(fault=OSError()))

    driver.click("exchange-run")

    assert driver.words("banner-title")
    driver.click("exchange-run")
    assert "terkirim" in driver.words("exchange-result")
