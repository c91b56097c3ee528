"""Answers that are chosen: codes with their words, by typed code, first letters, arrows or mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent

from kemiskinan_desktop.ui.questionnaire.choice_view import ENDLESS_LIST, ChoiceView
from kemiskinan_desktop.ui.questionnaire.code_list import CodeList
from kemiskinan_desktop.ui.questionnaire.keying import understand


class ChoiceEditor(ChoiceView):
    """Chosen by typed code, first letters, arrows or mouse."""

    def open_list(self, typed: str = "") -> None:
        """F4: all codes in a window, with a search; `typed` is searched at once."""
        if self._locked or not self._options:
            return
        self._typed = ""
        window = CodeList(self.window(), self.accessibleName(), self._options, self._chosen, self._on_listed)
        window.open()
        window.line.setText(typed)

    def _on_listed(self, code: str) -> None:
        at = next((at for at, option in enumerate(self._options) if option.code == code), -1)
        path = self._path
        self.take_focus()
        self._at = max(at, 0)
        if self._take(at) and not self._many:
            self._desk.move(path, True)

    # Qt

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A long list opens."""
        self._typed = ""
        super().focusInEvent(event)
        if self._closed and len(self._options) <= ENDLESS_LIST:
            self._open = True
            self._arrange()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A long list closes."""
        super().focusOutEvent(event)
        self._typed, self._pointed = "", False
        if self._open:
            self._open = False
            self._arrange()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the choice."""
        if event.button() == Qt.MouseButton.LeftButton and self._closed:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            if self._closed:
                self.open_list()
        elif event.button() == Qt.MouseButton.LeftButton:
            for at, rect in enumerate(self._cells.rects):
                if rect.contains(event.position().toPoint()):
                    self._at = at
                    self._on_clicked(at)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Codes, letters, arrows, Space and Enter."""
        if self._guard.swallows(event):
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not _modified(event):
                self._on_enter()
            case Qt.Key.Key_Down | Qt.Key.Key_Right if not _modified(event):
                self._go(1)
            case Qt.Key.Key_Up | Qt.Key.Key_Left if not _modified(event):
                self._go(-1)
            case Qt.Key.Key_Space if not self._typed and not _modified(event):
                self._take(self._at)
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self._on_erase()
            case _ if event.text().isprintable() and event.text() and not _modified(event):
                self._on_typed(event.text())
            case _:
                super().keyPressEvent(event)

    def _on_clicked(self, at: int) -> None:
        """A click takes the choice and stays, so that it can be looked at; `quick` moves on."""
        path = self._path
        if self._take(at) and self._style.quick and not self._many:
            self._desk.move(path, True)

    # What was typed

    def _on_typed(self, sign: str) -> None:
        if len(self._options) > ENDLESS_LIST:
            self.open_list(sign)
            return
        found = understand(self._typed + sign, self._options)
        if not found.fits:
            # Signs that fit nothing begin a new word.
            found = understand(sign, self._options)
            self._typed = ""
        if not found.fits:
            self.update()
            return
        self._typed += sign
        self._at = found.fits[0]
        self._pointed = True
        if found.settled:
            self._settle()
        self._show_here()

    def _settle(self) -> None:
        """A code that can mean nothing else: take it, and go on where only one may be chosen."""
        self._typed, self._pointed = "", False
        path = self._path
        if self._take(self._at) and not self._many and (self._desk.advances or self._style.quick):
            self._guard.arm()
            self._desk.move(path, True)

    def _on_enter(self) -> None:
        path = self._path
        typed, pointed = self._typed, self._pointed
        self._typed, self._pointed = "", False
        if typed and self._many:
            # Among several, the first Enter takes what was typed, the second goes on.
            self._take(self._at)
            return
        # Enter passes by; it takes the marked choice only when the person pointed at it by letters or arrows.
        if pointed and not self._many and not self._take(self._at):
            return
        self._desk.move(path, True)

    def _on_erase(self) -> None:
        if self._typed:
            self._typed = self._typed[:-1]
        elif self._chosen and not self._locked:
            self._desk.commit(self._path, "")
        self.update()

    def _go(self, by: int) -> None:
        if not self._options:
            return
        self._typed = ""
        self._at = (self._at + by) % len(self._options)
        self._pointed = True
        self._show_here()

    def _show_here(self) -> None:
        if not self._closed and self._at < len(self._cells.rects):
            self.shown_part.emit(self._cells.rects[self._at])
        self._tell()
        self.update()

    def _take(self, at: int) -> bool:
        if self._locked or not 0 <= at < len(self._options):
            return self._locked
        code = self._options[at].code
        if not self._many:
            return self._desk.commit(self._path, code)
        if self._ranked:
            on = [one for one in self._chosen if one != code] if code in self._chosen else [*self._chosen, code]
        else:
            on = [option.code for option in self._options if (option.code in self._chosen) != (option.code == code)]
        return self._desk.commit(self._path, " ".join(on))


def _modified(event: QKeyEvent) -> bool:
    allowed = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    return bool(event.modifiers() & ~allowed)
