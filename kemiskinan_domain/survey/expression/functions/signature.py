"""A function as the compiler knows it: how many arguments it takes and what it does."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kemiskinan_domain.survey.expression.context import Compiled, Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.values import XValue, to_number, to_text

Arguments = tuple[XValue, ...]


@dataclass(frozen=True, slots=True)
class Function:
    """A function of evaluated arguments; `most` None means any number."""

    run: Callable[[Context, Arguments], XValue]
    fewest: int
    most: int | None

    def takes(self, count: int) -> bool:
        """Whether it can be called with that many arguments."""
        return count >= self.fewest and (self.most is None or count <= self.most)

    def counts(self) -> str:
        """In words, for a message to the form's author."""
        return _counts(self.fewest, self.most)


@dataclass(frozen=True, slots=True)
class LazyFunction:
    """A function that decides itself which of its arguments to run."""

    run: Callable[[Context, tuple[Compiled, ...]], XValue]
    fewest: int
    most: int | None

    def takes(self, count: int) -> bool:
        """Whether it can be called with that many arguments."""
        return count >= self.fewest and (self.most is None or count <= self.most)

    def counts(self) -> str:
        """In words, for a message to the form's author."""
        return _counts(self.fewest, self.most)


def _counts(fewest: int, most: int | None) -> str:
    if most is None:
        return f"at least {fewest}"
    return str(fewest) if fewest == most else f"{fewest} to {most}"


def nodes_of(value: XValue, function: str) -> list[Node]:
    """The argument as nodes; raises ExpressionError for a plain value."""
    if not isinstance(value, list):
        raise ExpressionError(f"{function}() must be called on nodes")
    return value


def text_or_own(context: Context, arguments: Arguments) -> str:
    """The first argument as text, or the text of the node itself."""
    return to_text(arguments[0]) if arguments else context.node.string_value()


def number_at(context: Context, arguments: Arguments, at: int) -> float:
    """An argument as a number."""
    return to_number(arguments[at], context.world.zone)


def texts_of(arguments: Arguments) -> list[str]:
    """All arguments as texts, a node-set giving one for each node."""
    found: list[str] = []
    for argument in arguments:
        if isinstance(argument, list):
            found += [node.string_value() for node in argument]
        else:
            found.append(to_text(argument))
    return found
