"""Musyawarah Desa, as screens see it."""

from kemiskinan_desktop.services.deliberations.service import DeliberationService
from kemiskinan_desktop.services.deliberations.values import (
    AttendeeFields,
    AttendeeRow,
    Blocked,
    CandidateRow,
    CandidateRule,
    CandidateSelection,
    Choice,
    DecisionChoices,
    DecisionInput,
    DecisionSaved,
    EditRefusal,
    NewSession,
    Sealed,
    SessionFields,
    SessionRow,
    SessionView,
)

__all__ = [
    "AttendeeFields",
    "AttendeeRow",
    "Blocked",
    "CandidateRow",
    "CandidateRule",
    "CandidateSelection",
    "Choice",
    "DecisionChoices",
    "DecisionInput",
    "DecisionSaved",
    "DeliberationService",
    "EditRefusal",
    "NewSession",
    "Sealed",
    "SessionFields",
    "SessionRow",
    "SessionView",
]
