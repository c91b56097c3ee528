"""Fields, chips, banners, progress and dialogs behave for keys, eyes and ears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.kit import gallery
from kemiskinan_desktop.ui.kit.buttons import Kind
from kemiskinan_desktop.ui.kit.dialogs import Choice, FileKind, Question, Trouble
from kemiskinan_desktop.ui.kit.fields import Chip, ChipFilter, FieldRow, SearchBox
from kemiskinan_desktop.ui.kit.messages import Banner, Toast
from kemiskinan_desktop.ui.kit.progress import ProgressCard, ShareBar, StepItem, Stepper, StepState
from kemiskinan_desktop.ui.kit.qt_dialogs import ChoiceDialog, QtDialogs
from kemiskinan_desktop.ui.kit.tokens import Tone
from tests.desktop.ui.drivers import Driver


def test_an_error_stands_at_its_field_and_goes_away(qtbot: QtBot) -> None:
    editor = QLineEdit()
    field = FieldRow("NIK", editor, help_text="16 angka")
    qtbot.addWidget(field)
    field.show()

    field.show_error("NIK harus 16 angka")
    shown, marked, spoken = field.message.isVisible(), editor.property("invalid"), editor.accessibleDescription()
    field.show_error("")

    assert (shown, marked, spoken) == (True, True, "NIK harus 16 angka")
    assert (field.message.isVisible(), editor.property("invalid")) == (False, False)
    assert editor.accessibleDescription() == "16 angka"


def test_a_warning_does_not_mark_the_field_as_wrong(qtbot: QtBot) -> None:
    field = FieldRow("NIK", QLineEdit())
    qtbot.addWidget(field)

    field.show_message("Tanggal lahir berbeda", Tone.WARNING)

    assert field.editor.property("invalid") is False


def test_the_search_tells_once_when_the_person_pauses(qtbot: QtBot) -> None:
    box = SearchBox("Cari")
    qtbot.addWidget(box)
    told: list[str] = []
    box.searched.connect(told.append)

    QTest.keyClicks(box, "asep ")
    qtbot.waitUntil(lambda: bool(told))

    assert told == ["asep"]


def test_enter_searches_at_once_and_escape_empties(qtbot: QtBot) -> None:
    box = SearchBox("Cari")
    qtbot.addWidget(box)
    told: list[str] = []
    box.searched.connect(told.append)

    QTest.keyClicks(box, "euis")
    QTest.keyClick(box, Qt.Key.Key_Return)
    QTest.keyClick(box, Qt.Key.Key_Escape)

    assert told == ["euis", ""]


@pytest.mark.parametrize(("single", "chosen"), [(True, {"draft"}), (False, {"all", "draft"})])
def test_chips_choose_one_or_many(qtbot: QtBot, single: bool, chosen: set[str]) -> None:
    chips = ChipFilter(single=single)
    qtbot.addWidget(chips)
    chips.show_chips([Chip("all", "Semua", 1200), Chip("draft", "Draf", 3)], frozenset({"all"}))
    told: list[object] = []
    chips.chosen.connect(told.append)

    Driver(qtbot, chips).click("chip-draft")

    assert told == [frozenset(chosen)]
    assert Driver(qtbot, chips).words("chip-all") == "Semua  1.200"


def test_counts_change_in_place_and_old_chips_go(qtbot: QtBot) -> None:
    chips = ChipFilter()
    qtbot.addWidget(chips)
    chips.show_chips([Chip("all", "Semua", 2), Chip("draft", "Draf", 1)], frozenset({"all"}))
    kept = Driver(qtbot, chips).find(QPushButton, "chip-all")

    chips.show_chips([Chip("all", "Semua", 5)], frozenset({"all"}))

    assert kept.text() == "Semua  5"
    assert chips.keys() == frozenset({"all"})


def test_a_banner_is_read_aloud_and_can_be_closed(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)

    banner.say(Tone.WARNING, "Dikembalikan", "Baca catatannya")
    spoken = banner.accessibleName()
    Driver(qtbot, banner).click("banner-close")

    assert spoken == "Dikembalikan. Baca catatannya"
    assert not banner.isVisible()


def test_a_toast_lies_over_the_lower_edge_and_stays_within(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(400, 300)
    toast = Toast(window)
    window.show()

    toast.say("Tersimpan di laptop ini, dan akan dikirim ke kabupaten saat jaringan ada lagi.")
    window.resize(300, 200)

    assert window.rect().contains(toast.geometry())
    toast.hide()


def test_progress_tells_count_and_time_left_and_can_be_cancelled(qtbot: QtBot) -> None:
    card = ProgressCard("Mengirim")
    qtbot.addWidget(card)
    driver, cancelled = Driver(qtbot, card), list[bool]()
    card.cancelled.connect(lambda: cancelled.append(True))

    card.show_progress(1200, 2400, 95)
    driver.click("progress-cancel")

    assert driver.words("progress-detail") == "1.200 dari 2.400 · sisa 2 menit"
    assert cancelled == [True]
    assert not card.cancel_button.isEnabled()


def test_shares_and_steps_are_told_in_words(qtbot: QtBot) -> None:
    bar, steps = ShareBar("Cibodas", 3, 4), Stepper()
    qtbot.addWidget(bar)
    qtbot.addWidget(steps)
    steps.show_steps(
        [StepItem("Daftar awal", StepState.DONE, "412 keluarga"), StepItem("Pendataan", StepState.CURRENT)]
    )

    spoken = [part.accessibleName() for part in (*bar.findChildren(QWidget), *steps.findChildren(QWidget))]

    assert "Cibodas: 3 dari 4 · 75 %" in spoken
    assert "Daftar awal: selesai. 412 keluarga" in spoken
    assert "Pendataan: sedang berjalan" in spoken


def open_dialog(window: QWidget, act: Callable[[QtDialogs], None]) -> ChoiceDialog:
    act(QtDialogs(window))
    dialog = window.findChild(ChoiceDialog)
    assert dialog is not None
    return dialog


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


QUESTION = Question(
    "Hapus?", "Tidak dapat dikembalikan.", [Choice("no", "Batal", Kind.PRIMARY), Choice("yes", "Hapus")]
)


@pytest.mark.parametrize(("key", "answer"), [(Qt.Key.Key_Return, "no"), (Qt.Key.Key_Escape, None)])
def test_a_question_is_answered_by_key(qtbot: QtBot, window: QWidget, key: Qt.Key, answer: str | None) -> None:
    answers: list[str | None] = []
    dialog = open_dialog(window, lambda dialogs: dialogs.ask(QUESTION, answers.append))

    QTest.keyClick(dialog, key)

    assert answers == [answer]


def test_a_question_is_answered_by_its_buttons(qtbot: QtBot, window: QWidget) -> None:
    answers: list[str | None] = []
    dialog = open_dialog(window, lambda dialogs: dialogs.ask(QUESTION, answers.append))

    Driver(qtbot, dialog).click("choice-yes")

    assert answers == ["yes"]


def test_trouble_says_what_happened_what_is_safe_and_what_to_do(qtbot: QtBot, window: QWidget) -> None:
    trouble = Trouble("Tidak terkirim", "Jawaban aman.", "Coba lagi nanti.", "kode 17")
    told: list[bool] = []
    dialog = open_dialog(window, lambda dialogs: dialogs.trouble(trouble, lambda: told.append(True)))

    seen = " ".join(label.text() for label in dialog.findChildren(QLabel))
    Driver(qtbot, dialog).click("choice-close")

    assert all(part in seen for part in ("Tidak terkirim", "Jawaban aman.", "Coba lagi nanti.", "kode 17"))
    assert told == [True]


@pytest.mark.parametrize(("typed", "entered"), [("Pindah desa", "Pindah desa"), ("   ", None)])
def test_an_entered_line_is_given_back_without_blanks(
    qtbot: QtBot, window: QWidget, typed: str, entered: str | None
) -> None:
    lines: list[str | None] = []
    dialog = open_dialog(window, lambda dialogs: dialogs.enter("Alasan", "Mengapa?", lines.append))

    Driver(qtbot, dialog).type("dialog-entry", typed)
    Driver(qtbot, dialog).click("choice-ok")

    assert lines == [entered]


def test_a_file_dialog_has_our_words_and_gives_none_when_closed(window: QWidget, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QFileDialog

    chosen: list[Path | None] = []
    kinds = [FileKind("Berkas Excel", ("xlsx",))]
    QtDialogs(window).save_file("Simpan laporan", str(tmp_path / "laporan"), kinds, chosen.append)
    dialog = window.findChild(QFileDialog)
    assert dialog is not None

    words = dialog.labelText(QFileDialog.DialogLabel.Reject)
    dialog.reject()

    assert words == "Batal"
    assert dialog.nameFilters() == ["Berkas Excel (*.xlsx)"]
    assert chosen == [None]


def test_every_part_of_the_gallery_that_takes_focus_has_a_name(qtbot: QtBot, qapp: QApplication) -> None:
    for make in (gallery.home_page, gallery.table_page):
        page = make()
        qtbot.addWidget(page)
        page.show()
        nameless = [
            f"{type(part).__name__} {part.objectName()}"
            for part in page.findChildren(QWidget)
            if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.isVisible() and not part.accessibleName()
        ]
        assert nameless == []
