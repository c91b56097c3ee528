"""Which families come before a meeting together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.values import CandidateRule, CandidateSelection
from kemiskinan_domain.deliberation import DeliberationKind, Ruling
from kemiskinan_domain.records import Origin, RecordId, SurveyState

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import HouseholdRow, Unit

_SETTLED = frozenset({str(Ruling.ELIGIBLE), str(Ruling.NOT_ELIGIBLE)})


def chosen_households(
    unit: Unit, kind: DeliberationKind, wanted: CandidateSelection | Sequence[RecordId]
) -> tuple[RecordId, ...]:
    """In the order of the list. A rule leaves out what was settled already, unless the meeting amends a list."""
    rows = unit.queries.households()
    if not isinstance(wanted, CandidateSelection):
        ids = set(wanted)
        return tuple(row.id for row in rows if row.id in ids)
    return tuple(
        row.id
        for row in rows
        if _fits(row, wanted) and (kind is DeliberationKind.CHANGE or row.decision not in _SETTLED)
    )


def _fits(row: HouseholdRow, wanted: CandidateSelection) -> bool:
    if wanted.desil and row.desil not in wanted.desil:
        return False
    match wanted.rule:
        case CandidateRule.SURVEY_COMPLETE:
            return row.survey_state is SurveyState.COMPLETE
        case CandidateRule.ALL_PRELIST:
            return row.origin != Origin.PROPOSED
        case CandidateRule.PROPOSED:
            return row.origin == Origin.PROPOSED
