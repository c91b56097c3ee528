"""Puts the present page on screen. No Qt."""

from __future__ import annotations

from kemiskinan_desktop.ui.questionnaire.sheet import Sheet
from kemiskinan_desktop.ui.questionnaire.states import PageKind
from kemiskinan_desktop.ui.questionnaire.viewing import QuestionnaireView
from kemiskinan_desktop.ui.questionnaire.walking import Walk


def show_page(view: QuestionnaireView, sheet: Sheet, walk: Walk) -> None:
    """The whole page that the person turned to, and the list at the left."""
    page, title = walk.page, sheet.title(walk.page)
    view.show_pages(sheet.lines(), page)
    match page.kind:
        case PageKind.CHECK:
            view.show_check(sheet.check_lines())
        case PageKind.MEMBERS:
            view.show_members(page, title, sheet.members(page.section), walk.states())
        case PageKind.QUESTIONS | PageKind.MEMBER:
            view.show_questions(page, title, walk.states())


def show_changed(view: QuestionnaireView, sheet: Sheet, walk: Walk, changed: frozenset[str]) -> None:
    """Only what an answer changed."""
    shown = set(sheet.paths(walk.page))
    view.update_questions([sheet.state(path) for path in changed if path in shown])
    view.show_pages(sheet.lines(), walk.page)
    if walk.page.kind is PageKind.CHECK:
        view.show_check(sheet.check_lines())
