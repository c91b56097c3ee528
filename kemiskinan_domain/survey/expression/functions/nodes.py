"""Functions on nodes: how many, which one, what it is called, and instances beside the main one."""

from __future__ import annotations

import math

from kemiskinan_domain.survey.expression.context import Context
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.functions.signature import Arguments, Function, nodes_of, number_at
from kemiskinan_domain.survey.expression.tree import ATTRIBUTE, DOCUMENT, ELEMENT, INSTRUCTION, Node
from kemiskinan_domain.survey.expression.values import XValue, to_text

_NAMED = (ELEMENT, ATTRIBUTE, INSTRUCTION)


def _count(_context: Context, arguments: Arguments) -> XValue:
    return float(len(nodes_of(arguments[0], "count")))


def _count_non_empty(_context: Context, arguments: Arguments) -> XValue:
    nodes = nodes_of(arguments[0], "count-non-empty")
    return float(sum(1 for node in nodes if node.string_value()))


def _last(context: Context, _arguments: Arguments) -> XValue:
    return float(context.size)


def _position(context: Context, arguments: Arguments) -> XValue:
    """The place in the evaluation, or, with a node, its place among siblings of its name."""
    if not arguments:
        return float(context.position)
    nodes = nodes_of(arguments[0], "position")
    if not nodes:
        raise ExpressionError("position() was called on no node")
    return float(place_among_namesakes(nodes[0]))


def place_among_namesakes(node: Node) -> int:
    """Counted from 1 among the siblings of the same name, hidden ones too."""
    if node.parent is None:
        return 1
    place = 0
    for sibling in node.parent.children:
        if sibling.kind == node.kind and sibling.name == node.name:
            place += 1
        if sibling is node:
            break
    return place


def _current(context: Context, _arguments: Arguments) -> XValue:
    return [context.origin]


def _instance(context: Context, arguments: Arguments) -> XValue:
    name = to_text(arguments[0])
    found = context.world.instances.get(name)
    if found is None:
        found = _inline_instance(context.node.root(), name)
    if found is None:
        raise ExpressionError(f"there is no instance {name!r}")
    return [found]


def _inline_instance(root: Node, name: str) -> Node | None:
    for node in root.descendants():
        if node.kind == ELEMENT and node.name == "instance" and node.attribute("id") == name:
            return node
    return None


def _indexed_repeat(context: Context, arguments: Arguments) -> XValue:
    """The nodes of the first argument that lie in the given instances of the given repeats."""
    if len(arguments) % 2 == 0:
        raise ExpressionError("indexed-repeat() takes a node and then pairs of a repeat and a place")
    wanted = nodes_of(arguments[0], "indexed-repeat")
    for at in range(1, len(arguments), 2):
        repeats = nodes_of(arguments[at], "indexed-repeat")
        place = number_at(context, arguments, at + 1)
        if math.isnan(place):
            return []
        chosen = {id(repeat) for repeat in repeats if place_among_namesakes(repeat) == place}
        wanted = [node for node in wanted if _lies_in(node, chosen)]
    return wanted


def _lies_in(node: Node, chosen: set[int]) -> bool:
    above: Node | None = node
    while above is not None:
        if id(above) in chosen:
            return True
        above = above.parent
    return False


def _first(context: Context, arguments: Arguments, function: str) -> Node | None:
    if not arguments:
        return context.node if context.node.kind in _NAMED else None
    nodes = nodes_of(arguments[0], function)
    return nodes[0] if nodes and nodes[0].kind in _NAMED else None


def _name(context: Context, arguments: Arguments) -> XValue:
    node = _first(context, arguments, "name")
    return "" if node is None else node.qualified_name()


def _local_name(context: Context, arguments: Arguments) -> XValue:
    node = _first(context, arguments, "local-name")
    return "" if node is None else node.name


def _namespace_uri(context: Context, arguments: Arguments) -> XValue:
    node = _first(context, arguments, "namespace-uri")
    return "" if node is None else node.namespace


def _id(context: Context, arguments: Arguments) -> XValue:
    value = arguments[0]
    texts = [node.string_value() for node in value] if isinstance(value, list) else [to_text(value)]
    wanted = {word for text in texts for word in text.split()}
    return [
        node
        for node in context.node.root().descendants()
        if node.kind == ELEMENT and (node.attribute("id") or "") in wanted
    ]


def _lang(context: Context, arguments: Arguments) -> XValue:
    wanted = to_text(arguments[0]).lower()
    node: Node | None = context.node
    while node is not None and node.kind != DOCUMENT:
        spoken = node.attribute("lang", "http://www.w3.org/XML/1998/namespace")
        if spoken is not None:
            return spoken.lower() == wanted or spoken.lower().startswith(wanted + "-")
        node = node.parent
    return False


NODE_FUNCTIONS: dict[str, Function] = {
    "count": Function(_count, 1, 1),
    "count-non-empty": Function(_count_non_empty, 1, 1),
    "last": Function(_last, 0, 0),
    "position": Function(_position, 0, 1),
    "current": Function(_current, 0, 0),
    "instance": Function(_instance, 1, 1),
    "indexed-repeat": Function(_indexed_repeat, 3, None),
    "name": Function(_name, 0, 1),
    "local-name": Function(_local_name, 0, 1),
    "namespace-uri": Function(_namespace_uri, 0, 1),
    "id": Function(_id, 1, 1),
    "lang": Function(_lang, 1, 1),
}
