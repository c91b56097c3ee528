"""A line that says what is missing, wraps where it is long, and goes there when pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy

from kemiskinan_desktop.ui.kit.buttons import call_on_click
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Space


class ObstacleButton(QPushButton):
    """Qt's own button cannot wrap its words: they stand in a label that lets the mouse through."""

    def __init__(self, words: str, pressed: Callable[[], object], name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setAutoDefault(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        set_role(self, kind="row")
        mark = IconLabel(Icon.WARNING, Colour.WARNING)
        label = text(words)
        go = IconLabel(Icon.NEXT, Colour.MUTED, 0.9)
        for part in (mark, label, go):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._line = row(mark, label, go, gap=Space.SMALL, margin=Space.SMALL)
        self._line.setStretch(1, 1)
        self.setLayout(self._line)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        call_on_click(self, pressed)

    def sizeHint(self) -> QSize:
        """As its words need."""
        return self._line.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As narrow as its longest word."""
        return self._line.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of the wrapped words."""
        return self._line.totalHeightForWidth(width)
