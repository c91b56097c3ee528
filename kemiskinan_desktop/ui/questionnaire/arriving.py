"""What an exchange brings while a questionnaire is open: shown at once, never over what is being typed. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey import Opened, Renewed, SurveyService, SurveySession
from kemiskinan_desktop.storage.errors import StorageError


class Arrivals:
    """Looks at the file when somebody else may have changed the family."""

    def __init__(
        self,
        lane: Work,
        survey: SurveyService,
        session: SurveySession,
        standing: Callable[[], tuple[str | None, str | None]],
        renewed: Callable[[Renewed], None],
    ) -> None:
        self._lane = lane
        self._survey = survey
        self._session = session
        self._standing = standing
        self._renewed = renewed
        self._again = False
        self._closed = False

    def close(self) -> None:
        """Another questionnaire is open."""
        self._closed = True

    def on_changed(self, event: HouseholdsChanged) -> None:
        """Families changed; own saves are known already."""
        concerned = event.ids is None or self._session.household in event.ids
        if not self._closed and concerned and not self._session.owns(event):
            self.look()

    def look(self) -> None:
        """Compare what is on screen with the file."""
        language = self._session.entry.language
        self._lane.submit(partial(self._survey.news, self._session, language), self._arrived, self._failed)

    def settled(self) -> None:
        """Every answer is in the file: what had to wait for that is looked at now."""
        if self._again:
            self._again = False
            self.look()

    def _arrived(self, opened: Opened | None) -> None:
        if opened is None or self._closed:
            return
        at, typing = self._standing()
        renewed = self._session.renew(opened, at, typing)
        if renewed is None:
            self._again = True
        else:
            self._renewed(renewed)

    def _failed(self, fault: Exception) -> None:
        # What is on screen stays right for the changes it makes: each carries the value that was seen.
        if not isinstance(fault, StorageError | OSError):
            raise fault
