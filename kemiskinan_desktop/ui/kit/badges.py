"""Marks that say a state by words, icon and colour: as a table delegate and as a widget."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kemiskinan_desktop.ui.kit.icons import paint_icon
from kemiskinan_desktop.ui.kit.table import BADGE_ROLE, Badge
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Step

CELL_MARGIN = Space.SMALL + 3
"""Where the text of other cells begins: the style sheet's padding and Qt's focus margin."""


def paint_badge(painter: QPainter, space: QRect, badge: Badge) -> None:
    """Draw the mark at the left of `space`, in the middle of its height; words that are too long are cut."""
    look = theme()
    front, back = look.ink.tone(badge.tone)
    size = badge_size(badge)
    pill = QRect(space.left(), space.top() + (space.height() - size.height()) // 2, 0, size.height())
    pill.setWidth(min(size.width(), space.width()))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(back))
    painter.drawRoundedRect(QRectF(pill), size.height() / 2, size.height() / 2)
    inner = pill.adjusted(Space.SMALL, 0, -Space.SMALL, 0)
    metrics = look.metrics(Step.CAPTION, bold=True)
    if badge.meaning is not None:
        side = metrics.height()
        paint_icon(painter, QRect(inner.left(), pill.center().y() - side // 2 + 1, side, side), badge.meaning, front)
        inner.setLeft(inner.left() + side + Space.TIGHT)
    painter.setPen(QColor(front))
    painter.setFont(look.font(Step.CAPTION, bold=True))
    words = metrics.elidedText(badge.words, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), words)
    painter.restore()


def badge_size(badge: Badge) -> QSize:
    """How much room the whole mark needs."""
    metrics = theme().metrics(Step.CAPTION, bold=True)
    icon_room = metrics.height() + Space.TIGHT if badge.meaning is not None else 0
    width = metrics.horizontalAdvance(badge.words) + icon_room + 2 * Space.SMALL + 1
    return QSize(width, metrics.height() + Space.TIGHT)


class BadgeDelegate(QStyledItemDelegate):
    """Draws cells that have a badge; all others as usual."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw it."""
        badge = index.data(BADGE_ROLE)
        if not isinstance(badge, Badge):
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        view = option.widget
        view.style().drawControl(view.style().ControlElement.CE_ItemViewItem, option, painter, view)
        room: QRect = option.rect
        paint_badge(painter, room.adjusted(CELL_MARGIN, 0, -CELL_MARGIN, 0), badge)


class BadgeLabel(QWidget):
    """The same mark as a widget."""

    def __init__(self, badge: Badge) -> None:
        super().__init__()
        self._badge = badge
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(badge.words)

    def show_badge(self, badge: Badge) -> None:
        """Show another state."""
        self._badge = badge
        self.setAccessibleName(badge.words)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As large as its content needs."""
        return badge_size(self._badge)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        paint_badge(painter, self.rect(), self._badge)
        painter.end()
