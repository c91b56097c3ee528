"""The questionnaire on screen, with the real form and a real file."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFrame
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_domain.records import RecordKind
from tests.desktop.ui.questionnaire.family import NIK, FamilyDesk
from tests.desktop.ui.questionnaire.screen import QuestionnaireDriver

HOME = "/data/perumahan/r301a"
LAND = "/data/perumahan/r301b"
AREA = "/data/perumahan/r302"
OUTCOME = "/data/identitas/r205"


def test_it_opens_at_the_first_question_without_an_answer(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)

    assert driver.at == OUTCOME
    assert driver.words("page-title") == "Asep Suherman"


def test_a_code_is_recorded_saved_and_moved_on(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    driver.keys("2")

    assert desk.saved("answers.r301a") == "2"
    assert driver.mark(HOME) == "tersimpan"
    assert driver.at == AREA


def test_the_enter_after_a_code_skips_nothing(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    driver.keys("2")
    driver.enter()

    assert driver.at == AREA


def test_first_letters_and_enter_choose(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    driver.keys("beb")
    driver.enter()

    assert driver.value(HOME) == "3"
    assert driver.at == AREA


def test_a_mouse_click_chooses_and_stays(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    driver.click_choice(HOME, "4")

    assert driver.value(HOME) == "4"
    assert driver.at == HOME


def test_enter_passes_by_a_question_without_choosing(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    driver.enter()

    assert driver.value(HOME) == ""
    assert driver.at == AREA


def test_a_question_comes_and_goes_with_the_answer_it_depends_on(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)

    driver.click_choice(HOME, "1")
    asked = driver.asked(LAND)
    driver.click_choice(HOME, "2")

    assert asked
    assert not driver.asked(LAND)
    assert driver.at == HOME


def test_shift_tab_goes_back_over_hidden_questions(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)
    driver.keys("2")

    driver.key(Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)

    assert driver.at == HOME


def test_several_are_chosen_one_code_after_another(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    papers = _person(driver)
    driver.go(papers)

    driver.keys("14")
    driver.enter()

    assert driver.value(papers) == "1 4"
    assert driver.at != papers


def test_what_is_no_number_is_refused_and_stays_to_be_mended(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(AREA)

    driver.keys("empat")
    driver.enter()

    assert driver.at == AREA
    assert driver.line(AREA).text() == "empat"
    assert driver.message(AREA) == "Tulis angka saja, misalnya 24."
    assert desk.saved("answers.r302") is None


def test_a_broken_rule_holds_once_and_lets_go_at_the_second_enter(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    _person(driver)
    age = "/data/anggota[1]/nik"
    driver.page.presenter.commit("/data/anggota[1]/status_nik", "ada")
    driver.go(age)

    driver.keys("12345")
    driver.enter()
    held = driver.at
    driver.enter()

    assert held == age
    assert driver.at != age
    driver.go(age)
    assert driver.message(age)


def test_digits_of_a_nik_are_grouped_while_typing_and_recorded_without_spaces(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    nik = _nik(driver, 1)

    driver.keys(NIK)
    shown = driver.line(nik).text()
    driver.enter()

    assert shown == "320301 230478 0002"
    assert driver.value(nik) == NIK


def test_a_nik_that_somebody_has_names_that_person_at_once(qtbot: QtBot, desk: FamilyDesk) -> None:
    other = desk.village.family("Ujang Permana")
    desk.village.member(other, "Neneng Permana", nik=NIK, nik_state="ada", position=2)
    driver = QuestionnaireDriver(qtbot, desk)
    nik = _nik(driver, 1)

    driver.keys(NIK)
    driver.enter()
    driver.go(nik)

    assert "Neneng Permana" in driver.message(nik)


def test_a_day_is_typed_without_strokes(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    _person(driver)
    born = "/data/anggota[1]/r406"
    driver.go(born)

    driver.keys("23041978")
    driver.enter()

    assert driver.value(born) == "1978-04-23"


def test_an_impossible_day_is_refused(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    _person(driver)
    born = "/data/anggota[1]/r406"
    driver.go(born)

    driver.keys("31021978")
    driver.enter()

    assert driver.at == born
    assert "kalender" in driver.message(born)


def test_it_reopens_at_the_very_field(qtbot: QtBot, desk: FamilyDesk) -> None:
    first = QuestionnaireDriver(qtbot, desk)
    first.go("/data/perumahan/r306a")

    again = QuestionnaireDriver(qtbot, desk)

    assert again.at == "/data/perumahan/r306a"


def test_opening_the_same_family_again_reads_what_changed_meanwhile(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    desk.village.put(RecordKind.HOUSEHOLD, {"review": "approved"}, desk.household)

    driver.page.shown(desk.household)

    assert driver.find(QFrame, "held-banner").isVisible()


def test_unsaved_answers_survive_opening_the_same_family_again(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)
    desk.lane.fault = DiskFullError()
    driver.keys("2")
    desk.lane.fault = None

    driver.page.shown(desk.household)
    driver.click("save-retry")

    assert desk.saved("answers.r301a") == "2"


def test_leaving_hands_over_what_is_being_typed(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(AREA)
    driver.keys("36")
    left: list[bool] = []

    driver.page.leave(lambda: left.append(True))

    assert left == [True]
    assert desk.saved("answers.r302") == 36


def test_page_down_turns_to_the_members_and_enter_opens_one(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)

    driver.key(Qt.Key.Key_PageDown)
    table = driver.page_title()
    driver.choose_row("members-table", 1)
    driver.press(Qt.Key.Key_Return, on="members-table")

    assert table == "Anggota keluarga"
    assert driver.page_title() == "Anggota 2: Imas Rohaeti"


def test_a_member_is_added_with_a_page_of_its_own(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.key(Qt.Key.Key_PageDown)

    driver.click("members-add")
    driver.keys("Cecep")
    driver.enter()

    assert driver.page_title().startswith("Anggota 4")
    assert driver.value("/data/anggota[4]/nama") == "Cecep"


def test_a_member_is_taken_out_only_with_a_reason(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.key(Qt.Key.Key_PageDown)
    driver.choose_row("members-table", 2)

    desk.dialogs.answer = "cancel"
    driver.click("members-remove")
    kept = driver.rows("members-table")
    desk.dialogs.answer = "wrong"
    driver.click("members-remove")

    assert kept == 3
    assert driver.rows("members-table") == 2


def test_undo_takes_the_last_answer_back_and_goes_to_it(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)
    driver.keys("2")

    driver.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)

    assert driver.value(HOME) == ""
    assert desk.saved("answers.r301a") is None
    assert driver.at == HOME


def test_the_next_problem_is_one_key_away(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(OUTCOME)

    driver.key(Qt.Key.Key_F7)

    assert driver.at not in ("", OUTCOME)


def test_finishing_with_problems_is_refused_and_explained(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)

    driver.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert driver.page_title() == "Pemeriksaan akhir"
    assert driver.page.banner.isVisible()
    assert desk.saved("survey_state") != "complete"


def test_a_line_of_the_final_check_opens_its_field(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    driver.find(QAbstractButton, "check-open").click()

    assert driver.at == OUTCOME


def test_a_family_that_refused_is_finished_without_the_other_questions(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.keys("4")

    driver.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    assert desk.saved("survey_state") == "complete"
    assert desk.navigator.opened[-1] == ("keluarga", desk.household)


def test_esc_goes_back_to_the_list_on_this_family(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)

    driver.key(Qt.Key.Key_Escape)

    assert desk.navigator.opened[-1] == ("keluarga", desk.household)


def test_members_share_their_widgets_and_never_their_answers(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go("/data/anggota[1]/nama")
    first = driver.row("/data/anggota[1]/nama")

    driver.go("/data/anggota[2]/nama")

    assert driver.row("/data/anggota[2]/nama") is first
    assert driver.line("/data/anggota[2]/nama").text() == "Imas Rohaeti"


def test_what_the_prelist_says_stands_beside_the_question(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)

    driver.go("/data/identitas/alamat")

    assert driver.words("side-prelist") == "KP BABAKAN KARET RT 1/2"


def _person(driver: QuestionnaireDriver) -> str:
    """The first member lives here and is of age; answers where the papers are asked."""
    driver.page.presenter.commit("/data/anggota[1]/r404", "1")
    driver.page.presenter.commit("/data/anggota[1]/r407", "40")
    return "/data/anggota[1]/diri/r411"


def _nik(driver: QuestionnaireDriver, member: int) -> str:
    driver.page.presenter.commit(f"/data/anggota[{member}]/status_nik", "ada")
    path = f"/data/anggota[{member}]/nik"
    driver.go(path)
    return path
