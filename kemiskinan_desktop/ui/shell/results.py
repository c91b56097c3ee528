"""What the search found, as a list under the search field that keys can walk through."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QWidget

from kemiskinan_desktop.ui.kit.buttons import call_on_click, icon_size
from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.layout import clear, column
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.shell.presenter import Hit

MOST_SHOWN = 8


class Results(QFrame):
    """Lies over the page; arrows walk, Enter opens, Esc closes."""

    chosen = Signal(object)
    dismissed = Signal()

    def __init__(self, parent: QWidget, icons: Mapping[str, Icon]) -> None:
        super().__init__(parent)
        self.setObjectName("search-results")
        set_role(self, role="popup")
        self._icons = icons
        self._rows: list[QPushButton] = []
        self._lay = column(gap=Space.HAIR, margin=Space.SMALL)
        self.setLayout(self._lay)
        self.hide()

    def show_hits(self, hits: Sequence[Hit], below: QWidget) -> None:
        """Show the first of them under that field."""
        clear(self._lay)
        self._rows = [self._row(hit) for hit in hits[:MOST_SHOWN]]
        for made in self._rows:
            self._lay.addWidget(made)
        if not hits:
            empty = text(self.tr("Tidak ada yang cocok. Coba sebagian nama, atau NIK tanpa spasi."), "muted")
            self._lay.addWidget(empty)
        elif len(hits) > MOST_SHOWN:
            self._lay.addWidget(text(self.tr("%n lagi: ketik lebih lengkap", "", len(hits) - MOST_SHOWN), "caption"))
        over = self.parentWidget()
        corner = below.mapTo(over, below.rect().bottomLeft()) if over is not None else below.pos()
        width = max(below.width(), theme().characters(48))
        height = (
            self._lay.totalHeightForWidth(width) if self._lay.hasHeightForWidth() else self._lay.sizeHint().height()
        )
        self.setGeometry(corner.x(), corner.y() + Space.TIGHT, width, height)
        self.show()
        self.raise_()

    def enter(self) -> None:
        """Give the first row the focus."""
        if self._rows and self.isVisible():
            self._rows[0].setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and arrows as people expect them here."""
        match event.key():
            case Qt.Key.Key_Down:
                self._walk(1)
            case Qt.Key.Key_Up:
                self._walk(-1)
            case Qt.Key.Key_Escape:
                self.dismissed.emit()
            case _:
                super().keyPressEvent(event)

    def _walk(self, by: int) -> None:
        focused = self.focusWidget()
        place = self._rows.index(focused) + by if isinstance(focused, QPushButton) and focused in self._rows else 0
        if place < 0:
            self.dismissed.emit()
        elif place < len(self._rows):
            self._rows[place].setFocus(Qt.FocusReason.TabFocusReason)

    def _row(self, hit: Hit) -> QPushButton:
        made = QPushButton(f"  {hit.title}\n  {hit.detail}" if hit.detail else f"  {hit.title}")
        set_role(made, kind="row")
        made.setObjectName("search-hit")
        made.setIcon(icon(self._icons.get(hit.screen, Icon.LIST), Colour.MUTED))
        made.setIconSize(icon_size())
        made.setAutoDefault(True)
        made.setAccessibleName(f"{hit.title}. {hit.detail}")
        call_on_click(made, lambda: self.chosen.emit(hit))
        return made
