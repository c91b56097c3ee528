"""Answers that are typed: text, numbers, dates by day, and sixteen digits in groups."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kemiskinan_desktop.ui.kit.layout import row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.keying import day_to_record, day_to_type, group_day, group_sixteen, ungroup
from kemiskinan_desktop.ui.questionnaire.states import Keyed, QuestionState
from kemiskinan_domain.survey import ProblemKind

_WIDTHS = {Keyed.NUMBER: 14, Keyed.DAY: 16, Keyed.SIXTEEN: 26}
_LONGEST = {Keyed.TEXT: 500, Keyed.NUMBER: 20, Keyed.DAY: 10, Keyed.SIXTEEN: 24}


class LineEditor(AnswerEditor):
    """One line. It is committed by Enter, Tab, or when the focus goes elsewhere."""

    def __init__(self, desk: Desk, guard: EnterGuard, keyed: Keyed) -> None:
        super().__init__(desk, guard)
        self._keyed = keyed
        self._shown = ""
        self.line = QLineEdit()
        self.line.setObjectName("answer-line")
        self.line.setMaxLength(_LONGEST[keyed])
        self._count = text("", "caption", wrap=False, name="answer-count")
        lay = row(self.line, self._count, gap=Space.SMALL)
        if keyed in _WIDTHS:
            lay.addStretch(1)
        self.setLayout(lay)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._on_edited)
        if keyed is Keyed.DAY:
            self.line.setPlaceholderText(self.tr("hh-bb-tttt"))
        self._measure()
        theme().changed.connect(self._measure)

    def show_state(self, state: QuestionState, *, locked: bool) -> None:
        """Show that answer; what is being typed at this very question is left alone."""
        typing = state.path == self._path and self.line.hasFocus() and self.line.text() != self._shown
        self._path = state.path
        self.line.setReadOnly(locked)
        self._show_wrong(any(one.hard and one.kind is not ProblemKind.REQUIRED for one in state.problems))
        self.line.setAccessibleName(state.label)
        self.line.setAccessibleDescription(state.hint)
        if not typing:
            self._shown = self._to_type(state.value)
            if self.line.text() != self._shown:
                self.line.setText(self._shown)
        self._show_count()

    def take_focus(self) -> None:
        """Be ready for typing over what stands there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def commit(self) -> bool:
        """Hand over what is typed."""
        if self.line.isReadOnly():
            return True
        taken = self._desk.commit(self._path, self._to_record(self.line.text()))
        if taken:
            self._shown = self.line.text()
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the questionnaire that the line would take for itself."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Undo within the line only while something is typed; otherwise it undoes the last answer.
            return self._is_undo(event) and self.line.text() == self._shown
        if isinstance(event, QFocusEvent):
            self._on_focus(event)
        return super().eventFilter(watched, event)

    def _on_key(self, event: QKeyEvent) -> bool:
        if self._guard.swallows(event):
            return True
        if self._is_step(event):
            self.step(forward=event.key() != Qt.Key.Key_Backtab)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not _modified(event):
            self.step(forward=True)
            return True
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and not _modified(event):
            self.step(forward=event.key() == Qt.Key.Key_Down)
            return True
        return False

    def _on_focus(self, event: QFocusEvent) -> None:
        if event.type() == QEvent.Type.FocusIn:
            self._desk.entered(self._path)
        elif event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.commit()

    def _on_edited(self, typed: str) -> None:
        grouped = self._grouped(typed)
        if grouped != typed and self.line.cursorPosition() == len(typed):
            self.line.setText(grouped)
        self._show_count()

    def _grouped(self, typed: str) -> str:
        match self._keyed:
            case Keyed.SIXTEEN:
                return group_sixteen(typed)
            case Keyed.DAY:
                return group_day(typed)
            case _:
                return typed

    def _to_type(self, value: str) -> str:
        return day_to_type(value) if self._keyed is Keyed.DAY else self._grouped(value)

    def _to_record(self, typed: str) -> str:
        match self._keyed:
            case Keyed.SIXTEEN:
                return ungroup(typed)
            case Keyed.DAY:
                return day_to_record(typed)
            case _:
                return typed.strip()

    def _show_count(self) -> None:
        count = len(ungroup(self.line.text()))
        wanted = self._keyed is Keyed.SIXTEEN and 0 < count != 16
        self._count.setText(self.tr("{0} dari 16 angka").format(count) if wanted else "")

    def _show_wrong(self, wrong: bool) -> None:
        """A style is only put on again when it differs: that costs more than all else here."""
        if bool(self.line.property("invalid")) != wrong:
            set_role(self.line, invalid=wrong)

    def _is_undo(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier

    def _measure(self) -> None:
        if self._keyed in _WIDTHS:
            self.line.setFixedWidth(theme().characters(_WIDTHS[self._keyed]) + 2 * Space.LARGE)


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
