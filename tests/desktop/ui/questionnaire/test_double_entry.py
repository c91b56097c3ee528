"""Entri ulang on screen: typed as from paper, compared, settled."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.survey.double_entry import MEMBER_COUNT
from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_desktop.ui.questionnaire.double_page import DoubleEntryPage
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_domain.records import RecordKind
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.questionnaire.family import FamilyDesk

HEAD = "/data/identitas/kepala_keluarga"
RW = "/data/identitas/rw"
RT = "/data/identitas/rt"


class DoubleDriver(Driver):
    """Types as a person would."""

    def __init__(self, qtbot: QtBot, desk: FamilyDesk) -> None:
        self.desk = desk
        self.page = DoubleEntryPage(
            desk.navigator, desk.lane, Sources(desk.services, open_file=desk.opened.append), desk.dialogs
        )
        qtbot.addWidget(self.page)
        super().__init__(qtbot, self.page)
        self.show(1190, 712)
        self.page.shown(desk.household)

    @property
    def at(self) -> str:
        widget = QApplication.focusWidget()
        while widget is not None and not hasattr(widget, "path"):
            widget = widget.parentWidget()
        return "" if widget is None else str(widget.path)

    def keys(self, words: str) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        self.bot.keyClicks(focused, words)

    def enter(self, words: str = "") -> None:
        if words:
            self.keys(words)
        focused = QApplication.focusWidget()
        assert focused is not None
        self.bot.keyClick(focused, Qt.Key.Key_Return)

    def values(self) -> list[str]:
        return [one.text() for one in self.page.findChildren(QLabel, "double-value")]

    def press_key(self, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        self.bot.keyClick(focused, key, modifier)

    def push(self, name: str) -> None:
        def seen() -> list[QPushButton]:
            return [one for one in self.page.findChildren(QPushButton, name) if one.isVisible()]

        self.until(lambda: bool(seen()))
        self.bot.mouseClick(seen()[0], Qt.MouseButton.LeftButton)


@pytest.fixture
def refused(desk: FamilyDesk) -> FamilyDesk:
    """The family refused: identity and address are all that was keyed."""
    desk.village.put(RecordKind.HOUSEHOLD, {"survey_state": "complete", "answers.r205": "4"}, desk.household)
    return desk


def keyed(driver: DoubleDriver, rw: str = "002") -> None:
    """The whole paper."""
    driver.enter("asep suherman")
    driver.enter("3203011108210004")
    driver.enter(rw)
    driver.enter("001")
    driver.enter("3")


def test_a_person_types_the_paper_and_is_told_that_both_entries_agree(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    assert driver.at == HEAD

    keyed(driver)

    assert driver.words("double-result") == "Kedua entri sudah sama (5 isian)."
    driver.push("double-finish")
    assert refused.navigator.opened[-1] == ("keluarga", refused.household)
    kept = refused.village.document(RecordKind.HOUSEHOLD, refused.household)["double_entry"]
    assert isinstance(kept, dict)
    assert (kept["compared"], kept["differed"]) == (5, 0)


def test_nothing_of_the_first_entry_is_on_screen(qtbot: QtBot, desk: FamilyDesk) -> None:
    desk.village.put(RecordKind.HOUSEHOLD, {"survey_state": "complete"}, desk.household)
    driver = DoubleDriver(qtbot, desk)
    qtbot.waitUntil(lambda: not driver.page.column._later)

    shown = " ".join(one.text() for one in driver.page.findChildren(QLabel))

    for secret in ("RW 002", "RT 001", "Suherman", "Imas", "Rohaeti", "3203011108210004"):
        assert secret not in shown
    assert "Anggota 2" in shown


def test_a_difference_shows_both_values_and_the_second_becomes_the_answer(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)

    keyed(driver, rw="005")

    assert driver.words("double-result") == "1 beda dari 5 isian. Lihat kertasnya, lalu pilih yang benar."
    assert driver.values() == ["002", "005"]
    driver.push("double-second")
    assert refused.village.document(RecordKind.HOUSEHOLD, refused.household)["rw"] == "005"
    assert driver.words("double-result") == "Kedua entri sudah sama (5 isian)."


def test_a_difference_is_settled_by_keyboard(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    keyed(driver, rw="005")

    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton)
    assert focused.accessibleName() == "Entri pertama benar: RW · Identitas keluarga dan alamat"
    qtbot.keyClick(focused, Qt.Key.Key_Space)
    finish = QApplication.focusWidget()
    assert finish is driver.page.differences.finish_button
    qtbot.keyClick(finish, Qt.Key.Key_Space)

    assert refused.village.document(RecordKind.HOUSEHOLD, refused.household)["rw"] == "002"
    assert refused.navigator.opened[-1] == ("keluarga", refused.household)


def test_typing_once_more_goes_back_to_that_question_alone(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    keyed(driver, rw="005")

    driver.push("double-again")

    assert driver.at == RW
    driver.enter("002")
    driver.press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert driver.words("double-result") == "Kedua entri sudah sama (5 isian)."


def test_another_number_of_members_leads_to_the_questionnaire(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    for words in ("asep suherman", "3203011108210004", "002", "001", "4"):
        driver.enter(words)

    assert driver.values() == ["3", "4"]
    driver.push("double-open")
    assert refused.navigator.opened[-1] == ("kuesioner", refused.household)


def test_comparing_early_goes_to_what_is_not_keyed(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    driver.keys("asep suherman")

    driver.press_key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert driver.at == "/data/identitas/no_kk"
    assert refused.navigator.notes[-1].startswith("4 isian belum diketik.")


def test_what_was_typed_is_there_in_the_next_sitting(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    driver.enter("asep suherman")
    driver.keys("3203011108210004")
    driver.page.hidden()

    driver.page.shown(refused.household)

    assert driver.at == RW
    assert driver.words("double-progress") == "2 dari 5 isian"


def test_a_wrong_number_of_members_is_refused_at_its_field(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    driver.page.focus(MEMBER_COUNT)

    driver.enter("tiga")

    row = driver.page.column.row_of(MEMBER_COUNT)
    assert row is not None
    assert driver.at == MEMBER_COUNT
    assert "Tulis angka saja, misalnya 24." in [one.text() for one in row.findChildren(QLabel)]


def test_a_full_disk_keeps_what_was_typed_and_says_so(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    refused.lane.fault = DiskFullError("full")

    driver.enter("asep suherman")

    assert not driver.page.trouble.isHidden()
    refused.lane.fault = None
    driver.push("save-retry")
    assert driver.page.trouble.isHidden()
    with refused.village.store.view() as view:
        assert view.double_entries.values(refused.household) == {("", HEAD): "asep suherman"}


def test_a_change_from_elsewhere_is_compared_with_what_was_typed(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    keyed(driver)
    refused.village.put(RecordKind.HOUSEHOLD, {"rw": "007"}, refused.household)

    refused.village.events.publish(HouseholdsChanged(frozenset({refused.household})))

    assert driver.values() == ["007", "002"]


def test_giving_up_is_asked_first(qtbot: QtBot, refused: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, refused)
    driver.enter("asep suherman")
    refused.dialogs.answer = "stay"
    driver.push("double-give-up")
    assert driver.words("double-progress") == "1 dari 5 isian"

    refused.dialogs.answer = "drop"
    driver.push("double-give-up")

    assert refused.navigator.opened[-1] == ("keluarga", refused.household)
    with refused.village.store.view() as view:
        assert view.double_entries.values(refused.household) == {}


def test_a_family_that_is_not_finished_says_what_to_do(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = DoubleDriver(qtbot, desk)

    assert driver.page.cannot.title_label.text() == "Kuesioner keluarga ini belum selesai"


def test_the_questionnaire_leads_here(qtbot: QtBot, refused: FamilyDesk) -> None:
    page = refused.page()
    qtbot.addWidget(page)
    page.shown(refused.household)

    page.tools.action("double-entry").trigger()

    assert refused.navigator.opened[-1] == ("entri-ulang", refused.household)
