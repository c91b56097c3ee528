"""The village's families: lists, previews, proposals, duplicates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.households.detail import household_detail
from kemiskinan_desktop.services.households.duplicates import duplicate_hits
from kemiskinan_desktop.services.households.proposing import head_fields, household_fields, proposal_faults
from kemiskinan_desktop.services.households.rows import chip_counts, household_row, stored_filter
from kemiskinan_desktop.services.households.searching import search_hits
from kemiskinan_desktop.services.households.values import (
    DuplicateHit,
    HouseholdCounts,
    HouseholdDetail,
    HouseholdFilter,
    HouseholdRow,
    NewHousehold,
    ProposalFault,
    ProposalRefusal,
    SearchHit,
)
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, new_record_id

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


class HouseholdService:
    """Reads families for screens and adds proposals; run on the storage lane."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def rows(self, wanted: HouseholdFilter) -> tuple[HouseholdRow, ...]:
        """The families that the filter lets through, by dusun, RW, RT and name."""
        with self._desk.store.view() as view:
            return tuple(household_row(row) for row in view.queries.households(stored_filter(wanted)))

    def counts(self, wanted: HouseholdFilter) -> HouseholdCounts:
        """What each chip would show; the chips of the filter themselves do not narrow."""
        with self._desk.store.view() as view:
            return chip_counts(view, wanted)

    def detail(self, household: RecordId) -> HouseholdDetail | None:
        """Everything of one family; None when it is gone."""
        with self._desk.store.view() as view:
            return household_detail(view, self._desk.store.blobs, household, village_day(self._desk.clock()))

    def propose(self, new: NewHousehold) -> RecordId | ProposalRefusal:
        """Add a family that the pre-list does not know, with its head as first member."""
        faults = proposal_faults(new)
        with self._desk.store.unit() as unit:
            hits = duplicate_hits(unit, new.no_kk)
            if hits:
                faults = (*faults, ProposalFault.NO_KK_KNOWN)
            if faults:
                return ProposalRefusal(faults, hits)
            household = new_record_id()
            self._put(unit, RecordKind.HOUSEHOLD, household, household_fields(new))
            self._put(unit, RecordKind.MEMBER, new_record_id(), head_fields(new, household))
            unit.commit()
        self._desk.tell(HouseholdsChanged(frozenset({household})), ExchangeChanged())
        return household

    def duplicates_of(self, number: str, excluding: RecordId | None = None) -> tuple[DuplicateHit, ...]:
        """Who else in the village has that NIK or No. KK; an unreadable number has no duplicates."""
        with self._desk.store.view() as view:
            return duplicate_hits(view, number, excluding)

    def search(self, text: str, limit: int = 20) -> tuple[SearchHit, ...]:
        """Families, members and sessions whose name, NIK, No. KK or title contains the text."""
        with self._desk.store.view() as view:
            return search_hits(view, text, limit)

    def _put(self, unit: Unit, kind: RecordKind, record: RecordId, fields: dict[str, FieldValue]) -> None:
        edits: dict[str, FieldEdit] = {name: (None, value) for name, value in fields.items() if value is not None}
        unit.changes.put(kind, record, edits, by=self._desk.person.id, at=self._desk.clock())
