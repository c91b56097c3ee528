"""What the wall shows while the meeting discusses: never health, income, numbers in full, or reasons. No Qt."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.ui.deliberations.discussion import DiscussionState
from kemiskinan_domain.identity import mask_family_card, masked_name


@dataclass(frozen=True, slots=True)
class Slide:
    """One family as thirty people may see it; `presence` and `ruling` are codes, None is not said yet."""

    place: int
    total: int
    decided: int
    name: str
    family_card: str
    dusun: str
    rt: str
    rw: str
    members: int
    presence: str | None
    ruling: str | None


def slide_of(state: DiscussionState, *, masked: bool) -> Slide | None:
    """The slide of the family in front; the number is masked whatever the village chose."""
    row = state.row
    if row is None:
        return None
    return Slide(
        place=state.place,
        total=state.total,
        decided=state.decided,
        name=masked_name(row.head_name) if masked else row.head_name,
        family_card=mask_family_card(row.no_kk) if row.no_kk else "",
        dusun=row.dusun,
        rt=row.rt,
        rw=row.rw,
        members=row.member_count,
        presence=state.decision.presence,
        ruling=state.decision.decision,
    )
