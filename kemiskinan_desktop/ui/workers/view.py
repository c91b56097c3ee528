"""The workers of the village on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QTabWidget

from kemiskinan_desktop.services.events import DeliberationsChanged, HouseholdsChanged
from kemiskinan_desktop.services.workers import (
    AnswerReport,
    Applied,
    Overview,
    WorkerChip,
    WorkerDetail,
    WorkerRow,
)
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.dialogs import Choice, FileKind, Question, Trouble
from kemiskinan_desktop.ui.kit.fields import Chip, ChipFilter, SearchBox
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, row
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.table import TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.workers.columns import MISSING_COLUMN, columns
from kemiskinan_desktop.ui.workers.coverage import CoveragePage
from kemiskinan_desktop.ui.workers.forms import WorkerForms
from kemiskinan_desktop.ui.workers.panel import PanelActs, WorkerPanel
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.presenter import WorkersPresenter
from kemiskinan_desktop.ui.workers.split import SplitPane
from kemiskinan_desktop.ui.workers.words import answer_refusal_words, chip_words

_ALL = "all"
_MISSING_NEEDS = 190
_RARE = frozenset({WorkerChip.SHARED_NUMBER, WorkerChip.REMARKED})
"""Chips that are shown only where there is something behind them."""
_WORKBOOKS = ("xlsx",)


class WorkersPage(Page):
    """Shows and reports; numbers are masked until the person asks for them."""

    def __init__(self, navigator: Navigator, ports: WorkerPorts) -> None:
        super().__init__(tr("Pekerja"), " ", scrolls=False)
        self._navigator = navigator
        self._ports = ports
        self._unsubscribe: list[Callable[[], None]] = []
        self._masked = True
        self.search = SearchBox(self.tr("Cari nama, NIK, atau KPJ  ( / )"), name="workers-search")
        self.dusun = QComboBox()
        self.chips = ChipFilter(single=False, name="workers-chips")
        self._empty = EmptyState(self.tr("Sedang membaca daftar pekerja…"), "", Icon.WORKER)
        self.model: TableModel[WorkerRow] = TableModel(columns(lambda: self._masked), key=lambda found: found.id)
        self.table: TableView[WorkerRow] = TableView(
            self.model, self._empty, name="workers-table", label=self.tr("Daftar pekerja")
        )
        self.forms = WorkerForms(self, ports, self._on_saved)
        forms = self.forms
        acts = PanelActs(
            forms.enrol,
            forms.correct,
            forms.end_enrolment,
            forms.hand_over,
            forms.overrule,
            forms.remark,
            forms.settle,
            self._on_family,
        )
        self.panel = WorkerPanel(ports, acts)
        self.coverage = CoveragePage(
            button(self.tr("Hitung anggaran iuran"), self._on_budget, meaning=Icon.REPORT, name="workers-budget")
        )
        self.tabs = QTabWidget()
        self.presenter = WorkersPresenter(self, ports.lane, ports.workers)
        self._build()
        self._connect()

    def shown(self, argument: object = None) -> None:
        """Load; an argument is a chip to put on."""
        if not self._unsubscribe:
            events, changed = self._ports.events, self.presenter.on_changed
            self._unsubscribe = [
                events.subscribe(HouseholdsChanged, changed),
                events.subscribe(DeliberationsChanged, changed),
            ]
        if isinstance(argument, WorkerChip):
            self.presenter.press_chip(None)
            self.presenter.press_chip(argument)
        self.presenter.start()
        self.table.setFocus()

    def hidden(self) -> None:
        """Another screen is in front; what changes meanwhile is read at the return."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self._unsubscribe = []

    # WorkersView

    def show_overview(self, overview: Overview) -> None:
        """Show gauge, places and what the rules warn of."""
        self.forms.overview = overview
        self.coverage.show_overview(overview)
        chosen = self.dusun.currentData()
        self.dusun.blockSignals(True)
        self.dusun.clear()
        self.dusun.addItem(self.tr("Semua dusun"), None)
        for one in overview.counts.dusun:
            self.dusun.addItem(one.dusun or self.tr("Tanpa dusun"), one.dusun)
        self.dusun.setCurrentIndex(max(self.dusun.findData(chosen), 0))
        self.dusun.blockSignals(False)
        if overview.book_unreadable:
            words = self.tr("Perbarui aplikasi ini. Sementara itu dipakai aturan bawaan.")
            self.banner.say(Tone.WARNING, self.tr("Aturan baru dari kabupaten belum terbaca"), words)

    def show_rows(self, rows: Sequence[WorkerRow], chips: frozenset[WorkerChip]) -> None:
        """Show these workers, with these chips on."""
        counts = {} if self.forms.overview is None else self.forms.overview.counts.chips
        shown = [
            Chip(chip.name, chip_words(chip), counts.get(chip, 0))
            for chip in WorkerChip
            if chip not in _RARE or counts.get(chip) or chip in chips
        ]
        on = frozenset(chip.name for chip in chips) or frozenset({_ALL})
        self.chips.show_chips([Chip(_ALL, self.tr("Semua")), *shown], on)
        self._empty.say(
            self.tr("Tidak ada pekerja yang cocok"),
            self.tr("Data keluarga di kuesioner dan putuskan di musyawarah, atau kurangi saringan."),
        )
        self.model.replace(rows)
        self.set_subtitle(self.tr("{0} orang").format(number(len(rows))))
        if rows and self.table.selected_row() is None:
            self.table.selectRow(0)

    def show_detail(self, detail: WorkerDetail | None) -> None:
        """Show one worker at the side, or none."""
        self.forms.detail = detail
        if detail is None:
            self.panel.show_nothing()
        else:
            self.panel.show_detail(detail, masked=self._masked)

    def show_unreadable(self) -> None:
        """Say that the workers could not be read."""
        self.banner.say(
            Tone.DANGER,
            self.tr("Daftar pekerja tidak dapat dibaca"),
            self.tr("Data Anda tidak berubah. Tutup aplikasi lain, lalu buka lagi layar ini."),
        )

    def show_answer(self, report: AnswerReport) -> None:
        """Show the report, or why the file is no answer."""
        if report.refusal is not None:
            self._ports.dialogs.tell(self.tr("Berkas ini tidak dapat dipakai"), answer_refusal_words(report.refusal))
        else:
            self.forms.answer(report)

    def show_exported(self, path: Path) -> None:
        """Say that the list was written."""
        self._navigator.notify(self.tr("Daftar tersimpan: {0}").format(path.name))

    def show_file_trouble(self) -> None:
        """Say that a file could not be read or written."""
        self._ports.dialogs.trouble(
            Trouble(
                self.tr("Berkas tidak dapat dibaca atau ditulis"),
                self.tr("Data di aplikasi ini tidak berubah."),
                self.tr("Pilih tempat lain, atau tutup berkas itu di program lain, lalu coba lagi."),
            )
        )

    # What the person does

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the panel the table has no room for what is missing: the panel says it."""
        super().resizeEvent(event)
        narrow = self.width() < theme().characters(_MISSING_NEEDS)
        self.table.setColumnHidden(MISSING_COLUMN, self._split.beside and narrow)

    def list_for(self) -> None:
        """Ask who gets the list, and where the file goes."""
        if self.forms.overview is None:
            return
        choices = [
            Choice(template.code, self._ports.spoken(template.words, template.words_en))
            for template in self.forms.overview.book.lists
        ]
        words = self.tr("Daftar memuat NIK dan alamat lengkap; pembuatannya dicatat.")
        self._ports.dialogs.ask(Question(self.tr("Daftar untuk siapa?"), words, choices), self._on_receiver)

    def take_answer(self) -> None:
        """Ask for the file from BPJS."""
        kinds = [FileKind(self.tr("Berkas Excel atau CSV"), ("xlsx", "csv"))]
        self._ports.dialogs.choose_file(self.tr("Jawaban BPJS"), kinds, self._on_answer_file)

    def _build(self) -> None:
        self._mask = button(self.tr("Tampilkan nomor"), self._on_mask, meaning=Icon.SHOW, name="workers-mask")
        take = button(self.tr("Terima jawaban BPJS"), self.take_answer, meaning=Icon.IMPORT, name="workers-answer")
        self.action_row.addWidget(take)
        self.action_row.addWidget(
            button(
                self.tr("Daftar untuk…"),
                self.list_for,
                kind=Kind.PRIMARY,
                meaning=Icon.EXPORT,
                key="Ctrl+D",
                name="workers-list",
            )
        )
        self.dusun.setObjectName("workers-dusun")
        self.dusun.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.dusun.setMinimumContentsLength(14)
        self.dusun.setAccessibleName(self.tr("Dusun"))
        filters = row(self.search, self.dusun, self._mask, gap=Space.MEDIUM)
        filters.setStretch(0, 1)
        left = column(filters, self.chips, self.table, gap=Space.MEDIUM)
        left.setContentsMargins(0, Space.MEDIUM, 0, 0)
        left.setStretch(2, 1)
        self._split = SplitPane(box(left), self.panel)
        self.tabs.setObjectName("workers-tabs")
        self.tabs.addTab(self._split, self.tr("Daftar"))
        self.tabs.addTab(self.coverage, self.tr("Cakupan"))
        self.add(self.tabs, stretch=1)

    def _connect(self) -> None:
        self.search.searched.connect(self.presenter.find)
        self.search.down_pressed.connect(self.table.setFocus)
        self.chips.chosen.connect(self._on_chips)
        self.dusun.activated.connect(self._on_dusun)
        self.table.selected.connect(self.presenter.select)
        self.table.opened.connect(self._on_opened)
        for keys in ("/", "Ctrl+F"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self.search.setFocus)

    def _on_budget(self) -> None:
        self.forms.budget(self.presenter.wanted)

    def _on_opened(self, _row: WorkerRow) -> None:
        self.forms.enrol()

    def _on_chips(self, _chosen: frozenset[str]) -> None:
        on = self.chips.keys() - {_ALL}
        different = on ^ frozenset(chip.name for chip in self.presenter.wanted.chips)
        self.presenter.press_chip(WorkerChip[next(iter(different))] if different else None)

    def _on_dusun(self, at: int) -> None:
        self.presenter.choose_dusun(self.dusun.itemData(at))

    def _on_mask(self) -> None:
        self._masked = not self._masked
        self._mask.setText(self.tr("Tampilkan nomor") if self._masked else self.tr("Sembunyikan nomor"))
        self.table.viewport().update()
        self.show_detail(self.forms.detail)

    def _on_family(self) -> None:
        if self.forms.detail is not None:
            self._navigator.open("kuesioner", self.forms.detail.row.family.id)

    def _on_receiver(self, receiver: str | None) -> None:
        if receiver is None:
            return
        kinds = [FileKind(self.tr("Berkas Excel"), _WORKBOOKS)]
        self._ports.dialogs.save_file(
            self.tr("Simpan daftar"), f"pekerja-{receiver}.xlsx", kinds, partial(self._on_place, receiver)
        )

    def _on_place(self, receiver: str, path: Path | None) -> None:
        if path is not None:
            self.presenter.export(receiver, path)

    def _on_answer_file(self, path: Path | None) -> None:
        if path is not None:
            self.presenter.read_answer(path)

    def _on_saved(self, answer: object) -> None:
        if not isinstance(answer, Applied):
            self._navigator.notify(self.tr("Tersimpan."))
            return
        self._navigator.notify(self.tr("%n baris dicatat.", "", answer.written))
        if answer.stale:
            rows = ", ".join(str(at) for at in answer.stale)
            words = self.tr(
                "Baris {0} tidak dicatat, karena data desa berubah sejak berkas dibaca. Baca lagi berkasnya."
            )
            self._ports.dialogs.tell(self.tr("Jawaban BPJS"), words.format(rows))


def workers_screen(ports: WorkerPorts) -> Screen:
    """What app.py registers."""
    return Screen(
        key="pekerja",
        title=tr("Pekerja"),
        icon=Icon.WORKER,
        factory=lambda navigator: WorkersPage(navigator, ports),
        help_text=tr(
            "Semua pekerja dan kepesertaan BPJS Ketenagakerjaan mereka.\n\n"
            "Panah: pindah orang. Enter: catat kepesertaan. / atau Ctrl+F: cari. Ctrl+D: daftar untuk kabupaten, "
            "Disnakertrans, atau BPJS.\n\n"
            "Status dihitung dari kuesioner, keputusan musyawarah, dan aturan kabupaten; alasannya tertulis di "
            "samping. Baris jawaban BPJS yang meragukan menunggu Anda benarkan."
        ),
    )
