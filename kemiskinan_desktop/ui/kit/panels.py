"""The panel beside a page: help, preview, history."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kemiskinan_desktop.ui.kit.buttons import icon_button
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row, scrolled
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space

PANEL_CHARACTERS = 42


class SidePanel(QFrame):
    """A titled column at the right of the page, which scrolls by itself and can be closed."""

    closed = Signal()

    def __init__(self, title: str, *, closable: bool = True, name: str = "side-panel") -> None:
        super().__init__()
        self.setObjectName(name)
        set_role(self, role="card")
        self.title_label = text(title, "lead")
        self.body: QVBoxLayout = column(gap=Space.MEDIUM)
        self.body.setContentsMargins(0, 0, Space.SMALL, 0)
        heading = row(self.title_label)
        heading.setStretch(0, 1)
        if closable:
            heading.addWidget(icon_button(self.tr("Tutup panel"), self._on_close, Icon.CLOSE, name="panel-close"))
        content = QWidget()
        content.setLayout(self.body)
        self.setLayout(column(heading, scrolled(content), gap=Space.MEDIUM, margin=Space.LARGE))
        self._measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.setFixedWidth(min(theme().characters(PANEL_CHARACTERS), 460))

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()
