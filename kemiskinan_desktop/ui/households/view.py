"""The list of families on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QComboBox, QHeaderView

from kemiskinan_desktop.services.events import Events, HouseholdsChanged
from kemiskinan_desktop.services.households import (
    HouseholdChip,
    HouseholdCounts,
    HouseholdDetail,
    HouseholdRow,
    HouseholdService,
)
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.households.columns import NAME_COLUMN, NUMBER_COLUMN, columns
from kemiskinan_desktop.ui.households.filtering import Place, count_of
from kemiskinan_desktop.ui.households.no_families import NoFamilies
from kemiskinan_desktop.ui.households.presenter import Beside, Cover, Emptiness, HouseholdsPresenter, Score
from kemiskinan_desktop.ui.households.preview import Preview
from kemiskinan_desktop.ui.households.proposal_dialog import ProposalDialog
from kemiskinan_desktop.ui.households.wording import area_words, chip_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.fields import Chip, ChipFilter, SearchBox
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.page import Navigator, Page
from kemiskinan_desktop.ui.kit.table import TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.records import RecordId

_ALL = "all"
_STRETCH_NEEDS = 112
_NUMBER_NEEDS = 150
_PREVIEW_NEEDS = 122
"""Average characters of page width below which the preview gives its room to the table."""


@dataclass(frozen=True, slots=True)
class Advice:
    """Where a family's indicators and its workers' cover come from, and in which language."""

    score: Score
    cover: Cover = lambda _: ()
    language: str = "id"
    visits: Callable[[Navigator, Sequence[RecordId]], object] | None = None
    """Prints sheets for the visit of these families; None where there is no printer to ask."""


class HouseholdsPage(Page):
    """Shows and reports; numbers are masked until the person asks for them."""

    def __init__(
        self, navigator: Navigator, lane: Work, service: HouseholdService, events: Events, advice: Advice
    ) -> None:
        super().__init__(tr("Keluarga"), " ", scrolls=False)
        self._navigator = navigator
        self._lane = lane
        self._service = service
        self._events = events
        self._unsubscribe: Callable[[], None] | None = None
        self._masked = True
        self._detail: HouseholdDetail | None = None
        self._beside = Beside()
        self._visits = advice.visits
        self.search = SearchBox(self.tr("Cari nama, NIK, No. KK, atau RT/RW  ( / )"), name="households-search")
        self.places = QComboBox()
        self.chips = ChipFilter(single=False, name="households-chips")
        self._empty = NoFamilies(self._on_exchange, self._on_show_all)
        self.model: TableModel[HouseholdRow] = TableModel(columns(lambda: self._masked), key=lambda found: found.id)
        self.table: TableView[HouseholdRow] = TableView(
            self.model, self._empty, name="households-table", label=self.tr("Daftar keluarga")
        )
        self.preview = Preview(self._on_open, advice.language)
        self.presenter = HouseholdsPresenter(self, lane, service, advice.score, advice.cover)
        self._build()
        self._connect()

    def shown(self, argument: object = None) -> None:
        """Load; an argument is a family to go to, or chips to put on."""
        if self._unsubscribe is None:
            self._unsubscribe = self._events.subscribe(HouseholdsChanged, self.presenter.on_changed)
        match argument:
            case str():
                self._forget_filters()
                self.presenter.look_for(RecordId(argument))
            case HouseholdChip():
                self._forget_filters()
                self.presenter.show_only(frozenset({argument}))
            case _:
                self.presenter.start()
        self.table.setFocus()

    def hidden(self) -> None:
        """Another screen is in front; what changes meanwhile is read at the return."""
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None

    # HouseholdsView

    def show_rows(self, rows: Sequence[HouseholdRow], total: int) -> None:
        """Show these families, out of so many."""
        self.model.replace(rows)
        shown = self.tr("{0} keluarga").format(number(len(rows)))
        words = shown if len(rows) == total else self.tr("{0} dari {1}").format(shown, number(total))
        self.set_subtitle(words)
        if rows and self.table.selected_row() is None:
            self.table.selectRow(0)

    def show_chips(self, counts: HouseholdCounts, chosen: frozenset[HouseholdChip]) -> None:
        """Show the chips with their numbers."""
        chips = [Chip(chip.name, chip_words(chip), count_of(counts, chip)) for chip in HouseholdChip]
        on = frozenset(chip.name for chip in chosen) or frozenset({_ALL})
        self.chips.show_chips([Chip(_ALL, self.tr("Semua"), counts.all), *chips], on)

    def show_places(self, places: Sequence[Place]) -> None:
        """Offer these places to narrow the list by; the chosen one stays chosen."""
        chosen = self.places.currentData()
        self.places.blockSignals(True)
        self.places.clear()
        self.places.addItem(self.tr("Semua dusun"), None)
        for place in places:
            words = f"    {area_words(place.rt, place.rw)}" if place.rt or place.rw else place.dusun
            self.places.addItem(words, place)
        at = next((at for at, place in enumerate(places, 1) if place == chosen), 0)
        self.places.setCurrentIndex(at)
        self.places.blockSignals(False)

    def show_empty(self, why: Emptiness) -> None:
        """Say what the empty table means and what to do next."""
        self._empty.explain(why)

    def show_detail(self, detail: HouseholdDetail | None, beside: Beside) -> None:
        """Preview this family with what is known beside its records, or none."""
        self._detail, self._beside = detail, beside
        if detail is None:
            self.preview.show_nothing()
        else:
            self.preview.show_detail(detail, beside, masked=self._masked)

    def show_unreadable(self) -> None:
        """Say that the list could not be read."""
        self.banner.say(
            Tone.DANGER,
            self.tr("Daftar keluarga tidak dapat dibaca"),
            self.tr("Data Anda tidak berubah. Tutup aplikasi lain, lalu buka lagi layar ini."),
        )

    def open_questionnaire(self, household: RecordId) -> None:
        """Go to the family's questionnaire."""
        self._navigator.open("kuesioner", household)

    def select(self, household: RecordId) -> None:
        """Put the mark on that family."""
        self.table.select_key(household)

    # What the person does

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the page is narrow, the table needs the preview's room."""
        super().resizeEvent(event)
        self._adapt()

    def propose(self) -> ProposalDialog:
        """Open *Tambah usulan*."""
        dialog = ProposalDialog(self, self._lane, self._service)
        dialog.proposed.connect(self._on_proposed)
        dialog.open()
        return dialog

    def _build(self) -> None:
        self._numbers = button(self.tr("Tampilkan nomor"), self._on_mask, meaning=Icon.SHOW, name="households-mask")
        self.action_row.addWidget(self._numbers)
        if self._visits is not None:
            self.action_row.addWidget(
                button(
                    self.tr("Lembar kunjungan"),
                    self._on_print,
                    meaning=Icon.PRINT,
                    key="Ctrl+P",
                    name="households-print",
                )
            )
        self.action_row.addWidget(
            button(
                self.tr("Tambah usulan"),
                self.propose,
                kind=Kind.PRIMARY,
                meaning=Icon.ADD,
                key="Ctrl+N",
                name="households-propose",
            )
        )
        self.places.setObjectName("households-places")
        self.places.setAccessibleName(self.tr("Dusun atau RT"))
        filters = row(self.search, self.places, gap=Space.MEDIUM)
        filters.setStretch(0, 1)
        left = column(filters, self.chips, self.table, gap=Space.MEDIUM)
        left.setStretch(2, 1)
        line = row(left, self.preview, gap=Space.LARGE)
        line.setStretch(0, 1)
        self.add(line, stretch=1)

    def _connect(self) -> None:
        self.search.searched.connect(self.presenter.find)
        self.search.down_pressed.connect(self.table.setFocus)
        self.chips.chosen.connect(self._on_chips)
        self.places.activated.connect(self._on_place)
        self.table.selected.connect(self.presenter.select)
        self.table.opened.connect(self.presenter.open)
        for keys in ("/", "Ctrl+F"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._on_find)
        theme().changed.connect(self._adapt)

    def _adapt(self) -> None:
        look = theme()
        beside = self.width() >= look.characters(_PREVIEW_NEEDS)
        self.preview.setVisible(beside)
        left = self.width() - (self.preview.width() if beside else 0)
        mode = (
            QHeaderView.ResizeMode.Stretch if left >= look.characters(_STRETCH_NEEDS) else QHeaderView.ResizeMode.Fixed
        )
        self.table.horizontalHeader().setSectionResizeMode(NAME_COLUMN, mode)
        if mode is QHeaderView.ResizeMode.Fixed:
            self.table.setColumnWidth(NAME_COLUMN, look.characters(22))
        self.table.setColumnHidden(NUMBER_COLUMN, beside and left < look.characters(_NUMBER_NEEDS))

    def _forget_filters(self) -> None:
        self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(False)
        self.places.setCurrentIndex(0)

    def _on_find(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _on_mask(self) -> None:
        self._masked = not self._masked
        words = self.tr("Tampilkan nomor") if self._masked else self.tr("Sembunyikan nomor")
        self._numbers.setText(words)
        self._numbers.setAccessibleName(words)
        self._numbers.setIcon(icon(Icon.SHOW if self._masked else Icon.HIDE, Colour.TEXT))
        self.table.viewport().update()
        self.show_detail(self._detail, self._beside)

    def _on_chips(self, _chosen: frozenset[str]) -> None:
        on = self.chips.keys() - {_ALL}
        before = frozenset(chip.name for chip in self.presenter.wanted.chips)
        different = on ^ before
        self.presenter.press_chip(HouseholdChip[next(iter(different))] if different else None)

    def _on_place(self, at: int) -> None:
        self.presenter.choose_place(self.places.itemData(at))

    def _on_open(self) -> None:
        found = self.table.selected_row()
        if found is not None:
            self.presenter.open(found)

    def _on_print(self) -> None:
        shown = [self.model.row_at(at) for at in range(self.model.rowCount())]
        if self._visits is not None and shown:
            self._visits(self._navigator, [found.id for found in shown if found is not None])

    def _on_exchange(self) -> None:
        self._navigator.open("kirim")

    def _on_show_all(self) -> None:
        self._forget_filters()
        self.presenter.show_only(frozenset())

    def _on_proposed(self, household: str) -> None:
        self._forget_filters()
        self._navigator.notify(self.tr("Usulan ditambahkan. Tekan Enter untuk mengisi kuesionernya."))
        self.presenter.proposed(RecordId(household))
