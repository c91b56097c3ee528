"""Syntax into closures: an expression is read and prepared once, then run as often as an answer needs it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from kemiskinan_domain.survey.expression.comparison import ARITHMETIC, compare
from kemiskinan_domain.survey.expression.context import Compiled, Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.functions.registry import FUNCTIONS, LAZY
from kemiskinan_domain.survey.expression.parser import parse
from kemiskinan_domain.survey.expression.steps import compile_step, narrowed, root_of
from kemiskinan_domain.survey.expression.syntax import (
    Call,
    Expression,
    Filter,
    Literal,
    Negation,
    Number,
    Operation,
    Path,
)
from kemiskinan_domain.survey.expression.tree import Node, in_document_order
from kemiskinan_domain.survey.expression.values import XValue, to_boolean, to_number


def compiled(expression: str, namespaces: Mapping[str, str] | None = None) -> Compiled:
    """The expression made ready to run; raises ExpressionError where it never could."""
    return _compiled(expression, tuple(sorted((namespaces or {}).items())))


@lru_cache(maxsize=4096)
def _compiled(expression: str, namespaces: tuple[tuple[str, str], ...]) -> Compiled:
    try:
        return compile_syntax(parse(expression), dict(namespaces))
    except ExpressionError as error:
        if error.expression:
            raise
        raise ExpressionError(error.reason, expression, error.position) from error


def compile_syntax(syntax: Expression, namespaces: Mapping[str, str]) -> Compiled:
    """A piece of syntax made ready to run."""
    if isinstance(syntax, Number):
        return _constant(syntax.value)
    if isinstance(syntax, Literal):
        return _constant(syntax.text)
    if isinstance(syntax, Negation):
        operand = compile_syntax(syntax.operand, namespaces)
        return lambda context: -to_number(operand(context), context.world.zone)
    if isinstance(syntax, Operation):
        return _operation(syntax, namespaces)
    if isinstance(syntax, Call):
        return _call(syntax, namespaces)
    if isinstance(syntax, Path):
        return _path(syntax, namespaces)
    return _filter(syntax, namespaces)


def _constant(value: XValue) -> Compiled:
    return lambda _context: value


def _operation(syntax: Operation, namespaces: Mapping[str, str]) -> Compiled:
    left = compile_syntax(syntax.left, namespaces)
    right = compile_syntax(syntax.right, namespaces)
    sign = syntax.operator
    if sign == "or":
        return lambda context: to_boolean(left(context)) or to_boolean(right(context))
    if sign == "and":
        return lambda context: to_boolean(left(context)) and to_boolean(right(context))
    if sign == "|":
        return lambda context: in_document_order(_nodes(left(context)) + _nodes(right(context)))
    if sign in ARITHMETIC:
        count = ARITHMETIC[sign]

        def arithmetic(context: Context) -> XValue:
            zone = context.world.zone
            return count(to_number(left(context), zone), to_number(right(context), zone))

        return arithmetic
    return _comparison(sign, left, right)


def _comparison(sign: str, left: Compiled, right: Compiled) -> Compiled:
    def run(context: Context) -> XValue:
        world = context.world
        one, other = left(context), right(context)
        if world.nothing_is_blank:
            one = "" if one == [] else one
            other = "" if other == [] else other
        return compare(sign, one, other, world.zone)

    return run


def _nodes(value: XValue) -> list[Node]:
    if not isinstance(value, list):
        raise ExpressionError("expected nodes, found a plain value")
    return value


def _call(syntax: Call, namespaces: Mapping[str, str]) -> Compiled:
    arguments = tuple(compile_syntax(argument, namespaces) for argument in syntax.arguments)
    fault = call_fault(syntax)
    if fault is not None:
        return _failing(fault)
    if syntax.name in LAZY:
        lazy = LAZY[syntax.name].run
        return lambda context: lazy(context, arguments)
    run = FUNCTIONS[syntax.name].run
    if not arguments:
        return lambda context: run(context, ())
    if len(arguments) == 1:
        only = arguments[0]
        return lambda context: run(context, (only(context),))
    return lambda context: run(context, tuple([argument(context) for argument in arguments]))


def call_fault(call: Call) -> ExpressionError | None:
    """Why a call can never run: no such function, or not with so many arguments."""
    function = LAZY.get(call.name) or FUNCTIONS.get(call.name)
    if function is None:
        return ExpressionError(f"unknown function {call.name}()", position=call.at)
    count = len(call.arguments)
    if not function.takes(count):
        wanted = function.counts()
        return ExpressionError(f"{call.name}() takes {wanted}, not {count} arguments", position=call.at)
    return None


def _failing(fault: ExpressionError) -> Compiled:
    """Fails when it is reached: XPath asks nothing of a branch that is not taken."""

    def run(_context: Context) -> XValue:
        raise ExpressionError(fault.reason, position=fault.position)

    return run


def _path(syntax: Path, namespaces: Mapping[str, str]) -> Compiled:
    if syntax.start is None and not syntax.absolute:
        quick = _quick_path(syntax)
        if quick is not None:
            return quick
    start = None if syntax.start is None else compile_syntax(syntax.start, namespaces)
    absolute = syntax.absolute
    steps = tuple(
        compile_step(step, tuple(compile_syntax(predicate, namespaces) for predicate in step.predicates), namespaces)
        for step in syntax.steps
    )

    def walk(context: Context) -> XValue:
        if start is not None:
            nodes = list(_nodes(start(context)))
        elif absolute:
            nodes = [root_of(context.origin)]
        else:
            nodes = [context.node]
        for step in steps:
            nodes = step(nodes, context)
            if not nodes:
                return nodes
        return nodes

    return walk


def _quick_path(syntax: Path) -> Compiled | None:
    """`.` and `../name`, which are nine in ten of the paths in a questionnaire."""
    steps = syntax.steps
    if any(step.predicates or step.test.prefix for step in steps):
        return None
    forms = [(step.axis, step.test.type, step.test.name) for step in steps]
    if forms == [("self", "node", "*")]:
        return lambda context: [context.node]
    if (
        len(forms) == 2
        and forms[0] == ("parent", "node", "*")
        and forms[1][:2] == ("child", None)
        and forms[1][2] != "*"
    ):
        name = forms[1][2]

        def sibling(context: Context) -> XValue:
            above = context.node.parent
            return [] if above is None else above.named(name)

        return sibling
    return None


def _filter(syntax: Filter, namespaces: Mapping[str, str]) -> Compiled:
    operand = compile_syntax(syntax.operand, namespaces)
    predicates = tuple(compile_syntax(predicate, namespaces) for predicate in syntax.predicates)
    return lambda context: narrowed(_nodes(operand(context)), predicates, context)
