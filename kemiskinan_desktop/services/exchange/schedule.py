"""When an exchange starts by itself: a pure decision over what is known; the shell asks it now and then."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

QUIET: Final = timedelta(seconds=90)
"""After the last save; nobody is typing any more."""
EVERY: Final = timedelta(minutes=30)
"""Between two successful exchanges, to hear from the district."""
FIRST_RETRY: Final = timedelta(minutes=1)
LONGEST_RETRY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the decision rests on; times are aware."""

    started: datetime
    """When the file was unlocked."""
    unsent: int = 0
    last_save: datetime | None = None
    last_attempt: datetime | None = None
    """When the last exchange began."""
    last_success: datetime | None = None
    failures: int = 0
    """Failed attempts since the last success."""
    not_before: datetime | None = None
    """The turn that the district gave, when it was too busy to answer or was asked too often."""
    reconnected: datetime | None = None
    """When the network last came back."""
    fatal: bool = False
    """The last answer was one that trying again cannot help (device revoked, program too old)."""
    automatic: bool = True
    """The person's preference."""


def next_attempt(situation: Situation, now: datetime, spread: float = 0.0) -> datetime | None:
    """The moment of the next automatic exchange (a moment that has passed: now); None when none is due by itself.

    `spread` (0 to 1) delays a retry by up to half its wait, so that 360 laptops do not come in the same second.
    """
    if not situation.automatic or situation.fatal:
        return None
    last = situation.last_attempt
    if last is None:
        return min(situation.started, now)
    if last > now:
        # The clock was set back since: nobody can say how long ago that was, and waiting for it may take years.
        return now
    if situation.failures and situation.not_before is not None and situation.not_before > last:
        # The district spreads the turns itself; coming earlier only takes another laptop's place.
        return situation.not_before
    if situation.reconnected is not None and situation.reconnected > last:
        return min(situation.reconnected, now)
    if situation.failures:
        doublings: int = 1 << min(situation.failures - 1, 16)
        wait = min(FIRST_RETRY * doublings, LONGEST_RETRY)
        return last + wait * (1 + spread / 2)
    saved = situation.last_save
    if situation.unsent and saved is not None and saved > last:
        return min(saved + QUIET, last + EVERY)
    return last + EVERY


def random_spread() -> float:
    """A fresh number for `spread`."""
    return random.random()  # noqa: S311 - spreads load, guards nothing
