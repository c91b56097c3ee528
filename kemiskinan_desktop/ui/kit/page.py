"""What a screen is to the shell: a page with a heading and a body, and the doors that the shell opens for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import Part, column, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space


class Navigator(Protocol):
    """What a screen may ask of the shell. Presenters take this, tests a fake."""

    def open(self, screen_key: str, argument: object = None) -> None:
        """Go to another screen; `argument` reaches its `shown`."""

    def notify(self, words: str) -> None:
        """A short note that goes by itself."""


class Page(QWidget):
    """A screen's page: heading with title, subtitle and actions, a banner, and a body.

    Buttons of the heading go into `action_row`.
    `scrolls` puts the body into a scroll area (pages that are read); without it the body fills the page (tables).
    """

    def __init__(self, title: str = "", subtitle: str = "", *, scrolls: bool = True) -> None:
        super().__init__()
        self.title_label: QLabel = text(title, "title", name="page-title")
        self.subtitle_label: QLabel = text(subtitle, "muted", name="page-subtitle")
        self.subtitle_label.setVisible(bool(subtitle))
        self.action_row: QHBoxLayout = row(gap=Space.SMALL)
        self.banner = Banner(name="page-banner")
        self.body: QVBoxLayout = column(gap=Space.LARGE)
        heading = row(column(self.title_label, self.subtitle_label, gap=0), self.action_row, gap=Space.LARGE)
        heading.setStretch(0, 1)
        lay = column(gap=Space.LARGE)
        lay.setContentsMargins(Space.WIDE, Space.LARGE, Space.WIDE, Space.LARGE)
        if title:
            lay.addLayout(heading)
        lay.addWidget(self.banner)
        if scrolls:
            content = QWidget()
            content.setLayout(self.body)
            lay.addWidget(scrolled(content), 1)
        else:
            lay.addLayout(self.body, 1)
        self.setLayout(lay)

    def add(self, part: Part, stretch: int = 0) -> None:
        """One more part of the body; None is a gap that grows."""
        if part is None:
            self.body.addStretch(1)
        elif isinstance(part, QWidget):
            self.body.addWidget(part, stretch)
        else:
            self.body.addLayout(part, stretch)

    def set_subtitle(self, words: str) -> None:
        """Change the line below the title; empty hides it."""
        self.subtitle_label.setText(words)
        self.subtitle_label.setVisible(bool(words))

    def shown(self, argument: object = None) -> None:
        """The shell has brought this page to the front, perhaps with an argument for it. Override to load."""

    def hidden(self) -> None:
        """The shell has put another page in front. Override to stop what only matters while seen."""

    def leave(self, go: Callable[[], None]) -> None:
        """The person wants to leave. Call `go` now, later (after asking or saving), or never. Override to ask."""
        go()


@dataclass(frozen=True, slots=True)
class Screen:
    """How a screen registers: `factory` makes its page when it is first opened; `help_text` is for F1."""

    key: str
    title: str
    icon: Icon
    factory: Callable[[Navigator], Page]
    help_text: str = ""
    in_rail: bool = True
