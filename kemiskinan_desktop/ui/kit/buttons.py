"""Buttons by their weight: one primary on a page, plain ones beside it, danger for what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton

from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space


class Kind(Enum):
    """The weight of a button."""

    PRIMARY = "primary"
    PLAIN = "plain"
    DANGER = "danger"
    QUIET = "quiet"


_COLOURS = {
    Kind.PRIMARY: Colour.ON_ACCENT,
    Kind.PLAIN: Colour.TEXT,
    Kind.DANGER: Colour.DANGER,
    Kind.QUIET: Colour.ACCENT,
}


class _KindButton(QPushButton):
    """A button whose words and icon follow the chosen text size."""

    _dressing = True

    def __init__(self, words: str, kind: Kind) -> None:
        super().__init__(words)
        self._bold = kind in (Kind.PRIMARY, Kind.DANGER)
        self._dressing = False
        set_role(self, kind=kind.value)
        self._dress()
        theme().changed.connect(self._dress)

    def event(self, event: QEvent) -> bool:
        """A style sheet takes the font back each time it polishes this button or a part around it; put it on again."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.FontChange) and not self._dressing:
            self._dress()
        return done

    def _dress(self) -> None:
        self._dressing = True
        self.setFont(theme().font(bold=self._bold))
        self._dressing = False
        side = icon_size()
        self.setIconSize(QSize(side.width() + Space.TIGHT, side.height()))


def button(
    words: str,
    pressed: Callable[[], object],
    *,
    kind: Kind = Kind.PLAIN,
    meaning: Icon | None = None,
    key: str = "",
    name: str = "",
) -> QPushButton:
    """A push button. `key` is a shortcut such as "Ctrl+N", shown in its tooltip; `name` is its object name."""
    made = _KindButton(words, kind)
    made.setObjectName(name)
    made.setAccessibleName(words)
    made.setAutoDefault(True)  # so that Enter presses the focused button, not only Space
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if meaning is not None:
        made.setIcon(icon(meaning, _COLOURS[kind]))
    if key:
        bind_key(made, key)
        made.setToolTip(f"{words} ({key})")
    call_on_click(made, pressed)
    return made


def icon_button(
    words: str, pressed: Callable[[], object], meaning: Icon, *, key: str = "", name: str = ""
) -> QToolButton:
    """A button that shows only an icon; its words are its tooltip and its name for screen readers."""
    made = QToolButton()
    made.setObjectName(name)
    made.setIcon(icon(meaning, Colour.MUTED))
    made.setIconSize(icon_size())
    made.setAccessibleName(words)
    made.setToolTip(f"{words} ({key})" if key else words)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if key:
        bind_key(made, key)
    call_on_click(made, pressed)
    return made


def call_on_click(made: QAbstractButton, pressed: Callable[[], object]) -> None:
    """Call without the boolean that `clicked` passes."""

    def on_clicked(_checked: bool = False) -> None:
        pressed()

    made.clicked.connect(on_clicked)


def bind_key(made: QAbstractButton, key: str) -> None:
    """Press the button by a key while it is seen; at once, where Qt's own would first show it pressed for 0.1 s."""
    QShortcut(QKeySequence(key), made).activated.connect(made.click)


def icon_size(factor: float = 1.1) -> QSize:
    """Icons as tall as the text beside them."""
    side = round(theme().line * factor)
    return QSize(side, side)
