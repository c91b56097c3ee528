"""Rows, columns and scrolling, with the distances of the theme."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space

BoxT = TypeVar("BoxT", bound=QBoxLayout)
Part = QWidget | QLayout | None
"""What a row or column takes; None is a gap that grows."""
LARGE_TEXT_PERCENT = 150


def row(*parts: Part, gap: int = Space.SMALL, margin: int = 0) -> QHBoxLayout:
    """Parts side by side."""
    return _fill(QHBoxLayout(), parts, gap, margin)


def column(*parts: Part, gap: int = Space.SMALL, margin: int = 0) -> QVBoxLayout:
    """Parts one below the other."""
    return _fill(QVBoxLayout(), parts, gap, margin)


def shelf(*parts: Part, gap: int = Space.LARGE) -> QBoxLayout:
    """Parts side by side while text is small, one below the other at large text, where they would not fit."""
    line = row(*parts, gap=gap)
    if theme().text_percent >= LARGE_TEXT_PERCENT:
        line.setDirection(QBoxLayout.Direction.TopToBottom)
    return line


def box(layout: QLayout) -> QWidget:
    """A plain widget around a layout."""
    widget = QWidget()
    widget.setLayout(layout)
    return widget


def rule() -> QFrame:
    """A thin line between parts."""
    line = QFrame()
    line.setFixedHeight(1)
    set_role(line, role="line")
    return line


def scrolled(content: QWidget) -> QScrollArea:
    """The content in a frameless area that scrolls up and down only; focus brings its field into view."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    set_role(content, role="plain")
    area.setWidget(content)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    return area


def clear(layout: QLayout) -> None:
    """Take every part out of the layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def _fill(layout: BoxT, parts: tuple[Part, ...], gap: int, margin: int) -> BoxT:
    layout.setSpacing(gap)
    layout.setContentsMargins(margin, margin, margin, margin)
    for part in parts:
        if part is None:
            layout.addStretch(1)
        elif isinstance(part, QWidget):
            layout.addWidget(part)
        else:
            layout.addLayout(part)
    return layout


class FlowLayout(QLayout):
    """Parts beside each other that go on in the next line when the width ends."""

    def __init__(self, gap: int = Space.SMALL) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins())

    def addItem(self, item: QLayoutItem) -> None:
        """Qt hands a part over."""
        self._items.append(item)

    def count(self) -> int:
        """How many parts there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The part at that place."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take out the part at that place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It asks for no more room than it needs."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Fewer parts fit in a line when the width shrinks."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all lines at that width."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the parts."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """As large as its content needs."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """The largest single part."""
        size = QSize()
        for item in self._items:
            size = size.expandedTo(item.minimumSize())
        return size

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        x, y, tallest = rect.x(), rect.y(), 0
        for item in self._items:
            if item.isEmpty():
                continue
            hint = item.sizeHint()
            if x > rect.x() and x + hint.width() > rect.right() + 1:
                x, y, tallest = rect.x(), y + tallest + self._gap, 0
            if move:
                item.setGeometry(QRect(QPoint(x, y), hint))
            x += hint.width() + self._gap
            tallest = max(tallest, hint.height())
        return y + tallest - rect.y()


def flow_box(*parts: QWidget, gap: int = Space.SMALL) -> QWidget:
    """A widget whose parts flow like words."""
    widget = QWidget()
    layout = FlowLayout(gap)
    widget.setLayout(layout)
    for part in parts:
        layout.addWidget(part)
    policy = widget.sizePolicy()
    policy.setHeightForWidth(True)
    policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
    widget.setSizePolicy(policy)
    return widget
