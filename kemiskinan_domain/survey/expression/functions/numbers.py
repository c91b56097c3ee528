"""Functions on numbers."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function, nodes_of, number_at
from kemiskinan_domain.survey.expression.values import XValue, text_to_number, to_number


def _number(context: Context, arguments: Arguments) -> XValue:
    return to_number(arguments[0] if arguments else [context.node], context.world.zone)


def _int(context: Context, arguments: Arguments) -> XValue:
    number = number_at(context, arguments, 0)
    return number if math.isnan(number) or math.isinf(number) else float(math.trunc(number))


def _floor(context: Context, arguments: Arguments) -> XValue:
    number = number_at(context, arguments, 0)
    return number if math.isnan(number) or math.isinf(number) else float(math.floor(number))


def _ceiling(context: Context, arguments: Arguments) -> XValue:
    number = number_at(context, arguments, 0)
    return number if math.isnan(number) or math.isinf(number) else float(math.ceil(number))


def _round(context: Context, arguments: Arguments) -> XValue:
    """Half away from nought, to a number of decimals (negative for tens)."""
    number = number_at(context, arguments, 0)
    places = number_at(context, arguments, 1) if len(arguments) > 1 else 0.0
    if math.isnan(number) or math.isinf(number) or math.isnan(places) or math.isinf(places):
        return number
    try:
        unit = Decimal(1).scaleb(-int(places))
        return float((Decimal(repr(number)) / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit)
    except InvalidOperation:
        return number


def _sum(context: Context, arguments: Arguments) -> XValue:
    """An empty answer adds nothing; a text that is no number still makes the total NaN."""
    zone = context.world.zone
    texts = [node.string_value() for node in nodes_of(arguments[0], "sum")]
    return math.fsum(text_to_number(text, zone) for text in texts if text)


def _extreme(choose: Callable[[list[float]], float]) -> Callable[[Context, Arguments], XValue]:
    def run(context: Context, arguments: Arguments) -> XValue:
        zone = context.world.zone
        numbers: list[float] = []
        for argument in arguments:
            if isinstance(argument, list):
                texts = [node.string_value() for node in argument]
                numbers += [text_to_number(text, zone) for text in texts if text]
            else:
                numbers.append(to_number(argument, zone))
        if not numbers or any(math.isnan(number) for number in numbers):
            return math.nan
        return choose(numbers)

    return run


def _guarded(work: Callable[[float], float]) -> Callable[[Context, Arguments], XValue]:
    def run(context: Context, arguments: Arguments) -> XValue:
        try:
            return work(number_at(context, arguments, 0))
        except ValueError:
            return math.nan
        except OverflowError:
            return math.inf

    return run


def _logarithm(base: Callable[[float], float]) -> Callable[[float], float]:
    return lambda number: -math.inf if number == 0 else base(number)


def _pow(context: Context, arguments: Arguments) -> XValue:
    try:
        return math.pow(number_at(context, arguments, 0), number_at(context, arguments, 1))
    except ValueError:
        return math.nan
    except OverflowError:
        return math.inf


def _atan2(context: Context, arguments: Arguments) -> XValue:
    return math.atan2(number_at(context, arguments, 0), number_at(context, arguments, 1))


def _pi(_context: Context, _arguments: Arguments) -> XValue:
    return math.pi


def _random(context: Context, _arguments: Arguments) -> XValue:
    return round(context.world.random.random(), 15)


NUMBER_FUNCTIONS: dict[str, Function] = {
    "number": Function(_number, 0, 1),
    "int": Function(_int, 1, 1),
    "floor": Function(_floor, 1, 1),
    "ceiling": Function(_ceiling, 1, 1),
    "round": Function(_round, 1, 2),
    "sum": Function(_sum, 1, 1),
    "max": Function(_extreme(max), 1, None),
    "min": Function(_extreme(min), 1, None),
    "abs": Function(_guarded(abs), 1, 1),
    "sqrt": Function(_guarded(math.sqrt), 1, 1),
    "exp": Function(_guarded(math.exp), 1, 1),
    "exp10": Function(_guarded(lambda number: math.pow(10, number)), 1, 1),
    "log": Function(_guarded(_logarithm(math.log)), 1, 1),
    "log10": Function(_guarded(_logarithm(math.log10)), 1, 1),
    "sin": Function(_guarded(math.sin), 1, 1),
    "cos": Function(_guarded(math.cos), 1, 1),
    "tan": Function(_guarded(math.tan), 1, 1),
    "asin": Function(_guarded(math.asin), 1, 1),
    "acos": Function(_guarded(math.acos), 1, 1),
    "atan": Function(_guarded(math.atan), 1, 1),
    "atan2": Function(_atan2, 2, 2),
    "pow": Function(_pow, 2, 2),
    "pi": Function(_pi, 0, 0),
    "random": Function(_random, 0, 0),
}
