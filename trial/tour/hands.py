"""Hands and eyes of the tour: they work the real windows, wait for what must happen, and take pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

W = TypeVar("W", bound=QWidget)
PATIENCE = 120.0
_BREATH = 0.005


class TourStoppedError(Exception):
    """Something that the tour waited for did not happen."""


class Hands:
    """Works below a root window, which may change during the tour."""

    def __init__(self, app: QApplication, out: Path, crash_log: Path) -> None:
        self._app = app
        self._out = out
        self._crash_log = crash_log
        self._count = 0
        self.root: QWidget = QWidget()

    def breathe(self) -> None:
        """Let the windows do what they have to do."""
        self._app.processEvents()

    def until(self, happened: Callable[[], object], what: str, patience: float = PATIENCE) -> None:
        """Wait for it. Raises TourStoppedError when it does not come."""
        end = time.monotonic() + patience
        while not happened():
            if time.monotonic() > end:
                self.picture("stopped")
                raise TourStoppedError(what)
            self._app.processEvents()
            if self._crash_log.exists():
                self.picture("stopped")
                raise TourStoppedError(f"{what}: {self._crash_log.read_text(encoding='utf-8')}")
            time.sleep(_BREATH)

    def rest(self, seconds: float = 0.4) -> None:
        """Let paint and late answers arrive before a picture."""
        end = time.monotonic() + seconds
        self.until(lambda: time.monotonic() > end, "rest")

    def picture(self, name: str, window: QWidget | None = None) -> Path:
        """Take a picture of a window, numbered in the order of the tour."""
        for _round in range(4):
            self._app.processEvents()
        self._count += 1
        path = self._out / f"{self._count:02d}-{name}.png"
        (window or self.root).grab().save(str(path))
        return path

    def find(self, kind: type[W], name: str, within: QWidget | None = None) -> W:
        """The part of that name. Raises TourStoppedError when it is not there."""
        found = (within or self.root).findChild(kind, name)
        if found is None:
            raise TourStoppedError(f"no {kind.__name__} {name!r}")
        return found

    def click(self, name: str, within: QWidget | None = None) -> None:
        """Press a button, once it can be pressed."""
        made = self.find(QAbstractButton, name, within)
        self.until(made.isEnabled, f"{name} can be pressed")
        made.click()
        self.breathe()

    def write(self, name: str, words: str, within: QWidget | None = None) -> None:
        """Type into a field in place of what stands there, and leave it."""
        field = self.find(QWidget, name, within)
        field.setFocus()
        if isinstance(field, QLineEdit | QPlainTextEdit):
            field.selectAll()
        QTest.keyClicks(field, words)
        if isinstance(field, QLineEdit):
            QTest.keyClick(field, Qt.Key.Key_Tab)
        else:
            field.clearFocus()
        self.breathe()

    def choose(self, name: str, code: str, within: QWidget | None = None) -> None:
        """Choose an entry of a list by its code."""
        box = self.find(QComboBox, name, within)
        box.setCurrentIndex(box.findData(code))
        box.activated.emit(box.currentIndex())
        self.breathe()

    def keys(self, widget: QWidget, words: str) -> None:
        """Type keys into whatever has the focus there."""
        QTest.keyClicks(widget, words)
        self.breathe()

    def press(self, widget: QWidget, key: Qt.Key) -> None:
        """Press one key."""
        QTest.keyClick(widget, key)
        self.breathe()

    def words(self, name: str) -> str:
        """What a label says."""
        return self.find(QLabel, name).text()
