"""Tukar di jaringan kantor: the two ways, the code on screen, and a sentence for everything that can happen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.bundles import OfficeSwap
from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_desktop.sync.office import OfficeProblem
from kemiskinan_desktop.ui.exchange.office_dialog import OfficeDialog, own_addresses
from kemiskinan_desktop.ui.exchange.office_words import problem_words, swap_words
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes
from kemiskinan_desktop.ui.kit.tokens import Tone
from tests.desktop.ui.deliberations.village import quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import FakeOffice
from tests.desktop.ui.fakes import NowLane


def opened(qtbot: QtBot, office: FakeOffice, network: NowLane | None = None) -> Driver:
    parent = QWidget()
    qtbot.addWidget(parent)
    qtbot.parent = parent  # Qt's parent owns the dialog, and nobody else owns the parent
    lanes = ExchangeLanes(NowLane(), network or NowLane(), quiet_events().dispatcher)
    dialog = OfficeDialog(parent, lanes, office, lambda: ["192.168.1.5", "10.0.0.7"])
    driver = Driver(qtbot, dialog)
    driver.show(900, 620)
    return driver


def test_while_it_waits_address_and_code_are_shown(qtbot: QtBot) -> None:
    network = NowLane(held=True)
    driver = opened(qtbot, FakeOffice(port=47651), network)
    dialog = driver.root
    assert isinstance(dialog, OfficeDialog)
    shown: list[str] = []
    show_ended = dialog.show_ended

    def at_the_end(swap: OfficeSwap) -> None:
        shown.extend([driver.words("office-shown-code"), driver.words("office-shown-address")])
        show_ended(swap)

    dialog.show_ended = at_the_end  # type: ignore[method-assign]
    driver.click("office-wait")
    network.release()

    assert shown == ["123456", "Alamat 192.168.1.5:47651"]
    assert "3 perubahan dititipkan ke laptop lain." in driver.words("office-result")


def test_the_guest_types_address_and_code(qtbot: QtBot) -> None:
    office = FakeOffice()
    driver = opened(qtbot, office)

    driver.type("office-address", "192.168.1.5")
    driver.type("office-code", "123456")
    driver.click("office-join")

    assert office.joined == [("192.168.1.5", "123456")]


def test_a_code_that_is_none_is_said_before_anything_is_tried(qtbot: QtBot) -> None:
    office = FakeOffice()
    driver = opened(qtbot, office)

    driver.type("office-code", "12a")
    driver.click("office-join")

    assert office.joined == []
    assert isinstance(driver.root, OfficeDialog)
    assert driver.root.code_row.message.label.text() == "Kode terdiri dari 6 angka."


def test_a_full_disk_leaves_the_dialog_usable(qtbot: QtBot) -> None:
    office = FakeOffice(fault=DiskFullError())
    driver = opened(qtbot, office)

    driver.click("office-wait")
    office.fault = None
    driver.click("office-wait")

    driver.until(lambda: "3 perubahan dititipkan" in driver.words("office-result"))


def test_closing_stops_the_waiting(qtbot: QtBot) -> None:
    network = NowLane(held=True)
    driver = opened(qtbot, FakeOffice(), network)
    dialog = driver.root
    assert isinstance(dialog, OfficeDialog)
    driver.click("office-wait")
    stopped: list[bool] = []
    dialog.presenter.cancel, before = lambda: stopped.append(True), dialog.presenter.cancel  # type: ignore[method-assign]

    driver.click("office-close")

    assert stopped == [True]
    before()


@pytest.mark.parametrize("problem", list(OfficeProblem))
def test_every_problem_has_a_sentence_and_none_claims_that_something_was_sent(problem: OfficeProblem) -> None:
    tone, happened, _todo = problem_words(problem)

    assert happened
    assert tone is not Tone.SUCCESS
    assert all(one[0] is not Tone.SUCCESS for one in swap_words(OfficeSwap(0, None, problem)))


def test_the_loopback_is_no_address_for_another_laptop() -> None:
    assert "127.0.0.1" not in own_addresses()
