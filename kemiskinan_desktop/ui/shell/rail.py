"""The rail at the left: one button a screen, with icon and word, or icons alone when the window is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QPushButton, QVBoxLayout

from kemiskinan_desktop.ui.kit.buttons import bind_key, icon_size
from kemiskinan_desktop.ui.kit.icons import Colour, icon
from kemiskinan_desktop.ui.kit.layout import column
from kemiskinan_desktop.ui.kit.page import Screen
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space

_GAP = "   "
_LONGEST = 16


class Rail(QFrame):
    """Tells which screen was chosen; Ctrl+1 is the first."""

    chosen = Signal(str)

    def __init__(self, screens: Sequence[Screen]) -> None:
        super().__init__()
        self.setObjectName("rail")
        set_role(self, role="rail")
        self._buttons: dict[str, QPushButton] = {}
        self._words: dict[str, str] = {}
        self._group = QButtonGroup(self)
        self._narrow = False
        lay: QVBoxLayout = column(gap=Space.TIGHT, margin=Space.SMALL)
        lay.setContentsMargins(Space.SMALL, Space.LARGE, Space.SMALL, Space.LARGE)
        for place, screen in enumerate(screens, start=1):
            lay.addWidget(self._add(screen, place))
        lay.addStretch(1)
        self.setLayout(lay)
        self._measure()
        theme().changed.connect(self._measure)

    def show_chosen(self, key: str) -> None:
        """Mark the screen that is in front; a screen outside the rail leaves the mark where it was."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)

    def set_narrow(self, narrow: bool) -> None:
        """Icons alone, with the words as tooltips."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._measure()

    def _add(self, screen: Screen, place: int) -> QPushButton:
        made = QPushButton()
        made.setObjectName(f"rail-{screen.key}")
        set_role(made, kind="rail")
        made.setIcon(icon(screen.icon, Colour.RAIL))
        made.setCheckable(True)
        made.setAutoDefault(True)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.setAccessibleName(screen.title)
        made.setToolTip(f"{screen.title} (Ctrl+{place})")
        bind_key(made, f"Ctrl+{place}")
        made.clicked.connect(lambda _checked=False: self._on_clicked(screen.key))
        self._group.addButton(made)
        self._buttons[screen.key] = made
        self._words[screen.key] = screen.title
        return made

    def _on_clicked(self, key: str) -> None:
        self.chosen.emit(key)

    def _measure(self) -> None:
        look = theme()
        for key, made in self._buttons.items():
            made.setText("" if self._narrow else f"{_GAP}{self._words[key]}".replace("&", "&&"))
            made.setIconSize(icon_size(1.25))
        word = look.characters(_LONGEST)
        self.setFixedWidth(round(look.line * 1.25) + 2 * Space.SMALL + 28 + (0 if self._narrow else word + 12))
