"""The page Kirim & Terima."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTabWidget, QWidget

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.services.bundles import CarriedItem
from kemiskinan_desktop.services.events import ConflictsChanged, Event, ExchangeChanged
from kemiskinan_desktop.services.exchange import (
    ExchangeProgress,
    ExchangeReport,
    LogLine,
    ReceiptRow,
    RefusedItem,
    WaitingItem,
)
from kemiskinan_desktop.services.waiting import Reason, WaitReason
from kemiskinan_desktop.ui.exchange.bundle_card import BundleCard
from kemiskinan_desktop.ui.exchange.presenter import ExchangePorts, ExchangePresenter, Overview
from kemiskinan_desktop.ui.exchange.readmission_presenter import ReadmissionPresenter
from kemiskinan_desktop.ui.exchange.running_card import WIDE_CHARACTERS, RunningCard
from kemiskinan_desktop.ui.exchange.tables import (
    carried_columns,
    log_columns,
    receipt_columns,
    refused_columns,
    waiting_columns,
    written_line,
)
from kemiskinan_desktop.ui.exchange.words import waiting_words
from kemiskinan_desktop.ui.kit.admission_words import refusal_words
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.dialogs import Dialogs, FileKind, Trouble
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, row
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.table import TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.records import RecordId, RecordKind

TABS_LINES = 9
_CARRIED_TAB = 4


class ExchangePage(Page):
    """One calm button; below it what waits, what was not taken, receipts and the log."""

    def __init__(self, navigator: Navigator, ports: ExchangePorts, dialogs: Dialogs) -> None:
        super().__init__(
            tr("Kirim & Terima"),
            tr("Bertukar data dengan kabupaten. Bekerja tetap bisa tanpa jaringan."),
        )
        self._navigator = navigator
        self._dialogs = dialogs
        self._clock = ports.clock
        self.card = RunningCard(ports.clock)
        self.bundle_card = BundleCard(ports, dialogs)
        self._advice = text("", "muted", name="waiting-advice")
        self._reasons: Mapping[tuple[RecordKind, RecordId], Reason] = {}
        self._waiting: TableModel[WaitingItem] = TableModel(
            waiting_columns(ports.clock, self._reason_of), key=lambda one: f"{one.kind}/{one.id}"
        )
        self._carried: TableModel[CarriedItem] = TableModel(
            carried_columns(), key=lambda one: f"{one.laptop}/{one.kind}/{one.title}"
        )
        self._refused: TableModel[RefusedItem] = TableModel(
            refused_columns(), key=lambda one: f"{one.kind}/{one.id}/{one.why}"
        )
        self._receipts: TableModel[ReceiptRow] = TableModel(receipt_columns(), key=lambda one: one.code)
        self._log: TableModel[LogLine] = TableModel(log_columns(), key=lambda one: one.at.isoformat())
        self._tabs = QTabWidget()
        self._code = ""
        self._build()
        self.presenter = ExchangePresenter(self, ports)
        self.card.run.connect(self.presenter.run)
        self.card.run_large.connect(partial(self.presenter.run, large_now=True))
        self.card.cancelled.connect(self.presenter.cancel)
        self.card.paused.connect(self.presenter.pause)
        self.card.resumed.connect(self.presenter.resume)
        self._readmission = ReadmissionPresenter(self, ports.lanes.network, ports.readmission, self.presenter.run)
        self.card.enrol.connect(self._on_enrol)
        self.card.conflicts.connect(partial(navigator.open, "perbedaan"))
        for kind in (ExchangeChanged, ConflictsChanged):
            self.destroyed.connect(ports.events.subscribe(kind, self._on_changed))

    def shown(self, argument: object = None) -> None:
        """The page came to the front; `"now"` begins at once."""
        self.presenter.start()
        self.bundle_card.presenter.start()
        if argument == "now":
            self.presenter.run()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Large text leaves the room to what matters."""
        super().resizeEvent(event)
        self.subtitle_label.setVisible(self.width() >= theme().characters(WIDE_CHARACTERS))

    def show_overview(self, overview: Overview) -> None:
        """Show what waits, receipts and log."""
        self._reasons = overview.reasons
        self.card.show_overview(overview)
        self._waiting.replace(overview.waiting)
        self._show_advice(overview.waiting[0] if overview.waiting else None)
        self._refused.replace(overview.refused)
        self._receipts.replace(overview.receipts)
        self._log.replace(sorted([*overview.log, *map(written_line, overview.written)], key=_newest_first))
        self._carried.replace(overview.carried)
        counts = (len(overview.waiting), len(overview.refused), len(overview.receipts), 0, len(overview.carried))
        for at, (name, count) in enumerate(zip(_tab_names(), counts, strict=True)):
            self._tabs.setTabText(at, f"{name}  {number(count)}" if count else name)
        self._tabs.setTabVisible(_CARRIED_TAB, bool(overview.carried))

    def show_running(self, progress: ExchangeProgress | None) -> None:
        """An exchange is under way."""
        self.card.show_running(progress)

    def show_stopping(self) -> None:
        """It was cancelled."""
        self.card.show_stopping()

    def show_report(self, report: ExchangeReport) -> None:
        """Say how it went."""
        self.card.show_report(report)

    def show_unreadable(self) -> None:
        """The state could not be read."""
        self.card.show_rest()
        self.banner.say(
            Tone.DANGER,
            tr("Keadaan pengiriman tidak dapat dibaca"),
            tr("Data yang tersimpan aman. Tutup program, buka lagi, lalu coba sekali lagi."),
        )

    def show_receipt_saved(self, path: Path) -> None:
        """The receipt stands there."""
        self._navigator.notify(tr("Tanda terima disimpan: {0}").format(path.name))

    def show_receipt_not_saved(self) -> None:
        """The receipt could not be written."""
        self._dialogs.trouble(
            Trouble(
                tr("Tanda terima tidak dapat disimpan di tempat itu."),
                tr("Tanda terimanya sendiri tetap tersimpan dalam program."),
                tr("Pilih folder lain, atau tutup berkas itu bila sedang terbuka."),
            )
        )

    def show_diagnosis_saved(self, path: Path) -> None:
        """The diagnostic file stands there."""
        self._navigator.notify(tr("Berkas diagnosa disimpan: {0}").format(path.name))

    def show_diagnosis_not_saved(self) -> None:
        """The diagnostic file could not be written."""
        self._dialogs.trouble(
            Trouble(
                tr("Berkas diagnosa tidak dapat disimpan di tempat itu."),
                tr("Data yang tersimpan aman."),
                tr("Pilih folder lain."),
            )
        )

    def show_enrolling(self) -> None:
        """The district is asked to take the laptop again."""
        self.card.show_running(None)

    def show_readmitted(self, waiting: int) -> None:
        """It did."""
        self._code = ""
        self.card.show_rest()
        self._navigator.notify(tr("Laptop terdaftar lagi. %n perubahan dikirim ke kabupaten.", waiting))

    def show_code_refused(self, refusal: EnrolmentRefusal) -> None:
        """It did not."""
        self.card.show_rest()
        self._dialogs.trouble(
            Trouble(
                tr("Laptop belum terdaftar lagi."),
                tr("Semua data tetap ada di laptop ini."),
                refusal_words(refusal),
            )
        )

    def show_wish_not_kept(self) -> None:
        """The wish could not be written down."""
        self._dialogs.trouble(
            Trouble(
                tr("Pilihan itu tidak dapat disimpan."),
                tr("Data yang tersimpan aman; kiriman otomatis berjalan seperti sebelumnya."),
                tr("Periksa ruang penyimpanan laptop, lalu coba lagi."),
            )
        )

    def _on_enrol(self) -> None:
        title = tr("Daftarkan lagi laptop ini")
        self._dialogs.enter(title, tr("Kode pendaftaran baru dari DPMD"), self._on_code, initial=self._code)

    def _on_code(self, code: str | None) -> None:
        if code is not None and code.strip():
            self._code = code.strip()
            self._readmission.ask_again(self._code)

    def _reason_of(self, item: WaitingItem) -> Reason:
        return self._reasons.get((item.kind, item.id), WaitReason.SOON)

    def _show_advice(self, item: WaitingItem | None) -> None:
        """What to do about the chosen record; the oldest before one is chosen."""
        words = tr("{0}: {1}").format(item.title, waiting_words(self._reason_of(item)).todo) if item else ""
        self._advice.setText(words)
        self._advice.setVisible(bool(words))

    def _build(self) -> None:
        nothing = EmptyState(tr("Tidak ada yang menunggu"), tr("Semua perubahan sudah ada di kabupaten."), Icon.SUCCESS)
        taken = EmptyState(tr("Semua diterima"), tr("Tidak ada perubahan yang ditolak kabupaten."), Icon.SUCCESS)
        none_yet = EmptyState(
            tr("Belum ada tanda terima"), tr("Tanda terima datang setelah pengiriman pertama."), Icon.SAFE
        )
        waiting = TableView(self._waiting, nothing, name="waiting", label=tr("Menunggu"))
        waiting.selected.connect(self._show_advice)
        refused = TableView(self._refused, taken, name="refused", label=tr("Tidak diterima"))
        self._receipt_table = TableView(self._receipts, none_yet, name="receipts", label=tr("Tanda terima"))
        self._receipt_table.opened.connect(self._on_receipt)
        save = button(tr("Simpan PDF"), self._on_save, meaning=Icon.DOCUMENT, name="receipt-save")
        advice = text(tr("Setiap tanda terima membuktikan bahwa kabupaten memegang catatan itu."), "muted")
        foot = row(advice, save)
        foot.setStretch(0, 1)
        receipts = box(column(self._receipt_table, foot, gap=Space.SMALL))
        parts = (
            box(column(waiting, self._advice, gap=Space.SMALL)),
            refused,
            receipts,
            self._log_box(),
            self._carried_box(),
        )
        for part, name in zip(parts, _tab_names(), strict=True):
            self._tabs.addTab(box(column(part, margin=Space.TIGHT)), name)
        self._tabs.setTabVisible(_CARRIED_TAB, False)
        self._tabs.setObjectName("exchange-tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.setMinimumHeight(theme().line * TABS_LINES)
        self.add(self.card)
        self.add(self.bundle_card)
        self.add(self._tabs, stretch=1)

    def _log_box(self) -> QWidget:
        nothing = EmptyState(tr("Belum ada riwayat"), tr("Setiap pengiriman tercatat di sini."), Icon.HISTORY)
        log = TableView(self._log, nothing, name="exchange-log", label=tr("Riwayat"))
        save = button(tr("Berkas diagnosa"), self._on_diagnose, meaning=Icon.DOCUMENT, name="diagnosis-save")
        advice = text(tr("Bila perlu bantuan, kirim berkas diagnosa. Isinya tanpa nama, NIK, atau No. KK."), "muted")
        foot = row(advice, save)
        foot.setStretch(0, 1)
        return box(column(log, foot, gap=Space.SMALL))

    def _carried_box(self) -> QWidget:
        nothing = EmptyState(tr("Tidak ada titipan"), tr("Titipan laptop lain tampil di sini."), Icon.STICK)
        carried = TableView(self._carried, nothing, name="carried", label=tr("Titipan"))
        advice = text(tr("Usulan dari laptop lain di desa ini. Kabupaten yang menentukan hasilnya."), "muted")
        return box(column(carried, advice, gap=Space.SMALL))

    def _on_changed(self, _event: Event) -> None:
        if not self.presenter.running:
            self.presenter.start()
        if not self.bundle_card.presenter.running:
            self.bundle_card.presenter.start()

    def _on_diagnose(self) -> None:
        kinds = [FileKind(tr("Berkas diagnosa"), ("json",))]
        name = tr("diagnosa-{0}.json").format(f"{self._clock():%Y%m%d}")
        self._dialogs.save_file(tr("Simpan berkas diagnosa"), name, kinds, self._on_diagnosis_place)

    def _on_diagnosis_place(self, path: Path | None) -> None:
        if path is not None:
            self.presenter.save_diagnosis(path)

    def _on_save(self) -> None:
        chosen = self._receipt_table.selected_row() or self._receipts.row_at(0)
        if chosen is not None:
            self._on_receipt(chosen)

    def _on_receipt(self, chosen: ReceiptRow) -> None:
        name = tr("Tanda terima {0}.pdf").format(chosen.code)
        kinds = [FileKind(tr("Dokumen PDF"), ("pdf",))]
        self._dialogs.save_file(tr("Simpan tanda terima"), name, kinds, partial(self._on_place, chosen.code))

    def _on_place(self, code: str, path: Path | None) -> None:
        if path is not None:
            self.presenter.save_receipt(code, path)


def _tab_names() -> tuple[str, ...]:
    return tr("Menunggu"), tr("Tidak diterima"), tr("Tanda terima"), tr("Riwayat"), tr("Titipan")


def _newest_first(line: LogLine) -> float:
    return -line.at.timestamp()


def exchange_screen(ports: ExchangePorts, dialogs: Dialogs) -> Screen:
    """What app.py registers; *Perbedaan* is opened under the key `perbedaan`."""
    return Screen(
        key="kirim",
        title=tr("Kirim & Terima"),
        icon=Icon.EXCHANGE,
        factory=lambda navigator: ExchangePage(navigator, ports, dialogs),
        help_text=tr(
            "Tombol ini mengirim yang belum terkirim dan menerima yang baru dari kabupaten dalam sekali jalan. Boleh "
            "dibatalkan kapan saja: yang sudah diterima kabupaten tidak dikirim dua kali.\n\nTanpa jaringan, teruslah "
            "bekerja. Semua tersimpan di laptop ini."
        ),
    )
