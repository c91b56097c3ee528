"""Every kind of question and every appearance that means something here, on a small form that a district published."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM
from kemiskinan_desktop.storage import StoredForm
from kemiskinan_desktop.ui.questionnaire.appearing import choice_style, keyed_as
from kemiskinan_desktop.ui.questionnaire.choice_editor import ChoiceEditor
from kemiskinan_desktop.ui.questionnaire.choice_layout import lay_out
from kemiskinan_desktop.ui.questionnaire.keying import options
from kemiskinan_desktop.ui.questionnaire.paragraph_editor import ParagraphEditor
from kemiskinan_desktop.ui.questionnaire.range_editor import RangeEditor
from kemiskinan_desktop.ui.questionnaire.states import PLAIN, ChoiceStyle, Keyed
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.survey import load_form
from tests.desktop.ui.questionnaire.family import FamilyDesk
from tests.desktop.ui.questionnaire.screen import QuestionnaireDriver

FORM = """| survey |
| | type | name | label | appearance | parameters | bind::kemiskinan:save_to |
| | begin group | isi | Isi | | | |
| | text | catatan | Catatan | multiline | | |
| | date | bulan | Bulan | month-year | | |
| | date | tahun | Tahun | year | | |
| | time | jam | Jam | | | |
| | dateTime | saat | Saat | | | |
| | geopoint | letak | Letak | | | |
| | range | nilai | Nilai | | start=0 end=10 step=2 | |
| | rank hal | urutan | Urutan | | | |
| | select_one hal | cepat | Cepat | quick | | |
| | select_one hal | tutup | Tertutup | minimal | | |
| | select_one hal | baris | Sebaris | likert | | |
| | select_one hal | susun | Tersusun | vertical | | |
| | acknowledge | baca | Sudah dibaca | | | |
| | text | akhir | Akhir | | | |
| | end group | | | | | |
| | begin repeat | anggota | Anggota | | | |
| | text | nama | Nama | | | name |
| | end repeat | | | | | |
| choices |
| | list_name | name | label |
| | hal | 1 | Air |
| | hal | 2 | Api |
| | hal | 3 | Tanah |
| settings |
| | form_id | version | namespaces |
| | keluarga | 9999010102 | kemiskinan="urn:kemiskinan-desa:survey" |
"""


@pytest.fixture
def driver(qtbot: QtBot, desk: FamilyDesk, tmp_path: Path) -> QuestionnaireDriver:
    """The family's questionnaire is that form."""
    file = tmp_path / "kecil.md"
    file.write_text(FORM, encoding="utf-8")
    form = load_form(file)
    with desk.village.store.unit() as unit:
        unit.forms.add(StoredForm(HOUSEHOLD_FORM, form.version, form.xml, "0" * 64), desk.village.clock())
        unit.commit()
    return QuestionnaireDriver(qtbot, desk)


def at(name: str) -> str:
    return f"/data/isi/{name}"


TYPED = [
    ("bulan", "111978", "1978-11-01", "11-1978"),
    ("bulan", "3/2001", "2001-03-01", "03-2001"),
    ("tahun", "1978", "1978-01-01", "1978"),
    ("jam", "1930", "19:30", "19.30"),
    ("saat", "23-11-2026 7.05", "2026-11-23T07:05", "23-11-2026 07.05"),
    ("letak", "-6,8201 107,1395", "-6.8201 107.1395 0 0", "-6.8201, 107.1395"),
    ("nilai", "4", "4", "4"),
]


@pytest.mark.parametrize(("name", "typed", "kept", "shown"), TYPED)
def test_a_typed_value_is_kept_as_the_form_has_it_and_shown_as_people_write_it(
    driver: QuestionnaireDriver, name: str, typed: str, kept: str, shown: str
) -> None:
    driver.go(at(name))

    driver.keys(typed)
    driver.enter()
    driver.go(at(name))

    assert driver.value(at(name)).startswith(kept)
    assert driver.line(at(name)).text() == shown


WRONG = [
    ("bulan", "13-1978", "misalnya 11-1978"),
    ("tahun", "78", "misalnya 1978"),
    ("jam", "2561", "misalnya 19.30"),
    ("saat", "31-02-2026 19.30", "misalnya 23-11-2026 19.30"),
    ("letak", "di sawah", "misalnya -6.8201, 107.1395"),
    ("nilai", "empat", "misalnya 12,5"),
]


@pytest.mark.parametrize(("name", "typed", "told"), WRONG)
def test_what_cannot_be_meant_is_refused_with_an_example(
    driver: QuestionnaireDriver, name: str, typed: str, told: str
) -> None:
    driver.go(at(name))

    driver.keys(typed)
    driver.enter()

    assert driver.at == at(name)
    assert told in driver.message(at(name))
    assert driver.value(at(name)) == ""


def test_a_range_is_set_with_its_slider(driver: QuestionnaireDriver) -> None:
    driver.go(at("nilai"))
    editor = driver.row(at("nilai")).editor
    assert isinstance(editor, RangeEditor)

    editor.slider.setValue(3)
    editor.slider.sliderMoved.emit(3)
    editor.slider.sliderReleased.emit()

    assert driver.value(at("nilai")) == "6"


def test_things_are_ranked_in_the_order_of_their_codes_being_typed(driver: QuestionnaireDriver) -> None:
    driver.go(at("urutan"))

    driver.keys("312")

    assert driver.value(at("urutan")) == "3 1 2"


