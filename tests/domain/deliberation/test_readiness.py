from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.deliberation import (
    AttendanceMark,
    ChangedHousehold,
    DeliberationState,
    Finding,
    Lock,
    Officer,
    Presence,
    Problem,
    Ruling,
    changed_since,
    lock_hash,
    quorum,
    what_blocks_lock,
)
from kemiskinan_domain.records import RecordId
from tests.domain.deliberation.meetings import ATTENDANCE, CANDIDATES, DECISIONS, SESSION, candidate, decision


def test_nothing_blocks_a_complete_meeting() -> None:
    assert what_blocks_lock(SESSION, ATTENDANCE, CANDIDATES, DECISIONS) == ()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"number": " "}, Problem.NUMBER_MISSING),
        ({"held_on": None}, Problem.DATE_MISSING),
        ({"start": None}, Problem.START_TIME_MISSING),
        ({"end": None}, Problem.END_TIME_MISSING),
        ({"start": time(0, 0), "end": time(0, 0)}, Problem.END_BEFORE_START),
        ({"place": ""}, Problem.PLACE_MISSING),
        ({"chair": Officer()}, Problem.CHAIR_MISSING),
        ({"chair": Officer("Orang Lain")}, Problem.CHAIR_NOT_PRESENT),
        ({"secretary": Officer()}, Problem.SECRETARY_MISSING),
        ({"method": None}, Problem.METHOD_MISSING),
        ({"invited": 0}, Problem.INVITED_MISSING),
        ({"invited": 40}, Problem.QUORUM_MISSING),
        ({"state": DeliberationState.LOCKED}, Problem.ALREADY_LOCKED),
    ],
)
def test_a_gap_in_the_meeting_itself_blocks_the_lock(changes: dict[str, object], problem: Problem) -> None:
    session = replace(SESSION, **changes)  # type: ignore[arg-type]

    assert what_blocks_lock(session, ATTENDANCE, CANDIDATES, DECISIONS) == (Finding(problem),)


def test_a_meeting_that_carries_a_seal_cannot_be_locked_again() -> None:
    seal = lock_hash(SESSION, ATTENDANCE, DECISIONS)
    session = replace(SESSION, lock=Lock(seal, datetime(2026, 11, 23, tzinfo=UTC)))

    assert Finding(Problem.ALREADY_LOCKED) in what_blocks_lock(session, ATTENDANCE, CANDIDATES, DECISIONS)


def test_an_empty_room_decides_nothing() -> None:
    awaited = [replace(one, mark=AttendanceMark.NOT_YET) for one in ATTENDANCE]

    assert what_blocks_lock(SESSION, awaited, CANDIDATES, DECISIONS) == (Finding(Problem.NO_ATTENDANCE),)


def test_the_chair_is_recognised_however_the_name_is_written() -> None:
    session = replace(SESSION, chair=Officer("  DADANG   hidayat."))

    assert what_blocks_lock(session, ATTENDANCE, CANDIDATES, DECISIONS) == ()


@pytest.mark.parametrize("mark", [AttendanceMark.REPRESENTED, AttendanceMark.REFUSED])
def test_who_signs_for_another_is_named(mark: AttendanceMark) -> None:
    unnamed = [*ATTENDANCE[:2], replace(ATTENDANCE[2], mark=mark)]
    named = [*ATTENDANCE[:2], replace(ATTENDANCE[2], mark=mark, signed_by="Ai Nurhayati")]

    findings = what_blocks_lock(SESSION, unnamed, CANDIDATES, DECISIONS)

    assert findings == (Finding(Problem.SUBSTITUTE_NOT_NAMED, RecordId("a2")),)
    assert what_blocks_lock(SESSION, named, CANDIDATES, DECISIONS) == ()


