"""The running state of an entry: one item for each node, with what its rules decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from kemiskinan_domain.survey.expression.tree import ATTRIBUTE, DOCUMENT, ELEMENT, Node
from kemiskinan_domain.survey.model import Group, Question
from kemiskinan_domain.survey.parts import FormParts


class ProblemKind(Enum):
    """What is wrong with an answer."""

    REQUIRED = "required"
    CONSTRAINT = "constraint"
    WARNING = "warning"
    TYPE = "type"
    INCOMPLETE = "incomplete"
    """A ranking that does not have every choice yet."""
    RECORD = "record"
    UNEVALUATED = "unevaluated"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem at one place; `message` is the form's own sentence, empty where the form gives none.

    A soft problem asks for a reason; `reason` is what the person gave, and settles it.
    """

    path: str
    kind: ProblemKind
    message: str = ""
    hard: bool = True
    reason: str = ""

    @property
    def open(self) -> bool:
        """Whether it still waits for something: a hard one always, a soft one until it has a reason."""
        return self.hard or not self.reason


class Item:
    """A node of an entry: a question's answer, a group, or a repeat instance."""

    __slots__ = (
        "_path",
        "anchor",
        "failures",
        "group",
        "index",
        "instance_id",
        "items",
        "name",
        "node",
        "parent",
        "position",
        "problems",
        "question",
        "readonly",
        "reason",
        "relevant",
        "required",
        "template",
        "visible",
    )

    def __init__(self, node: Node, template: str, parent: Item | None) -> None:
        self.node = node
        self.template = template
        self.name = f"@{node.qualified_name()}" if node.kind == ATTRIBUTE else node.qualified_name()
        self.parent = parent
        self.items: list[Item] = []
        self.question: Question | None = None
        self.group: Group | None = None
        self.anchor: Item = self if parent is None else parent.anchor
        self.index: dict[str, list[Item]] = {}
        self.instance_id = ""
        self.position = 0
        self.relevant = True
        self.visible = True
        self.required = False
        self.readonly = False
        self.problems: tuple[Problem, ...] = ()
        self.failures: dict[str, str] = {}
        self.reason = ""
        self._path = ""
        node.state = self

    @property
    def value(self) -> str:
        """The answer as text, whether it is asked now or kept aside."""
        return self.node.string_value()

    @property
    def path(self) -> str:
        """Where it is, repeats counted: `/data/anggota[2]/nik`."""
        if not self._path:
            above = "" if self.parent is None else self.parent.path
            place = f"[{self.position}]" if self.position else ""
            self._path = f"{above}/{self.name}{place}"
        return self._path

    def forget_path(self) -> None:
        """After places have moved."""
        self._path = ""
        for item in self.items:
            item.forget_path()

    def under(self) -> Iterator[Item]:
        """This item and all below."""
        yield self
        for item in self.items:
            yield from item.under()

    def within(self, scope: str) -> Item:
        """The nearest item above (or this one) of that template; the root where there is none."""
        item = self
        while item.template != scope and item.parent is not None:
            item = item.parent
        return item


