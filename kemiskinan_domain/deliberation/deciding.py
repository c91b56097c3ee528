"""What one decision must hold before it can stand in the minutes (DOMAIN 1.6)."""

from __future__ import annotations

from collections.abc import Iterator

from kemiskinan_domain.deliberation.codes import Presence, ReasonCode, Ruling
from kemiskinan_domain.deliberation.findings import Finding, Problem
from kemiskinan_domain.deliberation.meeting import Candidate, DecisionRow, Votes
from kemiskinan_domain.records import Origin

_ABSENT = frozenset({Presence.NOT_FOUND, Presence.DUPLICATE})


def reason_required(presence: Presence | None, ruling: Ruling | None) -> bool:
    """A family that is refused, not found or double is told why."""
    return ruling is Ruling.NOT_ELIGIBLE or presence in _ABSENT


def survey_required(presence: Presence | None, ruling: Ruling | None) -> bool:
    """Nobody becomes *layak* unseen, and a proposal is not settled unseen; the rest may lack a survey."""
    if ruling is Ruling.ELIGIBLE:
        return True
    return presence is Presence.PROPOSED and ruling is Ruling.NOT_ELIGIBLE


def check_decision(candidate: Candidate, decision: DecisionRow, present: int | None = None) -> tuple[Finding, ...]:
    """All that speaks against this decision; votes are held against `present` where it is known."""
    problems = [
        *_answer_problems(decision),
        *_reason_problems(decision),
        *_fit_problems(candidate, decision),
        *_vote_problems(decision.votes, decision.ruling, present),
    ]
    return tuple(Finding(problem, candidate.household) for problem in problems)


def _answer_problems(decision: DecisionRow) -> Iterator[Problem]:
    if decision.presence is None:
        yield Problem.PRESENCE_MISSING
    if decision.ruling is None:
        yield Problem.RULING_MISSING


def _reason_problems(decision: DecisionRow) -> Iterator[Problem]:
    if not decision.reasons and reason_required(decision.presence, decision.ruling):
        yield Problem.REASON_MISSING
    if ReasonCode.OTHER in decision.reasons and not decision.reason_other.strip():
        yield Problem.REASON_TEXT_MISSING
    if len(set(decision.reasons)) < len(decision.reasons):
        yield Problem.REASON_TWICE


def _fit_problems(candidate: Candidate, decision: DecisionRow) -> Iterator[Problem]:
    presence, ruling = decision.presence, decision.ruling
    if decision.household != candidate.household:
        yield Problem.DECISION_OF_ANOTHER_FAMILY
    if presence in _ABSENT and ruling is Ruling.ELIGIBLE:
        yield Problem.PRESENCE_CONTRADICTS_RULING
    expected = Presence.PROPOSED if candidate.origin is Origin.PROPOSED else Presence.FOUND
    if presence is not None and presence not in _ABSENT and presence is not expected:
        yield Problem.PRESENCE_CONTRADICTS_ORIGIN
    surveyed = candidate.survey_complete or decision.exception_note.strip()
    if survey_required(presence, ruling) and not surveyed:
        yield Problem.SURVEY_INCOMPLETE


def _vote_problems(votes: Votes | None, ruling: Ruling | None, present: int | None) -> Iterator[Problem]:
    if votes is None:
        return
    if min(votes.yes, votes.no, votes.abstained) < 0:
        yield Problem.VOTES_NEGATIVE
        return
    if votes.total == 0:
        yield Problem.VOTES_EMPTY
        return
    if present is not None and votes.total > present:
        yield Problem.VOTES_EXCEED_ATTENDANCE
    majority = votes.yes > votes.no
    if (ruling is Ruling.ELIGIBLE and not majority) or (ruling is Ruling.NOT_ELIGIBLE and majority):
        yield Problem.VOTES_CONTRADICT_RULING
