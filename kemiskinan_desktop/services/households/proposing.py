"""A family that the village proposes (usulan baru). Pure."""

from __future__ import annotations

from kemiskinan_desktop.services.households.values import NewHousehold, ProposalFault
from kemiskinan_domain.identity import FamilyCardRefusal, read_family_card
from kemiskinan_domain.records import FamilyCardState, FieldValue, Origin, RecordId, ReviewState, SurveyState

_HEAD = "1"


def proposal_faults(new: NewHousehold) -> tuple[ProposalFault, ...]:
    """What is missing or unreadable; a family without a card is no fault."""
    card = read_family_card(new.no_kk)
    faults = {
        ProposalFault.NAME_MISSING: len(new.head_name.strip()) < 2,
        ProposalFault.PLACE_MISSING: not (new.rt.strip() and new.rw.strip()),
        ProposalFault.NO_KK_UNREADABLE: isinstance(card, FamilyCardRefusal) and card is not FamilyCardRefusal.ABSENT,
    }
    return tuple(fault for fault, there in faults.items() if there)


def household_fields(new: NewHousehold) -> dict[str, FieldValue]:
    """The family's record; RT and RW are written with three digits."""
    card = read_family_card(new.no_kk)
    return {
        "head_name": new.head_name.strip(),
        "no_kk": card if isinstance(card, str) else None,
        "no_kk_state": str(FamilyCardState.PRESENT) if isinstance(card, str) else None,
        "dusun": new.dusun.strip() or None,
        "rt": _three_digits(new.rt),
        "rw": _three_digits(new.rw),
        "address": new.address.strip() or None,
        "origin": str(Origin.PROPOSED),
        "survey_state": str(SurveyState.NOT_STARTED),
        "review": str(ReviewState.DRAFT),
    }


def head_fields(new: NewHousehold, household: RecordId) -> dict[str, FieldValue]:
    """The head of the family as its first member."""
    return {"parent": household, "position": 1, "name": new.head_name.strip(), "relation": _HEAD}


def _three_digits(text: str) -> str:
    clean = text.strip()
    return clean.zfill(3) if clean.isascii() and clean.isdigit() else clean
