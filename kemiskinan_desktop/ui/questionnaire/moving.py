"""Where a person goes in an open questionnaire, and what is shown there. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kemiskinan_desktop.services.attachments import AttachmentRefusal, PhotoPosition
from kemiskinan_desktop.services.field_history import PastValue
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.remarks import RemarkRefusal
from kemiskinan_desktop.services.survey import Renewed
from kemiskinan_desktop.ui.questionnaire.noting import raw_text
from kemiskinan_desktop.ui.questionnaire.opening import OpenForm, Sources
from kemiskinan_desktop.ui.questionnaire.sheet import Sheet
from kemiskinan_desktop.ui.questionnaire.showing import labels_of, show_page, show_renewed
from kemiskinan_desktop.ui.questionnaire.states import Keyed, PageKey, PastLine
from kemiskinan_desktop.ui.questionnaire.viewing import QuestionnaireView
from kemiskinan_desktop.ui.questionnaire.walking import Walk
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.records import FieldValue


class OpenPages:
    """The pages of the questionnaire that is open; nothing here changes an answer."""

    def __init__(self, view: QuestionnaireView, lane: Work, sources: Sources) -> None:
        self._view = view
        self._lane = lane
        self._sources = sources
        self._open: OpenForm | None = None

    @property
    def sheet(self) -> Sheet | None:
        """Pages and questions as they stand; None before the questionnaire is open."""
        return None if self._open is None else self._open.sheet

    @property
    def today(self) -> date:
        """The day on which the questionnaire was opened, in the village."""
        assert self._open is not None
        return village_day(self._open.session.entry.world.now)

    def pages(self) -> tuple[PageKey, ...]:
        """Every page in order; none before the questionnaire is open."""
        return () if self._open is None else self._open.sheet.pages()

    def value(self, path: str) -> str:
        """The answer at that question as the engine holds it."""
        return "" if self._open is None else self._open.sheet.state(path).value

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

    def look_ahead(self) -> None:
        """Let the screen make what the next page needs, while the person is busy with this one."""
        opened = self._open
        page = None if opened is None else opened.walk.ahead()
        if opened is not None and page is not None:
            self._view.prepare(page, [opened.sheet.state(path) for path in opened.sheet.paths(page)])

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
        opened.timing.enter(opened.walk.page.section)
        self._show_side()
        if not opened.session.read_only:
            opened.saver.remember_place(opened.session.left_at(path))
        opened.notes.ask_history(path)

    # Showing

    def show_remarked(self) -> None:
        """Remarks came or were settled."""
        opened = self._open
        if opened is not None:
            self._view.show_pages(opened.sheet.lines(), opened.walk.page)
            self._view.update_questions(opened.walk.states())
            self._show_side()
            self._go_to_what_was_asked(opened)

    def show_filed(self) -> None:
        """Files came or went."""
        if self._open is not None:
            self._view.update_questions(self._open.walk.states())

    def _go_to_what_was_asked(self, opened: OpenForm) -> None:
        """A family that the district returned opens at the first question that it remarked on."""
        asked = [path for path in opened.notes.open_paths() if opened.sheet.page_of(path) is not None]
        if opened.returned and asked:
            opened.returned = False
            self.go_to(asked[0])

    def tell_file_refused(self, path: str, why: AttachmentRefusal | None) -> None:
        """The file was not taken."""
        self._view.tell_file_refused(path, why)

    def offer_position(self, path: str, position: PhotoPosition) -> None:
        """The photo tells where it was made: offer it for the first place that is asked and not answered."""
        opened = self._open
        if opened is None:
            return
        for page in opened.sheet.pages():
            for asked in opened.sheet.paths(page):
                state = opened.sheet.state(asked)
                if state.keyed is Keyed.PLACE and state.visible and not state.readonly and not state.value:
                    self._view.ask_position(asked, state.label, position.answer)
                    return

    def tell_remark_refused(self, why: RemarkRefusal) -> None:
        """The remark was not written."""
        self._view.tell_remark_refused(why)

    def tell_remark_failed(self) -> None:
        """The file did not take the remark."""
        self._view.tell_remark_failed()

    def show_history(self, path: str, past: Sequence[PastValue]) -> None:
        """What stood at that question before, if the person is still there."""
        opened = self._open
        if opened is None or opened.walk.path != path:
            return
        state = opened.sheet.state(path)

        def words(value: FieldValue) -> str:
            return opened.sheet.words(state, raw_text(value))

        self._view.show_past([PastLine(one.past, words(one.before), words(one.after), one.by, one.at) for one in past])

    def _show_page(self) -> None:
        opened = self._open
        assert opened is not None
        show_page(self._view, opened.sheet, opened.walk)
        opened.numbers.show_again()

    def _show_side(self) -> None:
        opened = self._open
        if opened is not None and opened.walk.path is not None:
            self._view.show_side(opened.sheet.side(opened.walk.path))

    # What came from elsewhere

    def _standing(self) -> tuple[str | None, str | None]:
        """Where the person is, and the question that is being typed at."""
        return (None if self._open is None else self._open.walk.path), self._view.typing_at()

    def _renewed(self, renewed: Renewed) -> None:
        """The family was read again: show what differs, and leave alone what is being typed."""
        opened = self._open
        if opened is None:
            return
        before, page = opened.sheet.pages(), opened.walk.page
        opened.sheet = Sheet(opened.session, self._view.acknowledge_words(), opened.notes, opened.files)
        opened.walk = Walk(opened.sheet, page, renewed.at)
        opened.numbers.forget()
        if page not in opened.sheet.pages():
            self.go(opened.sheet.pages()[0])
        else:
            show_renewed(self._view, opened.sheet, opened.walk, same_pages=before == opened.sheet.pages())
        self._view.tell_arrived(labels_of(opened.sheet, renewed.changed))
        if renewed.arrived is not None and renewed.at is not None:
            opened.walk.met = renewed.at
            state = opened.sheet.state(renewed.at)
            self._view.show_met(renewed.at, opened.sheet.words(state, renewed.arrived))
