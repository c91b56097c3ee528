"""Musyawarah Desa, as screens see it."""

from kemiskinan_desktop.services.deliberations.legal_bases import LegalBases, LegalBasis
from kemiskinan_desktop.services.deliberations.objecting import ObjectionRefused, ObjectionRow, ObjectionService
from kemiskinan_desktop.services.deliberations.papers import MeetingPapers
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
    Reference,
    Sealed,
    SessionFields,
    SessionRow,
    SessionView,
)
from kemiskinan_desktop.services.deliberations.verifying import CodeCheck, CodeVerdict

__all__ = [
    "AttendeeFields",
    "AttendeeRow",
    "Blocked",
    "CandidateRow",
    "CandidateRule",
    "CandidateSelection",
    "Choice",
    "CodeCheck",
    "CodeVerdict",
    "DecisionChoices",
    "DecisionInput",
    "DecisionSaved",
    "DeliberationService",
    "EditRefusal",
    "LegalBases",
    "LegalBasis",
    "MeetingPapers",
    "NewSession",
    "ObjectionRefused",
    "ObjectionRow",
    "ObjectionService",
    "Reference",
    "Sealed",
    "SessionFields",
    "SessionRow",
    "SessionView",
]
