"""Numbers, days and hours in the words of an Indonesian official letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from kemiskinan_domain.clock import MONTH_NAMES, VILLAGE_TIME_ZONE

_ONES: Final = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_SCALES: Final = ((10**12, "triliun"), (10**9, "miliar"), (10**6, "juta"), (1000, "ribu"), (100, "ratus"))
_NO_BREAK: Final = "\u00a0"
_DAYS: Final = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True, slots=True)
class VillageZone:
    """The village's clock and what Indonesian letters call it."""

    zone: ZoneInfo
    short: str


WIB: Final = VillageZone(VILLAGE_TIME_ZONE, "WIB")


def number_words(number: int) -> str:
    """A whole number spelled out: 2026 is "dua ribu dua puluh enam"; ValueError from 10^15 on."""
    if abs(number) >= 10**15:
        raise ValueError(number)
    if number < 0:
        return f"minus {number_words(-number)}"
    if number < 12:
        return _ONES[number]
    if number < 20:
        return f"{_ONES[number - 10]} belas"
    if number < 100:
        return _joined(f"{_ONES[number // 10]} puluh", number % 10)
    for size, name in _SCALES:
        count, rest = divmod(number, size)
        if count:
            once = count == 1 and size <= 1000
            return _joined(f"se{name}" if once else f"{number_words(count)} {name}", rest)
    raise AssertionError(number)


def _joined(head: str, rest: int) -> str:
    return f"{head} {number_words(rest)}" if rest else head


def day_name(day: date) -> str:
    """Senin to Minggu."""
    return _DAYS[day.weekday()]


def long_date(day: date) -> str:
    """As in a letter's date line: 23 November 2026."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def spelled_date(day: date) -> str:
    """As in the opening of minutes: Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam."""
    month = MONTH_NAMES[day.month - 1]
    return f"{day_name(day)} tanggal {number_words(day.day)} bulan {month} tahun {number_words(day.year)}"


def clock_words(moment: time, zone: str) -> str:
    """Hours as Indonesian letters write them: 19.30 WIB."""
    return f"{moment.hour:02d}.{moment.minute:02d} {zone}"


def counted(number: int, noun: str) -> str:
    """A count in figures and words: 32 (tiga puluh dua) orang."""
    return f"{number}{_NO_BREAK}({number_words(number)}) {noun}"


def moment_words(moment: datetime, zone: VillageZone) -> str:
    """A moment on the village's clock: 23 November 2026 pukul 19.30 WIB."""
    local = moment.astimezone(zone.zone)
    return f"{long_date(local.date())} pukul {clock_words(local.time(), zone.short)}"
