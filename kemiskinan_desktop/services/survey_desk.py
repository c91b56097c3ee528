"""Everything that the questionnaire's screen asks for, in one hand."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.services.attachments import AttachmentService
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.field_history import FieldHistory
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.services.remarks import RemarkService
from kemiskinan_desktop.services.survey import SurveyService
from kemiskinan_desktop.services.survey.double_entry import DoubleEntryService
from kemiskinan_desktop.services.survey.paradata import ParadataService
from kemiskinan_desktop.services.survey.printing import QuestionnairePrinter


@dataclass(frozen=True, slots=True)
class SurveyDesk:
    """Questionnaires with what stands beside them."""

    survey: SurveyService
    households: HouseholdService
    remarks: RemarkService
    history: FieldHistory
    attachments: AttachmentService
    preferences: PreferencesService
    printer: QuestionnairePrinter
    double_entry: DoubleEntryService
    paradata: ParadataService
    events: Events


def survey_desk(desk: Desk, shelf: FormShelf, preferences: PreferencesService) -> SurveyDesk:
    """Put together for one open file."""
    survey, remarks = SurveyService(desk, shelf), RemarkService(desk)
    return SurveyDesk(
        survey=survey,
        households=HouseholdService(desk),
        remarks=remarks,
        history=FieldHistory(desk),
        attachments=AttachmentService(desk),
        preferences=preferences,
        printer=QuestionnairePrinter(desk, shelf, survey, remarks),
        double_entry=DoubleEntryService(desk, survey),
        paradata=ParadataService(desk),
        events=desk.events,
    )
