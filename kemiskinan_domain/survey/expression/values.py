"""The four XPath value types, a fifth for dates, and how one becomes another."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo

from kemiskinan_domain.survey.expression.tree import Node

_NUMBER = re.compile(r"\s*-?(\d+(\.\d*)?|\.\d+)\s*\Z")
_LOOSE_NUMBER = re.compile(r"\s*[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?\s*\Z")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(T.*)?\Z")
_TIME = re.compile(r"T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:?\d\d)?\Z")
_DAY = 86400.0
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or a moment; `stamp` is aware, or None for a date that is blank or does not exist."""

    stamp: datetime | None
    blank: bool = False

    def days(self) -> float:
        """Days since 1970-01-01 UTC, with the time as the fraction; NaN for no date."""
        return math.nan if self.stamp is None else (self.stamp - EPOCH).total_seconds() / _DAY

    def text(self) -> str:
        """`2026-11-23`, or with the time when it is not midnight in its own zone."""
        if self.stamp is None:
            return "" if self.blank else "Invalid Date"
        stamp = self.stamp
        if not (stamp.hour or stamp.minute or stamp.second or stamp.microsecond):
            return stamp.date().isoformat()
        return stamp.isoformat(timespec="milliseconds")


XValue = bool | float | str | Moment | list[Node]


def moment_from_days(days: float, zone: tzinfo) -> Moment:
    """The moment that many days after 1970-01-01 UTC, seen in the zone."""
    try:
        return Moment((EPOCH + timedelta(days=days)).astimezone(zone))
    except (OverflowError, ValueError):
        return Moment(None)


def moment_from_text(text: str, zone: tzinfo) -> Moment | None:
    """Reads `2026-11-23` or a date-time; None where the text is no date, a Moment without stamp for 31 February."""
    found = _DATE.match(text)
    if found is None:
        return None
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
        if not found[4]:
            return Moment(datetime(day.year, day.month, day.day, tzinfo=zone))
        return _with_time(day, found[4], zone)
    except ValueError:
        return Moment(None)


def _with_time(day: date, text: str, zone: tzinfo) -> Moment:
    found = _TIME.match(text)
    if found is None:
        return Moment(None)
    offset = found[5]
    place = zone
    if offset:
        place = datetime.strptime(offset, "%z").tzinfo or UTC
    micro = int((found[4] or "0").ljust(6, "0"))
    stamp = datetime(
        day.year, day.month, day.day, int(found[1]), int(found[2]), int(found[3] or 0), micro, tzinfo=place
    )
    return Moment(stamp.astimezone(zone))


def to_number(value: XValue, zone: tzinfo) -> float:
    """XPath's number(), and days since 1970 for a date or a text that is one."""
    if isinstance(value, float):
        return value
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, Moment):
        return value.days()
    text = value if isinstance(value, str) else (value[0].string_value() if value else "")
    return text_to_number(text, zone)


def text_to_number(text: str, zone: tzinfo) -> float:
    """A number, a date as days, else NaN; an empty text is NaN, not nought."""
    if not text:
        return math.nan
    if _NUMBER.match(text) or _LOOSE_NUMBER.match(text):
        return float(text)
    moment = moment_from_text(text.strip(), zone)
    return math.nan if moment is None else moment.days()


def to_text(value: XValue) -> str:
    """XPath's string()."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_to_text(value)
    if isinstance(value, Moment):
        return value.text()
    return value[0].string_value() if value else ""


def number_to_text(value: float) -> str:
    """Decimal form without exponent and without a trailing `.0`."""
    if value != value:  # noqa: PLR0124 - NaN is the one number unequal to itself
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == int(value) and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    if "e" in text:
        text = format(value, ".20f").rstrip("0").rstrip(".")
    return text


def to_boolean(value: XValue) -> bool:
    """XPath's boolean()."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value == value and value != 0  # noqa: PLR0124 - NaN is false
    if isinstance(value, Moment):
        return value.stamp is not None
    return bool(value)


def looks_like_date(text: str) -> bool:
    """Whether a text has the form of a date, as comparison and arithmetic treat it."""
    return len(text) >= 8 and text[:4].isdigit() and _DATE.match(text) is not None
