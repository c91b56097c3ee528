"""The number of a Kartu Keluarga: sixteen digits, region first. Its date is the card's, so no day is checked."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final, NewType

from kemiskinan_domain.identity.nik import mask_nik
from kemiskinan_domain.identity.tidying import is_absent, joined_digits, was_a_number

FamilyCardNumber = NewType("FamilyCardNumber", str)
"""Sixteen digits that can be a No. KK."""

_LENGTH: Final = 16


class FamilyCardRefusal(Enum):
    """Why a text cannot be a No. KK."""

    ABSENT = auto()
    ALL_ZEROS = auto()
    LOST_DIGITS = auto()
    NOT_DIGITS = auto()
    WRONG_LENGTH = auto()


def read_family_card(text: str) -> FamilyCardNumber | FamilyCardRefusal:
    """Read a No. KK; spaces, dots and a leading apostrophe are taken off."""
    if is_absent(text):
        return FamilyCardRefusal.ABSENT
    if was_a_number(text):
        return FamilyCardRefusal.LOST_DIGITS
    digits = joined_digits(text)
    if not (digits.isascii() and digits.isdigit()):
        return FamilyCardRefusal.NOT_DIGITS
    if not digits.strip("0"):
        return FamilyCardRefusal.ALL_ZEROS
    return FamilyCardNumber(digits) if len(digits) == _LENGTH else FamilyCardRefusal.WRONG_LENGTH


def mask_family_card(number: str) -> str:
    """The first six and the last two digits stay, as with a NIK."""
    return mask_nik(number)
