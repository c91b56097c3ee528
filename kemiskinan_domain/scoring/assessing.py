"""A family's assessment: every set of criteria, and the desil that the pre-lists gave it over time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from kemiskinan_domain.records import Document
from kemiskinan_domain.scoring.answers import FamilyAnswers
from kemiskinan_domain.scoring.judging import judge
from kemiskinan_domain.scoring.parameters import CriteriaSet
from kemiskinan_domain.scoring.values import (
    Assessment,
    CodesAsWords,
    CriteriaResult,
    DesilPoint,
    Indicator,
    Wording,
)


def assess(
    household: Document,
    members: Sequence[Document],
    parameters: Sequence[CriteriaSet],
    *,
    prelist: Iterable[Document] = (),
    wording: Wording | None = None,
) -> Assessment:
    """Help for the meeting about one family. Pure: the same documents give the same assessment.

    `parameters` are the sets in force (`in_force`); `prelist` the family's rows of the district's lists; `wording`
    the questionnaire's words, without which codes are shown as they are.
    """
    answers = FamilyAnswers(household, members, wording or CodesAsWords())
    return Assessment(tuple(_result(one, answers) for one in parameters), desil_history(prelist))


def desil_history(prelist: Iterable[Document]) -> tuple[DesilPoint, ...]:
    """What the lists said, the oldest period first; a desil outside 1 to 10 counts as none given."""
    points = {
        DesilPoint(_text(one.get("source")), _text(one.get("period")), _desil(one.get("desil"))): None
        for one in prelist
    }
    return tuple(sorted(points, key=lambda point: (_order(point.period), point.source)))


def _result(criteria: CriteriaSet, answers: FamilyAnswers) -> CriteriaResult:
    return CriteriaResult(
        criteria.set,
        criteria.titles,
        criteria.source,
        criteria.valid_from,
        criteria.verified,
        tuple(Indicator(one.code, one.titles, *judge(one.rule, answers)) for one in criteria.indicators),
        criteria.poor_from,
    )


def _order(period: str) -> tuple[int, int, str]:
    """Periods are written "2024", "2026-1" or "TW3 2025": by year, then by the other number in them."""
    year = re.search(r"(?:19|20)[0-9]{2}", period)
    rest = re.search(r"[0-9]+", period[: year.start()] + " " + period[year.end() :]) if year else None
    return int(year[0]) if year else 0, int(rest[0]) if rest else 0, period


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _desil(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 10 else None
