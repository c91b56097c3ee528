"""Whether enough of the invited came; the share is a parameter of the village's tata tertib."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kemiskinan_domain.deliberation.meeting import Attendee


@dataclass(frozen=True, slots=True)
class QuorumResult:
    """How many came, how many were needed of how many invited."""

    present: int
    needed: int
    invited: int

    @property
    def reached(self) -> bool:
        """An empty room is never a quorum, and without invitations nothing can be measured."""
        return self.invited > 0 and self.present > 0 and self.present >= self.needed


def quorum(attendance: Iterable[Attendee], invited: int, percent: int) -> QuorumResult:
    """Measure the meeting: at least `percent` of a hundred of the invited, rounded up."""
    present = sum(1 for attendee in attendance if attendee.present)
    needed = -(-max(invited, 0) * max(percent, 0) // 100)
    return QuorumResult(present, needed, max(invited, 0))
