"""What the questionnaire does: opens, moves between pages, takes answers, finishes. Knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from kemiskinan_desktop.services.households import HouseholdDetail, HouseholdService
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey import Finished, NotYet, Recorded, SurveyService, SurveySession
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.questionnaire.look_up import LookUp
from kemiskinan_desktop.ui.questionnaire.saving import Saver, trouble_of
from kemiskinan_desktop.ui.questionnaire.sheet import IDENTITY_FIELDS, Sheet
from kemiskinan_desktop.ui.questionnaire.showing import show_changed, show_page
from kemiskinan_desktop.ui.questionnaire.states import (
    CHECK,
    Header,
    Held,
    PageKey,
    PageKind,
)
from kemiskinan_desktop.ui.questionnaire.viewing import QuestionnaireView
from kemiskinan_desktop.ui.questionnaire.walking import Walk
from kemiskinan_domain.records import RecordId, ReviewState
from kemiskinan_domain.survey import Refusal

_HELD = {
    ReviewState.SUBMITTED: Held.SUBMITTED,
    ReviewState.UNDER_REVIEW: Held.UNDER_REVIEW,
    ReviewState.APPROVED: Held.APPROVED,
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a questionnaire is read from; `language` is the form's language to show."""

    survey: SurveyService
    households: HouseholdService
    language: str = ""


@dataclass(slots=True)
class _Open:
    """One open questionnaire."""

    session: SurveySession
    sheet: Sheet
    saver: Saver
    walk: Walk
    numbers: LookUp


