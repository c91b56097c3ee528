"""The page Perbedaan: the list at the left, both values at the right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QSizePolicy

from kemiskinan_desktop.services.events import ConflictsChanged, Events
from kemiskinan_desktop.services.exchange import ConflictView, Mine, Resolution, Theirs
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.conflicts.choice_card import ChoiceCard
from kemiskinan_desktop.ui.conflicts.duplicate_card import DuplicateCard
from kemiskinan_desktop.ui.conflicts.presenter import Conflicts, ConflictsPresenter, has_sides, is_duplicate
from kemiskinan_desktop.ui.conflicts.words import field_words, whose_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, Question
from kemiskinan_desktop.ui.kit.fields import Chip, ChipFilter
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, flow_box, row, scrolled
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.table import Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.records import RecordId

_OPEN, _SETTLED = "open", "settled"


@dataclass(frozen=True, slots=True)
class ConflictPorts:
    """What the composition gives to this screen; `lane` is the storage lane."""

    lane: Work
    conflicts: Conflicts
    events: Events
    clock: Clock


class ConflictsPage(Page):
    """Shows and reports; opened with a family's id it shows only that family's."""

    def __init__(self, navigator: Navigator, ports: ConflictPorts, dialogs: Dialogs) -> None:
        super().__init__(
            tr("Perbedaan"),
            tr("Dua nilai bertemu, atau satu nomor dipakai bersama. Anda yang memilih; tidak ada yang hilang."),
            scrolls=False,
        )
        self._navigator = navigator
        self._dialogs = dialogs
        self._clock = ports.clock
        self._current: ConflictView | None = None
        self._lists: dict[str, Sequence[ConflictView]] = {_OPEN: (), _SETTLED: ()}
        self._model: TableModel[ConflictView] = TableModel(_columns(), key=lambda one: one.id)
        empty = EmptyState(tr("Tidak ada"), tr("Tidak ada perbedaan dalam daftar ini."), Icon.SUCCESS)
        self.table = TableView(self._model, empty, name="conflicts", label=tr("Daftar perbedaan"))
        self._chips = ChipFilter(name="conflict-chips")
        self.card = ChoiceCard()
        self.duplicate = DuplicateCard()
        self.presenter = ConflictsPresenter(self, ports.lane, ports.conflicts)
        self._build()
        self._connect(ports.events)

    def shown(self, argument: object = None) -> None:
        """The page came to the front, perhaps for one family."""
        self.presenter.start(RecordId(argument) if isinstance(argument, str) else None)

    def show_conflicts(self, still_open: Sequence[ConflictView], settled: Sequence[ConflictView]) -> None:
        """Show the lists."""
        self._lists = {_OPEN: still_open, _SETTLED: settled}
        chosen = self._chips.keys() or frozenset({_OPEN})
        chips = [
            Chip(_OPEN, tr("Menunggu pilihan"), len(still_open)),
            Chip(_SETTLED, tr("Sudah dipilih"), len(settled)),
        ]
        self._chips.show_chips(chips, chosen)
        self._model.replace(self._lists[_SETTLED if _SETTLED in chosen else _OPEN])
        for made in self._all_buttons:
            made.setVisible(sum(map(has_sides, still_open)) > 1)

    def show_conflict(self, conflict: ConflictView | None) -> None:
        """Show both values."""
        self._current = conflict
        if conflict is not None:
            self.table.select_key(conflict.id)
        shared = conflict is not None and is_duplicate(conflict)
        if conflict is not None and shared:
            self.duplicate.show_conflict(conflict, self._clock())
        else:
            self.card.show_conflict(conflict, self._clock())
        self.duplicate.setVisible(shared)
        self.card.setVisible(not shared)

    def ask_all(self, count: int, choice: Resolution, confirmed: Callable[[], None]) -> None:
        """All at once, after a question."""

        def answered(key: str | None) -> None:
            if key == "all":
                confirmed()

        mine = isinstance(choice, Mine)
        title = tr("Pakai semua nilai dari laptop ini?") if mine else tr("Pakai semua nilai yang sekarang berlaku?")
        words = tr("%n perbedaan diselesaikan sekaligus. Nilai yang tidak dipakai tetap tercatat.", count)
        choices = [Choice("back", tr("Periksa satu per satu")), Choice("all", tr("Pakai semua"), Kind.PRIMARY)]
        self._dialogs.ask(Question(title, words, choices), answered)

    def show_settled(self, count: int, settled_elsewhere: int) -> None:
        """Say what was settled."""
        if count:
            self._navigator.notify(tr("%n perbedaan selesai; pilihan ikut terkirim.", count))
        if settled_elsewhere:
            self.banner.say(Tone.INFO, tr("%n perbedaan sudah diselesaikan orang lain", settled_elsewhere))

    def show_third_fault(self) -> None:
        """What was typed does not fit."""
        self.card.show_third_fault()

    def show_unreadable(self) -> None:
        """The list could not be read."""
        self.banner.say(Tone.DANGER, tr("Daftar perbedaan tidak dapat dibaca"), tr("Data aman. Buka lagi layar ini."))

    def show_not_written(self) -> None:
        """The choice could not be written."""
        self.banner.say(
            Tone.DANGER,
            tr("Pilihan belum tersimpan"),
            tr("Kedua nilai tetap aman. Periksa ruang penyimpanan laptop, lalu pilih lagi."),
        )

    def _build(self) -> None:
        back = button(tr("Kirim & Terima"), self._on_back, meaning=Icon.BACK, name="conflicts-back")
        back.setText(back.text().replace("&", "&&"))  # an ampersand alone would mark a shortcut
        self.action_row.addWidget(back)
        self._all_buttons = (
            button(tr("Semua dari sini"), self._on_all_mine, name="all-mine"),
            button(tr("Semua dari sana"), self._on_all_theirs, name="all-theirs"),
        )
        left = box(column(self._chips, self.table, flow_box(*self._all_buttons), gap=Space.SMALL))
        left.setMinimumWidth(theme().characters(24))
        left.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        lay = row(left, scrolled(box(column(self.card, self.duplicate, gap=0))), gap=Space.LARGE)
        lay.setStretch(0, 2)
        lay.setStretch(1, 3)
        self.add(lay, stretch=1)

    def _connect(self, events: Events) -> None:
        self.table.selected.connect(self._on_selected)
        self.card.mine.connect(self._on_mine)
        self.card.theirs.connect(self._on_theirs)
        self.card.third.connect(self.presenter.choose_third)
        self.card.family.connect(self._on_family)
        self.duplicate.checked.connect(self.presenter.leave)
        self.duplicate.family.connect(self._on_duplicate_family)
        self._chips.chosen.connect(self._on_chip)
        self.destroyed.connect(events.subscribe(ConflictsChanged, self._on_changed))

    def _on_changed(self, _event: ConflictsChanged) -> None:
        self.presenter.reload()

    def _on_selected(self, conflict: ConflictView | None) -> None:
        if conflict is not None and (self._current is None or conflict.id != self._current.id):
            self.presenter.select(conflict)

    def _on_chip(self, keys: frozenset[str]) -> None:
        rows = self._lists[_SETTLED if _SETTLED in keys else _OPEN]
        self._model.replace(rows)
        self.presenter.select(rows[0] if rows else None)

    def _on_mine(self) -> None:
        self.presenter.choose(Mine())

    def _on_theirs(self) -> None:
        self.presenter.choose(Theirs())

    def _on_all_mine(self) -> None:
        self.presenter.choose_all(Mine())

    def _on_all_theirs(self) -> None:
        self.presenter.choose_all(Theirs())

    def _on_family(self) -> None:
        if self._current is not None and self._current.household is not None:
            self._navigator.open("keluarga", self._current.household)

    def _on_duplicate_family(self, household: str) -> None:
        self._navigator.open("keluarga", RecordId(household))

    def _on_back(self) -> None:
        self._navigator.open("kirim")


def _columns() -> list[Column[ConflictView]]:
    return [
        Column(tr("Siapa"), whose_words, stretches=True, tooltip=whose_words),
        Column(tr("Isian"), field_words, width=18, tooltip=field_words),
    ]


def conflicts_screen(ports: ConflictPorts, dialogs: Dialogs) -> Screen:
    """What app.py registers; opened from Kirim & Terima and from a family."""
    return Screen(
        key="perbedaan",
        title=tr("Perbedaan"),
        icon=Icon.CONFLICT,
        factory=lambda navigator: ConflictsPage(navigator, ports, dialogs),
        help_text=tr(
            "Bila dua laptop mengisi hal yang sama dengan nilai berbeda, kedua nilai disimpan sampai ada yang memilih. "
            "Pilih salah satu, atau tulis nilai yang benar. "
            "Nomor yang sama pada dua orang atau keluarga diperiksa dengan KTP dan KK."
        ),
        in_rail=False,
    )
