"""How much of the exchange runs at once, who comes back when, and who asks too often.

On the evening of a deadline a whole district sends in the same minute. Whoever finds the queue full is told a time of
its own to come back, so that the queue stays short, pages stay usable, and nobody has to guess.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.api.context import ProblemError

_AT_ONCE: Final = 8
"""Exchanges that work at the same time; more would only wait for the same two cores."""
_IN_LINE: Final = 100
_PER_MINUTE: Final = 600
"""Requests of one laptop: ten times what the busiest honest exchange needs."""
_BRIEF_AT_ONCE: Final = 4
"""Tokens and enrolments at the same time: each is short, and a crowd of them would open a connection each."""
_LEARNING: Final = 0.1
"""The weight of the latest exchange in the mean."""
_FIRST_GUESS: Final = 0.005
"""Seconds between two exchanges before any was measured. Whoever comes back too early is given another slot; a guess
that is too long would leave the server idle while a district waits."""
_MANY: Final = 5_000


class Turns:
    """Lets so many work at once, lets a few wait, and gives the rest a time to come back."""

    def __init__(
        self,
        clock: Clock,
        at_once: int = _AT_ONCE,
        in_line: int = _IN_LINE,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock = clock
        self._in_line = in_line
        self._monotonic = monotonic
        self._room = asyncio.Semaphore(at_once)
        self._brief = asyncio.Semaphore(_BRIEF_AT_ONCE)
        self._waiting = 0
        self._apart = _FIRST_GUESS
        """Seconds from one exchange's end to the next one's, while others wait."""
        self._ended: float | None = None
        """When the last exchange ended, where others waited then."""
        self._promised = 0.0
        """The last time that was handed out."""

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Room for one exchange. Raises `ProblemError` (busy, with a slot) where the line is full."""
        if self._room.locked() and self._waiting >= self._in_line:
            raise ProblemError(self._slot())
        self._waiting += 1
        try:
            await self._room.acquire()
        finally:
            self._waiting -= 1
        try:
            yield
        finally:
            self._room.release()
            self._measure()

    @asynccontextmanager
    async def brief(self) -> AsyncIterator[None]:
        """Room for something short that is needed before an exchange; it waits and is never refused."""
        async with self._brief:
            yield

    def _measure(self) -> None:
        """How fast the line moves, as it does with all that the machine has to do besides."""
        now = self._monotonic()
        if self._ended is not None:
            self._apart += _LEARNING * (now - self._ended - self._apart)
        self._ended = now if self._waiting else None

    def _slot(self) -> Problem:
        """Slots lie as far apart as exchanges end, after those that wait already."""
        now = self._monotonic()
        self._promised = max(self._promised, now + self._waiting * self._apart) + self._apart
        seconds = max(1, math.ceil(self._promised - now))
        at = self._clock() + timedelta(seconds=seconds)
        return Problem.of(ProblemType.BUSY, "Come back at your slot", retry_after=seconds, slot=at.isoformat())


class Pace:
    """So many requests a minute for each laptop; a bucket that fills by itself."""

    def __init__(self, per_minute: int = _PER_MINUTE, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._full = float(per_minute)
        self._monotonic = monotonic
        self._buckets: dict[str, tuple[float, float]] = {}

    def check(self, device: str) -> None:
        """Count one request. Raises `ProblemError` (rate-limited) where the device asks too often."""
        now, rate = self._monotonic(), self._full / 60
        left, at = self._buckets.get(device, (self._full, now))
        left = min(self._full, left + (now - at) * rate)
        if left < 1:
            seconds = max(1, math.ceil((1 - left) / rate))
            raise ProblemError(Problem.of(ProblemType.RATE_LIMITED, "Too many requests", retry_after=seconds))
        self._buckets[device] = (left - 1, now)
        if len(self._buckets) > _MANY:
            self._forget_quiet(now, rate)

    def _forget_quiet(self, now: float, rate: float) -> None:
        kept = {one: (left, at) for one, (left, at) in self._buckets.items() if left + (now - at) * rate < self._full}
        self._buckets = kept
