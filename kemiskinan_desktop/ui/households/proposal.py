"""What the dialog *Tambah usulan* decides: what is missing, and who might be there already. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.households import (
    DuplicateHit,
    NewHousehold,
    ProposalFault,
    ProposalRefusal,
    SearchHit,
    SearchTarget,
)
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.identity import FamilyCardRefusal, folded_name, read_family_card
from kemiskinan_domain.records import RecordId


class Proposals(Protocol):
    """What the dialog asks of the household service."""

    def propose(self, new: NewHousehold) -> RecordId | ProposalRefusal:
        """Add the family."""

    def duplicates_of(self, number: str, excluding: RecordId | None = None) -> tuple[DuplicateHit, ...]:
        """Who else has that number."""

    def search(self, text: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Who is called like that."""


class ProposalView(Protocol):
    """What the presenter tells the dialog."""

    def show_number_fault(self, fault: FamilyCardRefusal | None) -> None:
        """Say why the number cannot be a No. KK; None takes it back."""

    def show_number_hits(self, hits: Sequence[DuplicateHit]) -> None:
        """Say which family has that number already; none takes it back."""

    def show_name_hits(self, hits: Sequence[SearchHit]) -> None:
        """Say who bears the same name; a hint only."""

    def show_faults(self, faults: Sequence[ProposalFault]) -> None:
        """Say at each field what is missing."""

    def show_busy(self, busy: bool) -> None:
        """While it is being saved, a second press does nothing."""

    def show_not_saved(self) -> None:
        """Say that the proposal could not be written and that what was typed still stands here."""

    def added(self, household: RecordId) -> None:
        """It stands in the list now."""


class ProposalPresenter:
    """Looks for the same family while the person still types, and adds the proposal in the end."""

    def __init__(self, view: ProposalView, lane: Work, proposals: Proposals) -> None:
        self._view = view
        self._lane = lane
        self._proposals = proposals
        self._number = ""
        self._name = ""

    def number_left(self, text: str) -> None:
        """The No. KK was typed, or taken back (empty)."""
        self._number = text.strip()
        self._view.show_number_hits(())
        if not self._number:
            self._view.show_number_fault(None)
            return
        read = read_family_card(self._number)
        if isinstance(read, FamilyCardRefusal):
            self._view.show_number_fault(read)
            return
        self._view.show_number_fault(None)
        job = partial(self._proposals.duplicates_of, read)
        self._lane.submit(job, partial(self._number_looked_up, self._number), self._on_failed)

    def name_left(self, text: str) -> None:
        """The name of the head was typed."""
        self._name = text.strip()
        self._view.show_name_hits(())
        if self._name:
            job = partial(self._proposals.search, self._name)
            self._lane.submit(job, partial(self._name_looked_up, self._name), self._on_failed)

    def submit(self, new: NewHousehold) -> None:
        """Add it."""
        self._view.show_busy(True)
        self._lane.submit(partial(self._proposals.propose, new), self._answered, self._on_not_saved)

    def _number_looked_up(self, number: str, hits: tuple[DuplicateHit, ...]) -> None:
        if number == self._number:
            self._view.show_number_hits(hits)

    def _name_looked_up(self, name: str, hits: tuple[SearchHit, ...]) -> None:
        if name == self._name:
            wanted = folded_name(name)
            people = [hit for hit in hits if hit.target is not SearchTarget.SESSION]
            self._view.show_name_hits([hit for hit in people if folded_name(hit.title) == wanted])

    def _answered(self, answer: RecordId | ProposalRefusal) -> None:
        self._view.show_busy(False)
        if isinstance(answer, ProposalRefusal):
            self._view.show_faults(answer.faults)
            self._view.show_number_hits(answer.hits)
        else:
            self._view.added(answer)

    def _on_not_saved(self, fault: Exception) -> None:
        self._view.show_busy(False)
        self._view.show_not_saved()
        self._on_failed(fault)

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, StorageError | OSError):
            raise fault
