"""Functions on days and times; the day of the survey is the village's own."""

from __future__ import annotations

import math
import re
from datetime import datetime

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function
from kemiskinan_domain.survey.expression.values import (
    Moment,
    XValue,
    moment_from_days,
    moment_from_text,
    to_text,
)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_CLOCK = re.compile(r"(\d\d):(\d\d):(\d\d)(\.\d{1,3})?([+-]\d\d:\d\d|Z)?\Z")
_WHOLE = re.compile(r"-?\d+(\.\d+)?\Z")


def _today(context: Context, _arguments: Arguments) -> XValue:
    return Moment(_midnight(context.world.now.astimezone(context.world.zone), context))


def _midnight(stamp: datetime, context: Context) -> datetime:
    return datetime(stamp.year, stamp.month, stamp.day, tzinfo=context.world.zone)


def _now(context: Context, _arguments: Arguments) -> XValue:
    return Moment(context.world.now.astimezone(context.world.zone))


def read_moment(value: XValue, context: Context) -> Moment:
    """A value as a date: a date, days since 1970, or a text of either."""
    zone = context.world.zone
    if isinstance(value, Moment):
        return value
    if isinstance(value, bool):
        return Moment(None)
    if isinstance(value, float):
        return Moment(None) if math.isnan(value) else moment_from_days(value, zone)
    text = to_text(value).strip()
    if not text:
        return Moment(None, blank=True)
    if _WHOLE.match(text):
        return moment_from_days(float(int(float(text))), zone)
    return moment_from_text(text, zone) or Moment(None)


def _date(context: Context, arguments: Arguments) -> XValue:
    return read_moment(arguments[0], context)


def _decimal_date_time(context: Context, arguments: Arguments) -> XValue:
    value = arguments[0]
    if isinstance(value, float):
        return value
    if isinstance(value, Moment):
        return value.days()
    found = moment_from_text(to_text(value).strip(), context.world.zone)
    return math.nan if found is None else found.days()


def _decimal_time(context: Context, arguments: Arguments) -> XValue:
    """The part of the day that has passed, in the village's zone."""
    found = _CLOCK.match(to_text(arguments[0]).strip())
    if found is None or isinstance(arguments[0], float):
        return math.nan
    day = _midnight(context.world.now.astimezone(context.world.zone), context).date().isoformat()
    clock = found[0] if found[5] else found[0] + "Z"
    moment = moment_from_text(f"{day}T{clock}", context.world.zone)
    if moment is None or moment.stamp is None:
        return math.nan
    stamp = moment.stamp
    if not found[5]:
        return (int(found[3]) / 3600 + int(found[2]) / 60 + int(found[1])) / 24
    return (stamp.second / 3600 + stamp.minute / 60 + stamp.hour) / 24


def _format_date(context: Context, arguments: Arguments) -> XValue:
    moment = read_moment(arguments[0], context)
    if moment.stamp is None:
        return ""
    written = to_text(arguments[1])
    if re.search(r"(?<!%)(?:%%)*%\Z", written):
        raise ExpressionError("a date format ends with %")
    stamp = moment.stamp
    return re.sub(r"%(.)", lambda found: _part(found[1], stamp), written)


def _part(sign: str, stamp: datetime) -> str:
    parts = {
        "%": "%",
        "Y": f"{stamp.year:04}",
        "y": f"{stamp.year % 100:02}",
        "m": f"{stamp.month:02}",
        "n": str(stamp.month),
        "b": _MONTHS[stamp.month - 1],
        "d": f"{stamp.day:02}",
        "e": str(stamp.day),
        "H": f"{stamp.hour:02}",
        "h": str(stamp.hour),
        "M": f"{stamp.minute:02}",
        "S": f"{stamp.second:02}",
        "3": f"{stamp.microsecond // 1000:03}",
        "a": _DAYS[stamp.weekday()],
        "W": f"{stamp.isocalendar().week:02}",
    }
    if sign not in parts:
        raise ExpressionError(f"a date format knows no %{sign}")
    return parts[sign]


DATE_FUNCTIONS: dict[str, Function] = {
    "today": Function(_today, 0, 0),
    "now": Function(_now, 0, 0),
    "date": Function(_date, 1, 1),
    "date-time": Function(_date, 1, 1),
    "decimal-date-time": Function(_decimal_date_time, 1, 1),
    "decimal-time": Function(_decimal_time, 1, 1),
    "format-date": Function(_format_date, 2, 2),
    "format-date-time": Function(_format_date, 2, 2),
}
