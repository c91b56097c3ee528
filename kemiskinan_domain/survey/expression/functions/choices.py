"""Functions on choices and lists of codes."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from datetime import tzinfo
from typing import TypeVar

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function, nodes_of, number_at
from kemiskinan_domain.survey.expression.values import XValue, to_number, to_text

_MODULUS = 2**31 - 1
T = TypeVar("T")


def _selected(_context: Context, arguments: Arguments) -> XValue:
    return to_text(arguments[1]).strip() in to_text(arguments[0]).split(" ")


def _selected_at(context: Context, arguments: Arguments) -> XValue:
    codes = to_text(arguments[0]).split()
    place = number_at(context, arguments, 1)
    if math.isnan(place) or not 0 <= place < len(codes):
        return ""
    return codes[int(place)]


def _count_selected(_context: Context, arguments: Arguments) -> XValue:
    return float(len(to_text(arguments[0]).split()))


def _choice_name(context: Context, arguments: Arguments) -> XValue:
    """The label of a code, in the language that is shown; the code itself where no form is around."""
    code = to_text(arguments[0])
    if not code or context.world.choice_name is None:
        return code
    question = arguments[1]
    path = question if isinstance(question, str) else ""
    nodes = question if isinstance(question, list) else []
    return context.world.choice_name(code, path, nodes)


def _pulldata(context: Context, arguments: Arguments) -> XValue:
    if context.world.pull is None:
        raise ExpressionError("pulldata() needs a form with its data files")
    table, column, key, value = (to_text(argument) for argument in arguments)
    return context.world.pull(table, column, key, value)


def _randomize(context: Context, arguments: Arguments) -> XValue:
    """Shuffled; with a seed, the order that every ODK client gives."""
    nodes = list(nodes_of(arguments[0], "randomize"))
    if len(arguments) == 1:
        context.world.random.shuffle(nodes)
        return nodes
    return seeded_order(nodes, seed_of(arguments[1], context.world.zone))


def seed_of(value: XValue, zone: tzinfo) -> int:
    """A whole number as it is; any other text by its SHA-256, as ODK's clients do; nothing is no seed."""
    number = to_number(value, zone)
    if math.isfinite(number):
        return math.trunc(number)
    text = to_text(value)
    if not text or isinstance(value, float):
        raise ExpressionError("randomize() needs a seed")
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], signed=True)


def seeded_order(things: Sequence[T], seed: int) -> list[T]:
    """The order that a seed fixes (Park-Miller, shuffled from the inside out)."""
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)  # the sign of the seed, as in Java and JavaScript
    state = state if state > 0 else state + _MODULUS - 1
    shuffled: list[T] = []
    for at, thing in enumerate(things):
        state = state * 16807 % _MODULUS
        other = int((state - 1) / (_MODULUS - 1) * (at + 1))
        shuffled.append(thing)
        shuffled[at], shuffled[other] = shuffled[other], thing
    return shuffled


CHOICE_FUNCTIONS: dict[str, Function] = {
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(_count_selected, 1, 1),
    "jr:choice-name": Function(_choice_name, 2, 2),
    "pulldata": Function(_pulldata, 4, 4),
    "randomize": Function(_randomize, 1, 2),
}
