"""What the operator is shown of the family in front: its record and, where it can be judged, its indicators. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from kemiskinan_desktop.services.households import HouseholdDetail
from kemiskinan_desktop.services.lanes import Ticket, Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.scoring import Assessment, Basis, CriteriaResult, Judgement, ParametersError


@dataclass(frozen=True, slots=True)
class FamilyFacts:
    """Read together, so that record and indicators speak of one family."""

    detail: HouseholdDetail
    assessment: Assessment | None = None


def facts_reader(
    detail: Callable[[RecordId], HouseholdDetail | None], assess: Callable[[RecordId], Assessment] | None
) -> Callable[[RecordId], FamilyFacts | None]:
    """Reads both on the lane; None when the family is gone."""

    def read(household: RecordId) -> FamilyFacts | None:
        found = detail(household)
        if found is None:
            return None
        return FamilyFacts(found, assess(household) if assess is not None else None)

    return read


class FactsLoader:
    """Reads the family in front on the lane; an answer about a family that left the front is dropped."""

    def __init__(
        self,
        show: Callable[[FamilyFacts | None], None],
        lane: Work,
        read: Callable[[RecordId], FamilyFacts | None],
    ) -> None:
        self._show = show
        self._lane = lane
        self._reader = read
        self._reading: Ticket | None = None
        self._front: RecordId | None = None

    def read(self, front: RecordId | None) -> None:
        """Another family is in front; None: no family."""
        if self._reading is not None:
            self._reading.cancel()
        self._front = front
        self._show(None)
        if front is not None:
            self._reading = self._lane.submit(partial(self._reader, front), partial(self._done, front), self._on_failed)

    def _done(self, household: RecordId, facts: FamilyFacts | None) -> None:
        if household == self._front:
            self._show(facts)

    def _on_failed(self, fault: Exception) -> None:
        """The family stays without its facts: the decision does not wait for them."""
        if not isinstance(fault, OSError | StorageError | ParametersError):
            raise fault


def desil_points(facts: FamilyFacts) -> list[tuple[str, int | None]]:
    """Each pre-list with the desil that it gave, the oldest first."""
    if facts.assessment is not None and facts.assessment.desils:
        points = [(f"{one.source} {one.period}".strip(), one.desil) for one in facts.assessment.desils]
    else:
        entries = sorted(facts.detail.prelist, key=lambda one: one.period)
        points = [(f"{one.source} {one.period}".strip(), one.desil) for one in entries]
    return list(dict.fromkeys(points))


def met_titles(result: CriteriaResult, language: str) -> list[str]:
    """Each indicator that holds, with the answers it rests on."""
    return [
        " – ".join(part for part in (one.title(language), basis_words(one.basis)) if part)
        for one in result.indicators
        if one.judgement is Judgement.MET
    ]


def basis_words(basis: tuple[Basis, ...]) -> str:
    """The answers as the questionnaire shows them; missing ones are left out."""
    said = [f"{one.residents}" if one.residents is not None else one.words or one.value for one in basis]
    return ", ".join(part for part in said if part)
