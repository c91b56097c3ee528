"""Decisions of the exchange, without a file or a network: sizes, waiting, and what each problem asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.wire import LIMITS, ProblemType

_FAST: Final = 5.0
"""Seconds; a request under this lets the next be larger (SYNC 2.8)."""
_GROWTH: Final = 8
"""The most that the next request may be larger than one that was quick."""
_SMALLEST: Final = 2 * 1024
_LARGEST_PAGE: Final = 4 * 1024 * 1024
_LARGEST_PUSH: Final = LIMITS.compressed * 7 // 8
_AT_ONCE: Final = 1024 * 1024
"""Bytes of bodies in one request, however quick the line: laptop and district work on two of them at a time (0161)."""
_PACKING: Final = (2.0, 5.0, 25.0)
"""How much smaller packing makes changes: at least, to begin with, at most. Only the size of batches rests on it."""
_TELLING: Final = 4 * 1024
"""From so many bytes on, how well a request packed says something about the next one."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of one request: `push` compressed, `page` of feed lines before compression."""

    push: int = 16 * 1024
    page: int = LIMITS.page
    packing: float = _PACKING[1]
    changes: int = LIMITS.changes
    """How many changes one request may carry; fewer for a district that said that so many were too many."""

    @property
    def push_raw(self) -> int:
        """About how many bytes of bodies fit; a larger batch would only keep the other side waiting."""
        return min(int(self.push * self.packing), _AT_ONCE)

    def after(self, seconds: float) -> Sizes:
        """What the next request may carry when this one took so long: as much as such a line carries in time."""
        if seconds >= _FAST:
            return self
        growth = 2
        while growth < _GROWTH and 2 * growth * seconds < _FAST:
            growth *= 2
        push, page = min(self.push * growth, _LARGEST_PUSH), min(self.page * growth, _LARGEST_PAGE)
        return replace(self, push=push, page=page)

    def learnt(self, raw: int, packed: int) -> Sizes:
        """With how well a request just packed."""
        if raw < _TELLING:
            return self
        least, _, most = _PACKING
        return replace(self, packing=max(least, min(raw / packed, most)))

    def after_failure(self) -> Sizes:
        """Half of it, so that a bad line still gets something through."""
        return replace(self, push=max(self.push // 2, _SMALLEST), page=max(self.page // 2, _SMALLEST))

    def smaller_push(self) -> Sizes:
        """The batch packed worse than was thought."""
        return replace(self, push=max(self.push // 2, _SMALLEST))

    def refused(self, changes: int) -> Sizes:
        """The district said that a batch of so many changes was too large: half of it, by bytes and by count."""
        return replace(self.smaller_push(), changes=max(changes // 2, 1))


class Reaction(Enum):
    """What a problem asks of the laptop."""

    STOP = auto()
    WAIT = auto()
    NEW_TOKEN = auto()
    SMALLER_BATCH = auto()
    PLAIN_PACKING = auto()
    REINCARNATE = auto()
    RESEND_ARCHIVE = auto()
    PULL_ALL = auto()


_REACTIONS: Final[dict[ProblemType, Reaction]] = {
    ProblemType.CLIENT_ROLLED_BACK: Reaction.REINCARNATE,
    ProblemType.MUTATION_FORK: Reaction.REINCARNATE,
    ProblemType.MUTATION_GAP: Reaction.RESEND_ARCHIVE,
    ProblemType.EPOCH_CHANGED: Reaction.RESEND_ARCHIVE,
    ProblemType.CURSOR_AHEAD: Reaction.RESEND_ARCHIVE,
    ProblemType.CURSOR_TOO_OLD: Reaction.PULL_ALL,
    ProblemType.TOKEN_EXPIRED: Reaction.NEW_TOKEN,
    ProblemType.TOO_LARGE: Reaction.SMALLER_BATCH,
    ProblemType.UNSUPPORTED_ENCODING: Reaction.PLAIN_PACKING,
    ProblemType.BUSY: Reaction.WAIT,
    ProblemType.RATE_LIMITED: Reaction.WAIT,
    ProblemType.STORAGE_FULL: Reaction.WAIT,
    ProblemType.TRUNCATED_BODY: Reaction.WAIT,
    ProblemType.DIGEST_MISMATCH: Reaction.WAIT,
    ProblemType.INTERNAL: Reaction.WAIT,
}


def reaction_to(problem: ProblemType | None) -> Reaction:
    """What to do about a problem; an unknown one stops, since trying again would not help."""
    return Reaction.STOP if problem is None else _REACTIONS.get(problem, Reaction.STOP)
