"""The NIK: sixteen digits PPKKCC DDMMYY NNNN, the day plus 40 for a woman (DOMAIN 5.1)."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto
from typing import Final, Literal, NewType

from kemiskinan_domain.identity.region_code import RegionCode, district_digits
from kemiskinan_domain.identity.tidying import is_absent, joined_digits, was_a_number

Nik = NewType("Nik", str)
"""Sixteen digits that can be a NIK."""

Sex = Literal["L", "P"]
"""Laki-laki or perempuan, as the village writes it."""

_LENGTH: Final = 16
_WOMAN: Final = 40


class NikRefusal(Enum):
    """Why a text cannot be a NIK. Nothing but these is a hard error: a NIK never changes after its issue."""

    ABSENT = auto()
    ALL_ZEROS = auto()
    LOST_DIGITS = auto()
    NOT_DIGITS = auto()
    WRONG_LENGTH = auto()
    IMPOSSIBLE_DAY = auto()
    IMPOSSIBLE_MONTH = auto()


class NikFinding(Enum):
    """Where a NIK and what else is known differ. A warning only: region and even a wrong date stay for life."""

    SEX_DIFFERS = auto()
    BIRTH_DATE_DIFFERS = auto()
    BIRTH_DATE_NOT_IN_CALENDAR = auto()
    REGION_DIFFERS = auto()


def read_nik(text: str) -> Nik | NikRefusal:
    """Read a NIK as people and SIAK write it: spaces, dots and a leading apostrophe are taken off."""
    if is_absent(text):
        return NikRefusal.ABSENT
    if was_a_number(text):
        return NikRefusal.LOST_DIGITS
    digits = joined_digits(text)
    if not (digits.isascii() and digits.isdigit()):
        return NikRefusal.NOT_DIGITS
    if not digits.strip("0"):
        return NikRefusal.ALL_ZEROS
    if len(digits) != _LENGTH:
        return NikRefusal.WRONG_LENGTH
    day, month = int(digits[6:8]), int(digits[8:10])
    if not (1 <= day <= 31 or _WOMAN + 1 <= day <= _WOMAN + 31):
        return NikRefusal.IMPOSSIBLE_DAY
    if not 1 <= month <= 12:
        return NikRefusal.IMPOSSIBLE_MONTH
    return Nik(digits)


def sex_in(nik: Nik) -> Sex:
    """The sex that the NIK states: a woman's day of birth is written plus 40."""
    return "P" if int(nik[6:8]) > _WOMAN else "L"


def birth_date_in(nik: Nik, today: date) -> date | None:
    """The birth date that the NIK states, or None where the calendar has no such day (31 February).

    Two digits cannot tell 1926 from 2026: the latest year that is not after `today` is meant, so that
    somebody of a hundred years or more reads as a child and `nik_findings` compares the two digits only.
    """
    day, month, year = int(nik[6:8]) % _WOMAN, int(nik[8:10]), int(nik[10:12])
    for century in (today.year // 100 * 100, today.year // 100 * 100 - 100):
        try:
            born = date(century + year, month, day)
        except ValueError:
            continue
        if born <= today:
            return born
    return None


def nik_findings(
    nik: Nik,
    *,
    sex: Sex | None = None,
    birth_date: date | None = None,
    village: RegionCode | None = None,
) -> tuple[NikFinding, ...]:
    """Where the NIK differs from what else is known of the person; what is unknown is not compared."""
    found = []
    if sex is not None and sex_in(nik) != sex:
        found.append(NikFinding.SEX_DIFFERS)
    if not _day_exists(nik):
        found.append(NikFinding.BIRTH_DATE_NOT_IN_CALENDAR)
    elif birth_date is not None and not _states_day(nik, birth_date):
        found.append(NikFinding.BIRTH_DATE_DIFFERS)
    if village is not None and nik[:6] != district_digits(village):
        found.append(NikFinding.REGION_DIFFERS)
    return tuple(found)


def mask_nik(nik: str) -> str:
    """For a screen that others see: the first six digits (region) and the last two stay, birth date and sex go.

    A text that is not sixteen digits long is hidden whole.
    """
    return f"{nik[:6]}••••••••{nik[-2:]}" if len(nik) == _LENGTH else "•" * len(nik)


def _states_day(nik: Nik, born: date) -> bool:
    return (int(nik[6:8]) % _WOMAN, int(nik[8:10]), int(nik[10:12])) == (born.day, born.month, born.year % 100)


def _day_exists(nik: Nik) -> bool:
    """29 February is let through when either century knows it."""
    day, month, year = int(nik[6:8]) % _WOMAN, int(nik[8:10]), int(nik[10:12])
    for century in (1900, 2000):
        try:
            date(century + year, month, day)
        except ValueError:
            continue
        return True
    return False
