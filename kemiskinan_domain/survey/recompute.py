"""Keeps an entry true after an answer: runs what depends on it, in order, and nothing else."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

from kemiskinan_domain.survey.changes import Aspect, Changes
from kemiskinan_domain.survey.checks import Checker
from kemiskinan_domain.survey.expression.context import Context, World
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.tree import ELEMENT, Node
from kemiskinan_domain.survey.expression.values import Moment, XValue, to_boolean, to_number, to_text
from kemiskinan_domain.survey.items import Item, ItemTree
from kemiskinan_domain.survey.model import QuestionType
from kemiskinan_domain.survey.program import Program
from kemiskinan_domain.survey.rules import Rule, RuleKind

MOST_INSTANCES = 1000
"""Of a counted repeat; a larger number is a slip of the finger."""
_MOST_RUNS = 200_000
"""A form whose rules never settle is stopped here; a village's largest family needs a hundredth."""


class Recomputer:
    """Runs rules over the items of one entry and gathers what became different."""

    def __init__(self, program: Program, tree: ItemTree, world: World, checker: Checker) -> None:
        self.program = program
        self.tree = tree
        self.world = world
        self.checker = checker
        self._queue: list[tuple[int, int, Rule, Item]] = []
        self._queued: set[tuple[int, int]] = set()
        self._serial = 0
        self._marks: dict[int, tuple[Item, set[Aspect]]] = {}
        self.counts: list[tuple[Item, str, int]] = []
        self.count_faults: dict[tuple[Item, str], str] = {}
        self.kept_before: dict[Item, str] = {}

    def all(self) -> Changes:
        """Runs every rule on every item."""
        root = self.tree.root
        for rule in self.program.rules:
            if rule.kind is RuleKind.COUNT:
                for parent in list(root.index.get(rule.template.rpartition("/")[0], ())):
                    self._push(rule, parent)
            elif rule.kind is not RuleKind.WORDS:
                for item in list(root.index.get(rule.template, ())):
                    self._push(rule, item)
        return self._drain()

    def after_values(self, items: Iterable[Item]) -> Changes:
        """Runs what depends on answers that were just written."""
        for item in items:
            self._value_changed(item)
        return self._drain()

    def after_check(self, item: Item) -> Changes:
        """Judges one answer again."""
        self._push_check(item)
        return self._drain()

    def mark(self, item: Item, aspect: Aspect) -> None:
        """Notes that an item became different."""
        self._marks.setdefault(id(item), (item, set()))[1].add(aspect)

    def _value_changed(self, item: Item) -> None:
        self.mark(item, Aspect.VALUE)
        self._push_dependents(item)
        self._push_check(item)

    def _push_check(self, item: Item) -> None:
        for rule in self.program.by_template.get(item.template, ()):
            if rule.kind is RuleKind.CHECK:
                self._push(rule, item)

    def _push_dependents(self, item: Item) -> None:
        for rule, scope in self.program.dependents.get(item.template, ()):
            anchor = item.within(scope) if scope else self.tree.root
            template = rule.template
            if rule.kind is RuleKind.COUNT:
                template = template.rpartition("/")[0]
            for dependent in anchor.index.get(template, ()):
                self._push(rule, dependent)

    def _push(self, rule: Rule, item: Item) -> None:
        key = (rule.order, id(item))
        if key not in self._queued:
            self._queued.add(key)
            self._serial += 1
            heapq.heappush(self._queue, (rule.order, self._serial, rule, item))

    def _drain(self) -> Changes:
        runs = 0
        while self._queue:
            order, _serial, rule, item = heapq.heappop(self._queue)
            self._queued.discard((order, id(item)))
            runs += 1
            if runs > _MOST_RUNS:
                self._queue.clear()
                self._queued.clear()
                raise ExpressionError("the rules of this form never settle", rule.template)
            self._run(rule, item)
        marks, self._marks = self._marks, {}
        return Changes({item.path: frozenset(aspects) for item, aspects in marks.values()})

    def _run(self, rule: Rule, item: Item) -> None:
        if rule.kind is RuleKind.RELEVANT:
            self._relevant(rule, item)
        elif rule.kind is RuleKind.CALCULATE:
            self._calculate(rule, item)
        elif rule.kind is RuleKind.CHECK:
            for aspect in self.checker.check(item):
                self.mark(item, aspect)
        elif rule.kind is RuleKind.WORDS:
            self.mark(item, Aspect.WORDS)
        else:
            self._count(rule, item)

    def _value_of(self, rule: Rule, item: Item, node: Node) -> XValue | None:
        name = rule.kind.name.lower()
        assert rule.run is not None
        try:
            found = rule.run(Context(node, self.world))
        except ExpressionError as error:
            item.failures[name] = error.reason
            return None
        item.failures.pop(name, None)
        return found

    def _relevant(self, rule: Rule, item: Item) -> None:
        found = self._value_of(rule, item, item.node)
        if item.question is None:
            for aspect in self.checker.check(item):
                self.mark(item, aspect)
        relevant = True if found is None else to_boolean(found)
        if relevant != item.relevant:
            item.relevant = relevant
            item.node.hidden = not relevant
            self._visibility_changed(item)

    def _visibility_changed(self, item: Item) -> None:
        above = item.parent is None or item.parent.visible
        self._spread(item, above and item.relevant)

    def _spread(self, item: Item, visible: bool) -> None:
        self._push_dependents(item)
        if visible == item.visible:
            return
        item.visible = visible
        self.mark(item, Aspect.RELEVANCE)
        self._push_check(item)
        for below in item.items:
            self._spread(below, visible and below.relevant)

    def _calculate(self, rule: Rule, item: Item) -> None:
        found = self._value_of(rule, item, item.node)
        text = "" if found is None else _stored(found, item)
        if text != item.value:
            if item.question is not None and item.question.kept:
                self.kept_before.setdefault(item, item.value)
            item.node.set_text(text)
            self._value_changed(item)
        elif found is None:
            self._push_check(item)

    def _count(self, rule: Rule, parent: Item) -> None:
        """Grows a counted repeat; instances beyond the count are kept aside, not destroyed."""
        stand_in = Node(ELEMENT)
        stand_in.parent = parent.node
        found = self._value_of(rule, parent, stand_in)
        wanted = self._wanted(found, parent, rule.template)
        present = self.tree.instances(parent, rule.template)
        if len(present) < wanted:
            self.counts.append((parent, rule.template, wanted - len(present)))
        for place, instance in enumerate(present, 1):
            relevant = place <= wanted
            if relevant != instance.relevant:
                instance.relevant = relevant
                instance.node.hidden = not relevant
                self._visibility_changed(instance)

    def _wanted(self, found: XValue | None, parent: Item, template: str) -> int:
        """How many instances a count calls for; one that is no count is told, and calls for none."""
        number = 0.0 if found is None else to_number(found, self.world.zone)
        if found is None:
            fault = parent.failures.pop("count", "")
        elif 0 <= number < MOST_INSTANCES or to_text(found).strip() in ("", "NaN"):
            fault = ""
        else:
            fault = f"{to_text(found)} is no number of instances"
        if self.count_faults.pop((parent, template), "") != fault:
            self.mark(parent, Aspect.PROBLEMS)
        if fault:
            self.count_faults[parent, template] = fault
        return int(number) if 0 <= number < MOST_INSTANCES else 0


def _stored(value: XValue, item: Item) -> str:
    """A calculated value as the question keeps it: no NaN, a date without its time."""
    if isinstance(value, float) and value != value:  # noqa: PLR0124 - NaN is the one number unequal to itself
        return ""
    question = item.question
    if isinstance(value, Moment):
        if value.stamp is None:
            return ""
        if question is not None and question.type is QuestionType.DATE:
            return value.stamp.date().isoformat()
    return to_text(value)
