"""What is published and did not come: a quiet sentence below, and the sending of the village looks as it went."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel

from kemiskinan_desktop.services.exchange import Hindrance, Published
from kemiskinan_desktop.ui.exchange.missing_words import missing_lines
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes
from kemiskinan_desktop.ui.exchange.view import ExchangePage
from tests.desktop.ui.deliberations.village import quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import FakeExchanges, ports
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane


class Lacking(FakeExchanges):
    missing = ((Published.DISTRICT, Hindrance.LINE), (Published.FORMS, Hindrance.UNPROVEN))

    def status(self):
        return replace(super().status(), missing=self.missing)


def page(qtbot, exchanges):
    events = quiet_events()
    lanes = ExchangeLanes(NowLane(), NowLane(), events.dispatcher)
    shown = ExchangePage(FakeNavigator(), ports(lanes, exchanges, events), FakeDialogs())
    qtbot.addWidget(shown)
    shown.shown()
    return Driver(qtbot, shown), shown


def test_each_thing_that_did_not_come_is_one_sentence_with_what_to_do(qtbot):
    driver, _ = page(qtbot, Lacking())

    lines = driver.words("exchange-missing").split("\n")

    assert len(lines) == 2
    assert lines[0].startswith("Pengumuman dan daftar kode kabupaten belum datang")
    assert "Tidak perlu apa-apa" in lines[0]
    assert "Beri tahu DPMD" in lines[1]


def test_the_village_s_own_sending_does_not_look_failed(qtbot):
    exchanges = Lacking()
    driver, shown = page(qtbot, exchanges)

    driver.click("exchange-run")

    words = {one.text() for one in driver.all(QLabel, "exchange-result")}
    assert "12 perubahan terkirim ke kabupaten." in words
    assert driver.all(QLabel, "exchange-todo") == []
    assert driver.find(QLabel, "exchange-missing").isVisibleTo(shown)


def test_it_goes_once_everything_came(qtbot):
    exchanges = Lacking()
    driver, shown = page(qtbot, exchanges)
    exchanges.missing = ()

    driver.click("exchange-run")

    assert not driver.find(QLabel, "exchange-missing").isVisibleTo(shown)


@pytest.mark.parametrize("what", list(Published))
@pytest.mark.parametrize("why", list(Hindrance))
def test_every_reason_has_a_sentence_of_its_own(what, why):
    [line] = missing_lines([(what, why)])

    others = {missing_lines([(what, other)])[0] for other in Hindrance if other is not why}
    assert line not in others
    assert "{0}" not in line
