"""One step of a path, compiled: which nodes it takes from the nodes it starts at."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kemiskinan_domain.survey.expression.axes import AXES, BACKWARDS, Axis
from kemiskinan_domain.survey.expression.context import Compiled, Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.syntax import NodeTest, Step
from kemiskinan_domain.survey.expression.tree import (
    ATTRIBUTE,
    COMMENT,
    DOCUMENT,
    ELEMENT,
    INSTRUCTION,
    NAMESPACE,
    TEXT,
    Node,
    in_document_order,
    name_key,
)
from kemiskinan_domain.survey.expression.values import XValue, to_boolean

Taken = Callable[[list[Node], Context], list[Node]]
_KINDS = {"text": TEXT, "comment": COMMENT, "processing-instruction": INSTRUCTION}
_XML = "http://www.w3.org/XML/1998/namespace"


def compile_step(step: Step, predicates: tuple[Compiled, ...], namespaces: Mapping[str, str]) -> Taken:
    """The step as a function from nodes to nodes in document order."""
    test = step.test
    if step.axis == "child" and test.type is None and test.name != "*":
        key = name_key(test.name, _address(test, namespaces))
        return _filtered_children(key, predicates) if predicates else _children(key)
    if not predicates and test.type == "node":
        if step.axis == "self":
            return lambda nodes, _context: nodes
        if step.axis == "parent":
            return _parents
    return _general(step.axis, _matcher(step.axis, test, namespaces), predicates)


def _address(test: NodeTest, namespaces: Mapping[str, str]) -> str:
    if test.prefix is None:
        return ""
    if test.prefix == "xml":
        return _XML
    if test.prefix not in namespaces:
        raise ExpressionError(f"no namespace is declared for the prefix {test.prefix!r}")
    return namespaces[test.prefix]


def _children(key: str) -> Taken:
    def take(nodes: list[Node], _context: Context) -> list[Node]:
        if len(nodes) == 1:
            return nodes[0].named(key)
        return [child for node in nodes for child in node.named(key)]

    return take


def _filtered_children(key: str, predicates: tuple[Compiled, ...]) -> Taken:
    def take(nodes: list[Node], context: Context) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            found += narrowed(node.named(key), predicates, context)
        return found

    return take


def _parents(nodes: list[Node], _context: Context) -> list[Node]:
    if len(nodes) == 1:
        above = nodes[0].parent
        return [] if above is None else [above]
    return in_document_order([node.parent for node in nodes if node.parent is not None])


def _general(axis: str, matches: Callable[[Node], bool], predicates: tuple[Compiled, ...]) -> Taken:
    walk: Axis = AXES[axis]
    in_order = axis in ("child", "attribute", "self", "namespace")

    def take(nodes: list[Node], context: Context) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            found += narrowed([one for one in walk(node) if matches(one)], predicates, context)
        if in_order or (len(nodes) == 1 and axis not in BACKWARDS):
            return found
        return in_document_order(found)

    return take


def narrowed(nodes: list[Node], predicates: tuple[Compiled, ...], context: Context) -> list[Node]:
    """What is left of the nodes after each predicate; a number means the place."""
    for predicate in predicates:
        size = len(nodes)
        kept: list[Node] = []
        for place, node in enumerate(nodes, 1):
            value: XValue = predicate(Context(node, context.world, place, size, context.origin))
            if (value == place) if isinstance(value, float) else to_boolean(value):
                kept.append(node)
        nodes = kept
    return nodes


def _matcher(axis: str, test: NodeTest, namespaces: Mapping[str, str]) -> Callable[[Node], bool]:
    if test.type == "node":
        return lambda _node: True
    if test.type is not None:
        kind = _KINDS[test.type]
        target = test.target
        return lambda node: node.kind == kind and (target is None or node.name == target)
    principal = {"attribute": ATTRIBUTE, "namespace": NAMESPACE}.get(axis, ELEMENT)
    address = _address(test, namespaces)
    if test.name == "*":
        if test.prefix is None:
            return lambda node: node.kind == principal
        return lambda node: node.kind == principal and node.namespace == address
    name = test.name
    return lambda node: node.kind == principal and node.name == name and node.namespace == address


def root_of(node: Node) -> Node:
    """Where an absolute path starts."""
    top = node.root()
    if top.kind == DOCUMENT:
        return top
    holder = Node(DOCUMENT)
    holder.children = [top]
    return holder
