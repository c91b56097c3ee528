"""The questions of one section, one below the other; made when first asked, and used again for every member."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.ui.kit.layout import column
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.editing import Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.question_row import QuestionRow
from kemiskinan_desktop.ui.questionnaire.states import Keyed, QuestionState, SaveSign
from kemiskinan_domain.survey import RefusalKind

_WIDEST = 100
"""Average characters; longer lines tire the eye."""
AT_ONCE = 6
"""So many questions fill the tallest window; the rest of a page is made right after it was painted."""
A_SLICE = 3


class QuestionColumn(QWidget):
    """Rows by their place in the section; which question a row shows may change from member to member."""

    grown = Signal(object)
    """A row whose height changed."""
    part_shown = Signal(object, QRect)
    """A row, and the part of its editor that the person is at."""

    def __init__(self, desk: Desk, guard: EnterGuard) -> None:
        super().__init__()
        self._desk = desk
        self._guard = guard
        self._rows: list[QuestionRow | None] = []
        self._places: dict[str, int] = {}
        self._later: dict[int, QuestionState] = {}
        self._hidden: dict[int, QuestionState] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._show_later)
        self._locked = False
        self._lay: QVBoxLayout = column(gap=Space.TIGHT)
        self._lay.setContentsMargins(0, 0, Space.MEDIUM, theme().line * 6)
        self._lay.addStretch(1)
        self.setLayout(self._lay)
        self.setMaximumWidth(theme().characters(_WIDEST))

    def show_states(self, states: Sequence[QuestionState], *, locked: bool) -> None:
        """Show a page: the same section again, or another member of it."""
        self._locked = locked
        places = {state.path: at for at, state in enumerate(states)}
        other_page = places != self._places
        self._places = places
        while len(self._rows) < len(states):
            self._rows.append(None)
        self._later = {}
        self._hidden = {at: state for at, state in enumerate(states) if not state.visible}
        shown = 0
        for at, state in enumerate(states):
            shown += state.visible
            if shown <= AT_ONCE or not state.visible or not other_page:
                self._show_at(at, state, other_page=other_page)
            else:
                self._put_off(at, state)
        self._show_headings()
        if self._later or any(self._rows[at] is None for at in self._hidden):
            self._timer.start()

    def prepare(self, states: Sequence[QuestionState]) -> None:
        """Make the rows of a page that is not shown yet, a few at a time; turning to it finds them there."""
        if self._rows:
            return
        self._rows = [None] * len(states)
        visible = [at for at, state in enumerate(states) if state.visible]
        self._hidden = {at: states[at] for at in visible[:AT_ONCE]}
        self._timer.start()

    def update_states(self, states: Sequence[QuestionState]) -> None:
        """Repaint only these."""
        moved = False
        for state in states:
            at = self._places.get(state.path)
            if at in self._later and at is not None:
                self._later[at] = state
            elif at is not None:
                made = self._rows[at]
                moved |= (made is not None and not made.isHidden()) != state.visible
                self._show_at(at, state, other_page=False)
        if moved:
            self._show_headings()

    def row_of(self, path: str) -> QuestionRow | None:
        """The row that shows that question now; it is made now if it was put off."""
        at = self._places.get(path)
        if at is not None and at in self._later:
            self._show_at(at, self._later.pop(at), other_page=True)
            self._show_headings()
        return None if at is None else self._rows[at]

    def focus(self, path: str) -> None:
        """Go to that question."""
        made = self.row_of(path)
        if made is not None and made.editor is not None:
            made.editor.take_focus()

    def show_sign(self, path: str, sign: SaveSign) -> None:
        """Where that answer is."""
        made = self.row_of(path)
        if made is not None:
            made.mark.show_sign(sign)

    def show_refusal(self, path: str, kind: RefusalKind) -> None:
        """Why nothing was recorded."""
        made = self.row_of(path)
        if made is not None:
            made.show_refusal(kind)

    def show_duplicates(self, path: str, hits: Sequence[DuplicateHit]) -> None:
        """Who else has that number."""
        made = self.row_of(path)
        if made is not None:
            made.show_duplicates(hits)

    def show_met(self, path: str, words: str) -> None:
        """Another value arrived at the question that is being typed at."""
        made = self.row_of(path)
        if made is not None:
            made.show_met(words)

    def _put_off(self, at: int, state: QuestionState) -> None:
        made = self._rows[at]
        if made is not None and made.editor is not None:
            made.editor.unbind()
        self._later[at] = state

    def _show_later(self) -> None:
        """A few rows below the window's edge at a time, so that a key never waits for them."""
        for at in sorted(self._later)[:A_SLICE]:
            self._show_at(at, self._later.pop(at), other_page=True)
        self._show_headings()
        if not self._later and not self._prepare():
            self._timer.stop()

    def _prepare(self) -> bool:
        """Make rows of questions that may come later, so that the answer which calls for them does not wait."""
        missing = [at for at in self._hidden if self._rows[at] is None][:A_SLICE]
        for at in missing:
            made = self._add(at, self._hidden[at].keyed)
            made.hide()
            made.polish()
        return bool(missing)

    def _show_at(self, at: int, state: QuestionState, *, other_page: bool) -> None:
        made = self._rows[at]
        if not state.visible:
            if made is not None:
                made.hide()
                made.state = state
            return
        if made is None:
            made = self._add(at, state.keyed)
        made.show_state(state, locked=self._locked, other_page=other_page)
        made.show()

    def _add(self, at: int, keyed: Keyed) -> QuestionRow:
        made = QuestionRow(self._desk, self._guard, keyed)
        made.setParent(self)
        before = sum(1 for one in self._rows[:at] if one is not None)
        self._lay.insertWidget(before, made)
        self._rows[at] = made
        if made.editor is not None:
            made.editor.resized.connect(partial(self.grown.emit, made))
            made.editor.shown_part.connect(partial(self.part_shown.emit, made))
        return made

    def _show_headings(self) -> None:
        last = ""
        for made in self._rows:
            if made is None or made.isHidden() or made.state is None:
                continue
            heading = made.state.heading
            made.show_heading(heading if heading != last else "")
            last = heading


class QuestionScroll(QScrollArea):
    """Keeps the question that has the focus whole in view, with a little of what follows."""

    def follow(self, column: QuestionColumn) -> None:
        """Hold that column and keep in view what the person is at."""
        self.setWidget(column)
        column.grown.connect(self._on_grown)
        column.part_shown.connect(self._on_part)

    def bring(self, made: QuestionRow) -> None:
        """After the layout has settled, so that a list that has just opened counts with its full height."""
        QTimer.singleShot(0, made, lambda: self._bring(made))

    def _bring(self, made: QuestionRow) -> None:
        content: QWidget | None = self.widget()
        layout = None if content is None else content.layout()
        if content is None or layout is None or not made.isVisible():
            return
        layout.activate()
        top = made.mapTo(content, QPoint(0, 0)).y()
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        ahead = theme().line * 4
        if top < bar.value():
            bar.setValue(top - Space.MEDIUM)
        elif top + made.height() + ahead > bar.value() + height:
            bar.setValue(min(top - Space.MEDIUM, top + made.height() + ahead - height))

    def _on_grown(self, made: QuestionRow) -> None:
        if made.editor is not None and made.editor.hasFocus():
            self.bring(made)

    def _on_part(self, made: QuestionRow, part: QRect) -> None:
        content: QWidget | None = self.widget()
        if made.editor is not None and content is not None and made.height() > self.viewport().height() // 2:
            centre = made.editor.mapTo(content, part.center())
            self.ensureVisible(self.horizontalScrollBar().value(), centre.y(), 0, part.height())
