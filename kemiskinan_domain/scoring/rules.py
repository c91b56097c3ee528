"""The shapes of rule that a criteria file may use. Data only; `judging` applies them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class CodeRule:
    """By the code of one answer; `then` asks on where the code alone does not tell.

    A code that stands nowhere cannot be judged, like those under `unclear`: a new choice never counts by accident.
    `also` names answers that are shown as part of the basis without deciding.
    """

    question: str
    met: frozenset[str]
    not_met: frozenset[str]
    unclear: frozenset[str] = frozenset()
    of_head: bool = False
    then: Mapping[str, Rule] = field(default_factory=dict)
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AmountRule:
    """By a number: met at or below `limit`, or only below it where `inclusive` is false."""

    question: str
    limit: Decimal
    inclusive: bool


@dataclass(frozen=True, slots=True)
class FloorAreaRule:
    """By square metres for each member who lives there: met below `limit`."""

    question: str
    limit: Decimal


@dataclass(frozen=True, slots=True)
class AnyRule:
    """Met when one of the rules is; not met only when none is."""

    rules: tuple[Rule, ...]


Rule: TypeAlias = "CodeRule | AmountRule | FloorAreaRule | AnyRule"
