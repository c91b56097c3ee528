"""Pembahasan as a state that keys change: which family is in front, what was said of it, what is missing. No Qt.

Presence, decision and reasons are the person's alone: nothing is proposed, nothing is computed into them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from kemiskinan_desktop.services.deliberations import CandidateRow, DecisionInput
from kemiskinan_domain.deliberation import (
    Finding,
    Presence,
    Problem,
    ReasonCode,
    Ruling,
    reason_required,
    survey_required,
)
from kemiskinan_domain.records import RecordId

REASON_DIGITS = 2
NOTHING_SAID = DecisionInput()


class Note(Enum):
    """A short word to the person beside the decision."""

    PRESENCE_FIRST = auto()
    RULING_MISSING = auto()
    REASON_NEEDED = auto()
    REASON_TEXT_NEEDED = auto()
    REASON_UNKNOWN = auto()
    EXCEPTION_NEEDED = auto()
    ALL_DECIDED = auto()
    NOTHING_TO_UNDO = auto()


class Saving(Enum):
    """Whether what was decided is on the disk."""

    IDLE = auto()
    UNDER_WAY = auto()
    SAVED = auto()
    FAILED = auto()


@dataclass(frozen=True, slots=True)
class DiscussionState:
    """All that the step shows of the family in front."""

    row: CandidateRow | None = None
    decision: DecisionInput = NOTHING_SAID
    place: int = 0
    """From 1."""
    total: int = 0
    decided: int = 0
    choosing_reasons: bool = False
    typed: str = ""
    note: Note | None = None
    saving: Saving = Saving.IDLE
    problems: tuple[Problem, ...] = ()


def is_final(row: CandidateRow) -> bool:
    """Decided, and nothing of the decision is missing."""
    return missing_in(row.decision, survey_complete=row.survey_complete) is None


def missing_in(decision: DecisionInput, *, survey_complete: bool) -> Note | None:
    """What the meeting still has to say before the next family, by the rules of the decision form."""
    if not decision.presence:
        return Note.PRESENCE_FIRST
    if not decision.decision:
        return Note.RULING_MISSING
    if not decision.reasons and reason_required(Presence(decision.presence), Ruling(decision.decision)):
        return Note.REASON_NEEDED
    if ReasonCode.OTHER in decision.reasons and not decision.reason_other.strip():
        return Note.REASON_TEXT_NEEDED
    if lacks_survey(decision, survey_complete=survey_complete) and not decision.exception.strip():
        return Note.EXCEPTION_NEEDED
    return None


def lacks_survey(decision: DecisionInput, *, survey_complete: bool) -> bool:
    """Whether this decision rests on a questionnaire that is not complete: then the meeting says why."""
    if survey_complete or not decision.presence or not decision.decision:
        return False
    return survey_required(Presence(decision.presence), Ruling(decision.decision))


@dataclass
class Discussion:
    """The families in the order of the list, and the one in front."""

    rows: dict[RecordId, CandidateRow] = field(default_factory=dict)
    front: RecordId | None = None
    _been: list[RecordId] = field(default_factory=list)

    def replace(self, rows: Sequence[CandidateRow], keep: frozenset[RecordId] = frozenset()) -> None:
        """The list as it was read; families in `keep` have newer decisions here that are still being written."""
        kept = {one: self.rows[one] for one in keep if one in self.rows}
        self.rows = {row.household: kept.get(row.household, row) for row in rows}
        self._been = [one for one in self._been if one in self.rows]
        if self.front not in self.rows:
            self.front = self.next_open() or next(iter(self.rows), None)

    def update(self, row: CandidateRow) -> None:
        """One family was decided on."""
        if row.household in self.rows:
            self.rows[row.household] = row

    def decide(self, household: RecordId, decision: DecisionInput) -> None:
        """Keep what was just said; findings of the decision before it no longer count."""
        row = self.rows[household]
        self.rows[household] = replace(row, decision=decision, findings=())

    def go(self, household: RecordId) -> None:
        """Another family to the front."""
        if household not in self.rows or household == self.front:
            return
        if self.front is not None:
            self._been.append(self.front)
        self.front = household

    def back(self) -> None:
        """The family that was in front before, or else the one before it in the list."""
        if self._been:
            self.front = self._been.pop()
            return
        keys = list(self.rows)
        if self.front is not None and (at := keys.index(self.front)) > 0:
            self.front = keys[at - 1]

    def next_open(self) -> RecordId | None:
        """The next undecided family after the one in front, round the end of the list; None when none is left."""
        keys = list(self.rows)
        at = keys.index(self.front) + 1 if self.front in self.rows else 0
        for household in (*keys[at:], *keys[:at]):
            if household != self.front and not is_final(self.rows[household]):
                return household
        return None

    @property
    def row(self) -> CandidateRow | None:
        """The family in front."""
        return self.rows.get(self.front) if self.front is not None else None

    @property
    def place(self) -> int:
        """Its place in the list, from 1; 0 for an empty list."""
        return list(self.rows).index(self.front) + 1 if self.front in self.rows else 0

    @property
    def decided(self) -> int:
        """How many families have a complete decision."""
        return sum(is_final(row) for row in self.rows.values())


def problems_of(findings: Sequence[Finding]) -> tuple[Problem, ...]:
    """The problems, each once, in their order."""
    return tuple(dict.fromkeys(finding.problem for finding in findings))


def with_presence(decision: DecisionInput, code: str) -> DecisionInput:
    """The presence that was said."""
    return replace(decision, presence=code)


def with_ruling(decision: DecisionInput, code: str) -> DecisionInput:
    """The decision that was said."""
    return replace(decision, decision=code)


def with_reason_toggled(decision: DecisionInput, code: str) -> DecisionInput:
    """The reason put on, or taken off when it was on."""
    if code in decision.reasons:
        return replace(decision, reasons=tuple(one for one in decision.reasons if one != code))
    return replace(decision, reasons=tuple(sorted((*decision.reasons, code))))
