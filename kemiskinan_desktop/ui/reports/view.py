"""The page Laporan: tables and bars of the same counts, and the files made from them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QTabWidget

from kemiskinan_desktop.services.events import DeliberationsChanged, Event, Events, HouseholdsChanged
from kemiskinan_desktop.services.keying_report import KeyingReport
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card, EmptyState
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, FileKind, Question, Trouble
from kemiskinan_desktop.ui.kit.fields import Chip, ChipFilter
from kemiskinan_desktop.ui.kit.formats import day, number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, scrolled
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.table import TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.reports.bars import Bar, StackedBars
from kemiskinan_desktop.ui.reports.keying import KeyingTab
from kemiskinan_desktop.ui.reports.presenter import Depth, DesilRow, PlaceRow, Reports, ReportsPresenter
from kemiskinan_desktop.ui.reports.printing import write_pdf
from kemiskinan_desktop.ui.reports.tables import (
    decision_parts,
    desil_columns,
    desil_name,
    place_columns,
    place_name,
    printed_tables,
    survey_parts,
)
from kemiskinan_domain.clock import Clock, village_day


@dataclass(frozen=True, slots=True)
class ReportPorts:
    """What the composition gives to this screen; `lane` is the storage lane."""

    lane: Work
    reports: Reports
    keying: Callable[[], KeyingReport]
    events: Events
    clock: Clock
    open_file: Callable[[Path], object]


class ReportsPage(Page):
    """Shows and reports."""

    def __init__(self, navigator: Navigator, ports: ReportPorts, dialogs: Dialogs, village: str) -> None:
        super().__init__(tr("Laporan"), " ", scrolls=False)
        self._navigator = navigator
        self._ports = ports
        self._dialogs = dialogs
        self._village = village
        self._places: tuple[Sequence[PlaceRow], PlaceRow] | None = None
        self._deciles: Sequence[DesilRow] = ()
        self._place_model: TableModel[PlaceRow] = TableModel(
            place_columns(), key=lambda row: f"{row.dusun}/{row.rw}/{row.rt}"
        )
        self._desil_model: TableModel[DesilRow] = TableModel(desil_columns(), key=desil_name)
        self._chips = ChipFilter(name="depth")
        self.survey_bars = StackedBars(tr("Pendataan menurut tempat"), survey_parts())
        self.decision_bars = StackedBars(tr("Keputusan menurut tempat"), decision_parts())
        self.desil_bars = StackedBars(tr("Keputusan menurut desil"), decision_parts())
        self.keying = KeyingTab(ports.lane, ports.keying)
        self._front = False
        self.presenter = ReportsPresenter(self, ports.lane, ports.reports)
        self._build()
        for kind in (HouseholdsChanged, DeliberationsChanged):
            self.destroyed.connect(ports.events.subscribe(kind, self._on_changed))

    def shown(self, argument: object = None) -> None:
        """The page came to the front."""
        self._front = True
        self.presenter.start()
        self.keying.refresh()

    def hidden(self) -> None:
        """Counts are read again when it comes back."""
        self._front = False

    def show_places(self, rows: Sequence[PlaceRow], total: PlaceRow) -> None:
        """Show the counts by place."""
        self._places = (rows, total)
        self._place_model.replace([*rows, total] if rows else [])
        self.survey_bars.show_bars([Bar(place_name(one), (one.complete, one.draft, one.not_started)) for one in rows])
        self.decision_bars.show_bars(
            [Bar(place_name(one), (one.eligible, one.not_eligible, one.postponed, one.undecided)) for one in rows]
        )
        said = tr("{0} keluarga, {1} jiwa · pendataan lengkap {2} · layak {3}")
        counts = (total.families, total.people, total.complete, total.eligible)
        self.set_subtitle(said.format(*(number(one) for one in counts)))

    def show_deciles(self, rows: Sequence[DesilRow]) -> None:
        """Show the counts by decile."""
        self._deciles = rows
        self._desil_model.replace(rows)
        self.desil_bars.show_bars(
            [Bar(desil_name(one), (one.eligible, one.not_eligible, one.postponed, one.undecided)) for one in rows]
        )

    def show_unreadable(self) -> None:
        """The counts could not be read."""
        self.banner.say(Tone.DANGER, tr("Laporan tidak dapat dihitung"), tr("Data aman. Buka lagi layar ini."))

    def ask_reason(self, entered: Callable[[str | None], None]) -> None:
        """Ask what the full numbers are for."""
        title = tr("Untuk apa NIK dan No. KK lengkap?")
        self._dialogs.enter(title, tr("Alasan ini dicatat bersama nama Anda dan waktunya."), entered)

    def ask_place(self, *, masked: bool, chosen: Callable[[Path | None], None]) -> None:
        """Ask where the spreadsheet goes."""
        name = tr("Keluarga {0} (disamarkan).xlsx") if masked else tr("Keluarga {0} (lengkap, rahasia).xlsx")
        kinds = [FileKind(tr("Berkas Excel"), ("xlsx",))]
        self._dialogs.save_file(tr("Simpan daftar keluarga"), name.format(self._village), kinds, chosen)

    def show_exported(self, path: Path) -> None:
        """The file stands there."""
        self._navigator.notify(tr("Disimpan: {0}").format(path.name))

    def show_not_exported(self) -> None:
        """The file could not be written."""
        self._dialogs.trouble(
            Trouble(
                tr("Berkas tidak dapat disimpan di tempat itu."),
                tr("Data dalam program tidak berubah."),
                tr("Tutup berkas itu di Excel bila sedang terbuka, atau pilih folder lain."),
            )
        )

    def show_reason_missing(self) -> None:
        """Nothing was written."""
        self.banner.say(
            Tone.WARNING,
            tr("Tidak ada berkas yang dibuat"),
            tr("Ekspor dengan nomor lengkap memerlukan alasan. Ekspor yang disamarkan tidak."),
        )

    def _build(self) -> None:
        self.action_row.addWidget(
            button(tr("Cetak laporan (PDF)"), self._on_print, meaning=Icon.PRINT, key="Ctrl+P", name="report-print")
        )
        self.action_row.addWidget(
            button(tr("Ekspor Excel"), self._on_export, kind=Kind.PRIMARY, meaning=Icon.EXPORT, name="report-export")
        )
        chips = [Chip(Depth.DUSUN.value, tr("Per dusun")), Chip(Depth.RT.value, tr("Per RT"))]
        self._chips.show_chips(chips, frozenset({Depth.DUSUN.value}))
        self._chips.chosen.connect(self._on_depth)
        nothing = EmptyState(tr("Belum ada keluarga"), tr("Terima daftar awal lewat Kirim & Terima."), Icon.REPORT)
        places = TableView(self._place_model, nothing, name="report-places", label=tr("Menurut tempat"))
        no_desil = EmptyState(tr("Belum ada keluarga"), tr("Terima daftar awal lewat Kirim & Terima."), Icon.REPORT)
        deciles = TableView(self._desil_model, no_desil, name="report-deciles", label=tr("Menurut desil"))
        for table in (places, deciles):
            table.setMinimumHeight(theme().line * 9)
        charts = column(
            Card(tr("Pendataan"), self.survey_bars), Card(tr("Keputusan"), self.decision_bars), None, gap=Space.LARGE
        )
        charts.setContentsMargins(0, 0, Space.SMALL, 0)
        desil_lay = column(
            Card(tr("Keputusan menurut desil"), self.desil_bars), deciles, gap=Space.LARGE, margin=Space.TIGHT
        )
        desil_lay.setStretch(1, 1)
        self._tabs = QTabWidget()
        self._tabs.setObjectName("report-tabs")
        self._tabs.setDocumentMode(True)
        self._tabs.tabBar().setDrawBase(False)
        self._tabs.addTab(scrolled(box(charts)), tr("Grafik"))
        self._tabs.addTab(box(column(places, margin=Space.TIGHT)), tr("Tabel"))
        self._tabs.addTab(scrolled(box(desil_lay)), tr("Menurut desil"))
        self._tabs.addTab(scrolled(self.keying), tr("Mutu isian"))
        self.add(self._chips)
        self.add(self._tabs, stretch=1)

    def _on_changed(self, _event: Event) -> None:
        if self._front:
            self.presenter.start()

    def _on_depth(self, keys: frozenset[str]) -> None:
        self.presenter.choose_depth(Depth.RT if Depth.RT.value in keys else Depth.DUSUN)

    def _on_export(self) -> None:
        question = Question(
            tr("Ekspor daftar keluarga"),
            tr(
                "NIK, No. KK, dan nama biasanya disamarkan. Nomor lengkap hanya bila benar-benar perlu; "
                "alasannya dicatat."
            ),
            [Choice("masked", tr("Disamarkan"), Kind.PRIMARY), Choice("full", tr("Lengkap, dengan alasan"))],
        )
        self._dialogs.ask(question, self._on_export_kind)

    def _on_export_kind(self, key: str | None) -> None:
        if key is not None:
            self.presenter.export(masked=key == "masked")

    def _on_print(self) -> None:
        kinds = [FileKind(tr("Dokumen PDF"), ("pdf",))]
        name = tr("Laporan pendataan {0}.pdf").format(self._village)
        self._dialogs.save_file(tr("Simpan laporan"), name, kinds, self._on_print_place)

    def _on_print_place(self, path: Path | None) -> None:
        if path is None or self._places is None:
            return
        title = tr("Laporan pendataan kemiskinan {0}").format(self._village)
        today = day(village_day(self._ports.clock()))
        tables = printed_tables(*self._places, self._deciles)
        try:
            write_pdf(path, title, tr("Keadaan {0}").format(today), tables, theme().font())
        except OSError:
            self.show_not_exported()
            return
        self._ports.open_file(path)


def reports_screen(ports: ReportPorts, dialogs: Dialogs, village: str) -> Screen:
    """What app.py registers."""
    return Screen(
        key="laporan",
        title=tr("Laporan"),
        icon=Icon.REPORT,
        factory=partial(ReportsPage, ports=ports, dialogs=dialogs, village=village),
        help_text=tr(
            "Hitungan keluarga menurut tempat dan desil, sebagai grafik dan tabel. Laporan cetak hanya berisi jumlah. "
            "Ekspor Excel menyamarkan nama dan nomor, kecuali Anda menulis alasannya."
        ),
    )
