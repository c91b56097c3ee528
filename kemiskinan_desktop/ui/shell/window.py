"""The main window: rail, top bar, one page at a time, help at the side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QWidget

from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import column, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Toast
from kemiskinan_desktop.ui.kit.page import Page, Screen
from kemiskinan_desktop.ui.kit.panels import SidePanel
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.shell.presenter import Doors, Hit, Place, Sending, ShellPresenter
from kemiskinan_desktop.ui.shell.rail import Rail
from kemiskinan_desktop.ui.shell.results import Results
from kemiskinan_desktop.ui.shell.room import Room
from kemiskinan_desktop.ui.shell.top_bar import TopBar

WIDE_CHARACTERS = 130


class MainWindow(QMainWindow):
    """Holds the screens; it is their `Navigator` and the presenter's `ShellView`. Pages are made when first opened."""

    def __init__(self, screens: Sequence[Screen], place: Place, doors: Doors) -> None:
        super().__init__()
        self.setObjectName("main-window")
        self.setWindowTitle(self.tr("Pendataan Kemiskinan Desa"))
        self._screens = {screen.key: screen for screen in screens}
        self._pages: dict[str, Page] = {}
        self._may_close = False
        self._front: Page | None = None
        in_rail = [screen for screen in screens if screen.in_rail]
        self.rail = Rail(in_rail)
        self.top_bar = TopBar(place)
        self.help_panel = SidePanel(self.tr("Bantuan"), name="help-panel")
        set_role(self.help_panel, role="panel")
        self._help_text = text("", name="help-text")
        self._stack = QStackedWidget()
        self._ribbon = _ribbon(self.tr("Mode latihan: semua orang di sini rekaan, bukan warga sungguhan."))
        self._ribbon.setVisible(place.training)
        self._build()
        self._set_narrow(True)  # the smallest size of the window is that of its narrow form
        self.presenter = ShellPresenter(self, list(self._screens), doors)
        self._connect()

    # Navigator

    def open(self, screen_key: str, argument: object = None) -> None:
        """Go to that screen."""
        self.presenter.open(screen_key, argument)

    def notify(self, words: str) -> None:
        """A short note that goes by itself."""
        self._toast.say(words)

    # What the application tells

    def show_place(self, place: Place) -> None:
        """Another person, or another village."""
        self.top_bar.show_place(place)
        self._ribbon.setVisible(place.training)

    def show_sending(self, state: Sending, now: datetime) -> None:
        """Say where sending stands."""
        self.top_bar.show_sending(state, now)

    def page(self, key: str) -> Page:
        """The page of that screen, made now if it was never opened."""
        if key not in self._pages:
            page = self._screens[key].factory(self)
            page.setObjectName(page.objectName() or f"page-{key}")
            self._pages[key] = page
            self._stack.addWidget(page)
        return self._pages[key]

    # ShellView

    def show_page(self, key: str, argument: object) -> None:
        """Bring that page to the front and tell it so."""
        page = self.page(key)
        if self._front is not None and self._front is not page:
            self._front.hidden()
        self._front = page
        self._stack.setCurrentWidget(page)
        self.rail.show_chosen(key)
        self._help_text.setText(self._screens[key].help_text)
        self.setWindowTitle(f"{self._screens[key].title} – {self.tr('Pendataan Kemiskinan Desa')}")
        page.shown(argument)

    def ask_leave(self, key: str, go: Callable[[], None]) -> None:
        """Ask that page whether it may be left; until it lets go, the rail keeps its mark."""
        self.rail.show_chosen(key)
        self._pages[key].leave(go)

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show what was found."""
        self._results.show_hits(hits, self.top_bar.search)

    def hide_hits(self) -> None:
        """Take the results away."""
        self._results.hide()

    def show_closing(self) -> None:
        """Say that saving is being finished."""
        self.notify(self.tr("Menyelesaikan penyimpanan…"))
        self._stack.setEnabled(False)

    def close_now(self) -> None:
        """Close the window for good."""
        self._may_close = True
        self.close()

    # What the person does

    def toggle_help(self) -> None:
        """F1: explain the screen at the side, or put the explanation away."""
        self.help_panel.setVisible(not self.help_panel.isVisible())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Closing waits for the closers."""
        if self._may_close:
            event.accept()
        else:
            event.ignore()
            self.presenter.close()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies on top in place."""
        super().resizeEvent(event)
        self._adapt()

    def _build(self) -> None:
        self.help_panel.body.addWidget(self._help_text)
        self.help_panel.body.addStretch(1)
        self.help_panel.hide()
        middle = row(scrolled(Room(self._stack)), self.help_panel, gap=0)
        middle.setStretch(0, 1)
        right = column(self._ribbon, self.top_bar, middle, gap=0)
        right.setStretch(2, 1)
        central = QWidget()
        lay = row(self.rail, right, gap=0)
        lay.setStretch(1, 1)
        central.setLayout(lay)
        self.setCentralWidget(central)
        self._results = Results(central, {key: screen.icon for key, screen in self._screens.items()})
        self._toast = Toast(central)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.presenter.open)
        search = self.top_bar.search
        search.searched.connect(self.presenter.find)
        search.down_pressed.connect(self._results.enter)
        self._results.chosen.connect(self._on_hit)
        self._results.dismissed.connect(self._on_dismissed)
        self.top_bar.lock_pressed.connect(self.presenter.lock)
        self.top_bar.help_pressed.connect(self.toggle_help)
        self.top_bar.sending_pressed.connect(self.presenter.open_sending)
        QShortcut(QKeySequence("Ctrl+K"), self).activated.connect(self.top_bar.focus_search)
        theme().changed.connect(self._adapt)

    def _on_hit(self, hit: Hit) -> None:
        self.top_bar.search.clear()
        self.presenter.choose(hit)

    def _on_dismissed(self) -> None:
        self.hide_hits()
        self.top_bar.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _adapt(self) -> None:
        self._set_narrow(self.width() < theme().characters(WIDE_CHARACTERS))

    def _set_narrow(self, narrow: bool) -> None:
        self.rail.set_narrow(narrow)
        self.top_bar.set_narrow(narrow)


def _ribbon(words: str) -> QFrame:
    ribbon = QFrame()
    ribbon.setObjectName("training-ribbon")
    set_role(ribbon, role="ribbon")
    label = text(words, "label")
    line = row(IconLabel(Icon.TRAINING, Colour.ON_TRAINING), label, gap=Space.SMALL)
    line.setContentsMargins(Space.WIDE, Space.TIGHT, Space.WIDE, Space.TIGHT)
    line.setStretch(1, 1)
    ribbon.setLayout(line)
    return ribbon
