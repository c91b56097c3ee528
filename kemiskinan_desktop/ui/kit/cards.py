"""Cards, headers and the empty state: how a page is divided where people read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import Part, column, row
from kemiskinan_desktop.ui.kit.texts import TONE_COLOUR, IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Space, Tone


class Card(QFrame):
    """A surface with an optional title; parts are added below it."""

    def __init__(self, title: str = "", *parts: Part, name: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        set_role(self, role="card")
        self.body: QVBoxLayout = column(gap=Space.MEDIUM)
        self._outer = column(self.body, None, gap=0, margin=Space.LARGE)
        self.setLayout(self._outer)
        if title:
            self.body.addWidget(text(title, "lead"))
            self.setAccessibleName(title)
        for part in parts:
            self.add(part)

    def add(self, part: Part, stretch: int = 0) -> None:
        """One more part at the end; with `stretch` it takes the room that is left. None is a gap that grows."""
        if stretch:
            self._outer.setStretch(0, 1)
            self._outer.setStretch(1, 0)
        if part is None:
            self.body.addStretch(1)
        elif isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)


class StatCard(QFrame):
    """One number with what it counts; can be opened when a callable is given."""

    def __init__(
        self,
        label: str,
        value: str,
        *,
        meaning: Icon,
        tone: Tone = Tone.NEUTRAL,
        opened: Callable[[], object] | None = None,
    ) -> None:
        super().__init__()
        set_role(self, role="card")
        self._opened = opened
        self._label = label
        self.value_label: QLabel = text(value, "display", wrap=False, name="stat-value")
        caption = text(label, "muted")
        words = column(self.value_label, caption, gap=0)
        mark = IconLabel(meaning, TONE_COLOUR[tone], 1.8)
        line = row(mark, words, gap=Space.MEDIUM, margin=Space.LARGE)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.setAccessibleName(f"{label}: {value}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        if opened is not None:
            words.addWidget(button(self.tr("Lihat"), opened, kind=Kind.QUIET), 0, Qt.AlignmentFlag.AlignLeft)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_value(self, value: str) -> None:
        """Change the number."""
        self.value_label.setText(value)
        self.setAccessibleName(f"{self._label}: {value}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere on the card opens it."""
        super().mouseReleaseEvent(event)
        if self._opened is not None and event.button() == Qt.MouseButton.LeftButton:
            self._opened()


def section_header(title: str, subtitle: str = "", *actions: QWidget) -> QWidget:
    """A heading within a page, with what can be done there at its right."""
    words = column(text(title, "lead"), gap=0)
    if subtitle:
        words.addWidget(text(subtitle, "muted"))
    holder = QWidget()
    line = row(words, *actions)
    line.setStretch(0, 1)
    holder.setLayout(line)
    return holder


class EmptyState(QWidget):
    """What stands where nothing is yet: what it means and what to do next."""

    def __init__(self, title: str, advice: str, meaning: Icon = Icon.LIST, *actions: QWidget) -> None:
        super().__init__()
        centre = Qt.AlignmentFlag.AlignHCenter
        self.title_label = text(title, "lead", name="empty-title")
        self.advice_label = text(advice, "muted", name="empty-advice")
        lay = column(gap=Space.SMALL, margin=Space.WIDE)
        lay.addStretch(1)
        lay.addWidget(IconLabel(meaning, Colour.MUTED, 2.6), 0, centre)
        for label in (self.title_label, self.advice_label):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            lay.addWidget(label)
        if actions:
            lay.addSpacing(Space.SMALL)
            lay.addLayout(row(None, *actions, None))
        lay.addStretch(2)
        self.setLayout(lay)

    def say(self, title: str, advice: str) -> None:
        """Change the words, for instance when a filter left nothing."""
        self.title_label.setText(title)
        self.advice_label.setText(advice)
