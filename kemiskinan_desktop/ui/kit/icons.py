"""Icons by what they mean, drawn from one family (Phosphor) in the colours of the present theme."""

from __future__ import annotations

from enum import Enum
from functools import cache
from pathlib import Path

import qtawesome
from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from qtawesome.iconic_font import IconicFont

from kemiskinan_desktop.ui.kit.theme import theme

_PREFIX = "ph"


class Icon(Enum):
    """What an icon stands for; the value is its name in the family."""

    HOME = "house"
    HOUSEHOLD = "users-three"
    DELIBERATION = "scales"
    WORKER = "briefcase"
    EXCHANGE = "paper-plane-tilt"
    REPORT = "chart-bar"
    SETTINGS = "gear"
    SEARCH = "magnifying-glass"
    LOCK = "lock-key"
    PERSON = "user-circle"
    HELP = "question"
    WARNING = "warning"
    ERROR = "warning-circle"
    SUCCESS = "check-circle"
    REFUSED = "x-circle"
    INFO = "info"
    CLOSE = "x"
    ADD = "plus"
    REMOVE = "minus"
    EDIT = "pencil-simple"
    DELETE = "trash"
    PRINT = "printer"
    IMPORT = "download-simple"
    EXPORT = "upload-simple"
    DOCUMENT = "file-text"
    NEXT = "caret-right"
    PREVIOUS = "caret-left"
    DOWN = "caret-down"
    UP = "caret-up"
    FORWARD = "arrow-right"
    BACK = "arrow-left"
    FILTER = "funnel"
    HISTORY = "clock-counter-clockwise"
    UNDO = "arrow-u-up-left"
    REMARK = "chat-text"
    NOTE = "note-pencil"
    DONE = "check"
    NOT_STARTED = "circle-dashed"
    OPEN = "circle"
    CURRENT = "arrow-circle-right"
    DRAFT = "pencil-line"
    SYNC = "arrows-clockwise"
    UNSENT = "cloud-arrow-up"
    OFFLINE = "wifi-slash"
    CALENDAR = "calendar-blank"
    PLACE = "map-pin"
    SHOW = "eye"
    HIDE = "eye-slash"
    SAFE = "shield-check"
    STICK = "hard-drive"
    NETWORK = "share-network"
    FOLDER = "folder-open"
    ANNOUNCE = "megaphone"
    PROJECTOR = "projector-screen"
    STOP = "prohibit"
    TIME = "clock"
    CONFLICT = "git-diff"
    LIST = "list"
    STAR = "star"
    DATABASE = "database"
    KEYS = "keyboard"
    LEAVE = "sign-out"
    TRAINING = "graduation-cap"
    FLAG = "flag"
    DISTRICT = "buildings"
    CARD = "identification-card"


class Colour(Enum):
    """Which colour of the theme an icon takes; the value is the token's name."""

    TEXT = "text"
    MUTED = "muted"
    ACCENT = "accent"
    ON_ACCENT = "on_accent"
    SUCCESS = "success"
    WARNING = "warning"
    DANGER = "danger"
    RAIL = "rail_text"
    RAIL_ACTIVE = "rail_active_text"
    ON_TRAINING = "on_training"


def icon(meaning: Icon, colour: Colour = Colour.TEXT) -> QIcon:
    """The icon of that meaning; it follows the theme when light turns to dark."""
    return QIcon(_GlyphEngine(meaning, colour))


def paint_icon(painter: QPainter, rect: QRect, meaning: Icon, colour: str | QColor) -> None:
    """Draw the icon into `rect` in that colour, for delegates."""
    font = _family().font(_PREFIX, max(1, round(rect.height() * 0.98)))
    painter.save()
    painter.setPen(QColor(colour))
    painter.setFont(font)
    painter.drawText(QRectF(rect), int(Qt.AlignmentFlag.AlignCenter), _glyph(meaning))
    painter.restore()


class _GlyphEngine(QIconEngine):
    """Draws one glyph with the colour that the theme has at the moment of painting."""

    def __init__(self, meaning: Icon, colour: Colour) -> None:
        super().__init__()
        self._meaning = meaning
        self._colour = colour

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        ink = theme().ink
        colour = self._colour.value
        if mode == QIcon.Mode.Disabled:
            colour = "line_strong"
        elif state == QIcon.State.On and self._colour is Colour.RAIL:
            colour = Colour.RAIL_ACTIVE.value
        paint_icon(painter, rect, self._meaning, str(getattr(ink, colour)))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button that its layout has not given room yet
            return QPixmap()
        picture = QPixmap(size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return picture

    def clone(self) -> QIconEngine:
        return _GlyphEngine(self._meaning, self._colour)


@cache
def _family() -> IconicFont:
    """Only the one family that is used; loading all of them would cost a tenth of a second at the start."""
    folder = Path(qtawesome.__file__).parent / "fonts"
    fonts = next(folder.glob("phosphor-[0-9]*.ttf"))
    names = next(folder.glob("phosphor-charmap-*.json"))
    return IconicFont((_PREFIX, fonts.name, names.name))


def _glyph(meaning: Icon) -> str:
    return str(_family().charmap[_PREFIX][meaning.value])
