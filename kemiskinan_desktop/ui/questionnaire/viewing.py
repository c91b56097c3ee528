"""What the presenter tells the questionnaire's screen; a test's stand-in remembers it. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from kemiskinan_desktop.services.attachments import AttachmentRefusal
from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.services.remarks import RemarkRefusal
from kemiskinan_desktop.ui.questionnaire.saving import SavingView
from kemiskinan_desktop.ui.questionnaire.states import (
    CheckLine,
    Header,
    MemberState,
    NewerForm,
    PageKey,
    PageLine,
    PastLine,
    ProblemState,
    QuestionState,
    SideState,
)
from kemiskinan_domain.survey import RefusalKind


class PagesView(Protocol):
    """Opening, and what stands in the middle."""

    def show_opening(self) -> None:
        """The questionnaire is being read."""

    def show_gone(self) -> None:
        """The family is no longer there."""

    def show_unreadable(self) -> None:
        """The file did not answer."""

    def show_header(self, header: Header) -> None:
        """Whose questionnaire it is, and whether it may be changed."""

    def show_pages(self, lines: Sequence[PageLine], current: PageKey) -> None:
        """The list at the left."""

    def show_questions(self, page: PageKey, title: str, states: Sequence[QuestionState]) -> None:
        """A page of questions."""

    def prepare(self, page: PageKey, states: Sequence[QuestionState]) -> None:
        """That page may come next: make its widgets when nothing else is to be done."""

    def show_members(
        self, page: PageKey, title: str, members: Sequence[MemberState], states: Sequence[QuestionState]
    ) -> None:
        """The table of members."""

    def show_check(self, lines: Sequence[CheckLine], kept: Sequence[tuple[str, str]] = ()) -> None:
        """The final check; `kept` are answers that this form has no question for."""


class FieldsView(Protocol):
    """What happens at one question."""

    def update_questions(self, states: Sequence[QuestionState]) -> None:
        """Repaint only these."""

    def focus(self, path: str) -> None:
        """Go to that question."""

    def show_side(self, side: SideState | None) -> None:
        """What is known about the question that has the focus."""

    def taken_keys(self) -> int:
        """How many keys were pressed at answers since this was last asked."""

    def show_refusal(self, path: str, kind: RefusalKind) -> None:
        """Say at the field why nothing was recorded; what was typed stays."""

    def show_duplicates(self, path: str, hits: Sequence[DuplicateHit]) -> None:
        """Say who else has that number."""

    def typing_at(self) -> str | None:
        """The question at which something is typed that is not handed over yet."""

    def show_met(self, path: str, words: str) -> None:
        """Another value arrived at the question that is being typed at: say so, overwrite nothing."""

    def show_past(self, past: Sequence[PastLine]) -> None:
        """What stood at the question that has the focus before."""

    def ask_remark(self, path: str) -> None:
        """Ask for a remark on that question."""

    def ask_file(self, path: str) -> None:
        """Ask for a photo or paper."""

    def ask_position(self, path: str, label: str, answer: str) -> None:
        """Ask whether a photo's place answers that question."""

    def ask_reason(self, path: str, problem: ProblemState) -> None:
        """Ask why the warning is right as it stands."""

    def acknowledge_words(self) -> str:
        """What stands beside the box of an acknowledgement."""


class NotesView(Protocol):
    """Short answers to a key."""

    def tell_no_problem(self) -> None:
        """F7 found nothing open."""

    def tell_no_warning(self) -> None:
        """F2, where there is no warning."""

    def tell_nothing_to_undo(self) -> None:
        """Ctrl+Z at the beginning."""

    def tell_nothing_to_redo(self) -> None:
        """Ctrl+Y with nothing undone."""

    def tell_remark_refused(self, why: RemarkRefusal) -> None:
        """The remark was not written."""

    def tell_remark_failed(self) -> None:
        """The file did not take the remark."""

    def tell_arrived(self, labels: Sequence[str]) -> None:
        """These questions have other answers now, from elsewhere."""

    def tell_file_refused(self, path: str, why: AttachmentRefusal | None) -> None:
        """The photo or paper was not taken; None: it could not be read or kept."""

    def show_newer_form(self, newer: NewerForm | None) -> None:
        """The district has a newer version of the form; None: it has not."""

    def show_finished(self, warnings: int) -> None:
        """The questionnaire is complete."""

    def show_refused_finish(self, problems: int) -> None:
        """So many things stand against it."""


class QuestionnaireView(PagesView, FieldsView, NotesView, SavingView, Protocol):
    """The whole screen."""
