"""What a typed line of each kind takes, shows and hands over. No Qt."""

from __future__ import annotations

from datetime import date
from typing import Final

from kemiskinan_desktop.ui.questionnaire.keying import group_sixteen, ungroup
from kemiskinan_desktop.ui.questionnaire.states import Keyed
from kemiskinan_desktop.ui.questionnaire.typing_values import (
    day_to_record,
    day_to_type,
    group_day,
    hour_to_record,
    hour_to_type,
    moment_to_record,
    moment_to_type,
    month_to_record,
    month_to_type,
    number_to_record,
    number_to_type,
    place_to_record,
    place_to_type,
    year_to_record,
    year_to_type,
)

WIDTHS: Final = {
    Keyed.NUMBER: 18,
    Keyed.DECIMAL: 18,
    Keyed.RANGE: 14,
    Keyed.DAY: 16,
    Keyed.MONTH: 14,
    Keyed.YEAR: 12,
    Keyed.HOUR: 12,
    Keyed.MOMENT: 24,
    Keyed.PLACE: 30,
    Keyed.SIXTEEN: 26,
}
"""Characters."""
LONGEST: Final = {
    Keyed.TEXT: 500,
    Keyed.PARAGRAPH: 4000,
    Keyed.NUMBER: 30,
    Keyed.DECIMAL: 30,
    Keyed.RANGE: 30,
    Keyed.DAY: 10,
    Keyed.MONTH: 10,
    Keyed.YEAR: 10,
    Keyed.HOUR: 18,
    Keyed.MOMENT: 30,
    Keyed.PLACE: 60,
    Keyed.SIXTEEN: 60,
}
"""Signs that are taken; a pasted number may have blanks, dots or lines between its digits."""


def grouped(keyed: Keyed, typed: str) -> str:
    """The line while it is typed."""
    match keyed:
        case Keyed.SIXTEEN:
            return group_sixteen(typed)
        case Keyed.DAY:
            return group_day(typed)
        case _:
            return typed


def to_type(keyed: Keyed, value: str) -> str:
    """A recorded value as people type it."""
    match keyed:
        case Keyed.SIXTEEN:
            return group_sixteen(value)
        case Keyed.DAY:
            return day_to_type(value)
        case Keyed.MONTH:
            return month_to_type(value)
        case Keyed.YEAR:
            return year_to_type(value)
        case Keyed.HOUR:
            return hour_to_type(value)
        case Keyed.MOMENT:
            return moment_to_type(value)
        case Keyed.PLACE:
            return place_to_type(value)
        case Keyed.NUMBER | Keyed.DECIMAL | Keyed.RANGE:
            return number_to_type(value)
        case _:
            return value


def to_record(keyed: Keyed, typed: str, today: date) -> str:
    """What was typed as records keep it; what is not understood is given on as it is."""
    match keyed:
        case Keyed.SIXTEEN:
            return ungroup(typed)
        case Keyed.DAY:
            return day_to_record(typed, today)
        case Keyed.MONTH:
            return month_to_record(typed)
        case Keyed.YEAR:
            return year_to_record(typed)
        case Keyed.HOUR:
            return hour_to_record(typed)
        case Keyed.MOMENT:
            return moment_to_record(typed, today)
        case Keyed.PLACE:
            return place_to_record(typed)
        case Keyed.NUMBER:
            return number_to_record(typed, whole=True)
        case Keyed.DECIMAL | Keyed.RANGE:
            return number_to_record(typed, whole=False)
        case Keyed.PARAGRAPH:
            return "\n".join(line.rstrip() for line in typed.replace("\t", " ").splitlines()).strip()
        case _:
            # A pasted line break or tab is a blank: the answer is one line.
            return " ".join(typed.split()) if any(sign in typed for sign in "\r\n\t") else typed.strip()


def digits_in(typed: str) -> int:
    """How many signs of a number of sixteen there are, blanks left out."""
    return len(ungroup(typed))
