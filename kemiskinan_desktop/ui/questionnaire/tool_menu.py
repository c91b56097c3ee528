"""Lainnya: what is done with a whole questionnaire, beside filling it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.icons import Icon, icon
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.words import tr


@dataclass(frozen=True, slots=True)
class Tool:
    """One line of the menu."""

    name: str
    words: str
    meaning: Icon
    pressed: Callable[[], object]


class ToolMenu:
    """A button whose menu opens by mouse, by F9, or by Space on it."""

    def __init__(self, tools: list[Tool], advances: bool, advance: Callable[[bool], object]) -> None:
        self.button: QPushButton = button(
            tr("Lainnya"), self.open, meaning=Icon.LIST, key="F9", name="questionnaire-tools"
        )
        self._menu = QMenu(self.button)
        self._menu.setObjectName("questionnaire-menu")
        for tool in tools:
            made = QAction(icon(tool.meaning), tool.words, self._menu)
            made.setObjectName(tool.name)
            made.triggered.connect(_without_flag(tool.pressed))
            self._menu.addAction(made)
        self._menu.addSeparator()
        self.advance = QAction(tr("Lanjut sendiri setelah kode diketik"), self._menu)
        self.advance.setObjectName("tool-advance")
        self.advance.setCheckable(True)
        self.advance.setChecked(advances)
        self.advance.toggled.connect(advance)
        self._menu.addAction(self.advance)
        theme().changed.connect(self._dress)
        self._dress()

    def open(self) -> None:
        """Below the button."""
        self._menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def action(self, name: str) -> QAction:
        """The line of that name."""
        return next(one for one in self._menu.actions() if one.objectName() == name)

    def _dress(self) -> None:
        self._menu.setFont(theme().font())


def _without_flag(pressed: Callable[[], object]) -> Callable[[bool], None]:
    def on_triggered(_checked: bool = False) -> None:
        pressed()

    return on_triggered
