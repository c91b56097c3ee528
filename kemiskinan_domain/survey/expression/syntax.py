"""The shapes an expression can have once it is read, and a walk over them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Literal:
    """A text in quotes."""

    text: str


@dataclass(frozen=True, slots=True)
class Negation:
    """A minus before an operand."""

    operand: Expression


@dataclass(frozen=True, slots=True)
class Operation:
    """Two operands and what stands between them."""

    operator: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments; `at` is its place in the text."""

    name: str
    arguments: tuple[Expression, ...]
    at: int = 0


@dataclass(frozen=True, slots=True)
class NodeTest:
    """What a step takes: `name` (with `prefix`), `*`, or a node type such as `text()` in `type`."""

    name: str = "*"
    prefix: str | None = None
    type: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path."""

    axis: str
    test: NodeTest
    predicates: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root (`absolute`), from the context node, or from what another expression yields."""

    steps: tuple[Step, ...]
    absolute: bool = False
    start: Expression | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A node-set in brackets, narrowed by predicates."""

    operand: Expression
    predicates: tuple[Expression, ...]


Expression = Number | Literal | Negation | Operation | Call | Path | Filter


def calls_in(syntax: Expression, inside: tuple[str, ...] = ()) -> Iterator[tuple[Call, tuple[str, ...]]]:
    """Every call in an expression, with the names of the calls around it."""
    if isinstance(syntax, Call):
        yield syntax, inside
        inside = (*inside, syntax.name)
    for part in _parts(syntax):
        yield from calls_in(part, inside)


def _parts(syntax: Expression) -> tuple[Expression, ...]:
    if isinstance(syntax, Call):
        return syntax.arguments
    if isinstance(syntax, Operation):
        return (syntax.left, syntax.right)
    if isinstance(syntax, Negation):
        return (syntax.operand,)
    if isinstance(syntax, Filter):
        return (syntax.operand, *syntax.predicates)
    if isinstance(syntax, Path):
        predicates = tuple(predicate for step in syntax.steps for predicate in step.predicates)
        return predicates if syntax.start is None else (syntax.start, *predicates)
    return ()
