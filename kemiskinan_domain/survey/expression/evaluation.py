"""One expression on one XML text: the public door to the evaluator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo

from kemiskinan_domain.clock import VILLAGE_TIME_ZONE, system_clock
from kemiskinan_domain.survey.expression.compiler import compiled
from kemiskinan_domain.survey.expression.context import Context, World
from kemiskinan_domain.survey.expression.errors import ExpressionError, TreeError
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.values import XValue, to_boolean, to_number, to_text
from kemiskinan_domain.survey.expression.xml_reader import parse_xml

_WELL_KNOWN = {
    "jr": "http://openrosa.org/javarosa",
    "orx": "http://openrosa.org/xforms",
    "h": "http://www.w3.org/1999/xhtml",
}


@dataclass(frozen=True, slots=True)
class Value:
    """What an expression yields; `raw` is a bool, float, text, Moment or the nodes."""

    raw: XValue
    zone: tzinfo

    def as_boolean(self) -> bool:
        """Read as a condition."""
        return to_boolean(self.raw)

    def as_number(self) -> float:
        """Read as a number; NaN where it is none."""
        return to_number(self.raw, self.zone)

    def as_string(self) -> str:
        """Read as text."""
        return to_text(self.raw)

    def nodes(self) -> list[Node]:
        """The nodes, where it yields nodes."""
        return self.raw if isinstance(self.raw, list) else []


def evaluate(
    expression: str,
    instance_xml: str,
    *,
    context_path: str | None = None,
    now: datetime | None = None,
    namespaces: dict[str, str] | None = None,
) -> Value:
    """Runs one expression; `context_path` is an XPath to the node it stands on. Raises ExpressionError."""
    try:
        document = parse_xml(instance_xml)
    except TreeError as error:
        raise ExpressionError(str(error), expression) from error
    moment = now or system_clock()
    world = World(moment, _zone_of(moment))
    prefixes = {**_WELL_KNOWN, **(namespaces or {})}
    node = document
    if context_path is not None:
        found = run(context_path, Context(document, world), prefixes)
        if not isinstance(found, list) or not found:
            raise ExpressionError(f"no node at {context_path}", expression)
        node = found[0]
    return Value(run(expression, Context(node, world), prefixes), world.zone)


def _zone_of(moment: datetime) -> tzinfo:
    """A moment in UTC is the clock's and is seen from the village; any other zone was meant by the caller."""
    return VILLAGE_TIME_ZONE if moment.tzinfo in (None, UTC) else moment.tzinfo or VILLAGE_TIME_ZONE


def run(expression: str, context: Context, namespaces: dict[str, str] | None = None) -> XValue:
    """Compiles (or remembers) and runs; every failure is an ExpressionError that names the expression."""
    try:
        return compiled(expression, namespaces)(context)
    except ExpressionError as error:
        if error.expression:
            raise
        raise ExpressionError(error.reason, expression, error.position) from error
    except RecursionError as error:
        raise ExpressionError("nested too deeply", expression) from error
