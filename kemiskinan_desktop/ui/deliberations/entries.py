"""Days, times and counts as people type them into the preparation form. No Qt."""

from __future__ import annotations

import re
from datetime import date, time
from enum import Enum, auto


class EntryFault(Enum):
    """Why a typed value was not taken."""

    NOT_A_DAY = auto()
    NOT_A_TIME = auto()
    NOT_A_COUNT = auto()
    NOT_A_PERCENTAGE = auto()


_MONTHS = {
    name: at
    for at, name in enumerate(
        ["jan", "feb", "mar", "apr", "mei", "jun", "jul", "agu", "sep", "okt", "nov", "des"],
        start=1,
    )
}
_DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2}|[a-z]+)[\s./-]+(\d{4})", re.IGNORECASE)
_TIME = re.compile(r"(\d{1,2})(?:[.:]?(\d{2}))?")
_LARGEST_COUNT = 100_000


def read_day(text: str) -> date | EntryFault | None:
    """`23-11-2026`, `23/11/2026` or `23 November 2026`; None for an empty field."""
    if not text.strip():
        return None
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return EntryFault.NOT_A_DAY
    month = int(found[2]) if found[2].isdigit() else _MONTHS.get(found[2][:3].lower(), 0)
    try:
        return date(int(found[3]), month, int(found[1]))
    except ValueError:
        return EntryFault.NOT_A_DAY


def read_clock(text: str) -> time | EntryFault | None:
    """`9`, `09.00`, `9:30` or `0930`; None for an empty field."""
    if not text.strip():
        return None
    found = _TIME.fullmatch(text.strip())
    if found is None:
        return EntryFault.NOT_A_TIME
    try:
        return time(int(found[1]), int(found[2] or 0))
    except ValueError:
        return EntryFault.NOT_A_TIME


def read_count(text: str) -> int | EntryFault | None:
    """A whole number from 0; None for an empty field."""
    if not text.strip():
        return None
    digits = text.strip().replace(".", "")
    if not (digits.isascii() and digits.isdigit()) or int(digits) > _LARGEST_COUNT:
        return EntryFault.NOT_A_COUNT
    return int(digits)


def read_percentage(text: str) -> int | EntryFault | None:
    """A whole percentage from 1 to 100, with or without the sign; None for an empty field."""
    if not text.strip():
        return None
    count = read_count(text.replace("%", ""))
    return count if isinstance(count, int) and 1 <= count <= 100 else EntryFault.NOT_A_PERCENTAGE


def day_text(day: date | None) -> str:
    """As `read_day` reads it."""
    return f"{day:%d-%m-%Y}" if day else ""


def clock_text(clock: time | None) -> str:
    """As `read_clock` reads it."""
    return f"{clock:%H.%M}" if clock else ""


def count_text(count: int | None) -> str:
    """As `read_count` reads it."""
    return "" if count is None else str(count)
