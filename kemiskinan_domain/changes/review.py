"""The steps of the review between village and district, and who may take them (SYNC 2.6)."""

from __future__ import annotations

from kemiskinan_domain.people import Side
from kemiskinan_domain.records import ReviewState

REVIEW_TRANSITIONS: dict[str, tuple[frozenset[ReviewState], ReviewState, Side]] = {
    "submit": (frozenset({ReviewState.DRAFT, ReviewState.RETURNED}), ReviewState.SUBMITTED, Side.VILLAGE),
    "withdraw": (frozenset({ReviewState.SUBMITTED}), ReviewState.DRAFT, Side.VILLAGE),
    "take": (frozenset({ReviewState.SUBMITTED}), ReviewState.UNDER_REVIEW, Side.DISTRICT),
    "approve": (
        frozenset({ReviewState.SUBMITTED, ReviewState.UNDER_REVIEW}),
        ReviewState.APPROVED,
        Side.DISTRICT,
    ),
    "return": (
        frozenset({ReviewState.SUBMITTED, ReviewState.UNDER_REVIEW}),
        ReviewState.RETURNED,
        Side.DISTRICT,
    ),
    "reopen": (frozenset({ReviewState.APPROVED}), ReviewState.RETURNED, Side.DISTRICT),
}
"""Act to (states it may start from, state it leads to, the side that may take it)."""


def may_transition(act: str, current: ReviewState, side: Side) -> bool:
    """Whether that side may take that step from that state."""
    step = REVIEW_TRANSITIONS.get(act)
    return step is not None and current in step[0] and side is step[2]
