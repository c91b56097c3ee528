"""Choices of a question answered from an index: a filter by columns is looked up, never scanned."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from kemiskinan_domain.survey.choice_order import ChoiceOrder
from kemiskinan_domain.survey.expression.compiler import compile_syntax
from kemiskinan_domain.survey.expression.context import Compiled, Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.syntax import Expression, Operation, Path
from kemiskinan_domain.survey.expression.tree import ELEMENT, Node
from kemiskinan_domain.survey.expression.values import number_to_text, to_boolean, to_text
from kemiskinan_domain.survey.model import Choice, ChoiceList
from kemiskinan_domain.survey.repeat_choices import RepeatChoices
from kemiskinan_domain.survey.tables import add_row


class ChoiceSource:
    """The choices of one question: `keys` are columns that have to equal an answer, `rest` what else must hold."""

    def __init__(
        self,
        choices: tuple[Choice, ...],
        keys: tuple[tuple[str, Compiled], ...] = (),
        rest: tuple[Compiled, ...] = (),
        order: ChoiceOrder | None = None,
        missing: str = "",
    ) -> None:
        self.choices = choices
        self.order = order
        self.missing = missing
        self.closed = not missing
        self.keys = keys
        self.rest = rest
        self.by_code = {choice.code: choice for choice in choices}
        self.filtered = bool(keys or rest)
        self._index: dict[tuple[str, ...], list[Choice]] | None = None
        self._rows: dict[int, Node] = {}

    def offered(self, context: Context) -> tuple[Choice, ...]:
        """What can be picked now, given the answers around the question."""
        if self.missing:
            raise ExpressionError(f"the file {self.missing} did not come with the form")
        found = self._fitting(context) if self.filtered else self.choices
        return found if self.order is None else tuple(self.order.of(found, context))

    def _fitting(self, context: Context) -> tuple[Choice, ...]:
        found = self._looked_up(context) if self.keys else list(self.choices)
        for condition in self.rest:
            found = [choice for choice in found if self._meets(choice, condition, context)]
        return tuple(found)

    def _looked_up(self, context: Context) -> list[Choice]:
        if self._index is None:
            self._index = {}
            for choice in self.choices:
                key = tuple(choice.columns.get(column, "") for column, _value in self.keys)
                self._index.setdefault(key, []).append(choice)
        wanted: list[str] = []
        for _column, value in self.keys:
            found = value(context)
            if found == []:
                return []
            wanted.append(number_to_text(found) if isinstance(found, float) else to_text(found))
        return self._index.get(tuple(wanted), [])

    def _meets(self, choice: Choice, condition: Compiled, context: Context) -> bool:
        row = self._row(choice)
        return to_boolean(condition(Context(row, context.world, origin=context.node)))

    def _row(self, choice: Choice) -> Node:
        row = self._rows.get(id(choice))
        if row is None:
            row = add_row(Node(ELEMENT, "root"), choice.columns)
            self._rows[id(choice)] = row
        return row


def choice_source(
    choices: ChoiceList,
    condition: Expression | None,
    columns: Collection[str],
    prefixes: Mapping[str, str],
    order: ChoiceOrder | None = None,
) -> ChoiceSource:
    """Splits a filter into columns to look up and conditions to try."""
    keys: list[tuple[str, Compiled]] = []
    rest: list[Compiled] = []
    for part in _conjuncts(condition):
        found = _key(part, columns)
        if found is None:
            rest.append(compile_syntax(part, prefixes))
        else:
            keys.append((found[0], compile_syntax(found[1], prefixes)))
    return ChoiceSource(choices.choices, tuple(keys), tuple(rest), order, choices.missing)


def _conjuncts(condition: Expression | None) -> list[Expression]:
    if condition is None:
        return []
    if isinstance(condition, Operation) and condition.operator == "and":
        return _conjuncts(condition.left) + _conjuncts(condition.right)
    return [condition]


def _key(part: Expression, columns: Collection[str]) -> tuple[str, Expression] | None:
    if not isinstance(part, Operation) or part.operator != "=":
        return None
    for one, other in ((part.left, part.right), (part.right, part.left)):
        column = _column(one)
        names_column = column is not None and column in columns
        if names_column and isinstance(other, Path) and _column(other) is None and _single(other):
            return str(column), other
    return None


def _column(part: Expression) -> str | None:
    if not isinstance(part, Path) or part.absolute or part.start is not None or len(part.steps) != 1:
        return None
    step = part.steps[0]
    plain = step.axis == "child" and step.test.type is None and not step.predicates
    return step.test.name if plain else None


def _single(part: Path) -> bool:
    """A path to an answer, from the root or from current(), that names it without conditions."""
    outside = part.absolute or part.start is not None
    return outside and not any(step.predicates for step in part.steps)


Choices = ChoiceSource | RepeatChoices
