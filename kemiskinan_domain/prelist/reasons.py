"""Everything a pre-list import may have to say about a cell or a row; the words stand in `report`."""

from __future__ import annotations

from enum import Enum, StrEnum, auto


class Effect(Enum):
    """What became of the row: refused whole, one cell refused, taken with a warning, taken and tidied."""

    ROW_REFUSED = auto()
    CELL_REFUSED = auto()
    WARNING = auto()
    NOTE = auto()


class Reason(Enum):
    """Why; the values are stable, so that reports of two imports can be compared.

    No text type, so that a reason is never mistaken for the value it stands in for.
    """

    NAME_MISSING = "name_missing"
    VILLAGE_UNKNOWN = "village_unknown"
    VILLAGE_UNCLEAR = "village_unclear"
    VILLAGE_CONTRADICTS = "village_contradicts"
    FAMILY_UNCLEAR = "family_unclear"

    NIK_LOST_DIGITS = "nik_lost_digits"
    NIK_NOT_DIGITS = "nik_not_digits"
    NIK_WRONG_LENGTH = "nik_wrong_length"
    NIK_IMPOSSIBLE_DATE = "nik_impossible_date"
    CARD_LOST_DIGITS = "card_lost_digits"
    CARD_NOT_DIGITS = "card_not_digits"
    CARD_WRONG_LENGTH = "card_wrong_length"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_UNREADABLE = "date_unreadable"
    SEX_UNREADABLE = "sex_unreadable"
    RELATION_UNREADABLE = "relation_unreadable"
    DESIL_OUTSIDE = "desil_outside"
    RT_RW_UNREADABLE = "rt_rw_unreadable"

    NIK_TWICE = "nik_twice"
    CARD_TWICE = "card_twice"
    CARD_DIFFERS = "card_differs"
    DESIL_DIFFERS = "desil_differs"
    ADDRESS_DIFFERS = "address_differs"
    NIK_SEX_DIFFERS = "nik_sex_differs"
    NIK_DATE_DIFFERS = "nik_date_differs"
    NIK_REGION_DIFFERS = "nik_region_differs"

    NUMBER_TIDIED = "number_tidied"
    NAME_TIDIED = "name_tidied"
    DESIL_ROMAN = "desil_roman"
    RELATION_BY_CODE = "relation_by_code"
    NIK_NONE_YET = "nik_none_yet"
    CARD_BLANK = "card_blank"


_ROW = frozenset(
    {
        Reason.NAME_MISSING,
        Reason.VILLAGE_UNKNOWN,
        Reason.VILLAGE_UNCLEAR,
        Reason.VILLAGE_CONTRADICTS,
        Reason.FAMILY_UNCLEAR,
    }
)
_WARNING = frozenset(
    {
        Reason.NIK_TWICE,
        Reason.CARD_TWICE,
        Reason.CARD_DIFFERS,
        Reason.DESIL_DIFFERS,
        Reason.ADDRESS_DIFFERS,
        Reason.NIK_SEX_DIFFERS,
        Reason.NIK_DATE_DIFFERS,
        Reason.NIK_REGION_DIFFERS,
    }
)
_NOTE = frozenset(
    {
        Reason.NUMBER_TIDIED,
        Reason.NAME_TIDIED,
        Reason.DESIL_ROMAN,
        Reason.RELATION_BY_CODE,
        Reason.NIK_NONE_YET,
        Reason.CARD_BLANK,
    }
)


def effect_of(reason: Reason) -> Effect:
    """Each reason has one effect, always; what is no row, warning or note refuses the cell."""
    if reason in _ROW:
        return Effect.ROW_REFUSED
    if reason in _WARNING:
        return Effect.WARNING
    return Effect.NOTE if reason in _NOTE else Effect.CELL_REFUSED


class SkipReason(StrEnum):
    """Why a row holds no person: it is counted, never reported as a fault."""

    TITLE = "title"
    HEADER = "header"
    NUMBERING = "numbering"
    BLANK = "blank"
    TOTAL = "total"
