"""What the Musyawarah screens are given by the composition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.deliberations import DecisionChoices, SessionView
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.households import HouseholdDetail, SearchHit
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.deliberations.attending import Attendances
from kemiskinan_desktop.ui.deliberations.concluding import Minutes
from kemiskinan_desktop.ui.deliberations.discussing import Decisions
from kemiskinan_desktop.ui.deliberations.preparing import Preparations
from kemiskinan_desktop.ui.deliberations.sessions import Sessions
from kemiskinan_desktop.ui.kit.dialogs import Dialogs
from kemiskinan_domain.records import RecordId


class Meetings(Sessions, Preparations, Attendances, Decisions, Minutes, Protocol):
    """The deliberation service, as all steps together use it."""

    def open(self, session: RecordId) -> SessionView | None:
        """The session whole; None when it is gone."""

    def decision_choices(self, language: str = "id") -> DecisionChoices:
        """The lists of the decision form."""


class Families(Protocol):
    """What the meeting reads of families."""

    def detail(self, household: RecordId) -> HouseholdDetail | None:
        """Everything of one family."""

    def search(self, text: str, limit: int = 20) -> Sequence[SearchHit]:
        """Families by name or number."""


@dataclass(frozen=True, slots=True)
class Ports:
    """`lane` is the storage lane; `open_file` shows a saved PDF in the system's own reader."""

    lane: Work
    meetings: Meetings
    families: Families
    dialogs: Dialogs
    events: Events
    open_file: Callable[[Path], object]
    language: str = "id"