def test_a_text_of_several_lines_takes_shift_enter_and_goes_on_with_enter(
    driver: QuestionnaireDriver, qtbot: QtBot
) -> None:
    driver.go(at("catatan"))
    editor = driver.row(at("catatan")).editor
    assert isinstance(editor, ParagraphEditor)

    qtbot.keyClicks(editor.area, "Atap bocor")
    qtbot.keyClick(editor.area, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor.area, "sejak Maret")
    qtbot.keyClick(editor.area, Qt.Key.Key_Return)

    assert driver.value(at("catatan")) == "Atap bocor\nsejak Maret"
    assert driver.at == at("bulan")


def test_a_text_of_several_lines_that_is_too_long_is_refused_and_stays(
    driver: QuestionnaireDriver, qtbot: QtBot
) -> None:
    driver.go(at("catatan"))
    editor = driver.row(at("catatan")).editor
    assert isinstance(editor, ParagraphEditor)
    qtbot.keyClicks(editor.area, "Asal")

    pasted = QMimeData()
    pasted.setText("y" * 1_000_000)
    editor.area.insertFromMimeData(pasted)

    assert editor.area.toPlainText() == "Asal"
    assert "terlalu panjang" in driver.message(at("catatan"))


def test_tab_leaves_a_text_of_several_lines(driver: QuestionnaireDriver, qtbot: QtBot) -> None:
    driver.go(at("catatan"))
    editor = driver.row(at("catatan")).editor
    assert isinstance(editor, ParagraphEditor)
    qtbot.keyClicks(editor.area, "x")

    qtbot.keyClick(editor.area, Qt.Key.Key_Tab)

    assert (driver.at, driver.value(at("catatan"))) == (at("bulan"), "x")


def test_quick_moves_on_though_moving_on_is_switched_off(driver: QuestionnaireDriver) -> None:
    driver.page.presenter.advance_by_itself(False)
    driver.go(at("cepat"))

    driver.keys("2")

    assert (driver.at, driver.value(at("cepat"))) == (at("tutup"), "2")


def test_quick_moves_on_after_a_click(driver: QuestionnaireDriver) -> None:
    driver.go(at("cepat"))

    driver.click_choice(at("cepat"), "3")

    assert (driver.at, driver.value(at("cepat"))) == (at("tutup"), "3")


def test_a_minimal_list_is_closed_until_the_person_is_there(driver: QuestionnaireDriver, qtbot: QtBot) -> None:
    driver.go(at("cepat"))
    editor = driver.row(at("tutup")).editor
    assert isinstance(editor, ChoiceEditor)
    closed = editor.height()

    driver.go(at("tutup"))

    assert editor.height() != closed


def test_likert_stands_in_one_line_and_vertical_in_one_column(driver: QuestionnaireDriver) -> None:
    driver.go(at("baris"))
    line, column = driver.row(at("baris")).editor, driver.row(at("susun")).editor
    assert isinstance(line, ChoiceEditor)
    assert isinstance(column, ChoiceEditor)

    assert len({line.cell(key).y() for key in "123"}) == 1
    assert len({line.cell(key).x() for key in "123"}) == 3
    assert len({column.cell(key).x() for key in "123"}) == 1


def test_an_acknowledgement_is_one_key(driver: QuestionnaireDriver) -> None:
    driver.go(at("baca"))

    driver.keys("1")

    assert (driver.at, driver.value(at("baca"))) == (at("akhir"), "OK")


def test_everything_typed_is_in_the_file(driver: QuestionnaireDriver) -> None:
    for name, typed, _kept, _shown in TYPED[2:]:
        driver.go(at(name))
        driver.keys(typed)
        driver.enter()

    answers = driver.desk.village.document(RecordKind.HOUSEHOLD, driver.desk.household)["answers"]
    assert isinstance(answers, dict)
    assert set(answers) == {"tahun", "jam", "saat", "letak", "nilai"}


APPEARANCES = [
    ("", PLAIN),
    ("columns-4", ChoiceStyle(columns=4)),
    ("compact-2", ChoiceStyle(columns=2)),
    ("columns", PLAIN),
    ("horizontal-compact", ChoiceStyle(columns=9)),
    ("autocomplete", ChoiceStyle(closed=True)),
    ("minimal quick", ChoiceStyle(closed=True, quick=True)),
    ("columns-x", PLAIN),
    ("image-map", PLAIN),
]


@pytest.mark.parametrize(("appearance", "style"), APPEARANCES)
def test_an_appearance_has_its_meaning_or_none(appearance: str, style: ChoiceStyle) -> None:
    assert choice_style(appearance, 9) == style


def test_an_appearance_of_another_type_means_nothing() -> None:
    assert keyed_as(Keyed.NUMBER, "multiline year") is Keyed.NUMBER


def test_columns_that_leave_no_room_for_words_are_not_forced(qtbot: QtBot) -> None:
    offered = options([("1", "Air minum dalam kemasan bermerek"), ("2", "Air isi ulang"), ("3", "Leding")])

    narrow, wide = (lay_out(offered, width, marks=0, columns=3).rects for width in (200, 1200))

    assert len({rect.x() for rect in narrow}) == 1
    assert len({rect.x() for rect in wide}) == 3
