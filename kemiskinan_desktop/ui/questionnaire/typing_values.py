"""Days, hours, numbers and places as people type them, and as records keep them. No Qt.

What cannot be understood is given on as it was typed: the engine refuses it, and the field says how to write it.
"""

from __future__ import annotations

import re
from datetime import date

_BETWEEN = re.compile(r"[-/. ]")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([. \u00a0]\d{3})+\Z")
_ENGLISH_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+\Z")
_WITH_DECIMALS = re.compile(r"([+-]?\d{1,3}(?:[. \u00a0]\d{3})+),(\d+)\Z")
_HOUR = re.compile(r"(\d{1,2})[.:](\d{2})\Z")
_PLACE = re.compile(r"\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*[;, ]\s*([+-]?\d{1,3}(?:[.,]\d+)?)\s*\Z")
GROUPED_FROM = 10_000
"""Smaller numbers are shown as they are: a year is not 2.025."""


def group_day(typed: str) -> str:
    """`23111978` becomes `23-11-1978` while it is typed; strokes that the person set themselves stay where they are."""
    parts = _BETWEEN.split(typed)
    if not all(part.isdigit() for part in parts if part) or any(len(part) != 2 for part in parts[:-1]):
        return typed
    signs = "".join(parts)
    if not signs or len(signs) > 8:
        return typed
    return "-".join(part for part in (signs[:2], signs[2:4], signs[4:]) if part)


def day_to_record(typed: str, today: date) -> str:
    """`23-11-1978`, `23/11/78`, `231178` or `1978-11-23` as records keep it: `1978-11-23`.

    Of two digits for the year the latest year is meant that does not lie after today's: in 2026, `80` is 1980,
    `26` is 2026 and `27` is 1927.
    """
    parts = _day_parts(typed.strip())
    if parts is None:
        return typed.strip()
    year, month, day = parts
    if len(year) == 2:
        century = today.year // 100 * 100
        number = century + int(year)
        year = str(number if number <= today.year else number - 100)
    return f"{year}-{month:0>2}-{day:0>2}"


def _day_parts(typed: str) -> tuple[str, str, str] | None:
    """Year, month and day as they were typed; None for what is no whole day."""
    parts = [part for part in _BETWEEN.split(typed) if part]
    if len(parts) == 1 and len(parts[0]) in (6, 8):
        parts = [parts[0][:2], parts[0][2:4], parts[0][4:]]
    if len(parts) != 3 or not all(part.isdigit() and part.isascii() for part in parts):
        return None
    first, month, last = parts
    if len(first) == 4 and len(last) <= 2:
        first, last = last, first
    if len(first) > 2 or len(month) > 2 or len(last) not in (2, 4):
        return None
    return last, month, first


def day_to_type(value: str) -> str:
    """`1978-11-23` as people type it."""
    try:
        return date.fromisoformat(value).strftime("%d-%m-%Y")
    except ValueError:
        return value


def month_to_record(typed: str) -> str:
    """`11-1978`, `11/1978` or `111978` as records keep a month: its first day, `1978-11-01`."""
    parts = [part for part in _BETWEEN.split(typed.strip()) if part]
    if len(parts) == 1 and len(parts[0]) in (5, 6):
        parts = [parts[0][:-4], parts[0][-4:]]
    if len(parts) != 2 or not all(part.isdigit() and part.isascii() for part in parts):
        return typed.strip()
    month, year = parts if len(parts[1]) == 4 else parts[::-1]
    return f"{year}-{month:0>2}-01" if len(year) == 4 and len(month) <= 2 else typed.strip()


def month_to_type(value: str) -> str:
    """`1978-11-01` as people type a month: `11-1978`."""
    try:
        return date.fromisoformat(value).strftime("%m-%Y")
    except ValueError:
        return value


def year_to_record(typed: str) -> str:
    """`1978` as records keep a year alone: its first day, `1978-01-01`."""
    signs = typed.strip()
    return f"{signs}-01-01" if len(signs) == 4 and signs.isdigit() and signs.isascii() else signs


def year_to_type(value: str) -> str:
    """`1978-01-01` as people type a year."""
    try:
        return str(date.fromisoformat(value).year)
    except ValueError:
        return value


def number_to_record(typed: str, *, whole: bool) -> str:
    """`1.500.000`, `1 500 000` or `Rp 1.500.000` without what groups thousands; a comma is the decimal sign.

    In a whole number `1,500` is fifteen hundred too, because nothing else can be meant.
    """
    signs = typed.strip()
    if signs[:2].casefold() == "rp":
        signs = signs[2:].lstrip(". ")
    if _THOUSANDS.match(signs):
        return re.sub(r"[. \u00a0]", "", signs)
    if whole and _ENGLISH_THOUSANDS.match(signs):
        return signs.replace(",", "")
    parts = _WITH_DECIMALS.match(signs)
    if parts is not None:
        return f"{re.sub(r'[. ]', '', parts[1])}.{parts[2]}"
    return signs


def number_to_type(value: str) -> str:
    """Large numbers in groups of three, with the decimal comma: `1.500.000`, `12,5`."""
    whole, dot, rest = value.partition(".")
    digits = whole.lstrip("+-")
    if not digits.isdigit() or (dot and not rest.isdigit()):
        return value
    sign = whole[: len(whole) - len(digits)]
    grouped = f"{int(digits):,}".replace(",", ".") if int(digits) >= GROUPED_FROM else digits
    return f"{sign}{grouped},{rest}" if dot else f"{sign}{grouped}"


def hour_to_record(typed: str) -> str:
    """`1930`, `19.30` or `19:30` as records keep it: `19:30`."""
    signs = typed.strip()
    if signs.isdigit() and len(signs) in (3, 4):
        signs = f"{signs[:-2]}:{signs[-2:]}"
    parts = _HOUR.match(signs)
    return signs if parts is None else f"{parts[1]:0>2}:{parts[2]}"


def hour_to_type(value: str) -> str:
    """`19:30:00.000+07:00` as people type it: `19.30`."""
    return value[:5].replace(":", ".") if len(value) >= 5 and value[2] == ":" else value


def moment_to_record(typed: str, today: date) -> str:
    """`23-11-2026 19.30` as records keep it: `2026-11-23T19:30`."""
    day, _gap, hour = typed.strip().rpartition(" ")
    if not day or not hour:
        return typed.strip()
    return f"{day_to_record(day, today)}T{hour_to_record(hour)}"


def moment_to_type(value: str) -> str:
    """`2026-11-23T19:30` as people type it."""
    day, sign, hour = value.partition("T")
    return f"{day_to_type(day)} {hour_to_type(hour)}" if sign else value


def place_to_record(typed: str) -> str:
    """`-6,8201 107,1395` or `-6.8201, 107.1395` as records keep a place: latitude, longitude, height, accuracy."""
    if not typed.strip():
        return ""
    parts = _PLACE.match(typed)
    if parts is None:
        return typed.strip()
    return f"{parts[1].replace(',', '.')} {parts[2].replace(',', '.')} 0 0"


def place_to_type(value: str) -> str:
    """Latitude and longitude of a place, as maps show them."""
    parts = value.split()
    return f"{parts[0]}, {parts[1]}" if len(parts) >= 2 else value
