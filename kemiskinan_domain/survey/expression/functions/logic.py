"""Functions that choose: conditions, the first that is there, counts of what is true."""

from __future__ import annotations

from kemiskinan_domain.survey.expression.context import Compiled, Context
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function, LazyFunction, number_at
from kemiskinan_domain.survey.expression.values import XValue, to_boolean, to_number, to_text


def _if(context: Context, arguments: tuple[Compiled, ...]) -> XValue:
    condition, then, otherwise = arguments
    return then(context) if to_boolean(condition(context)) else otherwise(context)


def _coalesce(context: Context, arguments: tuple[Compiled, ...]) -> XValue:
    for argument in arguments:
        text = to_text(argument(context))
        if text:
            return text
    return ""


def _once(context: Context, arguments: tuple[Compiled, ...]) -> XValue:
    """Keeps what the question holds already; runs its argument only for an empty one."""
    held = context.origin.string_value()
    return held or to_text(arguments[0](context))


def _boolean(_context: Context, arguments: Arguments) -> XValue:
    return to_boolean(arguments[0])


def _not(_context: Context, arguments: Arguments) -> XValue:
    return not to_boolean(arguments[0])


def _true(_context: Context, _arguments: Arguments) -> XValue:
    return True


def _false(_context: Context, _arguments: Arguments) -> XValue:
    return False


def _truths(value: XValue) -> list[bool]:
    if isinstance(value, list):
        return [bool(node.string_value().strip()) for node in value]
    return [to_boolean(value)]


def _within(count: float, context: Context, arguments: Arguments) -> bool:
    least, most = number_at(context, arguments, 0), number_at(context, arguments, 1)
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _checklist(context: Context, arguments: Arguments) -> XValue:
    """Whether the number of true arguments lies between the first two; negative means no bound."""
    true = sum(truth for argument in arguments[2:] for truth in _truths(argument))
    return _within(float(true), context, arguments)


def _weighted_checklist(context: Context, arguments: Arguments) -> XValue:
    total = 0.0
    for at in range(2, len(arguments) - 1, 2):
        truths = _truths(arguments[at])
        weight = arguments[at + 1]
        zone = context.world.zone
        weights = [to_number([node], zone) for node in weight] if isinstance(weight, list) else []
        if not isinstance(weight, list):
            weights = [to_number(weight, zone)] * len(truths)
        total += sum(heavy for truth, heavy in zip(truths, weights, strict=False) if truth)
    return _within(total, context, arguments)


LOGIC_FUNCTIONS: dict[str, Function] = {
    "boolean": Function(_boolean, 1, 1),
    "not": Function(_not, 1, 1),
    "true": Function(_true, 0, 0),
    "false": Function(_false, 0, 0),
    "checklist": Function(_checklist, 2, None),
    "weighted-checklist": Function(_weighted_checklist, 2, None),
}
LAZY_FUNCTIONS: dict[str, LazyFunction] = {
    "if": LazyFunction(_if, 3, 3),
    "coalesce": LazyFunction(_coalesce, 1, None),
    "once": LazyFunction(_once, 1, 1),
}