class QuestionnairePresenter:
    """Answers go through the session at once and to the file by the lane; the screen repaints what changed."""

    def __init__(self, view: QuestionnaireView, lane: Work, sources: Sources) -> None:
        self._view = view
        self._lane = lane
        self._sources = sources
        self._wanted: RecordId | None = None
        self._open: _Open | None = None

    @property
    def sheet(self) -> Sheet | None:
        """Pages and questions as they stand; None before the questionnaire is open."""
        return None if self._open is None else self._open.sheet

    def pages(self) -> tuple[PageKey, ...]:
        """Every page in order; none before the questionnaire is open."""
        return () if self._open is None else self._open.sheet.pages()

    def value(self, path: str) -> str:
        """The answer at that question as the engine holds it."""
        return "" if self._open is None else self._open.sheet.state(path).value

    # Opening

    def start(self, household: RecordId) -> None:
        """Open the family's questionnaire where it was left."""
        self._wanted = household
        self._close()
        self._view.show_opening()
        self._lane.submit(
            partial(_read, self._sources, household), partial(self._opened, household), self._on_unreadable
        )

    def _opened(self, household: RecordId, read: tuple[SurveySession | None, HouseholdDetail | None]) -> None:
        session, detail = read
        if household != self._wanted:
            return
        if session is None or detail is None:
            self._view.show_gone()
            return
        sheet = Sheet(session, self._view.acknowledge_words())
        saver = Saver(self._view, self._lane, session.commit)
        numbers = LookUp(self._view, self._lane, session.duplicates)
        self._open = _Open(session, sheet, saver, Walk(sheet), numbers)
        row = detail.row
        held = _HELD.get(row.review, Held.NEWER_FORM) if session.read_only else None
        self._view.show_header(Header(row.head_name, row.dusun, row.rt, row.rw, row.desil, held))
        path = session.resume_path or sheet.first_unanswered()
        if path is None or sheet.page_of(path) is None:
            self.go(sheet.pages()[0] if path else CHECK)
        else:
            self.go_to(path)

    def _close(self) -> None:
        if self._open is not None:
            self._open.numbers.close()
            self._open = None

    def _on_unreadable(self, fault: Exception) -> None:
        self._view.show_unreadable()
        if not isinstance(fault, StorageError | OSError):
            raise fault

    # Moving

    def go(self, page: PageKey, *, at_end: bool = False) -> None:
        """Show that page; its first question that waits for an answer takes the focus, or its last one."""
        opened = self._open
        if opened is None:
            return
        opened.walk.turn_to(page)
        self._show_page()
        path = opened.walk.last() if at_end else opened.walk.first()
        if path is None:
            self._view.show_side(None)
        else:
            self._view.focus(path)

    def go_to(self, path: str) -> None:
        """Open a question wherever it stands."""
        opened = self._open
        page = None if opened is None else opened.sheet.page_of(path)
        if opened is None or page is None:
            return
        if page != opened.walk.page or opened.walk.path is None:
            opened.walk.turn_to(page)
            self._show_page()
        self._view.focus(path)

    def turn(self, forward: bool, *, at_end: bool = False) -> None:
        """The next or the previous page."""
        page = None if self._open is None else self._open.walk.beside(forward)
        if page is not None:
            self.go(page, at_end=at_end)

    def move(self, path: str, forward: bool) -> None:
        """The next or previous question; past the ends of the page, the page beside it."""
        opened = self._open
        questions = [] if opened is None else opened.walk.questions()
        if opened is None or path not in questions:
            return
        target = questions.index(path) + (1 if forward else -1)
        if 0 <= target < len(questions):
            self._view.focus(questions[target])
        else:
            self.turn(forward, at_end=not forward)

    def next_problem(self) -> None:
        """F7: the next question with something open, from the beginning again after the last."""
        if self._open is None:
            return
        path = self._open.walk.next_open()
        if path is None:
            self._view.tell_no_problem()
        else:
            self.go_to(path)

    def entered(self, path: str) -> None:
        """A question has the focus: remember the place, and say what is known about it."""
        opened = self._open
        if opened is None or path in ("", opened.walk.path):
            return
        opened.walk.path = path
        self._show_side()
        if not opened.session.read_only:
            opened.saver.remember_place(opened.session.left_at(path))

    # Answering

    def commit(self, path: str, raw: str) -> bool:
        """Record what was typed or chosen; true when the person may move on."""
        opened = self._open
        if opened is None or opened.session.read_only or not path:
            return True
        before = opened.sheet.state(path)
        if not before.visible or raw == before.value:
            return True
        answer = opened.session.answer(path, raw)
        if isinstance(answer, Refusal):
            self._view.show_refusal(path, answer.kind)
            return False
        self._took(answer, path)
        if opened.sheet.field(path) in IDENTITY_FIELDS:
            opened.numbers.ask(path)
        after = opened.sheet.state(path)
        return not any(problem.hard and problem not in before.problems for problem in after.problems)

    def give_reason(self, path: str, reason: str) -> None:
        """Why a warning is right as it stands; empty takes the reason back."""
        if self._open is not None:
            answer = self._open.session.give_reason(path, reason)
            if not isinstance(answer, Refusal):
                self._took(answer, path)

    def ask_reason(self) -> None:
        """F2: the reason for the warning at the present question."""
        opened = self._open
        if opened is None or opened.walk.path is None:
            return
        soft = [problem for problem in opened.sheet.state(opened.walk.path).problems if not problem.hard]
        if soft and not opened.session.read_only:
            self._view.ask_reason(opened.walk.path, soft[0])
        else:
            self._view.tell_no_warning()

    def undo(self) -> None:
        """Ctrl+Z: back to before the last answer of this sitting, and to its place."""
        opened = self._open
        if opened is None or opened.session.read_only:
            return
        answer = opened.session.undo()
        if answer is None:
            self._view.tell_nothing_to_undo()
            return
        place = answer.save.resume_path
        self._took(answer, place or "")
        if place is not None:
            self.go_to(place)

    def add_member(self) -> None:
        """One more member; the first question of its page takes the focus."""
        opened = self._open
        if opened is None or opened.session.read_only:
            return
        self._took(opened.session.add_member(), "")
        page = opened.walk.last_member()
        if page is not None:
            self.go(page)

    def remove_member(self, index: int, why: str) -> None:
        """Take a member out and show the table."""
        opened = self._open
        if opened is None or opened.session.read_only:
            return
        section = opened.walk.page.section
        self._took(opened.session.remove_member(index, why), "")
        self.go(PageKey(PageKind.MEMBERS, section))

    def retry(self) -> None:
        """Coba simpan lagi."""
        if self._open is not None:
            self._open.saver.retry()

    def finish(self) -> None:
        """Ctrl+Enter: complete, or show what stands against it."""
        opened = self._open
        if opened is None or opened.session.read_only:
            return
        self._lane.submit(opened.session.finish, self._finished, self._on_not_finished)

    def _finished(self, answer: Finished | NotYet) -> None:
        if isinstance(answer, Finished):
            self._view.show_finished(answer.warnings)
            return
        self.go(CHECK)
        self._view.show_refused_finish(len(answer.problems))

    def _on_not_finished(self, fault: Exception) -> None:
        self._view.show_trouble(trouble_of(fault))
        if not isinstance(fault, StorageError | OSError):
            raise fault

    def _took(self, answer: Recorded, path: str) -> None:
        opened = self._open
        assert opened is not None
        opened.saver.save(answer.save, path)
        if answer.structure:
            opened.numbers.forget()
            self._show_page()
            return
        show_changed(self._view, opened.sheet, opened.walk, answer.changed)
        self._show_side()

    # Showing

    def _show_page(self) -> None:
        opened = self._open
        assert opened is not None
        show_page(self._view, opened.sheet, opened.walk)
        opened.numbers.show_again()

    def _show_side(self) -> None:
        opened = self._open
        if opened is not None and opened.walk.path is not None:
            self._view.show_side(opened.sheet.side(opened.walk.path))


def _read(sources: Sources, household: RecordId) -> tuple[SurveySession | None, HouseholdDetail | None]:
    return sources.survey.open(household, sources.language), sources.households.detail(household)
