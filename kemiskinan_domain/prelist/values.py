"""Reads one cell each: a value, or the reason why not. An empty cell is a value that is not there, never a fault."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from kemiskinan_domain.identity import (
    FamilyCardNumber,
    FamilyCardRefusal,
    Nik,
    NikRefusal,
    Sex,
    read_family_card,
    read_nik,
)
from kemiskinan_domain.prelist.cells import Cell, cell_text, is_number, one_line
from kemiskinan_domain.prelist.reasons import Reason

HEAD: Final = "1"
"""Kepala keluarga in the Regsosek list 409."""

_RELATIONS: Final = {
    "1": "kepalakeluarga kepala kepalarumahtangga kk krt",
    "2": "istri suami istrisuami suamiistri pasangan",
    "3": "anak anakkandung anakangkat anaktiri",
    "4": "menantu",
    "5": "cucu",
    "6": "orangtua mertua orangtuamertua ayah ibu bapak",
    "7": "pembantu sopir pembantusopir pembanturumahtangga art",
    "8": "lainnya lain famililain familylain saudara keponakan",
}
_RELATION_OF: Final = {word: code for code, words in _RELATIONS.items() for word in words.split()}
_SEX_OF: Final[dict[str, Sex]] = {
    "l": "L",
    "lk": "L",
    "lakilaki": "L",
    "pria": "L",
    "1": "L",
    "p": "P",
    "pr": "P",
    "perempuan": "P",
    "wanita": "P",
    "2": "P",
}
_ROMAN: Final = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]0{1,2}:00(?::00)?)?")
_YEAR_FIRST = re.compile(r"(\d{4})[/.-](\d{1,2})[/.-](\d{1,2})(?:[ T]0{1,2}:00(?::00)?)?")
_EARLIEST: Final = date(1900, 1, 1)
_NIK_REASON: Final = {
    NikRefusal.LOST_DIGITS: Reason.NIK_LOST_DIGITS,
    NikRefusal.NOT_DIGITS: Reason.NIK_NOT_DIGITS,
    NikRefusal.WRONG_LENGTH: Reason.NIK_WRONG_LENGTH,
    NikRefusal.IMPOSSIBLE_DAY: Reason.NIK_IMPOSSIBLE_DATE,
    NikRefusal.IMPOSSIBLE_MONTH: Reason.NIK_IMPOSSIBLE_DATE,
}
_CARD_REASON: Final = {
    FamilyCardRefusal.LOST_DIGITS: Reason.CARD_LOST_DIGITS,
    FamilyCardRefusal.NOT_DIGITS: Reason.CARD_NOT_DIGITS,
    FamilyCardRefusal.WRONG_LENGTH: Reason.CARD_WRONG_LENGTH,
}


@dataclass(frozen=True, slots=True)
class Desil:
    """A desil of 1 to 10, and whether it was written in Roman numerals."""

    value: int
    roman: bool


def nik_in(cell: Cell) -> Nik | Reason | None:
    """The NIK; None for "no NIK yet" (empty, 0, zeros).

    A cell that holds a *number* is always refused, even when it looks whole. Excel keeps 15 significant digits
    of what is typed and fills the sixteenth with 0; other programs pass numbers through single precision or
    through decimal rounding; above 2**53 (NIKs of Papua) even a double skips numbers. Nothing in the cell tells
    which road it came, so that sixteen good-looking digits are no proof. The person is not lost by it: she
    arrives in the village with the state "needs check" and is asked for her card.
    """
    if is_number(cell):
        return Reason.NIK_LOST_DIGITS if cell else None
    nik = read_nik(cell_text(cell))
    return _NIK_REASON.get(nik) if isinstance(nik, NikRefusal) else nik


def family_card_in(cell: Cell) -> FamilyCardNumber | Reason | None:
    """The No. KK; None when there is none. A number is refused for the same reason as with a NIK."""
    if is_number(cell):
        return Reason.CARD_LOST_DIGITS if cell else None
    card = read_family_card(cell_text(cell))
    return _CARD_REASON.get(card) if isinstance(card, FamilyCardRefusal) else card


def birth_date_in_cell(cell: Cell, today: date | None) -> date | Reason | None:
    """A date cell, dd/mm/yyyy or yyyy-mm-dd; before 1900 or after `today` nobody was born."""
    if isinstance(cell, datetime):
        found: date | Reason | None = cell.date()
    elif isinstance(cell, date):
        found = cell
    else:
        found = _written_date(one_line(cell))
    if not isinstance(found, date):
        return found
    return Reason.DATE_IMPOSSIBLE if found < _EARLIEST or (today is not None and found > today) else found


def sex_in_cell(cell: Cell) -> Sex | Reason | None:
    """L or P, from the words and codes in use."""
    word = _letters(cell)
    return _SEX_OF.get(word, Reason.SEX_UNREADABLE) if word else None


def relation_in(cell: Cell) -> str | Reason | None:
    """The code of Regsosek list 409; a bare 1 to 8 is taken as that code (the caller notes it)."""
    word = _letters(cell)
    if not word or word in _RELATIONS:
        return word or None
    return _RELATION_OF.get(word, Reason.RELATION_UNREADABLE)


def desil_in(cell: Cell) -> Desil | Reason | None:
    """1 to 10, also as `IV` or `Desil 4`."""
    text = one_line(cell).upper().removeprefix("DESIL").strip()
    if text in {"", "-"}:
        return None
    if text in _ROMAN:
        return Desil(_ROMAN[text], roman=True)
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 10:
        return Desil(int(text), roman=False)
    return Reason.DESIL_OUTSIDE


def rt_rw_in(cell: Cell) -> str | Reason | None:
    """Three digits as text, "003" for 3; None for empty, a dash or zero."""
    text = re.sub(r"^(RT|RW)\W*", "", one_line(cell).lstrip("'").upper())
    if not text.strip("-0"):
        return None
    return text.zfill(3)[-3:] if re.fullmatch(r"0*[0-9]{1,3}", text) else Reason.RT_RW_UNREADABLE


def _written_date(text: str) -> date | Reason | None:
    if text in {"", "-"}:
        return None
    day_first, year_first = _DAY_FIRST.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    if day_first:
        day, month, year = day_first.groups()
    elif year_first:
        year, month, day = year_first.groups()
    else:
        return Reason.DATE_UNREADABLE
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Reason.DATE_IMPOSSIBLE


def _letters(cell: Cell) -> str:
    return "".join(sign for sign in cell_text(cell).casefold() if sign.isalnum())
