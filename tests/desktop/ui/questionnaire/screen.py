"""The questionnaire's driver: types and reads as a person would."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.questionnaire.choice_editor import ChoiceEditor
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor
from kemiskinan_desktop.ui.questionnaire.line_editor import LineEditor
from kemiskinan_desktop.ui.questionnaire.question_row import QuestionRow
from kemiskinan_desktop.ui.questionnaire.view import QuestionnairePage
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.questionnaire.family import FamilyDesk


class QuestionnaireDriver(Driver):
    """Works one open questionnaire."""

    def __init__(self, qtbot: QtBot, desk: FamilyDesk, *, start: bool = True) -> None:
        self.desk = desk
        self.page: QuestionnairePage = desk.page()
        qtbot.addWidget(self.page)
        super().__init__(qtbot, self.page)
        self.show(1190, 712)
        if start:
            self.page.shown(desk.household)

    # Where the person is

    @property
    def at(self) -> str:
        """The question that has the focus."""
        editor = self.page.middle.current_editor()
        return "" if editor is None else editor.path

    def go(self, path: str) -> None:
        self.page.presenter.go_to(path)
        assert self.at == path

    def row(self, path: str) -> QuestionRow:
        made = self.page.middle.column.row_of(path)
        assert made is not None, f"{path} is not on this page"
        return made

    def asked(self, path: str) -> bool:
        made = self.page.middle.column.row_of(path)
        return made is not None and not made.isHidden()

    def page_title(self) -> str:
        return self.words("questionnaire-page-title")

    # What the person does

    def keys(self, words: str) -> None:
        """Type signs one after another at wherever the focus is."""
        for sign in words:
            self.bot.keyClicks(self._typing(), sign)

    def enter(self) -> None:
        self.bot.keyClick(self._typing(), Qt.Key.Key_Return)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(self._typing(), key, modifier)

    def click_choice(self, path: str, key: str) -> None:
        editor = self.row(path).editor
        assert isinstance(editor, ChoiceEditor)
        self.bot.mouseClick(editor, Qt.MouseButton.LeftButton, pos=QPoint(editor.cell(key).center()))

    # What the person sees

    def value(self, path: str) -> str:
        return self.page.presenter.value(path)

    def line(self, path: str) -> QLineEdit:
        editor = self.row(path).editor
        assert isinstance(editor, LineEditor)
        return editor.line

    def message(self, path: str) -> str:
        found = self.row(path).findChild(type(self.page.title_label), "field-message")
        assert found is not None
        return found.text() if not found.isHidden() else ""

    def mark(self, path: str) -> str:
        mark = self.row(path).mark
        return mark.label.text() if not mark.isHidden() else ""

    def _typing(self) -> AnswerEditor | QLineEdit:
        focused = QApplication.focusWidget() or self.page.middle.current_editor()
        assert isinstance(focused, AnswerEditor | QLineEdit), f"the focus is at {focused!r}"
        return focused
