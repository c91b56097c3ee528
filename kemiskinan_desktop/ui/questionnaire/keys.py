"""The keys of the questionnaire, as people know them from data entry."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.ui.questionnaire.middle import Middle
from kemiskinan_desktop.ui.questionnaire.presenter import QuestionnairePresenter


def bind_keys(
    page: QWidget,
    presenter: QuestionnairePresenter,
    middle: Middle,
    back: Callable[[], None],
    about: Callable[[], None],
) -> None:
    """Connect them for as long as the page lives. What is being typed is handed over before a key leaves its field."""

    def committed(act: Callable[[], None]) -> Callable[[], None]:
        def run() -> None:
            middle.commit_current()
            act()

        return run

    def open_list() -> None:
        editor = middle.current_editor()
        if editor is not None:
            editor.open_list()

    acts: dict[str, Callable[[], None]] = {
        "PgUp": committed(lambda: presenter.turn(False)),
        "PgDown": committed(lambda: presenter.turn(True)),
        "F2": committed(presenter.note),
        "Shift+F2": committed(presenter.change_reason),
        "F3": about,
        "F4": open_list,
        "F7": committed(presenter.next_problem),
        "Ctrl+Return": committed(presenter.finish),
        "Ctrl+Enter": committed(presenter.finish),
        "Ctrl+Z": presenter.undo,
        "Ctrl+Y": presenter.redo,
        "Ctrl+Shift+Z": presenter.redo,
        "Esc": committed(back),
    }
    for keys, act in acts.items():
        shortcut = QShortcut(QKeySequence(keys), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
