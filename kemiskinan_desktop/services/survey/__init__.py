"""The household questionnaire, from key to file."""

from kemiskinan_desktop.services.survey.opened import Opened
from kemiskinan_desktop.services.survey.service import SurveyService
from kemiskinan_desktop.services.survey.session import SurveySession
from kemiskinan_desktop.services.survey.values import (
    FieldPath,
    Finished,
    FinishProblem,
    IdentityFinding,
    NotYet,
    ProblemAt,
    Recorded,
    RecordRemoval,
    RecordWrite,
    Renewed,
    Save,
    Saved,
)

__all__ = [
    "FieldPath",
    "FinishProblem",
    "Finished",
    "IdentityFinding",
    "NotYet",
    "Opened",
    "ProblemAt",
    "RecordRemoval",
    "RecordWrite",
    "Recorded",
    "Renewed",
    "Save",
    "Saved",
    "SurveyService",
    "SurveySession",
]
