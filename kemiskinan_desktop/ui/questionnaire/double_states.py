"""What the screen of the double entry shows, as plain values, and what it is told. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from kemiskinan_desktop.services.survey.double_entry import DoubleEntryTrouble
from kemiskinan_desktop.ui.questionnaire.saving import SavingView
from kemiskinan_desktop.ui.questionnaire.states import QuestionState
from kemiskinan_domain.survey import RefusalKind


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One question at which the entries differ, both values in words; `where` is the member or the section."""

    path: str
    where: str
    label: str
    first: str
    second: str
    takes_second: bool = True
    """Whether the second value can become the answer; a number of members is mended in the questionnaire."""


@dataclass(frozen=True, slots=True)
class DoubleHeader:
    """Whose family it is, in words that give no first answer away; `own`: the first answers are the person's own."""

    name: str
    """With only the first letters."""
    dusun: str
    own: bool


class DoubleEntryView(SavingView, Protocol):
    """The whole screen."""

    def show_opening(self) -> None:
        """The family is being read."""

    def show_unreadable(self) -> None:
        """The file did not answer."""

    def show_cannot(self, why: DoubleEntryTrouble) -> None:
        """The family cannot be keyed again now."""

    def show_header(self, header: DoubleHeader) -> None:
        """Whose family it is."""

    def show_keying(self, states: Sequence[QuestionState]) -> None:
        """The questions to key."""

    def update_question(self, state: QuestionState) -> None:
        """Repaint that one."""

    def show_progress(self, keyed: int, asked: int) -> None:
        """How far it is."""

    def focus(self, path: str) -> None:
        """Go to that question."""

    def show_refusal(self, path: str, kind: RefusalKind) -> None:
        """Say at the field why nothing was kept."""

    def tell_missing(self, count: int) -> None:
        """So many questions are not keyed yet."""

    def show_differences(self, lines: Sequence[DifferenceLine], compared: int) -> None:
        """Where the entries differ, of so many questions."""

    def show_ended(self, *, complete: bool) -> None:
        """The outcome is kept; `complete`: the questionnaire needs nobody any more."""

    def commit_current(self) -> None:
        """Hand over what is being typed."""

    def acknowledge_words(self) -> str:
        """What stands beside the box of an acknowledgement."""

    def member_words(self, number: int) -> str:
        """The heading over the questions of a member, from 1."""

    def count_words(self) -> str:
        """The question for the number of members."""
