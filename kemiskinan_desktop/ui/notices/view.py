"""The page Pengumuman: the list at the left, the chosen notice in full at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from kemiskinan_desktop.services.events import Events, NoticesChanged
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.notices import NoticeView
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.faults import fault_words
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, scrolled, shelf
from kemiskinan_desktop.ui.kit.notice_badges import read_badge, urgency_badge
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.table import Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.notices.notice_card import NoticeCard
from kemiskinan_desktop.ui.notices.presenter import Notices, NoticesPresenter


@dataclass(frozen=True, slots=True)
class NoticePorts:
    """What the composition gives to this screen; `lane` is the storage lane."""

    lane: Work
    notices: Notices
    events: Events


class NoticesPage(Page):
    """Shows and reports; opened with a notice's id it shows that one."""

    def __init__(self, navigator: Navigator, ports: NoticePorts) -> None:
        super().__init__(
            tr("Pengumuman kabupaten"),
            tr("Yang berlaku hari ini untuk desa ini. Yang belum dibaca di atas."),
            scrolls=False,
        )
        self._navigator = navigator
        self._current: NoticeView | None = None
        self._model: TableModel[NoticeView] = TableModel(_columns(), key=lambda one: one.id)
        self._none = EmptyState(
            tr("Tidak ada pengumuman"),
            tr("Pengumuman dari kabupaten datang sendiri setiap kali laptop bertukar data."),
            Icon.ANNOUNCE,
        )
        self.table = TableView(self._model, EmptyState("", ""), name="notices", label=tr("Daftar pengumuman"))
        self.card = NoticeCard()
        self.presenter = NoticesPresenter(self, ports.lane, ports.notices)
        self.action_row.addWidget(button(tr("Beranda"), self._on_back, meaning=Icon.BACK, name="notices-back"))
        left = box(column(self.table))
        left.setMinimumWidth(theme().characters(40))
        left.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.reader = scrolled(box(column(self.card, None, gap=0)))
        self.reader.setObjectName("notice-reader")
        self.reader.setAccessibleName(tr("Isi pengumuman"))
        self.reader.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that arrows and PgDn read on in a long text
        lay = shelf(left, self.reader, gap=Space.LARGE)
        lay.setStretch(0, 2)
        lay.setStretch(1, 3)
        self._both = box(lay)
        self.add(self._both, stretch=1)
        self.add(self._none, stretch=1)
        self._none.hide()
        self.table.selected.connect(self._on_selected)
        self.card.read.connect(self._on_read)
        self.destroyed.connect(ports.events.subscribe(NoticesChanged, self._on_changed))

    def shown(self, argument: object = None) -> None:
        """The page came to the front, perhaps for one notice."""
        self.presenter.start(argument if isinstance(argument, str) else "")

    # NoticesView

    def show_list(self, notices: Sequence[NoticeView]) -> None:
        """Show all notices of today."""
        self._model.replace(notices)
        self._both.setVisible(bool(notices))
        self._none.setVisible(not notices)

    def show_notice(self, notice: NoticeView | None) -> None:
        """Show one in full."""
        self._current = notice
        if notice is not None:
            self.table.select_key(notice.id)
            self.card.show_notice(notice)
            self.reader.verticalScrollBar().setValue(0)

    def show_fault(self, fault: Exception) -> None:
        """Say that it could not be read or written."""
        trouble = fault_words(fault)
        if trouble is None:
            raise fault
        self.banner.say(Tone.DANGER, trouble.happened, f"{trouble.safe} {trouble.todo}")

    def show_confirmed(self, notice: NoticeView) -> None:
        """Say that the district will hear of it."""
        self._navigator.notify(tr("Ditandai sudah dibaca; kabupaten tahu setelah pertukaran berikutnya."))

    def _on_selected(self, notice: NoticeView | None) -> None:
        if notice is not None and (self._current is None or notice.id != self._current.id):
            self.presenter.select(notice)

    def _on_read(self) -> None:
        if self._current is not None:
            self.presenter.confirm(self._current)

    def _on_changed(self, _event: NoticesChanged) -> None:
        self.presenter.reload()

    def _on_back(self) -> None:
        self._navigator.open("beranda")


def _columns() -> list[Column[NoticeView]]:
    return [
        Column(tr("Pengumuman"), lambda one: one.title, stretches=True, tooltip=lambda one: one.title),
        Column(
            tr("Sifat"),
            lambda one: urgency_badge(one.urgency).words,
            width=15,
            badge=lambda one: urgency_badge(one.urgency),
        ),
        Column(
            tr("Keadaan"),
            lambda one: read_badge(read=one.read).words,
            width=12,
            badge=lambda one: read_badge(read=one.read),
        ),
    ]


def notices_screen(ports: NoticePorts) -> Screen:
    """What app.py registers; opened from Beranda."""
    return Screen(
        key="pengumuman",
        title=tr("Pengumuman kabupaten"),
        icon=Icon.ANNOUNCE,
        factory=lambda navigator: NoticesPage(navigator, ports),
        help_text=tr(
            "Di sini ada semua pengumuman kabupaten yang berlaku hari ini. Pilih satu di daftar untuk membacanya. "
            "Tekan Sudah dibaca setelah Anda membacanya: kabupaten melihat siapa di desa yang sudah membaca. "
            "Pengumuman yang diperbaiki kabupaten kembali menjadi belum dibaca."
        ),
        in_rail=False,
    )
