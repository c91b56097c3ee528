"""A proposal from the floor: a family to survey, put before the meeting at once. Knows no Qt."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.deliberations import EditRefusal
from kemiskinan_desktop.services.households import NewHousehold, ProposalFault, ProposalRefusal
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.records import RecordId


class Proposals(Protocol):
    """Takes the family in."""

    def propose(self, new: NewHousehold) -> RecordId | ProposalRefusal:
        """A family that the village proposes."""


class Lists(Protocol):
    """Puts it before the meeting."""

    def add_candidates(self, session: RecordId, wanted: list[RecordId]) -> int | EditRefusal:
        """Put families before the meeting."""


class FloorView(Protocol):
    """What the presenter tells the page."""

    def show_proposal_faults(self, faults: tuple[ProposalFault, ...]) -> None:
        """The proposal lacks something."""

    def show_proposed(self, household: RecordId) -> None:
        """The family stands in the list."""

    def show_refused(self, refusal: EditRefusal) -> None:
        """The meeting takes no family any more."""

    def show_unsaved(self) -> None:
        """The disk did not take it."""


class FloorPresenter:
    """Works on the storage lane."""

    def __init__(self, view: FloorView, lane: Work, proposals: Proposals, lists: Lists) -> None:
        self._view = view
        self._lane = lane
        self._proposals = proposals
        self._lists = lists

    def propose(self, session: RecordId, new: NewHousehold) -> None:
        """Somebody in the room named a family."""
        self._lane.submit(partial(self._take, session, new), self._taken, self._on_failed)

    def _take(self, session: RecordId, new: NewHousehold) -> RecordId | ProposalRefusal | EditRefusal:
        """On the lane."""
        household = self._proposals.propose(new)
        if isinstance(household, ProposalRefusal):
            return household
        added = self._lists.add_candidates(session, [household])
        return added if isinstance(added, EditRefusal) else household

    def _taken(self, outcome: RecordId | ProposalRefusal | EditRefusal) -> None:
        if isinstance(outcome, ProposalRefusal):
            self._view.show_proposal_faults(outcome.faults)
        elif isinstance(outcome, EditRefusal):
            self._view.show_refused(outcome)
        else:
            self._view.show_proposed(outcome)

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_unsaved()
