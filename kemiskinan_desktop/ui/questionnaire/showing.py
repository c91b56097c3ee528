"""Puts the present page on screen. No Qt."""

from __future__ import annotations

from collections.abc import Iterable

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
            view.show_check(sheet.check_lines(), sheet.kept_answers())
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
        view.show_check(sheet.check_lines(), sheet.kept_answers())


def show_renewed(view: QuestionnaireView, sheet: Sheet, walk: Walk, *, same_pages: bool) -> None:
    """After the family was read again: the same page in place where it is the same, else the page anew."""
    if same_pages and walk.path is not None and walk.page.kind in (PageKind.QUESTIONS, PageKind.MEMBER):
        show_changed(view, sheet, walk, frozenset(sheet.paths(walk.page)))
        view.show_side(sheet.side(walk.path))
        return
    show_page(view, sheet, walk)
    if walk.path is not None and sheet.page_of(walk.path) == walk.page:
        view.focus(walk.path)


def labels_of(sheet: Sheet, paths: Iterable[str]) -> tuple[str, ...]:
    """The questions at these paths that are asked now, by their labels, in the order of the form."""
    wanted = set(paths)
    placed = [path for page in sheet.pages() for path in sheet.paths(page) if path in wanted]
    states = (sheet.state(path) for path in dict.fromkeys(placed))
    return tuple(state.label for state in states if state.visible)
