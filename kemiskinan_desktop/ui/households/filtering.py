"""Which families the table shows: what was typed, the chips that are on, and the place. No Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kemiskinan_desktop.services.households import HouseholdChip, HouseholdCounts, HouseholdFilter

_SURVEY_STATES = frozenset({HouseholdChip.NOT_STARTED, HouseholdChip.DRAFT, HouseholdChip.COMPLETE})


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the place filter: a dusun, or a dusun's RT and RW."""

    dusun: str
    rt: str = ""
    rw: str = ""


def toggled(chosen: frozenset[HouseholdChip], pressed: HouseholdChip) -> frozenset[HouseholdChip]:
    """Press one chip. A family has one state of survey, so that those three put each other out."""
    if pressed in chosen:
        return chosen - {pressed}
    rest = chosen - _SURVEY_STATES if pressed in _SURVEY_STATES else chosen
    return rest | {pressed}


def at_place(wanted: HouseholdFilter, place: Place | None) -> HouseholdFilter:
    """The same filter at another place; None is the whole village."""
    if place is None:
        return replace(wanted, dusun=None, rt=None, rw=None)
    return replace(wanted, dusun=place.dusun, rt=place.rt or None, rw=place.rw or None)


def is_open(wanted: HouseholdFilter) -> bool:
    """Whether nothing narrows the list."""
    return wanted == HouseholdFilter()


def count_of(counts: HouseholdCounts, chip: HouseholdChip) -> int:
    """The number that stands on a chip."""
    match chip:
        case HouseholdChip.NOT_STARTED:
            return counts.not_started
        case HouseholdChip.DRAFT:
            return counts.draft
        case HouseholdChip.COMPLETE:
            return counts.complete
        case HouseholdChip.WITH_WARNINGS:
            return counts.with_warnings
        case HouseholdChip.DECIDED:
            return counts.decided
        case HouseholdChip.RETURNED:
            return counts.returned
        case HouseholdChip.UNSENT:
            return counts.unsent
