"""Rows and counts of storage as lists show them. Pure but for the counting."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.households.values import (
    HouseholdChip,
    HouseholdCounts,
    HouseholdFilter,
    HouseholdRow,
    SendState,
)
from kemiskinan_desktop.storage import HouseholdFilter as StoredFilter
from kemiskinan_desktop.storage import HouseholdRow as StoredRow
from kemiskinan_desktop.storage import SendState as StoredSendState
from kemiskinan_domain.records import FamilyCardState, Origin, ReviewState, SurveyState

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit

_SEND: Final = {
    StoredSendState.NOTHING: SendState.UNCHANGED,
    StoredSendState.UNSENT: SendState.UNSENT,
    StoredSendState.SENDING: SendState.SENT,
    StoredSendState.RECEIPTED: SendState.CONFIRMED,
}
_CARD: Final = {state.value: state for state in FamilyCardState}
_SURVEY: Final = {
    HouseholdChip.NOT_STARTED: SurveyState.NOT_STARTED,
    HouseholdChip.DRAFT: SurveyState.DRAFT,
    HouseholdChip.COMPLETE: SurveyState.COMPLETE,
}


def household_row(row: StoredRow) -> HouseholdRow:
    """One family."""
    return HouseholdRow(
        id=row.id,
        head_name=row.head_name,
        no_kk=row.no_kk,
        no_kk_state=_CARD.get(row.no_kk_state or ""),
        dusun=row.dusun,
        rt=row.rt,
        rw=row.rw,
        address=row.address,
        desil=row.desil,
        origin=Origin.PROPOSED if row.origin == Origin.PROPOSED else Origin.PRELIST,
        survey_state=row.survey_state,
        review=row.review,
        member_count=row.members,
        decision=row.decision,
        presence=row.presence,
        errors=row.errors,
        warnings=row.warnings,
        has_conflict=row.has_conflict,
        send=_SEND[row.send_state],
    )


def stored_filter(wanted: HouseholdFilter) -> StoredFilter:
    """The filter in storage's words. Chips of one group (state of the survey) widen, chips of two groups narrow."""
    chips = wanted.chips
    return StoredFilter(
        text=wanted.text,
        dusun=wanted.dusun,
        rt=wanted.rt,
        rw=wanted.rw,
        desil=wanted.desil,
        origin=None if wanted.origin is None else str(wanted.origin),
        survey=frozenset(state for chip, state in _SURVEY.items() if chip in chips),
        review=frozenset({ReviewState.RETURNED}) if HouseholdChip.RETURNED in chips else frozenset(),
        decided=True if HouseholdChip.DECIDED in chips else None,
        with_faults=HouseholdChip.WITH_WARNINGS in chips,
        unsent=HouseholdChip.UNSENT in chips,
    )


def chip_counts(view: Unit, wanted: HouseholdFilter) -> HouseholdCounts:
    """How many families each chip would show beside the rest of the filter."""
    counts = view.queries.household_counts(stored_filter(replace(wanted, chips=frozenset())))
    return HouseholdCounts(
        all=counts.all,
        not_started=counts.survey.get(SurveyState.NOT_STARTED, 0),
        draft=counts.survey.get(SurveyState.DRAFT, 0),
        complete=counts.survey.get(SurveyState.COMPLETE, 0),
        with_warnings=counts.with_faults,
        decided=counts.decided,
        returned=counts.review.get(ReviewState.RETURNED, 0),
        unsent=counts.unsent,
    )
