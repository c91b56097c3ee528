"""Choices in another order for every family, or in the order that a seed fixes for all ODK clients."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

from kemiskinan_domain.survey.expression.context import Compiled, Context
from kemiskinan_domain.survey.expression.functions.choices import seed_of, seeded_order

T = TypeVar("T")


class ChoiceOrder:
    """Shuffles what is offered; without a seed the order is the entry's own and stays the same within it."""

    def __init__(self, seed: Compiled | None, place: str) -> None:
        self._seed = seed
        self._place = place

    def of(self, choices: Sequence[T], context: Context) -> list[T]:
        """The choices in their order for this entry."""
        if self._seed is not None:
            return seeded_order(choices, seed_of(self._seed(context), context.world.zone))
        mixed = list(choices)
        random.Random(f"{context.world.salt}|{self._place}").shuffle(mixed)  # noqa: S311 - an order, not a secret
        return mixed
