"""Lainnya: what is done with a whole questionnaire, beside filling it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
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
    key: str = ""


class ToolMenu(QMenu):
    """Opens below its button: by mouse, by F9, or by Space on it."""

    def __init__(self, tools: list[Tool], advances: bool, advance: Callable[[bool], object]) -> None:
        super().__init__()
        self.button: QPushButton = button(
            tr("Lainnya"), self._below_button, meaning=Icon.LIST, key="F9", name="questionnaire-tools"
        )
        self.setParent(self.button, self.windowFlags())
        self.setObjectName("questionnaire-menu")
        for tool in tools:
            made = QAction(icon(tool.meaning), tool.words, self)
            made.setObjectName(tool.name)
            if tool.key:
                made.setShortcut(QKeySequence(tool.key))
                made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                self.button.addAction(made)
            made.triggered.connect(_without_flag(tool.pressed))
            self.addAction(made)
        if tools:
            self.addSeparator()
        self.advance = QAction(tr("Lanjut sendiri setelah kode diketik"), self)
        self.advance.setObjectName("tool-advance")
        self.advance.setCheckable(True)
        self.advance.setChecked(advances)
        self.advance.toggled.connect(advance)
        self.addAction(self.advance)
        # A method of this QObject: Qt forgets the connection together with the menu, as after a lock.
        theme().changed.connect(self._dress)
        self._dress()

    def action(self, name: str) -> QAction:
        """The line of that name."""
        return next(one for one in self.actions() if one.objectName() == name)

    def _below_button(self) -> None:
        self.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def _dress(self) -> None:
        self.setFont(theme().font())


def _without_flag(pressed: Callable[[], object]) -> Callable[[bool], None]:
    def on_triggered(_checked: bool = False) -> None:
        pressed()

    return on_triggered
