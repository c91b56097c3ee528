"""Time comes from an argument, so that a survey day, a deadline or a token can be tested on any day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
"""Answers the present moment as an aware datetime."""

VILLAGE_TIME_ZONE = ZoneInfo("Asia/Jakarta")
"""Waktu Indonesia Barat; a district elsewhere sets its own."""

MONTH_NAMES: Final = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
"""Months as papers and pages in Bahasa Indonesia write them, January first."""


def system_clock() -> datetime:
    """The machine's own time, in UTC."""
    return datetime.now(UTC)


def village_day(moment: datetime, zone: ZoneInfo = VILLAGE_TIME_ZONE) -> date:
    """The calendar day in the village at that moment: what `today()` means in a questionnaire."""
    return moment.astimezone(zone).date()
