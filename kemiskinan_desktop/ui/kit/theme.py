"""The look of the whole application: fonts, palette and style sheet, made from the tokens."""

from __future__ import annotations

import string
from dataclasses import asdict
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetrics, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from kemiskinan_desktop.ui.kit.assets import RESOURCES, register_assets
from kemiskinan_desktop.ui.kit.tokens import DARK, LIGHT, Ink, Radius, Space, Step

BODY_POINTS = 10.0
SMALLEST_PERCENT, LARGEST_PERCENT = 100, 200
_OBJECT_NAME = "pkd-theme"


class Appearance(Enum):
    """Light or dark, as the person chose or as the system has it."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The application's look. One lives below the QApplication; parts find it through `theme()`."""

    changed = Signal()

    def __init__(
        self,
        app: QApplication,
        appearance: Appearance = Appearance.SYSTEM,
        text_percent: int = 100,
        *,
        bundled_font: bool = False,
    ) -> None:
        super().__init__(app)
        self.setObjectName(_OBJECT_NAME)
        self._app = app
        self._appearance = appearance
        self._percent = text_percent
        self._family = _family(app, bundled=bundled_font)
        self._variable = self._family == _bundled_family()
        self.ink = LIGHT
        register_assets()
        app.setStyle("Fusion")
        self.apply(appearance, text_percent)
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme)

    @property
    def text_percent(self) -> int:
        """Size of text, 100 to 200."""
        return self._percent

    @property
    def appearance(self) -> Appearance:
        """What the person chose."""
        return self._appearance

    def apply(self, appearance: Appearance, text_percent: int) -> None:
        """Dress the application; every open window follows at once."""
        self._appearance = appearance
        self._percent = max(SMALLEST_PERCENT, min(LARGEST_PERCENT, text_percent))
        schemes = {
            Appearance.SYSTEM: Qt.ColorScheme.Unknown,
            Appearance.LIGHT: Qt.ColorScheme.Light,
            Appearance.DARK: Qt.ColorScheme.Dark,
        }
        self._app.styleHints().setColorScheme(schemes[appearance])
        self._dress()

    def font(self, step: Step = Step.BODY, *, bold: bool = False) -> QFont:
        """The font of a step at the chosen text size."""
        font = QFont(self._family)
        font.setPointSizeF(BODY_POINTS * step.value * self._percent / 100)
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        if bold and self._variable:  # Qt takes only the regular face from the bundled file unless told the axis
            font.setVariableAxis(QFont.Tag("wght"), 600.0)
        return font

    def metrics(self, step: Step = Step.BODY, *, bold: bool = False) -> QFontMetrics:
        """Measures of that font, for sizes that must follow the text."""
        return QFontMetrics(self.font(step, bold=bold))

    def characters(self, count: float) -> int:
        """Width of so many average characters of body text, in pixels."""
        return round(self.metrics().averageCharWidth() * count)

    @property
    def line(self) -> int:
        """Height of a line of body text in pixels; the measure for icons and controls."""
        return self.metrics().height()

    def _dress(self) -> None:
        self.ink = DARK if self._is_dark() else LIGHT
        # A sheet in place of another has every part weigh old rules against new ones, which takes a well-used window
        # twenty seconds and leaves old sizes in hidden pages; taken off first, it is put on in two.
        self._app.setStyleSheet("")
        self._app.setFont(self.font())
        self._app.setPalette(_palette(self.ink))
        self._app.setStyleSheet(_style_sheet(self))
        self.changed.emit()

    def _is_dark(self) -> bool:
        if self._appearance is Appearance.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self._appearance is Appearance.DARK

    def _on_system_scheme(self) -> None:
        if self._appearance is Appearance.SYSTEM:
            self._dress()


def theme() -> Theme:
    """The look that the running application wears; a plain light one is put on when nothing was chosen yet."""
    app = cast(QApplication, QApplication.instance())
    found = app.findChild(Theme, _OBJECT_NAME, Qt.FindChildOption.FindDirectChildrenOnly)
    return found if found is not None else Theme(app, Appearance.LIGHT)


def set_role(widget: QWidget, **roles: str | bool) -> None:
    """Give a widget the properties that the style sheet looks for, and repaint it by them."""
    for name, value in roles.items():
        widget.setProperty(name, value)
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return  # It reads its properties when it is first shown; doing it here too made opening a page a third slower.
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def _family(app: QApplication, *, bundled: bool) -> str:
    """The system's font for interfaces, or the bundled Noto Sans where there is none worth reading."""
    poor = {"", "Sans Serif", "DejaVu Sans", "MS Shell Dlg 2"}
    system = app.font().family()
    if not bundled and QGuiApplication.platformName() != "offscreen" and system not in poor:
        return system
    package = import_module("fontpkg_noto_sans")
    for file in sorted(Path(package.ROOT, "files").glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))
    return _bundled_family()


def _bundled_family() -> str:
    return str(import_module("fontpkg_noto_sans").FAMILY)


def _palette(ink: Ink) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: ink.canvas,
        role.WindowText: ink.text,
        role.Base: ink.surface,
        role.AlternateBase: ink.hover,
        role.Text: ink.text,
        role.PlaceholderText: ink.muted,
        role.Button: ink.surface,
        role.ButtonText: ink.text,
        role.BrightText: ink.danger,
        role.ToolTipBase: ink.text,
        role.ToolTipText: ink.surface,
        role.Highlight: ink.accent,
        role.HighlightedText: ink.on_accent,
        role.Accent: ink.accent,
        role.Link: ink.accent,
        role.LinkVisited: ink.accent,
        role.Light: ink.surface,
        role.Midlight: ink.line,
        role.Mid: ink.line_strong,
        role.Dark: ink.line_strong,
    }
    palette = QPalette()
    for key, colour in colours.items():
        palette.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, QColor(ink.line_strong))
    return palette


def _style_sheet(theme: Theme) -> str:
    """The style sheet template with colours, distances and font sizes of this theme filled in."""
    template = string.Template((RESOURCES / "theme" / "kit.qss").read_text(encoding="utf-8"))
    values: dict[str, str] = {key: str(value) for key, value in asdict(theme.ink).items()}
    values |= {f"space_{item.name.lower()}": f"{item.value}px" for item in Space}
    values |= {f"radius_{item.name.lower()}": f"{item.value}px" for item in Radius}
    line = theme.line
    values |= {"line_height": f"{line}px", "box": f"{round(line * 0.95)}px", "half": f"{round(line * 0.5)}px"}
    values["chip_radius"] = f"{(line + 6) // 2}px"
    return template.substitute(values)
