"""Asks for a family that somebody in the room proposes, and hands it to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations import EditRefusal
from kemiskinan_desktop.services.households import ProposalFault
from kemiskinan_desktop.ui.deliberations.floor import FloorPresenter
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.proposal_dialog import ProposalDialog
from kemiskinan_domain.records import RecordId

if TYPE_CHECKING:
    from kemiskinan_desktop.ui.deliberations.view import DeliberationsPage


class FloorProposals:
    """One dialog at a time, over the page of the meeting."""

    def __init__(self, page: DeliberationsPage, ports: Ports) -> None:
        self._page = page
        self._dialog: ProposalDialog | None = None
        self._presenter = FloorPresenter(self, ports.lane, ports.families, ports.meetings)

    def ask(self, session: RecordId) -> None:
        """Open the dialog."""
        made = ProposalDialog(self._page, lambda new: self._presenter.propose(session, new))
        made.finished.connect(self._on_closed)
        self._dialog = made
        made.open()

    def show_proposal_faults(self, faults: tuple[ProposalFault, ...]) -> None:
        """The proposal lacks something."""
        if self._dialog is not None:
            self._dialog.show_faults(faults)

    def show_proposed(self, household: RecordId) -> None:
        """The family stands in the list."""
        if self._dialog is not None:
            self._dialog.accept()
        self._page.show_proposed(household)

    def show_refused(self, refusal: EditRefusal) -> None:
        """The meeting takes no family any more."""
        self._page.show_refused(refusal)

    def show_unsaved(self) -> None:
        """The disk did not take it."""
        self._page.show_unsaved()

    def _on_closed(self, _code: int) -> None:
        self._dialog = None
        self._page.discussion.focus_keys()
