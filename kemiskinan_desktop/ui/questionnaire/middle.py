"""The middle of the questionnaire: one page at a time, each section's widgets made when it is first opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row, scrolled
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.check_page import CheckPage
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, EnterGuard
from kemiskinan_desktop.ui.questionnaire.members_page import MembersPage
from kemiskinan_desktop.ui.questionnaire.presenter import QuestionnairePresenter
from kemiskinan_desktop.ui.questionnaire.question_column import QuestionColumn, QuestionScroll
from kemiskinan_desktop.ui.questionnaire.states import CheckLine, MemberState, PageKey, PageKind, QuestionState

_QUIET_MS = 300
"""So long after a page was shown, the next one is made ready: not while the rows of this one are still being made."""


class Middle(QWidget):
    """Holds the pages; `column` is the one with questions that is shown or was shown last."""

    def __init__(
        self,
        presenter: QuestionnairePresenter,
        removed: Callable[[MemberState], object],
        about: Callable[[], object],
    ) -> None:
        super().__init__()
        self._presenter = presenter
        self._guard = EnterGuard()
        self._locked = False
        self._columns: dict[tuple[PageKind, str], tuple[QuestionColumn, QuestionScroll]] = {}
        self._section = ""
        self.column = QuestionColumn(presenter, self._guard)
        self.members = MembersPage(self._on_member, presenter.add_member, removed)
        self.check = CheckPage(presenter.go_to, presenter.give_reason, presenter.finish)
        self._title = text("", "lead", name="questionnaire-page-title")
        self._stack = QStackedWidget()
        self._stack.addWidget(self.members)
        self._stack.addWidget(scrolled(self.check))
        self.about: QPushButton = button(
            self.tr("Tentang isian ini (F3)"), about, kind=Kind.QUIET, meaning=Icon.HELP, name="question-about"
        )
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.setInterval(_QUIET_MS)
        self._ahead.timeout.connect(presenter.look_ahead)
        self._build()

    def set_locked(self, locked: bool) -> None:
        """Whether the questionnaire can only be read; another family starts with fresh columns."""
        self._locked = locked
        for _column, area in self._columns.values():
            self._stack.removeWidget(area)
            area.deleteLater()
        self._columns.clear()

    def show_questions(self, page: PageKey, title: str, states: Sequence[QuestionState]) -> None:
        """A section, or one member of it."""
        self._section = page.section
        if page.member is None:
            self._title.setText(title)
        else:
            words = self.tr("Anggota {0}: {1}").format(page.member + 1, title or self.tr("belum ada nama"))
            self._title.setText(words)
        self._to_members.setVisible(page.member is not None)
        made, area = self._column(page)
        made.show_states(states, locked=self._locked)
        self.column = made
        self._stack.setCurrentWidget(area)
        area.verticalScrollBar().setValue(0)
        self._ahead.start()

    def prepare(self, page: PageKey, states: Sequence[QuestionState]) -> None:
        """Make the widgets of a page that the person may turn to next."""
        self.check.prepare()
        if page.kind in (PageKind.QUESTIONS, PageKind.MEMBER):
            self._column(page)[0].prepare(states)

    def show_members(
        self, page: PageKey, title: str, members: Sequence[MemberState], states: Sequence[QuestionState]
    ) -> None:
        """The table of members; questions about all of them stand on their own column, which this form may lack."""
        self._section = page.section
        self._title.setText(title)
        self._to_members.hide()
        if states and any(state.visible for state in states):
            self.show_questions(page, title, states)
            return
        self.members.show_members(members, locked=self._locked)
        self._stack.setCurrentWidget(self.members)
        self.members.take_focus()

    def show_check(self, lines: Sequence[CheckLine], kept: Sequence[tuple[str, str]] = ()) -> None:
        """The final check."""
        self._title.setText(self.tr("Pemeriksaan akhir"))
        self._to_members.hide()
        self.check.show_lines(lines, kept, locked=self._locked)
        if self._stack.currentIndex() != 1:
            self._stack.setCurrentIndex(1)
            self.check.take_focus()

    def update_questions(self, states: Sequence[QuestionState]) -> None:
        """Repaint only these."""
        self.column.update_states(states)

    def focus(self, path: str) -> None:
        """Go to that question and bring it into view."""
        self.column.focus(path)
        made = self.column.row_of(path)
        area = self._stack.currentWidget()
        if made is not None and isinstance(area, QuestionScroll):
            area.bring(made)

    def commit_current(self) -> None:
        """Hand over what is being typed."""
        editor = self.current_editor()
        if editor is not None:
            editor.commit()

    def current_editor(self) -> AnswerEditor | None:
        """The editor that has the focus."""
        widget: QWidget | None = self.focusWidget()
        while widget is not None and not isinstance(widget, AnswerEditor):
            widget = widget.parentWidget()
        return widget

    def taken_keys(self) -> int:
        """How many keys were pressed at answers since this was last asked."""
        return self._guard.taken_keys()

    def typing_at(self) -> str | None:
        """The question at which something is typed that is not handed over yet."""
        editor = self.current_editor()
        return editor.path if editor is not None and editor.dirty else None

    def _build(self) -> None:
        self._to_members = button(self.tr("Daftar anggota"), self._on_members, meaning=Icon.LIST, name="to-members")
        back = button(self.tr("Sebelumnya (PgUp)"), self._on_previous, meaning=Icon.BACK, name="page-previous")
        ahead = button(self.tr("Lanjut (PgDn)"), self._on_next, meaning=Icon.FORWARD, name="page-next")
        head = row(self._title, self._to_members, gap=Space.MEDIUM)
        head.setStretch(0, 1)
        lay = column(head, self._stack, row(back, ahead, None, self.about), gap=Space.MEDIUM)
        lay.setStretch(1, 1)
        self.setLayout(lay)

    def _column(self, page: PageKey) -> tuple[QuestionColumn, QuestionScroll]:
        """Members of one section share their widgets."""
        key = (page.kind, page.section)
        if key not in self._columns:
            made = QuestionColumn(self._presenter, self._guard)
            area = QuestionScroll()
            area.setWidgetResizable(True)
            area.setFrameShape(QuestionScroll.Shape.NoFrame)
            set_role(made, role="plain")
            area.follow(made)
            area.viewport().setAutoFillBackground(False)
            made.setAutoFillBackground(False)
            self._columns[key] = (made, area)
            self._stack.addWidget(area)
        return self._columns[key]

    def _on_member(self, member: MemberState) -> None:
        self._presenter.go(PageKey(PageKind.MEMBER, self._section, member.index))

    def _on_members(self) -> None:
        self._presenter.go(PageKey(PageKind.MEMBERS, self._section))

    def _on_previous(self) -> None:
        self._presenter.turn(False)

    def _on_next(self) -> None:
        self._presenter.turn(True)
