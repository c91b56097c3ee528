"""A full line gets slots, one after another; a laptop that asks without end is asked to be silent."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from kemiskinan_domain.wire import ProblemType
from kemiskinan_server.api.context import ProblemError
from kemiskinan_server.api.traffic import Pace, Turns

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


def refused(error: ProblemError) -> tuple[object, object]:
    return error.problem.problem_type, error.problem.extra["retry_after"]


def test_who_finds_the_line_full_gets_a_slot_after_the_one_before() -> None:
    async def evening() -> list[tuple[object, object]]:
        turns = Turns(lambda: NOON, at_once=1, in_line=0, monotonic=lambda: 100.0)
        turns._apart = 2.0
        slots: list[tuple[object, object]] = []
        async with turns.turn():
            for _ in range(3):
                with pytest.raises(ProblemError) as caught:
                    async with turns.turn():
                        pass
                slots.append(refused(caught.value))
                assert str(caught.value.problem.extra["slot"]).startswith("2026-11-24T12:00:0")
        async with turns.turn():
            pass
        return slots

    assert asyncio.run(evening()) == [(ProblemType.BUSY, 2), (ProblemType.BUSY, 4), (ProblemType.BUSY, 6)]


def test_those_in_line_work_one_after_another() -> None:
    async def evening() -> tuple[int, int]:
        turns, working, most, done = Turns(lambda: NOON, at_once=2, in_line=10), 0, 0, 0

        async def one() -> None:
            nonlocal working, most, done
            async with turns.turn():
                working += 1
                most = max(most, working)
                await asyncio.sleep(0)
                working -= 1
                done += 1

        await asyncio.gather(*(one() for _ in range(10)))
        return most, done

    assert asyncio.run(evening()) == (2, 10)


def test_slots_lie_as_far_apart_as_the_line_was_seen_to_move() -> None:
    async def evening() -> list[tuple[object, object]]:
        moment = [0.0]
        turns = Turns(lambda: NOON, at_once=1, in_line=1, monotonic=lambda: moment[0])
        slots: list[tuple[object, object]] = []

        async def one() -> None:
            async with turns.turn():
                await asyncio.sleep(0)
                moment[0] += 4.0

        for _ in range(40):
            await asyncio.gather(one(), one())
        async with turns.turn():
            waits = asyncio.create_task(one())
            await asyncio.sleep(0)
            for _ in range(2):
                with pytest.raises(ProblemError) as caught:
                    async with turns.turn():
                        pass
                slots.append(refused(caught.value))
        await waits
        return slots

    assert asyncio.run(evening()) == [(ProblemType.BUSY, 8), (ProblemType.BUSY, 12)]


def test_what_is_short_waits_and_is_never_refused() -> None:
    async def evening() -> tuple[int, int]:
        turns, working, most, done = Turns(lambda: NOON, at_once=1, in_line=0), 0, 0, 0

        async def one() -> None:
            nonlocal working, most, done
            async with turns.brief():
                working += 1
                most = max(most, working)
                await asyncio.sleep(0)
                working -= 1
                done += 1

        await asyncio.gather(*(one() for _ in range(300)))
        return most, done

    assert asyncio.run(evening()) == (4, 300)


def test_a_laptop_that_asks_too_often_is_silent_for_a_while_and_others_are_not() -> None:
    moment = [0.0]
    pace = Pace(per_minute=3, monotonic=lambda: moment[0])
    for _ in range(3):
        pace.check("a")

    with pytest.raises(ProblemError) as caught:
        pace.check("a")
    pace.check("b")
    moment[0] = 20.0
    pace.check("a")

    assert refused(caught.value) == (ProblemType.RATE_LIMITED, 20)
