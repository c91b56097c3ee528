"""Answers that are typed: text, numbers, dates by day, and sixteen digits in groups."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from kemiskinan_desktop.ui.kit.layout import row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.states import Keyed, QuestionState
from kemiskinan_desktop.ui.questionnaire.typed_lines import LONGEST, WIDTHS, digits_in, grouped, to_record, to_type
from kemiskinan_domain.survey import ProblemKind, RefusalKind


class LineEditor(AnswerEditor):
    """One line. It is committed by Enter, Tab, or when the focus goes elsewhere."""

    def __init__(self, desk: Desk, guard: EnterGuard, keyed: Keyed) -> None:
        super().__init__(desk, guard)
        self._keyed = keyed
        self._shown = ""
        self.line = QLineEdit()
        self.line.setObjectName("answer-line")
        # One sign more than is taken, so that a text of a megabyte is seen to be too long and never laid out.
        self.line.setMaxLength(LONGEST[keyed] + 1)
        self._before = ""
        self._count = text("", "caption", wrap=False, name="answer-count")
        lay = row(self.line, self._count, gap=Space.SMALL)
        if keyed in WIDTHS:
            lay.addStretch(1)
        self.setLayout(lay)
        self.setFocusProxy(self.line)
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._on_edited)
        self.line.setPlaceholderText(_pattern(keyed))
        self._measure()
        theme().changed.connect(self._measure)

    @property
    def dirty(self) -> bool:
        """Whether something is typed here that is not handed over yet."""
        return bool(self._path) and self.line.hasFocus() and self.line.text() != self._shown

    def show_state(self, state: QuestionState, *, locked: bool) -> None:
        """Show that answer; what is being typed at this very question is left alone."""
        typing = state.path == self._path and self.dirty
        self._path = state.path
        self.line.setReadOnly(locked)
        self._show_wrong(any(one.hard and one.kind is not ProblemKind.REQUIRED for one in state.problems))
        self.line.setAccessibleName(state.label)
        self.line.setAccessibleDescription(state.hint)
        if not typing:
            self._shown = self._before = to_type(self._keyed, state.value)
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
        record = to_record(self._keyed, self.line.text(), self._desk.today)
        taken = self._desk.commit(self._path, record)
        if taken:
            # `1930` is 19.30 from now on, so that the person sees what was understood.
            self._shown = self._before = to_type(self._keyed, record)
            if self.line.text() != self._shown:
                self.line.setText(self._shown)
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the questionnaire that the line would take for itself."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._on_key(event)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            # Undo within the line only while something is typed; otherwise it undoes the last answer.
            return _is_undo(event) and self.line.text() == self._shown
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
        if len(typed) > LONGEST[self._keyed]:
            self.line.setText(self._before)
            self._desk.refuse(self._path, RefusalKind.TOO_LONG)
            return
        shown = grouped(self._keyed, typed)
        if shown != typed and self.line.cursorPosition() == len(typed):
            self.line.setText(shown)
        self._before = self.line.text()
        self._show_count()

    def _show_count(self) -> None:
        count = digits_in(self.line.text())
        wanted = self._keyed is Keyed.SIXTEEN and 0 < count != 16
        self._count.setText(self.tr("{0} dari 16 angka").format(count) if wanted else "")

    def _show_wrong(self, wrong: bool) -> None:
        """A style is only put on again when it differs: that costs more than all else here."""
        if bool(self.line.property("invalid")) != wrong:
            set_role(self.line, invalid=wrong)

    def _measure(self) -> None:
        if self._keyed in WIDTHS:
            self.line.setFixedWidth(theme().characters(WIDTHS[self._keyed]) + 2 * Space.LARGE)


def _pattern(keyed: Keyed) -> str:
    """What stands in the empty field."""
    return {
        Keyed.DAY: tr("hh-bb-tttt"),
        Keyed.MONTH: tr("bb-tttt"),
        Keyed.YEAR: tr("tttt"),
        Keyed.HOUR: tr("jj.mm"),
        Keyed.MOMENT: tr("hh-bb-tttt jj.mm"),
        Keyed.PLACE: tr("lintang, bujur"),
    }.get(keyed, "")


def _is_undo(event: QKeyEvent) -> bool:
    """Ctrl+Z and Ctrl+Y, which the line would take for itself."""
    control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return control and event.key() in (Qt.Key.Key_Z, Qt.Key.Key_Y)


def _modified(event: QKeyEvent) -> bool:
    return bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
