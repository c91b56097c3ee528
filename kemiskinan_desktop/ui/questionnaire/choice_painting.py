"""How one choice is drawn: its key as a small key cap, its words, and whether it is the answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from kemiskinan_desktop.ui.kit.icons import Icon, paint_icon
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Radius, Space, Step
from kemiskinan_desktop.ui.questionnaire.keying import Option

_LEFT = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)


@dataclass(frozen=True, slots=True)
class ChoiceLook:
    """The state of one choice."""

    chosen: bool
    here: bool
    faded: bool
    many: bool
    locked: bool
    rank: int = 0
    """Of a ranking: the place that it was given, from 1."""


def paint_choice(painter: QPainter, cell: QRect, option: Option, key_width: int, look: ChoiceLook) -> None:
    """Draw one choice into its cell."""
    dress = theme()
    ink = dress.ink
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    box = QRectF(cell).adjusted(1, 1, -Space.SMALL, -1)
    painter.setPen(QPen(QColor(ink.accent), 2) if look.here else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink.accent_soft) if look.chosen else Qt.BrushStyle.NoBrush)
    if look.here or look.chosen:
        painter.drawRoundedRect(box, Radius.CONTROL, Radius.CONTROL)
    left = cell.left() + Space.TIGHT
    if look.many:
        left = _paint_tick(painter, cell, left, look)
    left = _paint_key(painter, cell, left, key_width, option.key, chosen=look.chosen and not look.many)
    painter.setPen(
        QColor(ink.line_strong if look.faded else ink.muted if look.locked and not look.chosen else ink.text)
    )
    painter.setFont(dress.font(bold=look.chosen))
    words = QRect(left, cell.top(), cell.right() - Space.SMALL - left, cell.height())
    painter.drawText(words, _LEFT | int(Qt.TextFlag.TextWordWrap), option.words)
    painter.restore()


def paint_closed(painter: QPainter, rect: QRect, chosen: Sequence[Option], hint: str) -> None:
    """Draw a long list as one line: what is chosen, or how to choose."""
    dress = theme()
    ink = dress.ink
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink.line_strong), 1))
    painter.setBrush(QColor(ink.surface))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), Radius.CONTROL, Radius.CONTROL)
    side = dress.line
    arrow = QRect(rect.right() - side - Space.SMALL, rect.center().y() - side // 2, side, side)
    paint_icon(painter, arrow, Icon.DOWN, ink.muted)
    words = "; ".join(f"{option.key} · {option.words}" for option in chosen)
    painter.setPen(QColor(ink.text if words else ink.muted))
    painter.setFont(dress.font(bold=bool(words)))
    room = rect.adjusted(Space.MEDIUM, 0, -side - Space.LARGE, 0)
    shown = dress.metrics(bold=bool(words)).elidedText(words or hint, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, _LEFT, shown)
    painter.restore()


def _paint_key(painter: QPainter, cell: QRect, left: int, width: int, key: str, *, chosen: bool) -> int:
    dress = theme()
    ink = dress.ink
    height = dress.metrics(Step.CAPTION).height() + 2
    cap = QRectF(left, cell.center().y() - height / 2 + 1, width, height)
    painter.setPen(QPen(QColor(ink.accent if chosen else ink.line_strong), 1))
    painter.setBrush(QColor(ink.accent if chosen else ink.sunken))
    painter.drawRoundedRect(cap, Radius.SMALL, Radius.SMALL)
    painter.setPen(QColor(ink.on_accent if chosen else ink.muted))
    painter.setFont(dress.font(Step.CAPTION, bold=True))
    painter.drawText(cap, int(Qt.AlignmentFlag.AlignCenter), key)
    return left + width + Space.SMALL


def _paint_tick(painter: QPainter, cell: QRect, left: int, look: ChoiceLook) -> int:
    dress = theme()
    ink = dress.ink
    side = round(dress.line * 0.9)
    box = QRect(left, cell.center().y() - side // 2, side, side)
    painter.setPen(QPen(QColor(ink.accent if look.chosen else ink.line_strong), 1))
    painter.setBrush(QColor(ink.accent if look.chosen else ink.surface))
    painter.drawRoundedRect(QRectF(box), Radius.SMALL, Radius.SMALL)
    if look.rank:
        painter.setPen(QColor(ink.on_accent))
        painter.setFont(dress.font(Step.CAPTION, bold=True))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(look.rank))
    elif look.chosen:
        paint_icon(painter, box.adjusted(2, 2, -2, -2), Icon.DONE, ink.on_accent)
    return left + side + Space.SMALL
