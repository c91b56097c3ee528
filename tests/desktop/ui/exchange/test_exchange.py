"""Kirim & Terima: one run at a time, calm words, progress in the right thread."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QPushButton, QTabWidget

from kemiskinan_desktop.services.bundles import (
    BundleRead,
    BundleWritten,
    CarriedItem,
    Carrying,
    FileRead,
    PhotoChoice,
    PhotoOffer,
    WriteRefusal,
)
from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeReport, ExchangeStatus
from kemiskinan_desktop.services.waiting import WaitReason
from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from kemiskinan_desktop.ui.exchange.bundle_words import read_words, written_words
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes, ExchangePresenter
from kemiskinan_desktop.ui.exchange.view import ExchangePage
from kemiskinan_desktop.ui.exchange.words import problem_words, report_lines, state_words, waiting_words
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.wire.bundle import BundleRefusal
from tests.desktop.ui.deliberations.test_presenters import Anything
from tests.desktop.ui.deliberations.village import NowDispatcher, quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import NOW, FakeBundles, FakeExchanges, ports
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane


def page(qtbot, exchanges=None, network=None, dialogs=None, bundles=None):
    events, navigator = quiet_events(), FakeNavigator()
    lanes = ExchangeLanes(NowLane(), network or NowLane(), events.dispatcher)
    made = ExchangePage(
        navigator, ports(lanes, exchanges or FakeExchanges(), events, bundles), dialogs or FakeDialogs()
    )
    qtbot.addWidget(made)
    made.shown()
    return Driver(qtbot, made), navigator


def test_the_state_is_said_in_words(qtbot):
    driver, _ = page(qtbot)

    assert driver.words("exchange-headline") == "12 perubahan belum terkirim"
    assert "kemarin 16.00" in driver.words("exchange-detail")


def test_one_press_sends_and_tells_what_went(qtbot):
    driver, _ = page(qtbot)

    driver.click("exchange-run")

    assert driver.words("exchange-result") == "12 perubahan terkirim ke kabupaten."


def test_while_it_runs_a_second_press_does_nothing():
    view, lane = Anything(), NowLane(held=True)
    lanes = ExchangeLanes(NowLane(), lane, NowDispatcher())
    presenter = ExchangePresenter(view, ports(lanes, FakeExchanges(), quiet_events()))

    presenter.run()
    presenter.run()
    lane.release()

    assert view.names.count("show_report") == 1


def test_a_cancelled_run_ends_at_a_safe_place(qtbot):
    network, exchanges = NowLane(held=True), FakeExchanges()
    driver, _ = page(qtbot, exchanges, network)
    driver.click("exchange-run")

    driver.click("progress-cancel")
    network.release()

    assert exchanges.was_cancelled
    assert driver.words("exchange-result").startswith("Pengiriman dibatalkan.")


def test_no_network_is_calm(qtbot):
    driver, _ = page(qtbot, FakeExchanges(report=ExchangeReport(problem=ExchangeProblem.OFFLINE)))

    driver.click("exchange-run")

    assert "Belum ada jaringan" in driver.words("exchange-result")
    assert problem_words(ExchangeProblem.OFFLINE).tone is Tone.INFO


@pytest.mark.parametrize("problem", list(ExchangeProblem))
def test_every_problem_says_what_happened_what_is_safe_and_what_to_do(problem):
    said = problem_words(problem)

    assert all((said.happened, said.safe, said.todo))


def test_nothing_is_called_sent_while_a_photo_waits():
    status = ExchangeStatus(0, None, NOW, None, 0, None, False, 0, attachments_waiting=2, attachment_bytes=300_000)

    headline, detail = state_words(status, NOW)

    assert headline == "2 foto atau berkas belum terkirim"
    assert "kira-kira" in detail


def test_large_photos_that_wait_can_be_sent_at_once(qtbot):
    exchanges = FakeExchanges(report=ExchangeReport(attachments_sent=1, attachments_for_a_better_line=3))
    driver, _ = page(qtbot, exchanges)
    large = driver.find(QPushButton, "exchange-run-large")
    assert not large.isVisibleTo(driver.root)
    driver.click("exchange-run")

    driver.click("exchange-run-large")

    assert exchanges.large_now


def test_what_needs_a_person_is_marked():
    lines = report_lines(ExchangeReport(pushed=1, new_conflicts=2, refused=1))

    assert [tone for tone, _ in lines] == [Tone.SUCCESS, Tone.WARNING, Tone.WARNING]


def test_each_waiting_and_refused_record_has_its_reason(qtbot):
    driver, _ = page(qtbot)

    assert driver.rows("waiting") == 3
    assert [driver.cell("waiting", at, 4) for at in range(3)] == [
        "Segera dikirim",
        "Ada di berkas",
        "Belum ada jaringan",
    ]
    assert driver.words("waiting-advice").startswith("Asep Supriatna: Tidak perlu apa-apa")
    driver.choose_row("waiting", 1)
    assert "terima jawabannya" in driver.words("waiting-advice")
    assert "diajukan" in driver.cell("refused", 0, 2)


def test_a_receipt_is_saved_as_pdf(qtbot, tmp_path):
    driver, navigator = page(qtbot, dialogs=FakeDialogs(path=tmp_path / "tt.pdf"))
    driver.find(QTabWidget, "exchange-tabs").setCurrentIndex(2)

    driver.click("receipt-save")

    assert (tmp_path / "tt.pdf").read_bytes() == b"%PDF TT-7Q2M-K8XD"
    assert navigator.notes


def test_a_receipt_that_cannot_be_written_is_explained(qtbot, tmp_path):
    (tmp_path / "nowhere").write_text("no folder")
    dialogs = FakeDialogs(path=tmp_path / "nowhere" / "tt.pdf")
    driver, _ = page(qtbot, dialogs=dialogs)

    driver.click("receipt-save")

    assert dialogs.troubles


def test_differences_are_one_press_away(qtbot):
    driver, navigator = page(qtbot)

    driver.click("exchange-conflicts")

    assert navigator.opened == [("perbedaan", None)]


def test_a_full_disk_during_the_run_leaves_the_page_usable(qtbot):
    driver, _ = page(qtbot, FakeExchanges(fault=OSError()))

    driver.click("exchange-run")

    assert driver.words("banner-title")
    driver.click("exchange-run")
    assert "terkirim" in driver.words("exchange-result")


def test_bytes_and_time_are_those_of_this_line(qtbot):
    driver, _ = page(qtbot)

    assert "kira-kira 18 kB" in driver.words("exchange-detail")
    assert "kurang dari 1 menit pada jaringan ini" in driver.words("exchange-detail")


def test_the_card_says_what_a_file_would_carry_and_that_the_last_has_no_answer(qtbot):
    driver, _ = page(qtbot)

    words = driver.words("bundle-offer")
    assert words.startswith("12 perubahan akan ikut, kira-kira 5 kB.")
    assert "jawaban kabupaten belum diterima" in words


def test_after_writing_the_card_says_that_the_stick_may_be_pulled_out(qtbot, tmp_path):
    bundles = FakeBundles()
    driver, _ = page(qtbot, dialogs=FakeDialogs(path=tmp_path), bundles=bundles)

    driver.click("bundle-write")

    assert bundles.asked == [("write", tmp_path)]
    assert driver.words("bundle-result").startswith("Aman dilepas.")
    assert "belum" not in driver.words("bundle-result")


@pytest.mark.parametrize("refusal", list(WriteRefusal))
def test_a_stick_that_failed_is_never_called_safe(refusal):
    [(tone, happened, todo)] = written_words(refusal)

    assert "Aman dilepas" not in happened
    assert tone is not Tone.SUCCESS
    assert todo


def test_what_a_stick_brought_is_told(qtbot, tmp_path):
    bundles = FakeBundles()
    driver, _ = page(qtbot, dialogs=FakeDialogs(path=tmp_path), bundles=bundles)

    driver.click("bundle-read")

    assert bundles.asked == [("read", tmp_path)]
    assert driver.words("bundle-result") == "12 perubahan diakui kabupaten dengan tanda terima."


def test_no_place_chosen_nothing_is_done(qtbot):
    bundles = FakeBundles()
    driver, _ = page(qtbot, bundles=bundles)

    for name in ("bundle-write", "bundle-read", "bundle-read-file"):
        driver.click(name)

    assert bundles.asked == []


@pytest.mark.parametrize("outcome", [*AnswerOutcome, *Carrying, *BundleRefusal])
def test_every_outcome_of_a_file_has_words(outcome):
    said = read_words(BundleRead((FileRead("jawaban.dsb", outcome),)))

    assert len(said) == 1
    assert said[0][1]


@pytest.mark.parametrize("reason", [*WaitReason, *ExchangeProblem])
def test_every_reason_to_wait_is_short_and_says_what_to_do(reason):
    said = waiting_words(reason)

    assert 0 < len(said.happened) <= 25
    assert said.todo


def test_a_cancelled_writing_ends_at_a_safe_place(qtbot, tmp_path):
    network, bundles = NowLane(held=True), FakeBundles()
    driver, _ = page(qtbot, network=network, dialogs=FakeDialogs(path=tmp_path), bundles=bundles)
    driver.click("bundle-write")

    driver.click("bundle-cancel")
    network.release()

    assert bundles.was_cancelled
    assert driver.words("bundle-result") == "Penyimpanan dibatalkan."


def test_a_fault_of_the_laptop_s_own_file_leaves_the_card_usable(qtbot, tmp_path):
    bundles = FakeBundles(fault=OSError())
    driver, _ = page(qtbot, dialogs=FakeDialogs(path=tmp_path), bundles=bundles)

    driver.click("bundle-write")
    said = driver.words("bundle-result")
    bundles.fault = None
    driver.click("bundle-read")

    assert said == "Berkas desa di laptop ini tidak dapat dibaca atau ditulis."
    assert [what for what, _ in bundles.asked] == ["write", "read"]


def test_what_travels_for_others_is_listed_only_where_there_is_some(qtbot):
    item = CarriedItem(RecordKind.HOUSEHOLD, "Keluarga Contoh", 3, "Laptop operator")
    without, _ = page(qtbot)
    with_some, _ = page(qtbot, bundles=FakeBundles(carrying=(item,)))

    assert not without.find(QTabWidget, "exchange-tabs").isTabVisible(4)
    assert with_some.find(QTabWidget, "exchange-tabs").isTabVisible(4)
    assert with_some.cell("carried", 0, 4) == "Belum lewat kabupaten"


def test_written_files_stand_in_the_log_among_the_exchanges(qtbot):
    driver, _ = page(qtbot)

    assert driver.rows("exchange-log") == 4
    assert [driver.cell("exchange-log", at, 1) for at in (0, 1)] == ["Selesai", "Disimpan"]


def test_the_diagnostic_file_is_saved(qtbot, tmp_path):
    driver, navigator = page(qtbot, dialogs=FakeDialogs(path=tmp_path / "diagnosa.json"))
    driver.find(QTabWidget, "exchange-tabs").setCurrentIndex(3)

    driver.click("diagnosis-save")

    assert (tmp_path / "diagnosa.json").read_bytes() == b"{}"
    assert navigator.notes


PHOTOS = {
    PhotoChoice.ALL: PhotoOffer(14, 20_400_000),
    PhotoChoice.SMALL: PhotoOffer(12, 1_900_000),
    PhotoChoice.MESSAGE: PhotoOffer(14, 20_400_000),
    PhotoChoice.NONE: PhotoOffer(),
}


def test_photos_that_wait_are_offered_with_their_size_and_may_stay_here(qtbot, tmp_path):
    bundles = FakeBundles(photos=PHOTOS)
    driver, _ = page(qtbot, dialogs=FakeDialogs(path=tmp_path), bundles=bundles)
    choice = driver.find(QComboBox, "bundle-photos")
    shown = [choice.itemText(at) for at in range(choice.count())]

    driver.click("bundle-write")
    choice.setCurrentIndex(choice.findData(PhotoChoice.NONE))
    driver.click("bundle-write")

    assert shown == [
        "Semua: 14 foto atau berkas, 20,4 MB",
        "Tanpa yang besar: 12 foto atau berkas, 1,9 MB",
        "Tanpa foto",
    ]
    assert bundles.chosen == [PhotoChoice.ALL, PhotoChoice.NONE]
    assert choice.currentData() is PhotoChoice.NONE


def test_without_photos_nothing_is_asked_about_them(qtbot):
    driver, _ = page(qtbot)

    assert not driver.find(QComboBox, "bundle-photos").isVisible()


def test_what_did_not_fit_is_told_beside_what_is_safe():
    said = written_words(BundleWritten(("1.dsb", "2-foto.dsb"), 3, 5_000_000, photos=7, no_room_for=2))

    assert [tone for tone, _, _ in said] == [Tone.SUCCESS, Tone.SUCCESS, Tone.WARNING]
    assert said[0][1].startswith("Aman dilepas.")
    assert said[2][1] == "2 foto atau berkas belum ikut: ruang di sana tidak cukup."


def test_photos_that_came_and_photos_that_arrived_there_are_told():
    said = read_words(BundleRead((FileRead("jawaban.dsb", AnswerOutcome.TAKEN),), photos=3, held=5))

    assert [words for _, words, _ in said] == [
        "3 foto atau berkas diterima.",
        "5 foto atau berkas sudah ada di kabupaten.",
    ]
