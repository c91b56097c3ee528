"""A lane does jobs in order, tells what came of them, and loses none when it closes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest

from kemiskinan_desktop.services.lanes import Lane, LaneClosedError


class Inbox:
    """Keeps what was delivered until the test opens it."""

    def __init__(self) -> None:
        self._calls: list[Callable[[], None]] = []

    def deliver(self, call: Callable[[], None]) -> None:
        self._calls.append(call)

    def open(self) -> None:
        calls, self._calls = self._calls, []
        for call in calls:
            call()


def ignore(_fault: Exception) -> None:
    """For jobs that do not fail."""


def test_values_come_back_in_the_order_of_the_jobs() -> None:
    inbox, values = Inbox(), list[int]()
    lane = Lane("test", inbox)

    for number in range(20):
        lane.submit(partial(int, number), values.append, ignore)
    lane.close()
    inbox.open()

    assert values == list(range(20))


def test_closing_waits_for_everything_that_was_queued() -> None:
    inbox, done = Inbox(), list[str]()
    lane, gate = Lane("test", inbox), threading.Event()
    lane.submit(gate.wait, lambda _value: None, ignore)
    lane.submit(lambda: done.append("saved"), lambda _value: None, ignore)

    gate.set()
    lane.close()

    assert done == ["saved"]


def test_a_fault_goes_to_failed_and_the_lane_goes_on() -> None:
    inbox, faults, values = Inbox(), list[Exception](), list[int]()
    lane = Lane("test", inbox)

    lane.submit(lambda: 1 // 0, values.append, faults.append)
    lane.submit(lambda: 7, values.append, faults.append)
    lane.close()
    inbox.open()

    assert [type(fault) for fault in faults] == [ZeroDivisionError]
    assert values == [7]


def test_a_job_withdrawn_while_it_waits_never_runs() -> None:
    inbox, ran = Inbox(), list[str]()
    lane, gate = Lane("test", inbox), threading.Event()
    lane.submit(gate.wait, lambda _value: None, ignore)
    ticket = lane.submit(lambda: ran.append("no"), lambda _value: ran.append("done"), ignore)

    withdrawn = ticket.cancel()
    gate.set()
    lane.close()
    inbox.open()

    assert withdrawn
    assert ran == []


def test_a_job_that_began_cannot_be_withdrawn() -> None:
    inbox, values = Inbox(), list[int]()
    lane = Lane("test", inbox)
    ticket = lane.submit(lambda: 3, values.append, ignore)
    lane.close()

    withdrawn = ticket.cancel()
    inbox.open()

    assert not withdrawn
    assert values == [3]


def test_flush_is_told_after_the_jobs_before_it() -> None:
    inbox, told = Inbox(), list[str]()
    lane = Lane("test", inbox)

    lane.submit(lambda: "job", told.append, ignore)
    lane.flush(lambda: told.append("flushed"))
    lane.close()
    inbox.open()

    assert told == ["job", "flushed"]


def test_a_closed_lane_refuses_jobs() -> None:
    lane = Lane("test", Inbox())
    lane.close()

    with pytest.raises(LaneClosedError):
        lane.submit(lambda: 1, lambda _value: None, ignore)
    with pytest.raises(LaneClosedError):
        lane.flush(lambda: None)
