"""Choices that are the answers of repeat instances, such as picking one of the members just entered."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_domain.survey.choice_order import ChoiceOrder
from kemiskinan_domain.survey.expression.context import Compiled, Context
from kemiskinan_domain.survey.expression.values import to_text
from kemiskinan_domain.survey.model import Choice


@dataclass(frozen=True)
class RepeatChoices:
    """`nodes` are the instances to choose from; `value` and `label` are read in each."""

    nodes: Compiled
    value: Compiled
    label: Compiled
    order: ChoiceOrder | None = None

    closed = False
    filtered = True

    @property
    def by_code(self) -> dict[str, Choice]:
        """Nothing is known before answers are there."""
        return {}

    def offered(self, context: Context) -> tuple[Choice, ...]:
        """One choice for each instance whose value is answered."""
        found: dict[str, Choice] = {}
        nodes = self.nodes(context)
        for node in nodes if isinstance(nodes, list) else []:
            inside = Context(node, context.world)
            code = to_text(self.value(inside)).strip()
            if code and code not in found:
                found[code] = Choice(code, {"": (to_text(self.label(inside)),)}, {})
        choices = tuple(found.values())
        return choices if self.order is None else tuple(self.order.of(choices, context))
