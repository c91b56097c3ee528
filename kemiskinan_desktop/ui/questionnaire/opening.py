"""What belongs to one open questionnaire, and how it is read. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kemiskinan_desktop.services.households import HouseholdDetail
from kemiskinan_desktop.services.survey import SurveySession
from kemiskinan_desktop.services.survey_desk import SurveyDesk
from kemiskinan_desktop.ui.questionnaire.arriving import Arrivals
from kemiskinan_desktop.ui.questionnaire.attaching import Files
from kemiskinan_desktop.ui.questionnaire.look_up import LookUp
from kemiskinan_desktop.ui.questionnaire.noting import Notes
from kemiskinan_desktop.ui.questionnaire.saving import Saver
from kemiskinan_desktop.ui.questionnaire.sheet import Sheet
from kemiskinan_desktop.ui.questionnaire.states import Header, Held
from kemiskinan_desktop.ui.questionnaire.timing import Timing
from kemiskinan_desktop.ui.questionnaire.walking import Walk
from kemiskinan_domain.records import RecordId, ReviewState

_HELD = {
    ReviewState.SUBMITTED: Held.SUBMITTED,
    ReviewState.UNDER_REVIEW: Held.UNDER_REVIEW,
    ReviewState.APPROVED: Held.APPROVED,
}


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a questionnaire is read from; `language` is the form's language to show."""

    desk: SurveyDesk
    language: str = ""
    open_file: Callable[[Path], object] = bool
    """Shows a file in the system's own program; nothing by itself."""


@dataclass(slots=True)
class OpenForm:
    """One open questionnaire."""

    session: SurveySession
    sheet: Sheet
    saver: Saver
    walk: Walk
    numbers: LookUp
    notes: Notes
    arrivals: Arrivals
    files: Files
    timing: Timing
    returned: bool = False
    """The district sent it back and the person has not been brought to what it asks yet."""

    def close(self) -> None:
        """Another one is opened: nothing that comes late may be shown."""
        self.timing.leave()
        for part in (self.numbers, self.notes, self.arrivals, self.files):
            part.close()


def read_family(sources: Sources, household: RecordId) -> tuple[SurveySession | None, HouseholdDetail | None]:
    """The session and what the header says (lane: storage)."""
    desk = sources.desk
    return desk.survey.open(household, sources.language), desk.households.detail(household)


def header_of(session: SurveySession, detail: HouseholdDetail) -> Header:
    """Whose questionnaire it is, and whether it may be changed."""
    row = detail.row
    held = _HELD.get(row.review, Held.NEWER_FORM) if session.read_only else None
    return Header(row.head_name, row.dusun, row.rt, row.rw, row.desil, held)
