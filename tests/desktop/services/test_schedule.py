"""When an exchange begins by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_desktop.services.exchange.schedule import (
    EVERY,
    FIRST_RETRY,
    LONGEST_RETRY,
    QUIET,
    Situation,
    next_attempt,
)

START = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = START + timedelta(minutes=10)


def test_the_first_exchange_is_due_at_the_start() -> None:
    assert next_attempt(Situation(START), START) == START


def test_a_save_is_followed_by_an_exchange_once_it_is_quiet() -> None:
    situation = Situation(START, unsent=1, last_attempt=START, last_save=LATER)

    assert next_attempt(situation, LATER) == LATER + QUIET


def test_what_a_good_exchange_left_unsent_waits_for_the_next_save_or_the_timer() -> None:
    situation = Situation(START, unsent=1, last_attempt=LATER, last_save=START)

    assert next_attempt(situation, LATER) == LATER + EVERY


def test_the_return_of_the_network_is_due_at_once() -> None:
    situation = Situation(START, last_attempt=START, failures=5, reconnected=LATER)

    assert next_attempt(situation, LATER) == LATER


def test_the_turn_that_a_busy_district_gave_is_kept_even_when_the_network_returns() -> None:
    turn = LATER + timedelta(minutes=3)
    situation = Situation(START, last_attempt=START, failures=1, not_before=turn, reconnected=LATER)

    assert next_attempt(situation, LATER) == turn


def test_a_turn_that_was_taken_holds_nobody_back() -> None:
    situation = Situation(START, last_attempt=LATER, failures=1, not_before=START)

    assert next_attempt(situation, LATER) == LATER + FIRST_RETRY


@pytest.mark.parametrize("situation", [Situation(START, automatic=False), Situation(START, fatal=True)])
def test_nothing_is_due_by_itself_when_it_was_switched_off_or_cannot_help(situation: Situation) -> None:
    assert next_attempt(situation, LATER) is None


@given(failures=st.integers(1, 1000), spread=st.floats(0, 1))
def test_retries_grow_and_stay_within_their_bounds(failures: int, spread: float) -> None:
    due = next_attempt(Situation(START, last_attempt=START, failures=failures), LATER, spread)

    assert due is not None
    assert FIRST_RETRY <= due - START <= LONGEST_RETRY * 1.5


@pytest.mark.parametrize(
    "situation",
    [
        Situation(START + timedelta(days=3650)),
        Situation(START, last_attempt=START + timedelta(days=3650)),
        Situation(START, last_attempt=START + timedelta(days=3650), failures=3),
        Situation(START, last_attempt=START, failures=1, reconnected=START + timedelta(days=3650)),
        Situation(
            START, last_attempt=START + timedelta(days=3650), failures=1, not_before=START + timedelta(days=3651)
        ),
    ],
)
def test_a_clock_that_was_set_back_keeps_nobody_from_exchanging(situation: Situation) -> None:
    assert next_attempt(situation, LATER) == LATER
