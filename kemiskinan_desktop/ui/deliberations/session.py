"""One meeting in front: keeps what is known of it, and gives it to its five steps. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.deliberations import EditRefusal, SessionView
from kemiskinan_desktop.services.events import DeliberationsChanged
from kemiskinan_desktop.services.lanes import Ticket, Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.records import RecordId


class Step(Enum):
    """The steps of a meeting, in their order."""

    PREPARATION = "persiapan"
    ATTENDANCE = "kehadiran"
    DISCUSSION = "pembahasan"
    RESULT = "hasil"
    BOARD = "pengumuman"


class SessionScreen(Protocol):
    """What the presenter tells the page of one meeting."""

    def show_session(self, session: SessionView) -> None:
        """Give the meeting to every step."""

    def show_step(self, step: Step) -> None:
        """Bring that step to the front."""

    def show_gone(self) -> None:
        """Say that the meeting does not exist any more, and go back to the list."""

    def show_refused(self, refusal: EditRefusal) -> None:
        """Say why an edit was not taken."""

    def show_unsaved(self) -> None:
        """Say that something could not be written."""

    def show_saved(self) -> None:
        """Say quietly that it is written."""

    def show_added(self, count: int) -> None:
        """Say how many families were put before the meeting."""


class SessionPresenter:
    """Reads the meeting whole; a step that wrote something has it read again, except the quick Pembahasan."""

    def __init__(self, view: SessionScreen, lane: Work, read: Callable[[RecordId], SessionView | None]) -> None:
        self._view = view
        self._lane = lane
        self._read = read
        self._reading: Ticket | None = None
        self._stale = False
        self._step = Step.PREPARATION
        self.current: SessionView | None = None
        self.id: RecordId | None = None

    def open(self, session: RecordId, step: Step | None = None) -> None:
        """Go into a meeting; a locked one opens with its result."""
        self.id, self.current, self._stale = session, None, False
        self._load(partial(self._first_shown, step))

    def close(self) -> None:
        """Back to the list; an answer that is still on its way is dropped."""
        self.id, self.current = None, None

    def choose(self, step: Step) -> None:
        """The person went to a step; what Pembahasan wrote is read again for the others."""
        self._step = step
        self._view.show_step(step)
        if self._stale:
            self.reload()

    def reload(self) -> None:
        """Read the meeting again; several wishes at once are one reading."""
        self._stale = False
        self._load(self._shown)

    def decided(self) -> None:
        """Pembahasan wrote a decision and shows it itself."""
        self._stale = True

    def write(self, job: Callable[[], object]) -> None:
        """Do an edit on the lane and show what came of it."""
        self._lane.submit(job, self._written, self._on_unsaved)

    def on_changed(self, event: DeliberationsChanged) -> None:
        """The meeting changed, perhaps by what another laptop sent; Pembahasan waits with it."""
        if self.id is None or (event.ids is not None and self.id not in event.ids):
            return
        if self._step is Step.DISCUSSION:
            self._stale = True
        else:
            self.reload()

    def _load(self, done: Callable[[SessionView | None], None]) -> None:
        if self._reading is not None:
            self._reading.cancel()
        if self.id is not None:
            self._reading = self._lane.submit(partial(self._read, self.id), done, self._on_unsaved)

    def _first_shown(self, step: Step | None, session: SessionView | None) -> None:
        self._shown(session)
        if session is not None and session.id == self.id:
            self.choose(step or (Step.RESULT if session.locked else _fitting_step(session)))

    def _shown(self, session: SessionView | None) -> None:
        if session is None:
            self._view.show_gone()
        elif session.id == self.id:
            self.current = session
            self._view.show_session(session)

    def _written(self, outcome: object) -> None:
        if isinstance(outcome, EditRefusal):
            self._view.show_refused(outcome)
        elif isinstance(outcome, int):
            self._view.show_added(outcome)
        else:
            self._view.show_saved()
        self.reload()

    def _on_unsaved(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_unsaved()


def _fitting_step(session: SessionView) -> Step:
    """Where the secretary left off: at the decisions once some are there, at the beginning otherwise."""
    begun = any(row.decision.presence or row.decision.decision for row in session.candidates)
    return Step.DISCUSSION if begun else Step.PREPARATION
