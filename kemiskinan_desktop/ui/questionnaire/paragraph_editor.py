"""A text of several lines."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from kemiskinan_desktop.ui.kit.layout import column
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.states import Keyed, QuestionState
from kemiskinan_desktop.ui.questionnaire.typed_lines import LONGEST, to_record
from kemiskinan_domain.survey import RefusalKind

_LINES = 4


class _Area(QPlainTextEdit):
    """Takes no paste that is too long: a megabyte would be laid out for many seconds before it could be refused."""

    refused = Signal()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste or drop."""
        if len(self.toPlainText()) + len(source.text()) > LONGEST[Keyed.PARAGRAPH]:
            self.refused.emit()
        else:
            super().insertFromMimeData(source)


class ParagraphEditor(AnswerEditor):
    """Enter goes on as everywhere; Shift+Enter begins a new line. Arrows move within the text."""

    def __init__(self, desk: Desk, guard: EnterGuard) -> None:
        super().__init__(desk, guard)
        self._shown = ""
        self._before = ""
        self.area = _Area()
        self.area.setObjectName("answer-paragraph")
        self.area.setTabChangesFocus(True)
        self.setLayout(column(self.area, text(self.tr("Shift+Enter: baris baru"), "caption"), gap=Space.HAIR))
        self.setFocusProxy(self.area)
        self.area.installEventFilter(self)
        self.area.textChanged.connect(self._on_changed)
        self.area.refused.connect(self._refuse)
        self._measure()
        theme().changed.connect(self._measure)

    @property
    def dirty(self) -> bool:
        """Whether something is typed here that is not handed over yet."""
        return bool(self._path) and self.area.hasFocus() and self.area.toPlainText() != self._shown

    def show_state(self, state: QuestionState, *, locked: bool) -> None:
        """Show that answer; what is being typed at this very question is left alone."""
        typing = state.path == self._path and self.dirty
        self._path = state.path
        self.area.setReadOnly(locked)
        self.area.setAccessibleName(state.label)
        self.area.setAccessibleDescription(state.hint)
        if not typing:
            self._shown = self._before = state.value
            if self.area.toPlainText() != state.value:
                self.area.setPlainText(state.value)

    def take_focus(self) -> None:
        """Be ready to write on after what stands there."""
        self.area.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.moveCursor(self.area.textCursor().MoveOperation.End)

    def commit(self) -> bool:
        """Hand over what is typed."""
        if self.area.isReadOnly():
            return True
        typed = self.area.toPlainText()
        taken = self._desk.commit(self._path, to_record(Keyed.PARAGRAPH, typed, self._desk.today))
        if taken:
            self._shown = typed
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the questionnaire that the text would take for itself."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QFocusEvent):
            self._on_focus(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if self._guard.swallows(event):
            return True
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.step(forward=True)
            return True
        if self._is_step(event):
            self.step(forward=event.key() != Qt.Key.Key_Backtab)
            return True
        return False

    def _on_focus(self, event: QFocusEvent) -> None:
        if event.type() == QEvent.Type.FocusIn:
            self._desk.entered(self._path)
        elif event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def _on_changed(self) -> None:
        typed = self.area.toPlainText()
        if len(typed) > LONGEST[Keyed.PARAGRAPH]:
            self.area.setPlainText(self._before)
            self._refuse()
            return
        self._before = typed

    def _refuse(self) -> None:
        self._desk.refuse(self._path, RefusalKind.TOO_LONG)

    def _measure(self) -> None:
        self.area.setFixedHeight(theme().line * _LINES + 2 * Space.MEDIUM)
