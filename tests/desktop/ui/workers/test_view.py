"""The screen Pekerja: from the list to the card that was handed over."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QTabWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.workers import WorkerChip
from kemiskinan_desktop.ui.workers.days import typed_day
from kemiskinan_desktop.ui.workers.hand_over_dialog import HandOverDialog
from kemiskinan_desktop.ui.workers.small_dialogs import RemarkDialog
from kemiskinan_domain.prelist import workbook_bytes
from tests.desktop.services.working import Workplace, draft
from tests.desktop.ui.fakes import FakeDialogs
from tests.desktop.ui.workers.screen import WorkersDriver

HEAD = ("No", "KPJ", "Nama", "NIK", "Alamat", "RT", "RW")


def choose(driver_root: QDialog, name: str, code: str) -> None:
    found = driver_root.findChild(QComboBox, name)
    assert found is not None
    found.setCurrentIndex(found.findData(code))


def test_chips_count_and_narrow(qtbot: QtBot, place: Workplace) -> None:
    asep, _ = place.family("Asep Contoh", "Imas Contoh")
    place.enrolments.save(asep, draft())
    driver = WorkersDriver(qtbot, place)

    everybody = driver.names()
    driver.click("chip-COVERED")

    assert everybody == ["Asep Contoh", "Imas Contoh"]
    assert driver.names() == ["Asep Contoh"]
    assert driver.words("chip-ELIGIBLE") == "Belum terlindungi  1"
    assert driver.words("chip-CARD_DUE") == "Kartu belum diserahkan  1"


def test_the_panel_says_the_rule(qtbot: QtBot, place: Workplace) -> None:
    place.family("Asep Contoh")

    driver = WorkersDriver(qtbot, place)

    assert driver.words("worker-rule") == "Memenuhi syarat dan belum terlindungi."


def test_an_enrolment_is_recorded_by_enter_and_shows_at_once(qtbot: QtBot, place: Workplace) -> None:
    place.family("Asep Contoh")
    driver = WorkersDriver(qtbot, place)

    driver.press(Qt.Key.Key_Return, on="workers-table")
    dialog = driver.dialog("enrolment-dialog")
    dialog.type("enrolment-kpj", "12345678901")
    choose(dialog.root, "enrolment-payer", "APBD_KAB")
    dialog.type("enrolment-start", "01-11-2026")
    dialog.click("form-save")

    assert driver.cell("workers-table", 0, 2) == "Sudah terlindungi"
    assert driver.cell("workers-table", 0, 3) == "Aktif, < 90 hari"
    assert driver.navigator.notes == ["Tersimpan."]


def test_dana_desa_warns_with_the_circular(qtbot: QtBot, place: Workplace) -> None:
    place.family("Asep Contoh")
    driver = WorkersDriver(qtbot, place)
    driver.page.forms.enrol()
    dialog = driver.dialog("enrolment-dialog")

    choose(dialog.root, "enrolment-payer", "DANA_DESA")

    assert "SE Kemendes 4/PRI.00/I/2024" in dialog.root.payer_row.message.label.text()
    dialog.click("form-cancel")


def test_a_number_of_somebody_else_is_said_at_the_field(qtbot: QtBot, place: Workplace) -> None:
    asep, _ = place.family("Asep Contoh", "Imas Contoh")
    place.enrolments.save(asep, draft())
    driver = WorkersDriver(qtbot, place)
    driver.choose_row("workers-table", 1)
    driver.page.forms.enrol()
    dialog = driver.dialog("enrolment-dialog")

    dialog.type("enrolment-kpj", "12345678901")
    choose(dialog.root, "enrolment-payer", "CSR")
    dialog.click("form-save")

    assert "Asep Contoh" in dialog.root.kpj_row.message.label.text()
    dialog.click("form-cancel")


def test_an_overruling_without_a_reason_is_not_saved(qtbot: QtBot, place: Workplace) -> None:
    place.family("Asep Contoh")
    driver = WorkersDriver(qtbot, place)
    driver.page.forms.overrule()
    dialog = driver.dialog("overrule-dialog")
    choose(dialog.root, "overrule-status", "tidak_memenuhi")

    dialog.click("form-save")
    refused = dialog.root.reason_row.message.label.text()
    dialog.type("overrule-reason", "Pensiunan TNI")
    dialog.click("form-save")

    assert refused == "Tulis alasannya."
    assert driver.names() == []


def test_a_death_shows_what_heirs_can_claim(qtbot: QtBot, place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    place.enrolments.save(asep, draft())
    driver = WorkersDriver(qtbot, place)
    assert driver.page.forms.detail is not None
    driver.page.forms.end_enrolment(driver.page.forms.detail.enrolments[0])
    dialog = driver.dialog("end-dialog")

    choose(dialog.root, "end-reason", "meninggal")
    dialog.type("end-day", "20-11-2026")
    dialog.click("form-save")

    driver.click("chip-NOT_ELIGIBLE")
    assert driver.page.forms.detail is not None
    assert [due.claim.code for due in driver.page.forms.detail.enrolments[0].claims] == ["jkm_penuh", "jkk_meninggal"]


def test_a_card_is_handed_over_with_a_drawn_signature(qtbot: QtBot, place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    place.enrolments.save(asep, draft())
    driver = WorkersDriver(qtbot, place)
    assert driver.page.forms.detail is not None
    driver.page.forms.hand_over(driver.page.forms.detail.enrolments[0])
    dialog = driver.dialog("hand-over-dialog")
    assert isinstance(dialog.root, HandOverDialog)

    dialog.click("form-save")
    refused = dialog.root.banner.isVisible()
    dialog.root.pad.draw_line((5, 5), (40, 30), (80, 10))
    dialog.click("form-save")

    assert refused
    assert place.workers.counts().chips.get(WorkerChip.CARD_DUE) is None


def test_a_list_is_written_for_the_chosen_receiver(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    place.family("Asep Contoh")
    driver = WorkersDriver(qtbot, place, FakeDialogs(answer="bpjs", path=tmp_path / "daftar.xlsx"))

    driver.click("workers-list")

    assert (tmp_path / "daftar.xlsx").read_bytes().startswith(b"PK")
    assert driver.navigator.notes == ["Daftar tersimpan: daftar.xlsx"]


def test_a_list_that_cannot_be_written_is_explained(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    place.family("Asep Contoh")
    driver = WorkersDriver(qtbot, place, FakeDialogs(answer="bpjs", path=tmp_path / "tidak" / "ada.xlsx"))

    driver.click("workers-list")

    assert len(driver.dialogs.troubles) == 1


def test_doubtful_rows_of_an_answer_wait_for_enter(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    place.family("Asep Contoh", "Imas Contoh")
    file = tmp_path / "jawaban.xlsx"
    rows = [
        HEAD,
        ("1", "12345678901", "Asep Contoh", "3203011503800001", "", "", ""),
        ("2", "12345678902", "Nama Lain", "3203011503800002", "", "", ""),
        ("3", "12345678903", "Orang Jauh", "3203011503809999", "", "", ""),
    ]
    file.write_bytes(workbook_bytes(rows))
    driver = WorkersDriver(qtbot, place, FakeDialogs(path=file))
    driver.click("workers-answer")
    dialog = driver.dialog("answer-dialog")

    before = dialog.words("form-save")
    dialog.choose_row("answer-table", 1)
    dialog.press(Qt.Key.Key_Return, on="answer-table")
    after = dialog.words("form-save")
    dialog.type("answer-start", "01-11-2026")
    dialog.click("form-save")

    assert (before, after) == ("Catat 1 baris", "Catat 2 baris")
    assert place.workers.counts().chips[WorkerChip.COVERED] == 2


def test_a_file_that_is_no_answer_says_why(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    file = tmp_path / "jawaban.xlsx"
    file.write_bytes(workbook_bytes([("A", "B"), ("1", "2")]))
    driver = WorkersDriver(qtbot, place, FakeDialogs(path=file))

    driver.click("workers-answer")

    assert driver.dialogs.told == [
        ("Berkas ini tidak dapat dipakai", "Judul kolom KPJ, Nama, dan NIK tidak ditemukan.")
    ]


def test_the_report_on_an_answer_is_kept_as_a_file(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    place.family("Asep Contoh")
    file = tmp_path / "jawaban.xlsx"
    rows = [HEAD, ("1", "12345678903", "Orang Jauh", "3203011503809999", "", "", "")]
    file.write_bytes(workbook_bytes(rows))
    driver = WorkersDriver(qtbot, place, FakeDialogs(path=file))
    driver.click("workers-answer")
    driver.dialogs.path = tmp_path / "laporan.xlsx"

    driver.dialog("answer-dialog").click("answer-report")

    sheet = load_workbook(io.BytesIO((tmp_path / "laporan.xlsx").read_bytes())).worksheets[0]
    kept = [[cell or "" for cell in line] for line in sheet.iter_rows(values_only=True)]
    assert kept[1] == ["2", "Orangnya tidak dikenal", "12345678903", "Orang Jauh", "3203011503809999", ""]


def test_a_report_that_cannot_be_written_is_said(qtbot: QtBot, place: Workplace, tmp_path: Path) -> None:
    place.family("Asep Contoh")
    file = tmp_path / "jawaban.xlsx"
    file.write_bytes(workbook_bytes([HEAD, ("1", "12345678903", "Orang Jauh", "3203011503809999", "", "", "")]))
    driver = WorkersDriver(qtbot, place, FakeDialogs(path=file))
    driver.click("workers-answer")
    driver.dialogs.path = tmp_path / "tidak" / "ada.xlsx"
    dialog = driver.dialog("answer-dialog")

    dialog.click("answer-report")

    assert dialog.words("banner-title") == "Laporan belum tersimpan"


def test_a_remark_is_written_and_settled_beside_the_worker(qtbot: QtBot, place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    driver = WorkersDriver(qtbot, place)
    driver.click("worker-remark")
    dialog = driver.dialog("remark-dialog")

    dialog.click("form-save")
    assert isinstance(dialog.root, RemarkDialog)
    empty = dialog.root.words_row.message.label.text()
    dialog.root.words.setPlainText("Kartu salah nama")
    dialog.click("form-save")
    (written,) = place.remarks.of(asep)
    driver.click(f"settle-{written.id}")

    (settled,) = place.remarks.of(asep)
    assert empty == "Tulis catatannya."
    assert (written.text, written.open, settled.open) == ("Kartu salah nama", True, False)


def test_in_a_narrow_window_the_details_take_the_place_of_the_table(qtbot: QtBot, place: Workplace) -> None:
    place.family("Asep Contoh")
    driver = WorkersDriver(qtbot, place)
    beside = driver.page.panel.isVisible() and driver.page.table.isVisible()
    driver.show(520, 700)
    table_alone = driver.page.table.isVisible() and not driver.page.panel.isVisible()

    driver.click("split-turn")
    details_alone = driver.page.panel.isVisible() and not driver.page.table.isVisible()
    driver.click("worker-remark")
    opened = driver.dialog("remark-dialog")
    opened.click("form-cancel")
    driver.click("split-turn")

    assert beside
    assert table_alone
    assert details_alone
    assert driver.page.table.isVisible()


def test_the_budget_is_counted_for_the_listed(qtbot: QtBot, place: Workplace) -> None:
    place.family("Asep Contoh", "Imas Contoh")
    driver = WorkersDriver(qtbot, place)
    driver.page.forms.budget(driver.page.presenter.wanted)
    dialog = driver.dialog("budget-dialog")

    dialog.click("form-save")

    assert dialog.words("budget-total") == "Rp403.200"
    dialog.click("form-cancel")


def test_an_empty_village_says_what_to_do(qtbot: QtBot, place: Workplace) -> None:
    driver = WorkersDriver(qtbot, place)

    assert driver.words("empty-title") == "Tidak ada pekerja yang cocok"


def test_the_gauge_shows_each_dusun(qtbot: QtBot, place: Workplace) -> None:
    place.family("Asep Contoh")
    place.family("Ujang Contoh", dusun="Babakan")
    driver = WorkersDriver(qtbot, place)

    driver.find(QTabWidget, "workers-tabs").setCurrentIndex(1)

    assert driver.words("workers-book") == "Aturan 2026.1, dihitung untuk hari ini."


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1-2-2026", date(2026, 2, 1)),
        ("29/02/2024", date(2024, 2, 29)),
        ("29-02-2026", None),
        ("besok", None),
        ("", None),
    ],
)
def test_days_are_read_as_they_are_typed(text: str, day: date | None) -> None:
    assert typed_day(text) == day
