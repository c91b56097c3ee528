"""The list of meetings: loads it, begins a new one, opens one. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.deliberations import (
    CandidateRule,
    CandidateSelection,
    EditRefusal,
    NewSession,
    SessionRow,
)
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.records import RecordId


class Sessions(Protocol):
    """What the list asks of the deliberation service."""

    def list(self) -> tuple[SessionRow, ...]:
        """All sessions, the latest first."""

    def create(self, new: NewSession) -> RecordId:
        """Begin a session."""

    def add_candidates(self, session: RecordId, wanted: CandidateSelection | Sequence[RecordId]) -> int | EditRefusal:
        """Put families before the meeting."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the dialog *Musyawarah baru* was filled in with; an empty selection is chosen later."""

    fields: NewSession
    candidates: tuple[CandidateSelection, ...] = ()


class SessionsView(Protocol):
    """What the presenter tells the list."""

    def show_sessions(self, rows: Sequence[SessionRow]) -> None:
        """Show these meetings."""

    def show_unreadable(self) -> None:
        """Say that the list could not be read."""

    def show_not_begun(self) -> None:
        """Say that the new meeting could not be written."""

    def open_session(self, session: RecordId) -> None:
        """Go into that meeting."""


class SessionsPresenter:
    """Reads and begins on the storage lane."""

    def __init__(self, view: SessionsView, lane: Work, sessions: Sessions) -> None:
        self._view = view
        self._lane = lane
        self._sessions = sessions

    def start(self) -> None:
        """The list is in front, or something in it changed."""
        self._lane.submit(self._sessions.list, self._view.show_sessions, self._on_unreadable)

    def begin(self, beginning: Beginning) -> None:
        """Begin a meeting with its first candidates and go into it."""
        self._lane.submit(partial(self._begun, beginning), self._view.open_session, self._on_not_begun)

    def _begun(self, beginning: Beginning) -> RecordId:
        session = self._sessions.create(beginning.fields)
        for selection in beginning.candidates:
            self._sessions.add_candidates(session, selection)
        return session

    def _on_unreadable(self, fault: Exception) -> None:
        _only_the_world(fault)
        self._view.show_unreadable()

    def _on_not_begun(self, fault: Exception) -> None:
        _only_the_world(fault)
        self._view.show_not_begun()


def selection_up_to(desil: int | None, *, proposed: bool) -> tuple[CandidateSelection, ...]:
    """Families of the pre-list up to that decile (None: no such rule), and proposals when wanted."""
    chosen: list[CandidateSelection] = []
    if desil is not None:
        chosen.append(CandidateSelection(CandidateRule.ALL_PRELIST, frozenset(range(1, desil + 1))))
    if proposed:
        chosen.append(CandidateSelection(CandidateRule.PROPOSED))
    return tuple(chosen)


def _only_the_world(fault: Exception) -> None:
    if not isinstance(fault, OSError | StorageError):
        raise fault
