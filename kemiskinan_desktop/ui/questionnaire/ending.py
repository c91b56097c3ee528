"""Finishing a questionnaire, and leaving it. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.services.survey import Finished, NotYet, SurveyService, SurveySession
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.questionnaire.saving import trouble_of
from kemiskinan_desktop.ui.questionnaire.states import CHECK, NewerForm, PageKey, SaveTrouble
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import Question
from kemiskinan_domain.survey.versions import FormDifference


class EndingView(Protocol):
    """What is told at the end."""

    def show_trouble(self, trouble: SaveTrouble | None) -> None:
        """Why it could not be written."""

    def show_finished(self, warnings: int) -> None:
        """The questionnaire is complete."""

    def show_refused_finish(self, problems: int) -> None:
        """So many things stand against it."""

    def show_newer_form(self, newer: NewerForm | None) -> None:
        """The district has a newer version of the form than this family began with; None: it has not."""


class Ending:
    """Completes on the storage lane; goes to the final check where that is refused."""

    def __init__(self, view: EndingView, lane: Work, go: Callable[[PageKey], None]) -> None:
        self._view = view
        self._lane = lane
        self._go = go

    def finish(self, session: SurveySession) -> None:
        """Complete, or show what stands against it."""
        self._lane.submit(session.finish, self._finished, self._not_finished)

    def look_for_newer(self, survey: SurveyService, session: SurveySession) -> None:
        """Say what a newer version of the form has different, where there is one."""

        def told(difference: FormDifference | None) -> None:
            language = session.entry.language
            self._view.show_newer_form(None if difference is None else _newer(difference, language))

        self._lane.submit(partial(survey.newer_form, session), told, self._not_settled)

    def take_newer(self, survey: SurveyService, household: RecordId, done: Callable[[], None]) -> None:
        """Move the family to the newest version, then open it again."""
        self._lane.submit(partial(survey.take_newer_form, household), lambda _moved: done(), self._not_finished)

    def settle(self, session: SurveySession) -> None:
        """The person leaves: write what the form judges of the family."""
        self._lane.submit(session.settle_marks, lambda _nothing: None, self._not_settled)

    def remember(self, preferences: PreferencesService, auto_advance: bool) -> None:
        """Keep the choice for the next questionnaire."""

        def keep() -> None:
            preferences.save(replace(preferences.load(), auto_advance=auto_advance))

        self._lane.submit(keep, lambda _nothing: None, self._not_settled)

    def _finished(self, answer: Finished | NotYet) -> None:
        if isinstance(answer, Finished):
            self._view.show_finished(answer.warnings)
            return
        self._go(CHECK)
        self._view.show_refused_finish(len(answer.problems))

    def _not_finished(self, fault: Exception) -> None:
        self._view.show_trouble(trouble_of(fault))
        if not isinstance(fault, StorageError | OSError):
            raise fault

    def _not_settled(self, fault: Exception) -> None:
        # Counts and habits are no answers: that they cannot be kept now is no reason to stop the person.
        if not isinstance(fault, StorageError | OSError):
            raise fault


def _newer(difference: FormDifference, language: str) -> NewerForm:
    def labels(questions: Iterable[Question]) -> tuple[str, ...]:
        return tuple(one.label(language) or one.name for one in questions if one.shown and not one.calculated)

    return NewerForm(
        difference.new_version,
        labels(difference.added),
        labels(difference.removed),
        labels(change.new for change in difference.changed),
    )
