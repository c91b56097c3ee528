"""Lists, counts and summaries for screens."""

from kemiskinan_desktop.storage.queries.conflicts import ConflictRow, RefusedChange, RemarkRow
from kemiskinan_desktop.storage.queries.facade import Queries
from kemiskinan_desktop.storage.queries.households import HouseholdCounts, HouseholdFilter, HouseholdRow
from kemiskinan_desktop.storage.queries.members import MemberHit, MemberRow
from kemiskinan_desktop.storage.queries.sending import ReceiptRow, SendState, SendSummary, WaitingRecord
from kemiskinan_desktop.storage.queries.sessions import DeliberationRow
from kemiskinan_desktop.storage.queries.standing import FamilyGroup
from kemiskinan_desktop.storage.queries.workers import FamilyPlace, PersonAnswers

__all__ = [
    "ConflictRow",
    "DeliberationRow",
    "FamilyGroup",
    "FamilyPlace",
    "HouseholdCounts",
    "HouseholdFilter",
    "HouseholdRow",
    "MemberHit",
    "MemberRow",
    "PersonAnswers",
    "Queries",
    "ReceiptRow",
    "RefusedChange",
    "RemarkRow",
    "SendState",
    "SendSummary",
    "WaitingRecord",
]
