"""A laptop that the district does not know: told so calmly, with a button that takes the new code."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeReport, Readmitted
from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes
from kemiskinan_desktop.ui.exchange.view import ExchangePage
from tests.desktop.ui.deliberations.village import quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import FakeExchanges, FakeReadmission, ports
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane

CODE = "ABCD-EFGH-JKLM"


class Unknown(FakeExchanges):
    """The last exchange met a district that was restored; the next one goes well."""

    problem = ExchangeProblem.UNKNOWN
    runs = 0

    def status(self):
        return replace(super().status(), last_problem=None if self.runs else self.problem)

    def run(self, *args, **words):
        self.runs += 1
        return ExchangeReport(pushed=140)


def page(qtbot, exchanges, readmission=None, entry=CODE):
    events, dialogs, navigator = quiet_events(), FakeDialogs(entry=entry), FakeNavigator()
    made = ports(ExchangeLanes(NowLane(), NowLane(), events.dispatcher), exchanges, events)
    shown = ExchangePage(navigator, replace(made, readmission=readmission or FakeReadmission()), dialogs)
    qtbot.addWidget(shown)
    shown.shown()
    return Driver(qtbot, shown), dialogs, navigator


def test_it_says_that_nothing_is_lost_and_what_to_do(qtbot):
    driver, _, _ = page(qtbot, Unknown())

    assert "dipulihkan dari cadangan" in driver.words("exchange-result")
    assert "Tidak ada yang hilang" in driver.words("exchange-result")
    assert "kode pendaftaran baru" in driver.words("exchange-todo")
    assert driver.words("exchange-enrol") == "Daftarkan lagi dengan kode"


def test_the_code_enrols_and_all_is_sent_without_another_press(qtbot):
    exchanges, readmission = Unknown(), FakeReadmission(Readmitted(140))
    driver, _, navigator = page(qtbot, exchanges, readmission)

    driver.click("exchange-enrol")

    assert (readmission.codes, exchanges.runs) == ([CODE], 1)
    assert navigator.notes == ["Laptop terdaftar lagi. 140 perubahan dikirim ke kabupaten."]
    assert "140 perubahan terkirim ke kabupaten." in {one.text() for one in driver.all(QLabel, "exchange-result")}


@pytest.mark.parametrize("entry", [None, "  "])
def test_without_a_code_nothing_is_asked(qtbot, entry):
    readmission = FakeReadmission()
    driver, _, _ = page(qtbot, Unknown(), readmission, entry)

    driver.click("exchange-enrol")

    assert readmission.codes == []


@pytest.mark.parametrize("why", [one for one in EnrolmentRefusal if one is not EnrolmentRefusal.ADDRESS_NOT_SAFE])
def test_a_code_that_was_not_taken_is_explained_and_can_be_tried_again(qtbot, why):
    exchanges = Unknown()
    driver, dialogs, _ = page(qtbot, exchanges, FakeReadmission(why))

    driver.click("exchange-enrol")

    assert exchanges.runs == 0
    assert dialogs.troubles[0].safe == "Semua data tetap ada di laptop ini."
    assert dialogs.troubles[0].todo
    assert driver.find(QPushButton, "exchange-enrol").isVisibleTo(
        driver.find(QWidget, "exchange-result").parentWidget()
    )


def test_a_laptop_that_was_shut_out_can_use_a_new_code_too(qtbot):
    exchanges = Unknown()
    exchanges.problem = ExchangeProblem.REVOKED
    driver, _, _ = page(qtbot, exchanges)

    driver.click("exchange-enrol")

    assert exchanges.runs == 1


@pytest.mark.parametrize("problem", [ExchangeProblem.OFFLINE, ExchangeProblem.BAD_SIGNATURE, None])
def test_other_troubles_offer_no_code(qtbot, problem):
    exchanges = Unknown()
    exchanges.problem = problem
    driver, _, _ = page(qtbot, exchanges)

    assert driver.all(QPushButton, "exchange-enrol") == []


def test_a_full_laptop_is_told_as_everywhere(qtbot):
    class Full(FakeReadmission):
        def ask_again(self, code):
            raise DiskFullError

    driver, _, _ = page(qtbot, Unknown(), Full())

    driver.click("exchange-enrol")

    assert driver.find(QPushButton, "exchange-run").isVisibleTo(driver.find(QWidget, "exchange-result").parentWidget())
