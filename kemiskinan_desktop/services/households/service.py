"""The village's families: lists, previews, proposals, duplicates."""

from __future__ import annotations

from kemiskinan_desktop.services.households.values import (
    DuplicateHit,
    HouseholdCounts,
    HouseholdDetail,
    HouseholdFilter,
    HouseholdRow,
    NewHousehold,
    ProposalRefusal,
    SearchHit,
)
from kemiskinan_domain.records import RecordId


class HouseholdService:
    """Reads families for screens and adds proposals; run on the storage lane."""

    def rows(self, wanted: HouseholdFilter) -> tuple[HouseholdRow, ...]:
        """The families that the filter lets through, by dusun, RW, RT and name."""

    def counts(self, wanted: HouseholdFilter) -> HouseholdCounts:
        """What each chip would show; the chips of the filter themselves do not narrow."""

    def detail(self, household: RecordId) -> HouseholdDetail | None:
        """Everything of one family; None when it is gone."""

    def propose(self, new: NewHousehold) -> RecordId | ProposalRefusal:
        """Add a family that the pre-list does not know; its review starts as draft, its survey not started."""

    def duplicates_of(self, number: str, excluding: RecordId | None = None) -> tuple[DuplicateHit, ...]:
        """Who else in the village has that NIK or No. KK; an unreadable number has no duplicates."""

    def search(self, text: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Families, members and sessions whose name, NIK, No. KK or title contains the text."""
