"""Table and details side by side; where the window is narrow or the text large, one of the two at a time."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr

_BESIDE_NEEDS = 122
"""Average characters of width from which both have room."""


class SplitPane(QWidget):
    """A button turns to the details and back while there is no room for both."""

    def __init__(self, left: QWidget, details: QWidget) -> None:
        super().__init__()
        self._left = left
        self._details = details
        self._turned = False
        self.turn_button = button(tr("Rincian"), self.turn, meaning=Icon.INFO, name="split-turn")
        both = row(left, details, gap=Space.LARGE)
        both.setStretch(0, 1)
        self._lines = column(row(self.turn_button, None), both, gap=Space.SMALL)
        self._lines.setStretch(1, 1)
        self.setLayout(self._lines)
        self._arrange()

    @property
    def beside(self) -> bool:
        """Whether both are shown."""
        return self.width() >= theme().characters(_BESIDE_NEEDS)

    def turn(self) -> None:
        """Show the other of the two."""
        self._turned = not self._turned
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wide again: both."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.beside
        self.turn_button.setVisible(not beside)
        self._lines.setContentsMargins(0, 0 if beside else Space.SMALL, 0, 0)
        self.turn_button.setText(tr("Kembali ke daftar") if self._turned else tr("Rincian"))
        self._left.setVisible(beside or not self._turned)
        self._details.setVisible(beside or self._turned)
