"""Comparison and arithmetic: XPath 1.0, with texts that are dates compared as dates (as ODK does)."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from datetime import tzinfo
from typing import Any

from kemiskinan_domain.survey.expression.values import (
    Moment,
    XValue,
    looks_like_date,
    text_to_number,
    to_boolean,
    to_number,
    to_text,
)

Relation = Callable[[Any, Any], bool]
RELATIONS: dict[str, Relation] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(sign: str, left: XValue, right: XValue, zone: tzinfo) -> bool:
    """Whether the relation holds; for node-sets, whether it holds for any node."""
    relation = RELATIONS[sign]
    if sign in ("=", "!="):
        return _equality(relation, left, right, zone)
    lefts = _numbers(left, zone)
    rights = _numbers(right, zone)
    return any(relation(one, other) for one in lefts for other in rights)


def _numbers(value: XValue, zone: tzinfo) -> list[float]:
    if isinstance(value, list):
        return [text_to_number(node.string_value(), zone) for node in value]
    return [to_number(value, zone)]


def _equality(relation: Relation, left: XValue, right: XValue, zone: tzinfo) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return relation(to_boolean(left), to_boolean(right))
    if isinstance(left, list):
        if isinstance(right, list):
            texts = [node.string_value() for node in right]
            return any(relation(node.string_value(), text) for node in left for text in texts)
        return any(_equal_single(relation, node.string_value(), right, zone) for node in left)
    if isinstance(right, list):
        return any(_equal_single(relation, left, node.string_value(), zone) for node in right)
    return _equal_single(relation, left, right, zone)


def _equal_single(relation: Relation, left: XValue, right: XValue, zone: tzinfo) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        if looks_like_date(left) and looks_like_date(right):
            return relation(text_to_number(left, zone), text_to_number(right, zone))
        return relation(left, right)
    if isinstance(left, float | Moment) or isinstance(right, float | Moment):
        return relation(to_number(left, zone), to_number(right, zone))
    return relation(to_text(left), to_text(right))


def add(left: float, right: float) -> float:
    """Sum."""
    return left + right


def subtract(left: float, right: float) -> float:
    """Difference."""
    return left - right


def multiply(left: float, right: float) -> float:
    """Product."""
    return left * right


def divide(left: float, right: float) -> float:
    """Quotient by IEEE 754: a division by nought is infinite or NaN, never an error."""
    if right == 0:
        if left == 0 or math.isnan(left):
            return math.nan
        return math.copysign(math.inf, left) * math.copysign(1.0, right)
    return left / right


def modulo(left: float, right: float) -> float:
    """Remainder with the sign of the dividend."""
    if right == 0 or math.isinf(left) or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.fmod(left, right)


ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": add,
    "-": subtract,
    "*": multiply,
    "div": divide,
    "mod": modulo,
}
