"""Background work in order: a lane is one named thread that does jobs one after another.

A job takes nothing and returns a value; what comes of it is delivered through a `Dispatcher`: on screens, in
the UI thread. Nothing here knows Qt. A closed lane finishes what it was given, so that no save is lost.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


class Dispatcher(Protocol):
    """Delivers a callable where its receiver lives."""

    def deliver(self, call: Callable[[], None]) -> None:
        """Run `call` soon, in the receiver's thread, in the order of delivery."""


class Ticket:
    """A job that was handed in; can be withdrawn while it waits."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started = False
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        """Whether the job was withdrawn before it began."""
        return self._cancelled

    def cancel(self) -> bool:
        """Withdraw the job; true when it had not begun, and then neither `done` nor `failed` is called."""
        with self._lock:
            if not self._started:
                self._cancelled = True
            return self._cancelled

    def start(self) -> bool:
        """The lane's side: true when the job is still wanted and now begins."""
        with self._lock:
            self._started = not self._cancelled
            return self._started


class Work(Protocol):
    """Something that takes jobs: a `Lane`, or a test's stand-in that runs them at once."""

    def submit(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> Ticket:
        """Run `job`, then `done` with its value or `failed` with its exception."""


class LaneClosedError(RuntimeError):
    """A job came after the lane was closed: whoever submits outlived the lane."""


class Lane:
    """A single worker thread that does jobs in the order in which they came."""

    def __init__(self, name: str, dispatcher: Dispatcher) -> None:
        self._name = name
        self._dispatcher = dispatcher
        self._jobs: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._work, name=f"lane-{name}", daemon=True)
        self._thread.start()

    @property
    def name(self) -> str:
        """What the lane is for, as in its thread's name."""
        return self._name

    def submit(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> Ticket:
        """Queue a job. `done` or `failed` is delivered through the dispatcher; raises LaneClosedError after close()."""
        ticket = Ticket()

        def run() -> None:
            if ticket.start():
                self._dispatcher.deliver(_outcome(job, done, failed))

        with self._changed:
            if self._closed:
                raise LaneClosedError(self._name)
            self._jobs.append(run)
            self._changed.notify()
        return ticket

    def flush(self, done: Callable[[], None]) -> None:
        """Call `done` through the dispatcher once everything queued so far is finished."""
        with self._changed:
            if self._closed:
                raise LaneClosedError(self._name)
            self._jobs.append(lambda: self._dispatcher.deliver(done))
            self._changed.notify()

    def close(self) -> None:
        """Take no more jobs and wait until those that were queued are done. May be called twice."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not self._jobs and not self._closed:
                    self._changed.wait()
                if not self._jobs:
                    return
                run = self._jobs.popleft()
            run()


def _outcome(job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> Callable[[], Any]:
    """Run the job and answer the call that tells its outcome."""
    try:
        value = job()
    except Exception as fault:  # noqa: BLE001 - whoever submitted decides what the fault means
        error = fault
        return lambda: failed(error)
    return lambda: done(value)


@dataclass(frozen=True, slots=True)
class Lanes:
    """The two lanes of the application: `storage` for every read and write of the file, `network` for the district."""

    storage: Work
    network: Work
