"""What an expression sees while it runs: the node, its place among others, and the world around."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

from kemiskinan_domain.clock import VILLAGE_TIME_ZONE
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.values import XValue


class World:
    """What stays the same for all expressions of one entry: time, secondary instances, look-ups.

    `nothing_is_blank`: an answer that is not asked compares as an empty text, as in ODK Collect and Enketo; XPath
    alone would make every comparison with it false. `salt` makes chance the entry's own.
    """

    def __init__(
        self,
        now: datetime,
        zone: tzinfo = VILLAGE_TIME_ZONE,
        instances: Mapping[str, Node] | None = None,
        choice_name: Callable[[str, str, list[Node]], str] | None = None,
        pull: Callable[[str, str, str, str], str] | None = None,
    ) -> None:
        self.now = now
        self.zone = zone
        self.instances: Mapping[str, Node] = instances or {}
        self.choice_name = choice_name
        self.pull = pull
        self.nothing_is_blank = False
        self.salt = ""
        self.random = random.Random()  # noqa: S311 - order of choices and samples, never a secret


class Context:
    """The node an expression stands on; `origin` is the node that the whole expression began with."""

    __slots__ = ("node", "origin", "position", "size", "world")

    def __init__(self, node: Node, world: World, position: int = 1, size: int = 1, origin: Node | None = None) -> None:
        self.node = node
        self.world = world
        self.position = position
        self.size = size
        self.origin = node if origin is None else origin


Compiled = Callable[[Context], XValue]
"""An expression made ready: give it a context, get its value."""
