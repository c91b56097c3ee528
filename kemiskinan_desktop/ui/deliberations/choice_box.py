"""A list to choose one code from, shown by its words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy


class ChoiceBox(QComboBox):
    """First letters find an entry; the wheel turns it only while it has the focus."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str]], name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.replace(choices)
        self.activated.connect(self._on_activated)

    def replace(self, choices: Sequence[tuple[str, str]]) -> None:
        """Another list; the chosen code stays where the new one has it."""
        chosen = self.code()
        self.clear()
        for code, words in choices:
            self.addItem(words, code)
        self.setCurrentIndex(max(self.findData(chosen), 0))

    def code(self) -> str:
        """The chosen code."""
        return str(self.currentData() or "")

    def select(self, code: str) -> None:
        """Show that code; an unknown one shows nothing."""
        self.setCurrentIndex(self.findData(code))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the page scroll unless the person stands in this list."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def _on_activated(self, _at: int) -> None:
        self.chosen.emit(self.code())
