"""Labels in the roles of the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy

from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Step, Tone

TONE_COLOUR = {
    Tone.NEUTRAL: Colour.MUTED,
    Tone.INFO: Colour.ACCENT,
    Tone.SUCCESS: Colour.SUCCESS,
    Tone.WARNING: Colour.WARNING,
    Tone.DANGER: Colour.DANGER,
}
TONE_ICON = {
    Tone.NEUTRAL: Icon.INFO,
    Tone.INFO: Icon.INFO,
    Tone.SUCCESS: Icon.SUCCESS,
    Tone.WARNING: Icon.WARNING,
    Tone.DANGER: Icon.ERROR,
}


_FONTS = {
    "title": (Step.TITLE, True),
    "display": (Step.DISPLAY, True),
    "lead": (Step.LEAD, True),
    "label": (Step.BODY, True),
    "caption": (Step.CAPTION, False),
    "key": (Step.CAPTION, True),
}


class TextLabel(QLabel):
    """A plain-text label whose font follows its role and the chosen text size."""

    _dressing = True
    _role = "body"

    def __init__(self, words: str, role: str) -> None:
        super().__init__(words)
        self._dressing = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.set_text_role(role)
        theme().changed.connect(self._dress)

    def set_text_role(self, role: str) -> None:
        """Take another role, such as `label` while a step is the current one."""
        self._role = role
        set_role(self, role=role)
        self._dress()

    def event(self, event: QEvent) -> bool:
        """A style sheet takes the font back each time it polishes this label or one around it; put it on again."""
        done = super().event(event)
        if event.type() in (QEvent.Type.Polish, QEvent.Type.FontChange) and not self._dressing:
            self._dress()
        return done

    def _dress(self) -> None:
        step, bold = _FONTS.get(self._role, (Step.BODY, False))
        wanted = theme().font(step, bold=bold)
        if self.font() == wanted:
            return  # A font that is set again makes every layout around it measure anew.
        self._dressing = True
        self.setFont(wanted)
        self._dressing = False


def text(words: str = "", role: str = "body", *, wrap: bool = True, name: str = "") -> TextLabel:
    """A label. Roles: title, lead, display, label, body, muted, caption, error, success, key."""
    label = TextLabel(words, role)
    label.setWordWrap(wrap)
    if wrap:
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        label.setSizePolicy(policy)
    label.setObjectName(name)
    return label


class IconLabel(QLabel):
    """An icon that stands beside words; screen readers read the words, not it."""

    def __init__(self, meaning: Icon, colour: Colour = Colour.MUTED, factor: float = 1.1) -> None:
        super().__init__()
        self._meaning, self._colour, self._factor = meaning, colour, factor
        self._redraw()
        theme().changed.connect(self._redraw)

    def show_icon(self, meaning: Icon, colour: Colour) -> None:
        """Change what the icon means."""
        self._meaning, self._colour = meaning, colour
        self._redraw()

    def _redraw(self) -> None:
        side = round(theme().line * self._factor)
        self.setFixedSize(side, side)
        self.setPixmap(icon(self._meaning, self._colour).pixmap(QSize(side, side), self.devicePixelRatioF()))
