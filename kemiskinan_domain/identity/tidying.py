"""What is taken off a number's text before it is read, and how to tell that a spreadsheet has spoilt it."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

_APOSTROPHES: Final = "'’‘`"
_FORMULA_TEXT = re.compile(r'="(.*)"', re.DOTALL)
_SCIENTIFIC = re.compile(r"[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_DECIMAL = re.compile(r"\d{13,}[.,]0+|\d{15,}[.,]\d+")
_THOUSANDS = re.compile(r"\d{1,3}(?:\.\d{3}){3,}|\d{1,3}(?:,\d{3}){3,}")
_ABSENT: Final = frozenset(
    {
        "",
        "0",
        "-",
        "--",
        "belum ada",
        "belum punya",
        "tidak ada",
        "tidak punya",
        "n/a",
        "belum punya nik",
        "belum ada nik",
    }
)


class Tidied(Enum):
    """What stood around the digits and was taken off."""

    APOSTROPHE = auto()
    DOTS = auto()
    SPACES = auto()


def plain_text(text: str) -> str:
    """The text without the marks that keep a spreadsheet from turning it into a number: `'1`, `="1"`."""
    bare = text.strip()
    formula = _FORMULA_TEXT.fullmatch(bare)
    if formula:
        bare = formula[1].strip()
    return bare.lstrip(_APOSTROPHES).strip()


def joined_digits(text: str) -> str:
    """The text without apostrophe, spaces and the dots that SIAK prints between groups."""
    return "".join(plain_text(text).replace(".", "").split())


def tidied(text: str) -> tuple[Tidied, ...]:
    """What `joined_digits` takes off, so that a report can say it."""
    bare = plain_text(text)
    found = []
    if bare != text.strip():
        found.append(Tidied.APOSTROPHE)
    if "." in bare:
        found.append(Tidied.DOTS)
    if len(bare.split()) > 1 or text != text.strip():
        found.append(Tidied.SPACES)
    return tuple(found)


def is_absent(text: str) -> bool:
    """Whether the text says that there is no number: empty, a dash, `0`, or words such as "belum ada"."""
    return plain_text(text).casefold() in _ABSENT


def was_a_number(text: str) -> bool:
    """Whether a spreadsheet showed this text from a number, so that its last digits may be gone.

    Scientific notation (3,20301E+15), a decimal part (3203010210689001.0) and thousands marks
    (3.203.010.210.689.001) are never written by a person for an identity number.
    """
    bare = "".join(plain_text(text).split())
    return any(pattern.fullmatch(bare) for pattern in (_SCIENTIFIC, _DECIMAL, _THOUSANDS))
