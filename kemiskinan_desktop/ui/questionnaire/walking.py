"""Where a person goes in an open questionnaire: pages, questions, and what is still open. No Qt."""

from __future__ import annotations

from kemiskinan_desktop.ui.questionnaire.sheet import Sheet
from kemiskinan_desktop.ui.questionnaire.states import CHECK, Keyed, PageKey, PageKind, QuestionState


class Walk:
    """The present page and question of a sheet, and what lies next to them."""

    def __init__(self, sheet: Sheet, page: PageKey = CHECK, path: str | None = None) -> None:
        self._sheet = sheet
        self.page = page
        self.path = path
        self.met: str | None = None
        """A question that was being typed at when another value for it arrived."""

    def turn_to(self, page: PageKey) -> None:
        """Another page; no question of it has the focus yet."""
        self.page, self.path = page, None

    def beside(self, forward: bool) -> PageKey | None:
        """The next or previous page; a page that has gone counts as the first."""
        pages = self._sheet.pages()
        at = (pages.index(self.page) if self.page in pages else 0) + (1 if forward else -1)
        return pages[at] if 0 <= at < len(pages) else None

    def ahead(self) -> PageKey | None:
        """The next page whose questions stand on widgets of their own; members of one section share theirs."""
        pages = self._sheet.pages()
        after = pages[pages.index(self.page) + 1 :] if self.page in pages else ()
        kinds = (PageKind.QUESTIONS, PageKind.MEMBER)
        here = (self.page.kind, self.page.section)
        return next((page for page in after if page.kind in kinds and (page.kind, page.section) != here), None)

    def states(self) -> list[QuestionState]:
        """All questions of the page."""
        return [self._sheet.state(path) for path in self._sheet.paths(self.page)]

    def questions(self) -> list[str]:
        """The questions of the page that can be answered now, in order."""
        return [one.path for one in self.states() if _takes_focus(one)]

    def first(self) -> str | None:
        """The first question of the page that waits for an answer, else the first of all."""
        asked = [one for one in self.states() if _takes_focus(one)]
        waiting = next((one.path for one in asked if not one.value), None)
        return waiting or (asked[0].path if asked else None)

    def last(self) -> str | None:
        """The last question of the page."""
        questions = self.questions()
        return questions[-1] if questions else None

    def next_open(self) -> str | None:
        """The next question with something open; after the last comes the first."""
        paths = self._sheet.open_paths()
        if not paths:
            return None
        at = paths.index(self.path) + 1 if self.path in paths else 0
        return paths[at % len(paths)]

    def last_member(self) -> PageKey | None:
        """The page of the member who was added last."""
        members = [page for page in self._sheet.pages() if page.kind is PageKind.MEMBER]
        return members[-1] if members else None


def _takes_focus(state: QuestionState) -> bool:
    return state.visible and state.keyed is not Keyed.READ and not state.readonly
