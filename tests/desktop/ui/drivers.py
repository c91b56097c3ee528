"""Hands and eyes for screen tests: only drivers know object names, and they wait for conditions, never for time."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QItemSelectionModel, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

W = TypeVar("W", bound=QObject)


class Driver:
    """Works one widget as a person would. Screens' drivers extend it with their own words."""

    def __init__(self, qtbot: QtBot, root: QWidget) -> None:
        self.bot = qtbot
        self.root = root

    def show(self, width: int = 1366, height: int = 768) -> None:
        """Show the widget at that size and wait until it is there."""
        self.root.resize(width, height)
        with self.bot.waitExposed(self.root):
            self.root.show()

    def find(self, kind: type[W], name: str) -> W:
        """The part of that kind and object name; fails when it is not there."""
        found = self.root.findChild(kind, name)
        assert found is not None, f"no {kind.__name__} named {name!r}"
        return found

    def all(self, kind: type[W], name: str) -> list[W]:
        return list(self.root.findChildren(kind, name))

    def words(self, name: str) -> str:
        """What a label or button of that name says."""
        found = self.find(QWidget, name)
        assert isinstance(found, QLabel | QAbstractButton | QLineEdit)
        return found.text()

    def click(self, name: str) -> None:
        made = self.find(QAbstractButton, name)
        assert made.isEnabled(), f"{name!r} cannot be pressed now"
        made.click()

    def type(self, name: str, words: str) -> None:
        """Replace what stands in the field by typing."""
        line = self.find(QLineEdit, name)
        line.selectAll()
        QTest.keyClicks(line, words)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier, on: str = "") -> None:
        """Press a key on the named part, or on what has the focus, or on the widget itself."""
        target = self.find(QWidget, on) if on else (self.root.focusWidget() or self.root)
        QTest.keyClick(target, key, modifier)

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until the condition holds."""
        self.bot.waitUntil(condition)

    def cell(self, table: str, place: int, column: int) -> str:
        return str(self.find(QTableView, table).model().index(place, column).data())

    def rows(self, table: str) -> int:
        return self.find(QTableView, table).model().rowCount()

    def choose_row(self, table: str, place: int) -> None:
        view = self.find(QTableView, table)
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        view.selectionModel().setCurrentIndex(view.model().index(place, 0), flags)