class ItemTree:
    """Builds and changes the items of an entry together with the nodes they stand on."""

    def __init__(self, parts: FormParts) -> None:
        self.parts = parts
        self.patterns: dict[str, Node] = {}
        document = Node(DOCUMENT)
        self.root = self._build(document, parts.root, "", None)

    def _build(self, above: Node, pattern: Node, path: str, parent: Item | None, at: int | None = None) -> Item:
        node = _element_like(pattern)
        above.append(node, at)
        template = f"{path}/{pattern.qualified_name()}"
        item = Item(node, template, parent)
        item.question = self.parts.questions.get(template)
        item.group = self.parts.groups.get(template)
        if item.group is not None and item.group.repeats:
            item.anchor = item
        if item.question is not None:
            node.set_text(pattern.string_value().strip())
        else:
            self._build_children(item, pattern)
        self._register(item)
        return item

    def _build_children(self, item: Item, pattern: Node) -> None:
        for attribute in item.node.attributes:
            question = self.parts.questions.get(f"{item.template}/@{attribute.qualified_name()}")
            if question is not None:
                filled = Item(attribute, question.path, item)
                filled.question = question
                item.items.append(filled)
                self._register(filled)
        for child in pattern.elements():
            template = f"{item.template}/{child.qualified_name()}"
            group = self.parts.groups.get(template)
            if group is not None and group.repeats:
                self.patterns.setdefault(template, child)
            else:
                item.items.append(self._build(item.node, child, item.template, item))

    def _register(self, item: Item) -> None:
        anchor: Item | None = item
        while anchor is not None:
            if anchor.anchor is anchor:
                anchor.index.setdefault(item.template, []).append(item)
            anchor = anchor.parent

    def _unregister(self, item: Item) -> None:
        anchor = item.parent
        while anchor is not None:
            if anchor.anchor is anchor:
                anchor.index[item.template].remove(item)
            anchor = anchor.parent

    def instances(self, parent: Item, template: str) -> list[Item]:
        """The instances of a repeat under its parent, in order."""
        return [item for item in parent.items if item.template == template]

    def add(self, parent: Item, template: str, instance_id: str) -> Item:
        """A new, last instance of a repeat."""
        present = self.instances(parent, template)
        at = self._place_of_next(parent, template, present)
        item = self._build(parent.node, self.patterns[template], parent.template, parent, at)
        item.instance_id = instance_id
        item.position = len(present) + 1
        parent.items.insert(self._place_in(parent.items, item.node), item)
        item.forget_path()
        return item

    def _place_in(self, items: list[Item], node: Node) -> int:
        """Items stand in the order of their nodes."""
        assert node.parent is not None
        children = node.parent.children
        before = {id(child) for child in children[: children.index(node)]}
        return sum(1 for item in items if item.node.kind == ATTRIBUTE or id(item.node) in before)

    def _place_of_next(self, parent: Item, template: str, present: list[Item]) -> int:
        children = parent.node.children
        if present:
            return children.index(present[-1].node) + 1
        names = [child.qualified_name() for child in self._pattern_of(parent).elements()]
        before = set(names[: names.index(template.rpartition("/")[2])])
        return sum(1 for child in children if child.qualified_name() in before)

    def _pattern_of(self, item: Item) -> Node:
        if item.template in self.patterns:
            return self.patterns[item.template]
        if item.parent is None:
            return self.parts.root
        above = self._pattern_of(item.parent)
        return next(child for child in above.elements() if child.qualified_name() == item.name)

    def remove(self, item: Item) -> None:
        """Takes a repeat instance out; those after it move up."""
        parent = item.parent
        assert parent is not None
        for one in item.under():
            self._unregister(one)
        parent.items.remove(item)
        parent.node.remove(item.node)
        for place, one in enumerate(self.instances(parent, item.template), 1):
            one.position = place
            one.forget_path()

    def find(self, path: str) -> Item | None:
        """The item at a path; a repeat without a place means its first instance."""
        known = self.root.index.get(path)
        if known is not None and known[:1] and known[0].anchor is self.root:
            return known[0]
        item: Item = self.root
        parts = [part for part in path.split("/") if part]
        if not parts or parts[0] != item.name:
            return None
        for part in parts[1:]:
            name, _bracket, place = part.partition("[")
            same = [one for one in item.items if one.name == name]
            at = int(place[:-1]) if place[:-1].isdigit() else 1
            if not 1 <= at <= len(same):
                return None
            item = same[at - 1]
        return item


def _element_like(pattern: Node) -> Node:
    """An empty element of the same name, with attributes of its own (the mark of a template is none)."""
    node = Node(ELEMENT, pattern.name, pattern.namespace if pattern.prefix else "")
    node.prefix = pattern.prefix
    for one in pattern.attributes:
        if one.name == "template" and one.prefix:
            continue
        copy = Node(ATTRIBUTE, one.name, one.namespace, one.text)
        copy.prefix, copy.parent = one.prefix, node
        node.attributes.append(copy)
    return node
