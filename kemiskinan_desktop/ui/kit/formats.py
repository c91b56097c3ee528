"""Dates, times, numbers and sizes as a village office writes them; English where the person chose it."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.clock import VILLAGE_TIME_ZONE

_MINUTE, _HOUR = 60, 3600


def _months() -> tuple[str, ...]:
    return (
        tr("Januari"),
        tr("Februari"),
        tr("Maret"),
        tr("April"),
        tr("Mei"),
        tr("Juni"),
        tr("Juli"),
        tr("Agustus"),
        tr("September"),
        tr("Oktober"),
        tr("November"),
        tr("Desember"),
    )


def day(value: date) -> str:
    """`23 November 2026`."""
    return f"{value.day} {_months()[value.month - 1]} {value.year}"


def clock_time(moment: datetime, zone: tzinfo = VILLAGE_TIME_ZONE) -> str:
    """`16.20`, in the village's time."""
    local = moment.astimezone(zone)
    return tr("{0}.{1}").format(f"{local.hour:02d}", f"{local.minute:02d}")


def day_and_time(moment: datetime, zone: tzinfo = VILLAGE_TIME_ZONE) -> str:
    """`23 November 2026, 16.20`, in the village's time."""
    return f"{day(moment.astimezone(zone).date())}, {clock_time(moment, zone)}"


def ago(moment: datetime, now: datetime, zone: tzinfo = VILLAGE_TIME_ZONE) -> str:
    """`baru saja`, `5 menit lalu`, `hari ini 08.10`, `kemarin 16.20`, `3 hari lalu`, or the date after a week."""
    seconds = (now - moment).total_seconds()
    if 0 <= seconds < _MINUTE:
        return tr("baru saja")
    if 0 <= seconds < _HOUR:
        return tr("%n menit lalu", int(seconds // _MINUTE))
    days = (now.astimezone(zone).date() - moment.astimezone(zone).date()).days
    if days == 0:
        return tr("hari ini {0}").format(clock_time(moment, zone))
    if days == 1:
        return tr("kemarin {0}").format(clock_time(moment, zone))
    if 1 < days < 7:
        return tr("%n hari lalu", days)
    return day_and_time(moment, zone)


def number(value: float, decimals: int = 0) -> str:
    """`1.234` or `1.234,5`; the signs are those of the language."""
    thousands, point = tr("1.000,5")[1], tr("1.000,5")[5]
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", thousands + point))


def percent(part: float, whole: float) -> str:
    """`63 %`; a whole of nothing is `0 %`."""
    return f"{number(100 * part / whole if whole else 0)} %"


def size(count: int) -> str:
    """`840 B`, `12 kB`, `3,4 MB`: bytes in steps of a thousand."""
    if count < 1000:
        return f"{count} B"
    if count < 1_000_000:
        return f"{number(count / 1000)} kB"
    return f"{number(count / 1_000_000, 1)} MB"


def duration(seconds: float) -> str:
    """`kurang dari 1 menit`, `3 menit`, `2 jam`: for the time that is left."""
    if seconds < _MINUTE:
        return tr("kurang dari 1 menit")
    if seconds < _HOUR:
        return tr("%n menit", round(seconds / _MINUTE))
    return tr("%n jam", round(seconds / _HOUR))
