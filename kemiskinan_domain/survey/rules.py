"""One rule of a form: what it decides, where, and what it reads."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from kemiskinan_domain.survey.expression.context import Compiled
from kemiskinan_domain.survey.expression.references import Reference


class RuleKind(IntEnum):
    """What a rule decides; CHECK and WORDS come after all values are settled."""

    COUNT = 0
    RELEVANT = 1
    CALCULATE = 2
    CHECK = 3
    WORDS = 4


@dataclass(eq=False, slots=True)
class Rule:
    """One rule of one template path; `order` is its turn."""

    kind: RuleKind
    template: str
    run: Compiled | None
    reads: tuple[Reference, ...]
    order: int = 0

    @property
    def settles(self) -> bool:
        """Whether it settles values; the others only look at them."""
        return self.kind < RuleKind.CHECK
