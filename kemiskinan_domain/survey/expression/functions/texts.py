"""Functions on text."""

from __future__ import annotations

import math
import re
from functools import lru_cache

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.functions.signature import (
    Arguments,
    Function,
    number_at,
    text_or_own,
    texts_of,
)
from kemiskinan_domain.survey.expression.values import XValue, to_number, to_text


def _concat(_context: Context, arguments: Arguments) -> XValue:
    return "".join(texts_of(arguments))


def _join(_context: Context, arguments: Arguments) -> XValue:
    return to_text(arguments[0]).join(texts_of(arguments[1:]))


def _starts_with(_context: Context, arguments: Arguments) -> XValue:
    return to_text(arguments[0]).startswith(to_text(arguments[1]))


def _ends_with(_context: Context, arguments: Arguments) -> XValue:
    return to_text(arguments[0]).endswith(to_text(arguments[1]))


def _contains(_context: Context, arguments: Arguments) -> XValue:
    return to_text(arguments[1]) in to_text(arguments[0])


def _substring_before(_context: Context, arguments: Arguments) -> XValue:
    mark = to_text(arguments[1])
    before, found, _after = to_text(arguments[0]).partition(mark) if mark else ("", "", "")
    return before if found else ""


def _substring_after(_context: Context, arguments: Arguments) -> XValue:
    mark = to_text(arguments[1])
    text = to_text(arguments[0])
    return text.partition(mark)[2] if mark else text


def _substring(context: Context, arguments: Arguments) -> XValue:
    """Counts from 1 and rounds, as XPath 1.0 has it."""
    text = to_text(arguments[0])
    start = _rounded(number_at(context, arguments, 1))
    end = start + _rounded(number_at(context, arguments, 2)) if len(arguments) > 2 else math.inf
    return "".join(sign for place, sign in enumerate(text, 1) if start <= place < end)


def _rounded(number: float) -> float:
    return number if math.isnan(number) or math.isinf(number) else math.floor(number + 0.5)


def _substr(context: Context, arguments: Arguments) -> XValue:
    """Counts from 0; a negative place counts from the end."""
    text = to_text(arguments[0])
    start = _whole(number_at(context, arguments, 1), 0)
    if len(arguments) < 3:
        return text[start:]
    return text[start : _whole(number_at(context, arguments, 2), 0)]


def _whole(number: float, otherwise: int) -> int:
    if math.isnan(number):
        return otherwise
    if math.isinf(number):
        return 2**31 if number > 0 else -(2**31)
    return int(number)


def _string_length(context: Context, arguments: Arguments) -> XValue:
    return float(len(text_or_own(context, arguments)))


def _normalize_space(context: Context, arguments: Arguments) -> XValue:
    return re.sub(r"[ \t\r\n]+", " ", text_or_own(context, arguments)).strip(" ")


def _translate(_context: Context, arguments: Arguments) -> XValue:
    text, old, new = (to_text(argument) for argument in arguments)
    table: dict[int, str | None] = {}
    for at, sign in enumerate(old):
        table.setdefault(ord(sign), new[at] if at < len(new) else None)
    return text.translate(table)


def _string(context: Context, arguments: Arguments) -> XValue:
    return text_or_own(context, arguments)


@lru_cache(maxsize=512)
def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        raise ExpressionError(f"regex() cannot read the pattern {text!r}: {error}") from error


def _regex(_context: Context, arguments: Arguments) -> XValue:
    """Anchored at both ends, as ODK Collect does: the whole text has to match."""
    return _pattern(to_text(arguments[1])).fullmatch(to_text(arguments[0])) is not None


def _boolean_from_string(context: Context, arguments: Arguments) -> XValue:
    value = arguments[0]
    if isinstance(value, float):
        return value > 0 and value == int(value)
    text = to_text(value).strip()
    return text == "true" or to_number(text, context.world.zone) == 1


TEXT_FUNCTIONS: dict[str, Function] = {
    "string": Function(_string, 0, 1),
    "concat": Function(_concat, 0, None),
    "join": Function(_join, 1, None),
    "starts-with": Function(_starts_with, 2, 2),
    "ends-with": Function(_ends_with, 2, 2),
    "contains": Function(_contains, 2, 2),
    "substring-before": Function(_substring_before, 2, 2),
    "substring-after": Function(_substring_after, 2, 2),
    "substring": Function(_substring, 2, 3),
    "substr": Function(_substr, 2, 3),
    "string-length": Function(_string_length, 0, 1),
    "normalize-space": Function(_normalize_space, 0, 1),
    "translate": Function(_translate, 3, 3),
    "regex": Function(_regex, 2, 2),
    "boolean-from-string": Function(_boolean_from_string, 1, 1),
}
