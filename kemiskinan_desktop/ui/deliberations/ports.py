"""What the Musyawarah screens are given by the composition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.deliberations import CodeCheck, DecisionChoices, LegalBasis, SessionView
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.households import HouseholdDetail, NewHousehold, ProposalRefusal, SearchHit
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.deliberations.attaching import Attachments
from kemiskinan_desktop.ui.deliberations.attending import Attendances
from kemiskinan_desktop.ui.deliberations.concluding import Locks
from kemiskinan_desktop.ui.deliberations.contesting import Objections
from kemiskinan_desktop.ui.deliberations.discussing import Decisions
from kemiskinan_desktop.ui.deliberations.papering import Papers
from kemiskinan_desktop.ui.deliberations.preparing import Preparations
from kemiskinan_desktop.ui.deliberations.sessions import Sessions
from kemiskinan_desktop.ui.kit.dialogs import Dialogs
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.scoring import Assessment


class Meetings(Sessions, Preparations, Attendances, Decisions, Locks, Protocol):
    """The deliberation service, as all steps together use it."""

    def open(self, session: RecordId) -> SessionView | None:
        """The session whole; None when it is gone."""

    def decision_choices(self, language: str = "id") -> DecisionChoices:
        """The lists of the decision form."""

    def check_code(self, typed: str) -> CodeCheck:
        """Hold a code from paper against the data."""


class Families(Protocol):
    """What the meeting reads of families."""

    def detail(self, household: RecordId) -> HouseholdDetail | None:
        """Everything of one family."""

    def search(self, text: str, limit: int = 20) -> Sequence[SearchHit]:
        """Families by name or number."""

    def propose(self, new: NewHousehold) -> RecordId | ProposalRefusal:
        """A family that the village proposes."""


class Bases(Protocol):
    """Where legal bases are chosen from."""

    def choices(self, purpose: str) -> Sequence[LegalBasis]:
        """For a meeting about that list."""


@dataclass(frozen=True, slots=True)
class Ports:
    """`lane` is the storage lane; `open_file` shows a file in the system's own program, False where it has none."""

    lane: Work
    meetings: Meetings
    families: Families
    papers: Papers
    objections: Objections
    bases: Bases
    attachments: Attachments
    dialogs: Dialogs
    events: Events
    open_file: Callable[[Path], object]
    assess: Callable[[RecordId], Assessment] | None = None
    """Indicators with their basis; None where no criteria are there."""
    language: str = "id"
