"""What a rule of the meeting objects to; screens choose the words from the enum."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from kemiskinan_domain.records import RecordId


class Problem(Enum):
    """Every objection stands in the way of the lock until it is settled."""

    PRESENCE_MISSING = auto()
    RULING_MISSING = auto()
    REASON_MISSING = auto()
    REASON_TEXT_MISSING = auto()
    REASON_TWICE = auto()
    SURVEY_INCOMPLETE = auto()
    PRESENCE_CONTRADICTS_RULING = auto()
    PRESENCE_CONTRADICTS_ORIGIN = auto()
    VOTES_NEGATIVE = auto()
    VOTES_EMPTY = auto()
    VOTES_EXCEED_ATTENDANCE = auto()
    VOTES_CONTRADICT_RULING = auto()
    DECISION_OF_ANOTHER_FAMILY = auto()

    NOT_DECIDED = auto()
    DECIDED_TWICE = auto()
    NOT_A_CANDIDATE = auto()
    LISTED_TWICE = auto()
    FAMILY_CARD_TWICE = auto()
    DATE_BEFORE_SURVEY = auto()
    """The meeting is dated before the visit to the family that it decided on."""
    DIFFERENCE_OPEN = auto()
    """Two laptops said different things; a person chooses first."""

    NO_CANDIDATES = auto()
    NO_ATTENDANCE = auto()
    QUORUM_MISSING = auto()
    INVITED_MISSING = auto()
    CHAIR_MISSING = auto()
    CHAIR_NOT_PRESENT = auto()
    SECRETARY_MISSING = auto()
    SUBSTITUTE_NOT_NAMED = auto()

    NUMBER_MISSING = auto()
    DATE_MISSING = auto()
    START_TIME_MISSING = auto()
    END_TIME_MISSING = auto()
    END_BEFORE_START = auto()
    PLACE_MISSING = auto()
    METHOD_MISSING = auto()
    ALREADY_LOCKED = auto()


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem and the household or attendee that it is about; None when it is about the meeting."""

    problem: Problem
    about: RecordId | None = None
