"""The village's families as screens see them."""

from kemiskinan_desktop.services.households.service import HouseholdService
from kemiskinan_desktop.services.households.values import (
    ConflictMark,
    DecisionPast,
    DuplicateHit,
    HouseholdChip,
    HouseholdCounts,
    HouseholdDetail,
    HouseholdFilter,
    HouseholdRow,
    MemberRow,
    NewHousehold,
    PrelistEntry,
    ProposalFault,
    ProposalRefusal,
    RemarkView,
    SearchHit,
    SearchTarget,
    SendState,
)

__all__ = [
    "ConflictMark",
    "DecisionPast",
    "DuplicateHit",
    "HouseholdChip",
    "HouseholdCounts",
    "HouseholdDetail",
    "HouseholdFilter",
    "HouseholdRow",
    "HouseholdService",
    "MemberRow",
    "NewHousehold",
    "PrelistEntry",
    "ProposalFault",
    "ProposalRefusal",
    "RemarkView",
    "SearchHit",
    "SearchTarget",
    "SendState",
]
