"""What every editor of an answer shares: it tells a desk what was typed, and asks it where to go."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.ui.questionnaire.states import QuestionState
from kemiskinan_domain.survey import RefusalKind


class Desk(Protocol):
    """Where answers go; the presenter is one."""

    @property
    def today(self) -> date:
        """The day of the questionnaire: what two digits for a year are measured by."""

    @property
    def advances(self) -> bool:
        """Whether a code that can mean nothing else moves on by itself."""

    def commit(self, path: str, raw: str) -> bool:
        """Record it; true when the person may move on."""

    def refuse(self, path: str, kind: RefusalKind) -> None:
        """Say why something could not even be put into the field."""

    def choose_file(self, path: str) -> None:
        """Ask for a file for that question."""

    def attach(self, path: str, file: Path) -> None:
        """Take a file in as the answer."""

    def detach(self, path: str) -> None:
        """Take the file of that question out."""

    def move(self, path: str, forward: bool) -> None:
        """To the next or the previous question."""

    def entered(self, path: str) -> None:
        """The focus came to that question."""


class EnterGuard:
    """Sees every key at an answer before the answer does, and counts it.

    A code that moved on by itself is often followed by Enter out of habit: that one Enter does nothing.
    """

    def __init__(self) -> None:
        self._armed = False
        self._keys = 0

    def arm(self) -> None:
        """A code has just moved on."""
        self._armed = True

    def swallows(self, event: QKeyEvent) -> bool:
        """Whether this key is that Enter; any other key ends the waiting."""
        self.count()
        armed, self._armed = self._armed, False
        return armed and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()

    def count(self) -> None:
        """A key was pressed at an answer."""
        self._keys += 1

    def taken_keys(self) -> int:
        """How many keys were pressed since this was last asked."""
        keys, self._keys = self._keys, 0
        return keys


class AnswerEditor(QWidget):
    """Base of the editors; one shows one question at a time and can be given another of the same kind."""

    resized = Signal()
    shown_part = Signal(QRect)
    """The part of the editor that the person is at; a long list does not fit the window whole."""

    def __init__(self, desk: Desk, guard: EnterGuard) -> None:
        super().__init__()
        self._desk = desk
        self._guard = guard
        self._path = ""

    @property
    def path(self) -> str:
        """The question that it edits now."""
        return self._path

    def unbind(self) -> None:
        """The page was turned, and this editor has not got its question yet: whatever it takes belongs to none."""
        self._path = ""

    @property
    def dirty(self) -> bool:
        """Whether something is typed here that is not handed over yet."""
        return False

    def show_state(self, state: QuestionState, *, locked: bool) -> None:
        """Show that answer; `locked` means it can only be read."""
        raise AssertionError(type(self).__name__)

    def take_focus(self) -> None:
        """Be ready for typing."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def commit(self) -> bool:
        """Hand over what is typed; true when the person may move on."""
        return True

    def open_list(self) -> None:
        """F4: show all codes, where they are not shown anyway."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell where the person is."""
        super().focusInEvent(event)
        self._desk.entered(self._path)

    def event(self, event: QEvent) -> bool:
        """Tab and Shift+Tab belong to the questionnaire, whose order hidden questions do not break."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and self._is_step(event):
            self._guard.count()
            self.step(forward=event.key() != Qt.Key.Key_Backtab)
            return True
        return super().event(event)

    def step(self, *, forward: bool) -> None:
        """Commit and go on."""
        path = self._path
        if self.commit():
            self._desk.move(path, forward)

    def _is_step(self, event: QKeyEvent) -> bool:
        plain = event.key() == Qt.Key.Key_Tab and not event.modifiers()
        return plain or event.key() == Qt.Key.Key_Backtab
