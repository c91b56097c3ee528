"""Functions on choices and lists of codes."""

from __future__ import annotations

import math

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function, nodes_of, number_at
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.values import XValue, to_text

_MODULUS = 2**31 - 1


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
    """Shuffled; with a seed, the order that every ODK client gives (Park-Miller)."""
    nodes = list(nodes_of(arguments[0], "randomize"))
    if len(arguments) == 1:
        context.world.random.shuffle(nodes)
        return nodes
    state = _first_state(number_at(context, arguments, 1))
    shuffled: list[Node] = []
    for at, node in enumerate(nodes):
        state = state * 16807 % _MODULUS
        other = int((state - 1) / (_MODULUS - 1) * (at + 1))
        shuffled.append(node)
        shuffled[at], shuffled[other] = shuffled[other], node
    return shuffled


def _first_state(seed: float) -> int:
    if math.isnan(seed) or math.isinf(seed):
        raise ExpressionError("randomize() needs a whole number as its seed")
    state = math.trunc(math.fmod(seed, _MODULUS))
    return state if state > 0 else state + _MODULUS - 1


CHOICE_FUNCTIONS: dict[str, Function] = {
    "selected": Function(_selected, 2, 2),
    "selected-at": Function(_selected_at, 2, 2),
    "count-selected": Function(_count_selected, 1, 1),
    "jr:choice-name": Function(_choice_name, 2, 2),
    "pulldata": Function(_pulldata, 4, 4),
    "randomize": Function(_randomize, 1, 2),
}
