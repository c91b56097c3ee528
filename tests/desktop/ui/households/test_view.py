"""The list of families on screen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import HouseholdChip
from kemiskinan_desktop.services.workers import WorkerLine
from kemiskinan_desktop.ui.households.view import HouseholdsPage
from kemiskinan_domain.records import FamilyCardState, RecordId, SurveyState
from kemiskinan_domain.social_security import WorkerStatus
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.households.screen import HouseholdsDriver
from tests.desktop.ui.households.village import FakeFamilies, row, village

THREE = (
    row(1, head_name="Asep Suherman", no_kk="3203011108210004"),
    row(2, head_name="Imas Rohaeti", survey_state=SurveyState.DRAFT),
    row(3, head_name="Ujang", no_kk=None, no_kk_state=FamilyCardState.NONE_YET),
)


def test_family_cards_are_masked_until_the_person_asks(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()

    masked = driver.numbers()
    driver.click("households-mask")

    assert masked[0] == "320301••••••••04"
    assert driver.numbers()[0] == "320301 110821 0004"
    assert driver.numbers()[2] == "Belum punya KK"


def test_typing_narrows_the_list(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()

    driver.type("households-search", "imas")
    driver.until(lambda: driver.names() == ["Imas Rohaeti"])

    assert driver.words("page-subtitle") == "1 keluarga dari 1" or driver.words("page-subtitle").startswith(
        "1 keluarga"
    )


def test_slash_goes_to_the_search(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()

    driver.press(Qt.Key.Key_Slash, on="households-table")

    driver.until(lambda: driver.find(QLineEdit, "households-search").hasFocus())


def test_a_chip_shows_its_count_and_narrows(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()

    driver.chip("DRAFT")

    assert driver.words("chip-DRAFT") == "Draf  1"
    assert driver.names() == ["Imas Rohaeti"]


def test_all_puts_every_chip_off(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()
    driver.chip("DRAFT")

    driver.chip("all")

    assert len(driver.names()) == 3
    assert driver.page.chips.keys() == {"all"}


def test_arrows_preview_and_enter_opens_the_questionnaire(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()

    driver.press(Qt.Key.Key_Down, on="households-table")
    previewed = driver.previewed()
    driver.press(Qt.Key.Key_Return, on="households-table")

    assert previewed == "Imas Rohaeti"
    assert driver.navigator.opened == [("kuesioner", THREE[1].id)]


def test_an_empty_village_leads_to_the_exchange(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies())
    driver.open()

    driver.click("empty-exchange")

    assert driver.words("empty-title") == "Belum ada daftar dari kabupaten"
    assert driver.navigator.opened == [("kirim", None)]


def test_a_search_without_result_offers_all_families(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()
    driver.page.presenter.find("zzz")

    driver.click("empty-show-all")

    assert len(driver.names()) == 3


def test_another_screen_can_ask_for_one_chip(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))

    driver.open(HouseholdChip.DRAFT)

    assert driver.names() == ["Imas Rohaeti"]


def test_the_mark_stays_on_its_family_when_the_list_is_read_again(qtbot: QtBot) -> None:
    families = FakeFamilies(THREE)
    driver = HouseholdsDriver(qtbot, families)
    driver.open(THREE[2].id)
    families.kept = (row(9, head_name="Baru"), *THREE)

    driver.events.publish(HouseholdsChanged())

    selected = driver.page.table.selected_row()
    assert selected is not None and selected.head_name == "Ujang"


def test_a_hidden_screen_does_not_read(qtbot: QtBot) -> None:
    families = FakeFamilies(THREE)
    driver = HouseholdsDriver(qtbot, families)
    driver.open()
    driver.page.hidden()
    before = len(families.asked)

    driver.events.publish(HouseholdsChanged())

    assert len(families.asked) == before


def test_ten_thousand_families_are_shown_whole(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(village(10_000)))

    driver.open()

    assert driver.rows("households-table") == 10_000
    assert driver.words("page-subtitle") == "10.000 keluarga"


def test_a_narrow_window_keeps_names_readable(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()

    driver.page.resize(700, 600)

    assert not driver.page.preview.isVisible()
    table = driver.find(QTableView, "households-table")
    assert table.columnWidth(0) >= table.fontMetrics().horizontalAdvance("Asep Suherman")


class Proposing(Driver):
    """Works the dialog *Tambah usulan*."""

    def __init__(self, qtbot: QtBot, page: HouseholdsPage) -> None:
        self.dialog = page.propose()
        super().__init__(qtbot, self.dialog)


def test_a_proposal_is_added_and_marked_in_the_list(qtbot: QtBot) -> None:
    families = FakeFamilies(THREE)
    driver = HouseholdsDriver(qtbot, families)
    driver.open()
    dialog = Proposing(qtbot, driver.page)

    dialog.type("proposal-name", "Siti Aminah")
    dialog.type("proposal-number", "320301 010120 0009")
    dialog.type("proposal-dusun", "Babakan")
    dialog.click("proposal-add")

    assert [new.head_name for new in families.proposals] == ["Siti Aminah"]
    selected = driver.page.table.selected_row()
    assert selected is not None and selected.head_name == "Siti Aminah"


def test_a_known_family_card_is_said_at_once(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()
    dialog = Proposing(qtbot, driver.page)

    dialog.type("proposal-number", "3203011108210004")
    dialog.press(Qt.Key.Key_Return, on="proposal-number")

    assert "Asep Suherman" in dialog.dialog.number.message.label.text()


def test_a_family_without_a_card_must_say_so(qtbot: QtBot) -> None:
    families = FakeFamilies(THREE)
    driver = HouseholdsDriver(qtbot, families)
    driver.open()
    dialog = Proposing(qtbot, driver.page)
    dialog.type("proposal-name", "Siti Aminah")

    dialog.click("proposal-add")
    refused = dialog.dialog.number.message.label.text()
    dialog.click("proposal-without-card")
    dialog.click("proposal-add")

    assert refused
    assert len(families.proposals) == 1


def test_enter_never_adds_by_mistake(qtbot: QtBot) -> None:
    families = FakeFamilies(THREE)
    driver = HouseholdsDriver(qtbot, families)
    driver.open()
    dialog = Proposing(qtbot, driver.page)

    dialog.type("proposal-name", "Siti Aminah")
    dialog.press(Qt.Key.Key_Return, on="proposal-name")

    assert families.proposals == []
    dialog.dialog.reject()


def test_the_preview_tells_who_of_the_family_is_covered(qtbot: QtBot) -> None:
    covered = WorkerLine(
        RecordId("m1"), RecordId("h1"), "Ujang Contoh", "", WorkerStatus.COVERED, "", "12345678901", "", "", None, None
    )
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE), cover=lambda _household: (covered,))
    driver.open()

    words = " ".join(label.text() for label in driver.page.preview.findChildren(QLabel))

    assert "Jaminan pekerja" in words
    assert "KPJ 12345678901" in words
    assert (
        "Sudah terlindungi"
        in " ".join(badge.accessibleName() or "" for badge in driver.page.preview.findChildren(QWidget)) + words
    )


def test_sheets_for_the_visit_are_printed_for_the_families_on_screen(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(THREE))
    driver.open()
    driver.type("households-search", "a")
    driver.until(lambda: len(driver.names()) == 3)

    driver.click("households-print")

    assert driver.printed == [family.id for family in THREE]


def test_nothing_on_screen_prints_nothing(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies(()))
    driver.open()

    driver.click("households-print")

    assert driver.printed == []
