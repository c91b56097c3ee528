"""The recap of the minutes: rows a to g of the Kemensos form, rulings, and both by dusun (DOMAIN 1.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from kemiskinan_domain.deliberation.codes import Presence, ReasonCode, Ruling
from kemiskinan_domain.deliberation.meeting import Candidate, DecisionRow
from kemiskinan_domain.records import RecordId


class Outcome(Enum):
    """The row of the recap in which a decided family is counted, once and only once."""

    FOUND = "a"
    NOT_FOUND = "b"
    MOVED = "c"
    DUPLICATE = "d"
    REFUSED = "e"
    PROPOSED = "f"


@dataclass(frozen=True, slots=True)
class RulingCounts:
    """How many families were ruled how; `open` are those without a final decision."""

    eligible: int = 0
    not_eligible: int = 0
    postponed: int = 0
    open: int = 0

    @property
    def total(self) -> int:
        """All candidates that were counted."""
        return self.eligible + self.not_eligible + self.postponed + self.open


@dataclass(frozen=True, slots=True)
class DusunRecap:
    """The rulings in one dusun; the name is empty where the record names none."""

    dusun: str
    rulings: RulingCounts


@dataclass(frozen=True, slots=True)
class OccupationRecap:
    """The rulings on families whose head works in one field; PMK 201/2022 Ps. 36 asks the decree for this count."""

    occupation: str
    rulings: RulingCounts


@dataclass(frozen=True, slots=True)
class Recap:
    """Families by outcome, ruling, dusun, occupation of the head, and reason code (of which there may be several)."""

    found: int
    not_found: int
    moved: int
    duplicate: int
    refused: int
    proposed: int
    rulings: RulingCounts
    by_dusun: tuple[DusunRecap, ...]
    by_reason: tuple[tuple[str, int], ...]
    by_occupation: tuple[OccupationRecap, ...] = ()

    @property
    def total(self) -> int:
        """Row g: found and proposed together, the families that the list now rests on."""
        return self.found + self.proposed

    @property
    def decided(self) -> int:
        """Rows a to f together: every family with a final decision."""
        return self.total + self.not_found + self.moved + self.duplicate + self.refused


def outcome_of(row: DecisionRow) -> Outcome | None:
    """The recap row of a final decision; double goes before moved, moved before refused.

    A proposal that is no double counts as proposal whatever its reasons say.
    """
    if not row.final:
        return None
    if row.presence is Presence.PROPOSED:
        return Outcome.PROPOSED
    if row.presence is Presence.DUPLICATE or ReasonCode.DUPLICATE in row.reasons:
        return Outcome.DUPLICATE
    if ReasonCode.MOVED in row.reasons or ReasonCode.NO_SUCH_ADDRESS in row.reasons:
        return Outcome.MOVED
    if ReasonCode.REFUSED in row.reasons:
        return Outcome.REFUSED
    return Outcome.NOT_FOUND if row.presence is Presence.NOT_FOUND else Outcome.FOUND


def recap(candidates: Sequence[Candidate], decisions: Iterable[DecisionRow]) -> Recap:
    """Count every candidate once; decisions on families that are no candidates are left out."""
    rows = {row.household: row for row in decisions}
    unique = {candidate.household: candidate for candidate in candidates}
    decided = [rows[household] for household in unique if household in rows and rows[household].final]
    outcomes = Counter(outcome_of(row) for row in decided)
    reasons = Counter(reason for row in decided for reason in set(row.reasons))
    return Recap(
        found=outcomes[Outcome.FOUND],
        not_found=outcomes[Outcome.NOT_FOUND],
        moved=outcomes[Outcome.MOVED],
        duplicate=outcomes[Outcome.DUPLICATE],
        refused=outcomes[Outcome.REFUSED],
        proposed=outcomes[Outcome.PROPOSED],
        rulings=_rulings(unique.values(), rows),
        by_dusun=_by_dusun(unique.values(), rows),
        by_reason=tuple(sorted(reasons.items())),
        by_occupation=_by_occupation(unique.values(), rows),
    )


def _by_dusun(candidates: Iterable[Candidate], rows: dict[RecordId, DecisionRow]) -> tuple[DusunRecap, ...]:
    groups = _grouped(candidates, lambda one: one.dusun.strip())
    return tuple(DusunRecap(dusun, _rulings(group, rows)) for dusun, group in groups)


def _by_occupation(candidates: Iterable[Candidate], rows: dict[RecordId, DecisionRow]) -> tuple[OccupationRecap, ...]:
    groups = _grouped(candidates, lambda one: one.occupation.strip())
    return tuple(OccupationRecap(occupation, _rulings(group, rows)) for occupation, group in groups)


def _grouped(candidates: Iterable[Candidate], name_of: Callable[[Candidate], str]) -> list[tuple[str, list[Candidate]]]:
    """By name, those without one last."""
    groups: dict[str, list[Candidate]] = {}
    for candidate in candidates:
        groups.setdefault(name_of(candidate), []).append(candidate)
    return sorted(groups.items(), key=lambda group: (not group[0], group[0].casefold(), group[0]))


def _rulings(candidates: Iterable[Candidate], rows: dict[RecordId, DecisionRow]) -> RulingCounts:
    counts = Counter(
        row.ruling if (row := rows.get(one.household)) is not None and row.final else None for one in candidates
    )
    return RulingCounts(counts[Ruling.ELIGIBLE], counts[Ruling.NOT_ELIGIBLE], counts[Ruling.POSTPONED], counts[None])
