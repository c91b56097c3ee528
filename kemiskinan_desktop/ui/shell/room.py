"""The room for the page in front: as large as the window leaves, and scrolled only when a page cannot be smaller."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from kemiskinan_desktop.ui.kit.theme import theme

LEAST_LINES = 14


class Room(QWidget):
    """Places the stack itself: a layout would ask for the height that wrapped words need at their narrowest."""

    def __init__(self, stack: QStackedWidget) -> None:
        super().__init__()
        self._stack = stack
        stack.setParent(self)

    def event(self, event: QEvent) -> bool:
        """A page changed its size: ask for no less than its width."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.setMinimumSize(self.minimumSizeHint())
        return super().event(event)

    def minimumSizeHint(self) -> QSize:
        """The page's own smallest width, and some lines of text in height."""
        return QSize(self._stack.minimumSizeHint().width(), theme().line * LEAST_LINES)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The page fills the room."""
        super().resizeEvent(event)
        self._stack.setGeometry(self.rect())
