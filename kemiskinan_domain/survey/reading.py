"""Reads what a person typed as an answer of the question's type, or says why it is none."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from kemiskinan_domain.survey.changes import RefusalKind
from kemiskinan_domain.survey.choice_index import Choices
from kemiskinan_domain.survey.model import Question, QuestionType

Raw = str | int | Decimal | bool | Sequence[str] | None
LONGEST_TEXT = 10_000
"""Signs; a text pasted by mistake is refused rather than carried to the district."""
_INTEGER = re.compile(r"[+-]?\d{1,18}\Z")
_DECIMAL = re.compile(r"[+-]?(\d{1,18}(\.\d*)?|\.\d+)\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_EDGE = re.compile(
    "^[\\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+|[\\s\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]+$"
)
_POINTS = {QuestionType.GEOPOINT: 1, QuestionType.GEOTRACE: 2, QuestionType.GEOSHAPE: 3}


def read_raw(question: Question, raw: object, choices: Choices | None) -> str | RefusalKind:
    """The answer as the entry keeps it (an empty text for none)."""
    if question.type in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
        return _codes(raw, choices, ordered=question.type is QuestionType.RANK)
    raw = _as_written(question, raw)
    if raw is None:
        return ""
    if isinstance(raw, bool) or not isinstance(raw, str | int | Decimal):
        return RefusalKind.WRONG_TYPE
    text = _EDGE.sub("", str(raw))
    if not text:
        return ""
    if len(text) > LONGEST_TEXT:
        return RefusalKind.TOO_LONG
    if any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") and sign not in "\n\t" for sign in text):
        return RefusalKind.UNREADABLE
    if question.type is QuestionType.SELECT_ONE:
        return text if choices is None or not choices.closed or text in choices.by_code else RefusalKind.UNKNOWN_CHOICE
    return _READERS.get(question.type, _text)(text)


def _as_written(question: Question, raw: object) -> object:
    """A value of Python's own types as it would be typed, where nothing is lost on the way."""
    if isinstance(raw, bool):
        return ("OK" if raw else "") if question.type is QuestionType.ACKNOWLEDGE else raw
    if isinstance(raw, float) and question.type in (QuestionType.INTEGER, QuestionType.DECIMAL):
        return Decimal(repr(raw)) if math.isfinite(raw) else raw
    if isinstance(raw, Decimal) and question.type is QuestionType.INTEGER and raw == raw.to_integral_value():
        return int(raw)
    return raw.isoformat() if isinstance(raw, date | time) else raw


def _codes(raw: object, choices: Choices | None, *, ordered: bool) -> str | RefusalKind:
    if raw is None:
        return ""
    if isinstance(raw, str):
        codes = raw.split()
    elif isinstance(raw, list | tuple) and all(isinstance(code, str) for code in raw):
        codes = [str(code).strip() for code in raw]
    else:
        return RefusalKind.WRONG_TYPE
    if choices is not None and choices.closed and any(code not in choices.by_code for code in codes):
        return RefusalKind.UNKNOWN_CHOICE
    once = list(dict.fromkeys(codes))
    if choices is not None and choices.closed and not ordered:
        once = [code for code in choices.by_code if code in once]
    return " ".join(once)


def _text(text: str) -> str | RefusalKind:
    return text


def _integer(text: str) -> str | RefusalKind:
    return str(int(text)) if text.isascii() and _INTEGER.match(text) else RefusalKind.WRONG_TYPE


def _decimal(text: str) -> str | RefusalKind:
    written = text.replace(",", ".") if "," in text and "." not in text else text
    if not written.isascii() or not _DECIMAL.match(written):
        return RefusalKind.WRONG_TYPE
    number = format(Decimal(written), "f")
    return number.rstrip("0").rstrip(".") if "." in number else number


def _date(text: str) -> str | RefusalKind:
    if not text.isascii() or not _DAY.match(text):
        return RefusalKind.WRONG_TYPE
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return RefusalKind.WRONG_TYPE


def _time(text: str) -> str | RefusalKind:
    try:
        time.fromisoformat(text)
    except ValueError:
        return RefusalKind.WRONG_TYPE
    return text


def _moment(text: str) -> str | RefusalKind:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return RefusalKind.WRONG_TYPE
    return text


def _places(least: int) -> Callable[[str], str | RefusalKind]:
    def read(text: str) -> str | RefusalKind:
        points = [point.split() for point in text.strip().rstrip(";").split(";")]
        if len(points) < least or not all(_is_point(point) for point in points):
            return RefusalKind.WRONG_TYPE
        return text

    return read


def _is_point(parts: list[str]) -> bool:
    if not 2 <= len(parts) <= 4:
        return False
    try:
        numbers = [float(part) for part in parts]
    except ValueError:
        return False
    return abs(numbers[0]) <= 90 and abs(numbers[1]) <= 180


_READERS: dict[QuestionType, Callable[[str], str | RefusalKind]] = {
    QuestionType.INTEGER: _integer,
    QuestionType.DECIMAL: _decimal,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.DATE_TIME: _moment,
    **{kind: _places(least) for kind, least in _POINTS.items()},
}
