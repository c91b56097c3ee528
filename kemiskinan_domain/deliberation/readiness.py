"""What still stands between a meeting and its lock, and what changed in a family after it was decided on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from kemiskinan_domain.deliberation.codes import AttendanceMark, DeliberationState, Presence
from kemiskinan_domain.deliberation.deciding import check_decision
from kemiskinan_domain.deliberation.findings import Finding, Problem
from kemiskinan_domain.deliberation.meeting import Attendee, Candidate, DecisionRow, Session
from kemiskinan_domain.deliberation.quorum import quorum
from kemiskinan_domain.identity import folded_name
from kemiskinan_domain.records import RecordId

_SUBSTITUTED = frozenset({AttendanceMark.REPRESENTED, AttendanceMark.REFUSED})


@dataclass(frozen=True, slots=True)
class ChangedHousehold:
    """A family whose record moved on after the decision; `now` is None when the record is gone."""

    household: RecordId
    decided_on: int
    now: int | None


def what_blocks_lock(
    session: Session,
    attendance: Sequence[Attendee],
    candidates: Sequence[Candidate],
    decisions: Sequence[DecisionRow],
    contested: AbstractSet[RecordId] = frozenset(),
) -> tuple[Finding, ...]:
    """Everything to settle before the meeting may be locked, in the order in which a secretary would.

    `contested` are the records of the meeting for which two laptops sent different values that nobody chose between.
    """
    return (
        *(Finding(problem) for problem in _session_problems(session)),
        *_attendance_findings(session, attendance),
        *_candidate_findings(attendance, candidates, decisions),
        *_early_findings(session.held_on, candidates, decisions),
        *_difference_findings(session, attendance, decisions, contested),
    )


def changed_since(decisions: Iterable[DecisionRow], current: Mapping[RecordId, int]) -> tuple[ChangedHousehold, ...]:
    """Families whose present revision is not the one that was decided on (*data berubah setelah musyawarah*)."""
    return tuple(
        ChangedHousehold(row.household, row.household_revision, current.get(row.household))
        for row in decisions
        if row.final and current.get(row.household) != row.household_revision
    )


def _session_problems(session: Session) -> Iterator[Problem]:
    if session.state is DeliberationState.LOCKED or session.lock is not None:
        yield Problem.ALREADY_LOCKED
    missing = (
        (session.number.strip(), Problem.NUMBER_MISSING),
        (session.held_on, Problem.DATE_MISSING),
        (session.start is not None, Problem.START_TIME_MISSING),
        (session.end is not None, Problem.END_TIME_MISSING),
        (session.place.strip(), Problem.PLACE_MISSING),
        (session.chair.name.strip(), Problem.CHAIR_MISSING),
        (session.secretary.name.strip(), Problem.SECRETARY_MISSING),
        (session.method, Problem.METHOD_MISSING),
    )
    yield from (problem for there, problem in missing if not there)
    if session.start is not None and session.end is not None and session.end <= session.start:
        yield Problem.END_BEFORE_START


def _attendance_findings(session: Session, attendance: Sequence[Attendee]) -> Iterator[Finding]:
    present = [attendee for attendee in attendance if attendee.present]
    if not present:
        yield Finding(Problem.NO_ATTENDANCE)
        return
    result = quorum(attendance, session.invited, session.quorum_percent)
    if result.invited == 0:
        yield Finding(Problem.INVITED_MISSING)
    elif not result.reached:
        yield Finding(Problem.QUORUM_MISSING)
    chair = folded_name(session.chair.name)
    if chair and chair not in {folded_name(attendee.name) for attendee in present}:
        yield Finding(Problem.CHAIR_NOT_PRESENT)
    for attendee in present:
        if attendee.mark in _SUBSTITUTED and not attendee.signed_by.strip():
            yield Finding(Problem.SUBSTITUTE_NOT_NAMED, attendee.id)


def _candidate_findings(
    attendance: Sequence[Attendee], candidates: Sequence[Candidate], decisions: Sequence[DecisionRow]
) -> Iterator[Finding]:
    if not candidates:
        yield Finding(Problem.NO_CANDIDATES)
    present = sum(1 for attendee in attendance if attendee.present)
    rows: dict[RecordId, list[DecisionRow]] = {}
    for row in decisions:
        rows.setdefault(row.household, []).append(row)
    listed = Counter(candidate.household for candidate in candidates)
    for candidate in {one.household: one for one in candidates}.values():
        if listed[candidate.household] > 1:
            yield Finding(Problem.LISTED_TWICE, candidate.household)
        yield from _decision_findings(candidate, rows.get(candidate.household, []), present)
    for household in rows:
        if household not in listed:
            yield Finding(Problem.NOT_A_CANDIDATE, household)
    yield from _family_card_findings(candidates, rows)


def _decision_findings(candidate: Candidate, rows: list[DecisionRow], present: int) -> Iterator[Finding]:
    rows = [row for row in rows if row.begun]
    if not rows:
        yield Finding(Problem.NOT_DECIDED, candidate.household)
    if len(rows) > 1:
        yield Finding(Problem.DECIDED_TWICE, candidate.household)
    for row in rows:
        yield from check_decision(candidate, row, present)


def _family_card_findings(
    candidates: Sequence[Candidate], rows: Mapping[RecordId, Sequence[DecisionRow]]
) -> Iterator[Finding]:
    """One No. KK may stand twice only when all but one of its rows were ruled double."""
    standing: dict[str, set[RecordId]] = {}
    for candidate in candidates:
        double = any(row.presence is Presence.DUPLICATE for row in rows.get(candidate.household, ()))
        if candidate.family_card and not double:
            standing.setdefault(candidate.family_card, set()).add(candidate.household)
    for households in standing.values():
        if len(households) > 1:
            yield from (Finding(Problem.FAMILY_CARD_TWICE, household) for household in sorted(households))


def _early_findings(
    held_on: date | None, candidates: Sequence[Candidate], decisions: Sequence[DecisionRow]
) -> Iterator[Finding]:
    """What is decided was seen before: a visit after the meeting cannot be what the meeting looked at."""
    decided = {row.household for row in decisions if row.begun}
    for candidate in candidates:
        seen = candidate.surveyed_on
        if held_on is not None and seen is not None and seen > held_on and candidate.household in decided:
            yield Finding(Problem.DATE_BEFORE_SURVEY, candidate.household)


def _difference_findings(
    session: Session,
    attendance: Sequence[Attendee],
    decisions: Sequence[DecisionRow],
    contested: AbstractSet[RecordId],
) -> Iterator[Finding]:
    if session.id in contested:
        yield Finding(Problem.DIFFERENCE_OPEN)
    yield from (Finding(Problem.DIFFERENCE_OPEN, one.id) for one in attendance if one.id in contested)
    yield from (Finding(Problem.DIFFERENCE_OPEN, row.household) for row in decisions if row.id in contested)
