"""Adding a proposal: who might be there already, and what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from kemiskinan_desktop.services.households import DuplicateHit, NewHousehold, ProposalFault, SearchHit
from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_desktop.ui.households.proposal import ProposalPresenter
from kemiskinan_domain.identity import FamilyCardRefusal
from kemiskinan_domain.records import RecordId
from tests.desktop.ui.fakes import NowLane
from tests.desktop.ui.households.village import FakeFamilies, row


class ToldDialog:
    """Remembers what the presenter told."""

    def __init__(self) -> None:
        self.fault: FamilyCardRefusal | None = None
        self.number_hits: Sequence[DuplicateHit] = ()
        self.name_hits: Sequence[SearchHit] = ()
        self.faults: Sequence[ProposalFault] = ()
        self.busy = False
        self.not_saved = False
        self.new: RecordId | None = None

    def show_number_fault(self, fault: FamilyCardRefusal | None) -> None:
        self.fault = fault

    def show_number_hits(self, hits: Sequence[DuplicateHit]) -> None:
        self.number_hits = hits

    def show_name_hits(self, hits: Sequence[SearchHit]) -> None:
        self.name_hits = hits

    def show_faults(self, faults: Sequence[ProposalFault]) -> None:
        self.faults = faults

    def show_busy(self, busy: bool) -> None:
        self.busy = busy

    def show_not_saved(self) -> None:
        self.not_saved = True

    def added(self, household: RecordId) -> None:
        self.new = household


KNOWN = FakeFamilies((row(1, head_name="Asep Suherman", no_kk="3203011108210004"),))


def test_a_number_that_cannot_be_a_card_is_said_before_anybody_is_looked_up() -> None:
    dialog = ToldDialog()

    ProposalPresenter(dialog, NowLane(), KNOWN).number_left("32030111082100")

    assert dialog.fault is FamilyCardRefusal.WRONG_LENGTH
    assert dialog.number_hits == ()


def test_a_card_that_is_known_names_the_family() -> None:
    dialog = ToldDialog()

    ProposalPresenter(dialog, NowLane(), KNOWN).number_left("320301 110821 0004")

    assert [hit.head_name for hit in dialog.number_hits] == ["Asep Suherman"]


def test_the_same_name_is_a_hint_and_part_of_a_name_is_none() -> None:
    whole, part = ToldDialog(), ToldDialog()

    ProposalPresenter(whole, NowLane(), KNOWN).name_left("ASEP SUHERMAN")
    ProposalPresenter(part, NowLane(), KNOWN).name_left("Asep")

    assert [hit.title for hit in whole.name_hits] == ["Asep Suherman"]
    assert part.name_hits == []


def test_a_look_up_of_what_was_typed_before_is_dropped() -> None:
    dialog = ToldDialog()
    lane = NowLane(held=True)
    presenter = ProposalPresenter(dialog, lane, KNOWN)

    presenter.number_left("3203011108210004")
    presenter.number_left("")
    lane.release()

    assert dialog.number_hits == ()


def test_what_is_missing_is_said_and_nothing_is_added() -> None:
    dialog = ToldDialog()

    ProposalPresenter(dialog, NowLane(), FakeFamilies()).submit(NewHousehold(""))

    assert dialog.faults == (ProposalFault.NAME_MISSING,)
    assert dialog.new is None


def test_a_full_disk_keeps_the_dialog_and_says_so() -> None:
    dialog = ToldDialog()

    ProposalPresenter(dialog, NowLane(), FakeFamilies(fault=DiskFullError())).submit(NewHousehold("Siti"))

    assert dialog.not_saved
    assert not dialog.busy
