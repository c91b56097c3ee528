"""Laporan: sums are right, and full numbers leave only with a reason."""

from __future__ import annotations

from PySide6.QtWidgets import QTabWidget

from kemiskinan_desktop.ui.reports.presenter import ReportsPresenter, by_dusun, place_row, summed
from kemiskinan_desktop.ui.reports.view import ReportPorts, ReportsPage
from tests.desktop.ui.deliberations.test_presenters import Anything
from tests.desktop.ui.deliberations.village import quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import now
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane
from tests.desktop.ui.reports.village import FakeReports


def page(qtbot, reports, dialogs, opened=None):
    navigator = FakeNavigator()
    opens = (opened if opened is not None else []).append
    ports = ReportPorts(NowLane(), reports, reports.keying, quiet_events(), now, opens)
    made = ReportsPage(navigator, ports, dialogs, "Desa Sukamaju")
    qtbot.addWidget(made)
    made.shown()
    return Driver(qtbot, made), navigator


def test_dusun_are_the_sums_of_their_rt():
    fine = [place_row(line) for line in FakeReports().recap().places]

    coarse = by_dusun(fine)

    assert [row.dusun for row in coarse] == ["Cikadu", "Pasirmuncang", "Babakan Sawahlega"]
    assert summed(coarse) == summed(fine)
    assert coarse[0].undecided == 101 - 33 - 18 - 4


def test_the_table_ends_with_the_sum_and_goes_down_to_rt(qtbot):
    driver, _ = page(qtbot, FakeReports(), FakeDialogs())
    coarse = driver.rows("report-places")

    driver.click("chip-rt")

    assert (coarse, driver.rows("report-places")) == (4, 7)
    assert driver.cell("report-places", 6, 0) == "Jumlah"


def test_bars_are_read_aloud(qtbot):
    driver, _ = page(qtbot, FakeReports(), FakeDialogs())

    assert "Cikadu: Lengkap 73, Draf 12, Belum didata 16" in driver.root.survey_bars.accessibleDescription()


def test_a_masked_export_asks_for_no_reason(qtbot, tmp_path):
    reports = FakeReports()
    driver, _ = page(qtbot, reports, FakeDialogs(answer="masked", path=tmp_path / "k.xlsx"))

    driver.click("report-export")

    assert reports.exported == [(True, "")]
    assert (tmp_path / "k.xlsx").exists()


def test_full_numbers_leave_only_with_a_reason(qtbot, tmp_path):
    reports = FakeReports()
    dialogs = FakeDialogs(answer="full", entry="  ", path=tmp_path / "k.xlsx")
    driver, _ = page(qtbot, reports, dialogs)

    driver.click("report-export")
    without = list(reports.exported)
    dialogs.entry = "Diminta camat, surat 12/2026"
    driver.click("report-export")

    assert without == []
    assert reports.exported == [(False, "Diminta camat, surat 12/2026")]


def test_an_export_that_cannot_be_written_is_explained(qtbot, tmp_path):
    dialogs = FakeDialogs(answer="masked", path=tmp_path / "nowhere" / "k.xlsx")
    driver, _ = page(qtbot, FakeReports(), dialogs)

    driver.click("report-export")

    assert dialogs.troubles


def test_the_printed_report_is_a_pdf_and_is_opened(qtbot, tmp_path):
    opened = []
    driver, _ = page(qtbot, FakeReports(), FakeDialogs(path=tmp_path / "laporan.pdf"), opened)

    driver.click("report-print")

    assert (tmp_path / "laporan.pdf").read_bytes().startswith(b"%PDF")
    assert opened == [tmp_path / "laporan.pdf"]


def test_a_report_that_cannot_be_written_is_explained(qtbot, tmp_path):
    dialogs = FakeDialogs(path=tmp_path / "nowhere" / "laporan.pdf")
    driver, _ = page(qtbot, FakeReports(), dialogs)

    driver.click("report-print")

    assert dialogs.troubles


def test_deciles_outside_the_list_have_words(qtbot):
    driver, _ = page(qtbot, FakeReports(), FakeDialogs())
    driver.find(QTabWidget, "report-tabs").setCurrentIndex(2)

    assert driver.cell("report-deciles", 3, 0) == "Di luar daftar awal"


def test_counts_that_cannot_be_read_are_said():
    class Broken(FakeReports):
        def recap(self):
            raise OSError

    view = Anything()

    ReportsPresenter(view, NowLane(), Broken()).start()

    assert view.names == ["show_unreadable"]


def test_the_keying_of_each_person_and_section_stands_on_its_tab(qtbot):
    driver, _ = page(qtbot, FakeReports(), FakeDialogs())

    said = [driver.cell("keying-people", 0, column) for column in range(7)]
    section = [driver.cell("keying-sections", 0, column) for column in range(5)]

    assert said == ["Neneng Kurniasih", "42", "18,5", "4,0", "2,5", "5", "1,3"]
    assert section == ["Identitas keluarga dan alamat", "42", "2,0", "420", "1,0"]


def test_what_nobody_did_is_no_zero(qtbot):
    driver, _ = page(qtbot, FakeReports(), FakeDialogs())

    assert [driver.cell("keying-people", 1, column) for column in range(7)] == [
        "Tidak dikenal di laptop ini",
        "0",
        "–",
        "–",
        "–",
        "1",
        "10,0",
    ]