@pytest.mark.parametrize(
    ("decisions", "expected"),
    [
        (DECISIONS[1:], Finding(Problem.NOT_DECIDED, RecordId("h1"))),
        (
            (decision("h1", presence=None, ruling=None), *DECISIONS[1:]),
            Finding(Problem.NOT_DECIDED, RecordId("h1")),
        ),
        (
            (*DECISIONS, decision("h1", id=RecordId("other laptop"))),
            Finding(Problem.DECIDED_TWICE, RecordId("h1")),
        ),
        ((*DECISIONS, decision("h9")), Finding(Problem.NOT_A_CANDIDATE, RecordId("h9"))),
        ((decision("h1", ruling=None), *DECISIONS[1:]), Finding(Problem.RULING_MISSING, RecordId("h1"))),
    ],
)
def test_every_candidate_has_exactly_one_final_decision(decisions: tuple, expected: Finding) -> None:  # type: ignore[type-arg]
    assert what_blocks_lock(SESSION, ATTENDANCE, CANDIDATES, decisions) == (expected,)


def test_a_meeting_without_families_cannot_be_locked() -> None:
    assert what_blocks_lock(SESSION, ATTENDANCE, (), ()) == (Finding(Problem.NO_CANDIDATES),)


def test_one_family_card_stands_for_one_family_unless_a_row_is_ruled_double() -> None:
    twins = (candidate("h1"), candidate("h2", family_card=candidate("h1").family_card))
    both = (decision("h1"), decision("h2"))
    settled = (
        decision("h1"),
        decision("h2", presence=Presence.DUPLICATE, ruling=Ruling.NOT_ELIGIBLE, reasons=("04",)),
    )

    findings = what_blocks_lock(SESSION, ATTENDANCE, twins, both)

    assert findings == tuple(Finding(Problem.FAMILY_CARD_TWICE, RecordId(one)) for one in ("h1", "h2"))
    assert what_blocks_lock(SESSION, ATTENDANCE, twins, settled) == ()


def test_a_family_listed_twice_is_shown_once() -> None:
    findings = what_blocks_lock(SESSION, ATTENDANCE, (*CANDIDATES, CANDIDATES[0]), DECISIONS)

    assert findings == (Finding(Problem.LISTED_TWICE, RecordId("h1")),)


def test_families_that_changed_after_the_decision_are_named() -> None:
    current = {RecordId("h1"): 7, RecordId("h2"): 9}

    assert changed_since(DECISIONS, current) == (
        ChangedHousehold(RecordId("h2"), 7, 9),
        ChangedHousehold(RecordId("h3"), 7, None),
    )


@pytest.mark.parametrize(
    ("present", "invited", "percent", "reached"),
    [(2, 4, 50, True), (1, 4, 50, False), (2, 3, 67, False), (3, 3, 100, True), (1, 0, 50, False), (0, 4, 0, False)],
)
def test_quorum_is_the_rounded_up_share_of_the_invited(present: int, invited: int, percent: int, reached: bool) -> None:
    attendance = [replace(ATTENDANCE[0], id=RecordId(str(place))) for place in range(present)]

    assert quorum(attendance, invited, percent).reached is reached


@given(st.integers(1, 500), st.integers(0, 100))
def test_everybody_invited_is_always_a_quorum(invited: int, percent: int) -> None:
    attendance = [ATTENDANCE[0]] * invited

    assert quorum(attendance, invited, percent).reached


def test_a_meeting_dated_before_the_visit_is_told_for_each_decided_family() -> None:
    visited = (candidate("h1", surveyed_on=date(2026, 11, 24)), candidate("h2", surveyed_on=date(2026, 11, 23)))
    later = (*visited, CANDIDATES[2])

    assert what_blocks_lock(SESSION, ATTENDANCE, later, DECISIONS) == (
        Finding(Problem.DATE_BEFORE_SURVEY, RecordId("h1")),
    )


def test_what_two_laptops_said_differently_blocks_until_somebody_chose() -> None:
    contested = {SESSION.id, ATTENDANCE[1].id, DECISIONS[1].id, RecordId("something else")}

    findings = what_blocks_lock(SESSION, ATTENDANCE, CANDIDATES, DECISIONS, contested)

    assert findings == tuple(Finding(Problem.DIFFERENCE_OPEN, about) for about in (None, "a1", "h2"))
