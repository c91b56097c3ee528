"""The keys of heads-down entry, by real key events."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from kemiskinan_desktop.ui.questionnaire.code_list import CodeList
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.printing import Printing
from kemiskinan_desktop.ui.questionnaire.screen import screen as questionnaire_screen
from kemiskinan_domain.records import RecordKind
from tests.desktop.ui.questionnaire.family import FamilyDesk
from tests.desktop.ui.questionnaire.screen import QuestionnaireDriver

HOME = "/data/perumahan/r301a"
AREA = "/data/perumahan/r302"
RT = "/data/identitas/rt"
NAME = "/data/anggota[1]/nama"
CONTROL = Qt.KeyboardModifier.ControlModifier


def test_a_code_stays_at_its_question_when_moving_on_is_switched_off(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.page.tools.action("tool-advance").toggle()
    driver.go(HOME)

    driver.keys("2")
    stayed = driver.at
    driver.enter()

    assert driver.value(HOME) == "2"
    assert (stayed, driver.at) == (HOME, AREA)
    assert not desk.preferences.load().auto_advance


def test_a_page_that_is_gone_follows_no_theme_any_more(qtbot: QtBot, desk: FamilyDesk, look: Theme) -> None:
    page = desk.page()
    page.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    with qtbot.captureExceptions() as faults:
        look.apply(Appearance.DARK, 100)

    assert faults == []


def test_what_was_undone_is_redone_by_key(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)
    driver.keys("2")

    driver.key(Qt.Key.Key_Z, CONTROL)
    undone = driver.value(HOME)
    driver.key(Qt.Key.Key_Y, CONTROL)

    assert (undone, driver.value(HOME), desk.saved("answers.r301a")) == ("", "2", "2")


def test_nothing_to_redo_is_said(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)

    driver.key(Qt.Key.Key_Y, CONTROL)

    assert desk.navigator.notes == ["Tidak ada isian yang dapat diulangi."]


def test_f2_writes_a_remark_that_stands_at_its_question(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(RT)
    desk.dialogs.entry = "Batas RT baru berubah"

    driver.key(Qt.Key.Key_F2)

    assert "Batas RT baru berubah" in _remark(driver, RT)
    assert "1 catatan" in "".join(label.text() for label in driver.all(QLabel, "section-note"))
    assert driver.at == RT


def test_the_districts_remark_is_seen_and_settled(qtbot: QtBot, desk: FamilyDesk) -> None:
    fields = {"parent": desk.household, "field": "rt", "text": "RT mana?", "by": "Dewi", "state": "open"}
    desk.village.arrive(RecordKind.REMARK, dict(fields))
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(RT)

    seen = _remark(driver, RT)
    driver.click("remark-settle")

    assert seen == "Kabupaten (Dewi): RT mana?"
    assert _remark(driver, RT) == ""


def test_a_returned_family_opens_at_what_the_district_asks(qtbot: QtBot, desk: FamilyDesk) -> None:
    fields = {"parent": desk.household, "field": "rt", "text": "RT mana?", "by": "Dewi", "state": "open"}
    desk.village.arrive(RecordKind.REMARK, dict(fields))
    elsewhere = QuestionnaireDriver(qtbot, desk).at
    desk.village.put(RecordKind.HOUSEHOLD, {"review": "returned"}, desk.household)

    driver = QuestionnaireDriver(qtbot, desk)

    assert elsewhere != RT
    assert driver.at == RT


def test_the_questionnaire_is_printed_by_key_and_opened(qtbot: QtBot, desk: FamilyDesk, tmp_path: Path) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    desk.dialogs.path = tmp_path / "kuesioner.pdf"

    for name in ("print-filled", "print-visit", "print-blank"):
        driver.page.tools.action(name).trigger()
        assert desk.dialogs.path.read_bytes().startswith(b"%PDF")
        desk.dialogs.path.unlink()

    assert desk.opened == [desk.dialogs.path] * 3
    assert driver.page.tools.action("print-filled").shortcut().toString() == "Ctrl+P"


def test_a_print_that_cannot_be_written_is_explained(qtbot: QtBot, desk: FamilyDesk, tmp_path: Path) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    desk.dialogs.path = tmp_path / "tidak" / "ada.pdf"

    driver.page.tools.action("print-blank").trigger()

    assert [one.happened for one in desk.dialogs.troubles] == ["Cetakan tidak dapat dibuat"]


def test_sheets_for_many_visits_are_asked_for_and_limited(qtbot: QtBot, desk: FamilyDesk, tmp_path: Path) -> None:
    printing = Printing(desk.lane, Sources(desk.services, open_file=desk.opened.append), desk.navigator, desk.dialogs)
    desk.dialogs.path = tmp_path / "kunjungan.pdf"
    desk.dialogs.answer = "cancel"
    printing.visits([desk.household] * 201)
    cancelled = desk.dialogs.path.exists()

    desk.dialogs.answer = "print"
    printing.visits([desk.household])

    many, one = desk.dialogs.asked
    assert not cancelled
    assert many.title == "Cetak lembar kunjungan untuk 200 keluarga?"
    assert "paling banyak 200 keluarga" in many.text
    assert "paling banyak" not in one.text
    assert desk.opened == [desk.dialogs.path]


def test_f4_finds_a_code_by_its_words(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    driver.key(Qt.Key.Key_F4)
    window = driver.page.findChild(CodeList)
    assert window is not None
    qtbot.keyClicks(window.line, "bebas")
    qtbot.keyClick(window.line, Qt.Key.Key_Return)

    assert driver.value(HOME) == "3"


def test_a_number_copied_with_dots_and_blanks_is_taken(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.page.presenter.commit("/data/anggota[1]/status_nik", "ada")
    nik = "/data/anggota[1]/nik"
    driver.go(nik)

    _paste(driver, nik, " 32.03.01.230478 0002 ")
    driver.enter()

    assert driver.value(nik) == "3203012304780002"


def test_a_megabyte_is_refused_in_words_and_the_answer_stays(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(NAME)

    _paste(driver, NAME, "a" * 1_000_000)

    assert "terlalu panjang" in driver.message(NAME)
    assert driver.line(NAME).text() == "Asep Suherman"


def test_marks_that_turn_the_reading_round_are_refused_in_words(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(NAME)

    _paste(driver, NAME, "Asep \u202eSuherman")
    driver.enter()

    assert driver.at == NAME
    assert "tidak terlihat" in driver.message(NAME)
    assert driver.value(NAME) == "Asep Suherman"


def test_a_year_of_two_digits_is_typed_with_strokes(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.page.presenter.commit("/data/anggota[1]/r404", "1")
    born = "/data/anggota[1]/r406"
    driver.go(born)

    driver.keys("31/12/80")
    driver.enter()

    assert driver.value(born) == "1980-12-31"


def test_an_answer_from_elsewhere_appears_at_once(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    _elsewhere(desk, "007")
    driver.go(RT)

    assert driver.line(RT).text() == "007"
    assert any("RT" in note for note in desk.navigator.notes)


def test_what_is_being_typed_is_not_overwritten_from_elsewhere(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(RT)
    driver.keys("00")

    _elsewhere(desk, "007")

    assert driver.line(RT).text() == "00"
    assert "007" in driver.message(RT)


def _elsewhere(desk: FamilyDesk, rt: str) -> None:
    from kemiskinan_desktop.services.events import HouseholdsChanged

    desk.village.put(RecordKind.HOUSEHOLD, {"rt": rt}, desk.household)
    desk.village.events.publish(HouseholdsChanged(None))


def _remark(driver: QuestionnaireDriver, path: str) -> str:
    label = driver.row(path).findChild(QLabel, "question-remark")
    assert label is not None
    return label.text() if label.parentWidget() is not None and not label.parentWidget().isHidden() else ""


def _paste(driver: QuestionnaireDriver, path: str, words: str) -> None:
    QApplication.clipboard().setText(words)
    line: QLineEdit = driver.line(path)
    line.selectAll()
    driver.bot.keyClick(line, Qt.Key.Key_V, CONTROL)


def test_page_up_goes_back_a_section(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go("/data/identitas/dusun")
    first = driver.page_title()
    driver.key(Qt.Key.Key_PageDown)

    turned = driver.page_title()
    qtbot.keyClick(driver.page.focusWidget() or driver.page, Qt.Key.Key_PageUp)

    assert turned != first
    assert driver.page_title() == first


def test_tab_goes_on_and_saves(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go("/data/identitas/rw")
    driver.keys("003")

    driver.key(Qt.Key.Key_Tab)

    assert driver.at == "/data/identitas/rt"
    assert desk.saved("rw") == "003"


def test_shift_f2_changes_a_reason_that_was_given(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    path = "/data/identitas/kepala_keluarga"
    driver.page.presenter.commit(path, "Asep 2")
    driver.go(path)
    desk.dialogs.entry = "Begitu di KK"
    driver.key(Qt.Key.Key_F2)
    first = driver.message(path)

    desk.dialogs.entry = "Salinan KK memang begitu"
    driver.key(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)

    assert "Alasan: Begitu di KK" in first
    assert "Alasan: Salinan KK memang begitu" in driver.message(path)


def test_shift_f2_without_a_warning_says_so(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go("/data/identitas/dusun")

    driver.key(Qt.Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)

    assert desk.navigator.notes[-1] == "Isian ini tidak memerlukan alasan."


def test_f3_shows_help_and_history_where_the_page_has_no_room(qtbot: QtBot, desk: FamilyDesk, look: Theme) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    path = "/data/identitas/kepala_keluarga"
    driver.go(path)
    driver.keys("Asep Suherman Putra")
    driver.enter()
    look.apply(Appearance.LIGHT, 200)
    driver.go(path)
    hidden, offered = driver.page.panel.isVisible(), driver.page.middle.about.isVisible()

    driver.key(Qt.Key.Key_F3)
    window = driver.find(QDialog, "side-window")
    said = " ".join(one.text() for one in window.findChildren(QLabel) if not one.isHidden())
    window.reject()

    assert (hidden, offered) == (False, True)
    assert "Asep Suherman menjadi Asep Suherman Putra" in said
    assert "Nama kepala keluarga" in said
    assert driver.at == path


def test_the_keys_of_a_questionnaire_stand_in_its_help(desk: FamilyDesk) -> None:
    screen = questionnaire_screen(desk.lane, desk.services, desk.opened.append)

    for key in ("Enter", "Shift+Tab", "PgUp", "PgDn", "F2", "F3", "F4", "F7", "Ctrl+Z", "Ctrl+Y", "Ctrl+Enter", "Esc"):
        assert key in screen.help_text


def test_keys_answers_and_corrections_are_counted_by_section(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go("/data/identitas/rw")
    driver.keys("003")
    driver.enter()
    driver.keys("004")
    driver.enter()
    driver.go("/data/perumahan/r302")
    driver.keys("36")
    driver.enter()

    driver.page.hidden()

    with desk.village.store.view() as view:
        lines = {line.section: line for line in view.paradata.all()}
    identity, housing = lines["/data/identitas"], lines["/data/perumahan"]
    assert (identity.keys, identity.answers, identity.corrections) == (8, 2, 2)
    assert (housing.keys, housing.answers, housing.corrections) == (3, 1, 0)


def test_counts_that_cannot_be_written_stand_in_nobodys_way(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go("/data/identitas/rw")
    driver.keys("003")
    driver.enter()
    desk.lane.fault = DiskFullError("full")

    driver.page.hidden()

    desk.lane.fault = None
    assert driver.value("/data/identitas/rw") == "003"
