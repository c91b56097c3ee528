"""Stacked bars with their names and numbers, painted from the kit's tokens; every part has words too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Step


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of count: its words and the name of its colour token."""

    words: str
    colour: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: its name and a count for each part."""

    name: str
    counts: tuple[int, ...]


class StackedBars(QWidget):
    """The longest row fills the width; a legend stands on top."""

    def __init__(self, title: str, parts: Sequence[Part]) -> None:
        super().__init__()
        self._title = title
        self._parts = tuple(parts)
        self._bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self._measure)

    def show_bars(self, bars: Sequence[Bar]) -> None:
        """Show these rows."""
        self._bars = tuple(bars)
        self.setAccessibleName(self._title)
        self.setAccessibleDescription(". ".join(self._spoken(bar) for bar in self._bars))
        self._measure()

    def sizeHint(self) -> QSize:
        """Wide enough for names and bars."""
        return QSize(theme().characters(40), self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The legend may need one line more."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._measure()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw legend and rows."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font())
        self._paint_legend(painter)
        widest = max((sum(bar.counts) for bar in self._bars), default=0)
        for at, bar in enumerate(self._bars):
            self._paint_bar(painter, at, bar, widest)
        painter.end()

    def _paint_legend(self, painter: QPainter) -> None:
        metrics = theme().metrics(Step.CAPTION)
        painter.setFont(theme().font(Step.CAPTION))
        side = round(metrics.height() * 0.7)
        x, y = 0, 0
        for part in self._parts:
            needed = side + Space.TIGHT + metrics.horizontalAdvance(part.words) + Space.LARGE
            if x and x + needed > self.width():
                x, y = 0, y + metrics.height() + Space.HAIR
            self._fill(painter, QRect(x, y + (metrics.height() - side) // 2, side, side), part.colour, 3)
            painter.setPen(QColor(theme().ink.muted))
            painter.drawText(QPoint(x + side + Space.TIGHT, y + metrics.ascent()), part.words)
            x += needed

    def _paint_bar(self, painter: QPainter, at: int, bar: Bar, widest: int) -> None:
        look = theme()
        top = self._legend_height() + at * self._row_height()
        name_width = min(look.characters(22), self.width() // 3)
        count_width = look.metrics().horizontalAdvance(number(max(widest, 1000))) + Space.SMALL
        thick = round(look.line * 0.85)
        y = top + (self._row_height() - thick) // 2
        painter.setFont(look.font())
        painter.setPen(QColor(look.ink.text))
        name = look.metrics().elidedText(bar.name, Qt.TextElideMode.ElideRight, name_width - Space.SMALL)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(QRect(0, top, name_width, self._row_height()), middle, name)
        room = max(self.width() - name_width - count_width, 1)
        x = name_width
        for part, count in zip(self._parts, bar.counts, strict=True):
            wide = round(room * count / widest) if widest else 0
            if count:
                wide = max(wide, 2)
                self._fill(painter, QRect(x, y, wide, thick), part.colour, 2)
                x += wide + 1
        painter.setPen(QColor(look.ink.muted))
        total = number(sum(bar.counts))
        painter.drawText(QRect(x + Space.TIGHT, top, count_width, self._row_height()), middle, total)

    def _fill(self, painter: QPainter, area: QRect, colour: str, radius: int) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(str(getattr(theme().ink, colour))))
        painter.drawRoundedRect(area, radius, radius)

    def _legend_height(self) -> int:
        metrics = theme().metrics(Step.CAPTION)
        x, lines = 0, 1
        for part in self._parts:
            needed = metrics.height() + metrics.horizontalAdvance(part.words) + Space.LARGE
            if x and x + needed > max(self.width(), 1):
                x, lines = 0, lines + 1
            x += needed
        return lines * (metrics.height() + Space.HAIR) + Space.SMALL

    def _row_height(self) -> int:
        return theme().line + Space.SMALL

    def _spoken(self, bar: Bar) -> str:
        counts = ", ".join(
            f"{part.words} {number(count)}" for part, count in zip(self._parts, bar.counts, strict=True) if count
        )
        return f"{bar.name}: {counts}" if counts else bar.name

    def _measure(self) -> None:
        self.setFixedHeight(self._legend_height() + len(self._bars) * self._row_height())
        self.update()
