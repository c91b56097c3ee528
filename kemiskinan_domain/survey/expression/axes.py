"""The thirteen axes: from one node to the nodes in that direction, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kemiskinan_domain.survey.expression.tree import ATTRIBUTE, ELEMENT, NAMESPACE, Node

Axis = Callable[[Node], Iterator[Node]]


def child(node: Node) -> Iterator[Node]:
    """Children that are visible."""
    return (one for one in node.children if not one.hidden)


def descendant(node: Node) -> Iterator[Node]:
    """Everything below that is visible."""
    return node.descendants()


def descendant_or_self(node: Node) -> Iterator[Node]:
    """The node, then everything below."""
    yield node
    yield from node.descendants()


def parent(node: Node) -> Iterator[Node]:
    """The node above, if any."""
    if node.parent is not None:
        yield node.parent


def ancestor(node: Node) -> Iterator[Node]:
    """All nodes above, nearest first."""
    above = node.parent
    while above is not None:
        yield above
        above = above.parent


def ancestor_or_self(node: Node) -> Iterator[Node]:
    """The node, then all above."""
    yield node
    yield from ancestor(node)


def itself(node: Node) -> Iterator[Node]:
    """The node."""
    yield node


def attribute(node: Node) -> Iterator[Node]:
    """Its attributes, without namespace declarations."""
    return iter(node.attributes)


def following_sibling(node: Node) -> Iterator[Node]:
    """Siblings after it."""
    siblings = _siblings(node)
    return iter(siblings[_place(siblings, node) + 1 :])


def preceding_sibling(node: Node) -> Iterator[Node]:
    """Siblings before it, nearest first."""
    siblings = _siblings(node)
    return iter(siblings[: max(_place(siblings, node), 0)][::-1])


def following(node: Node) -> Iterator[Node]:
    """All that comes after it in the document, without its own descendants."""
    current: Node | None = node
    if node.kind in (ATTRIBUTE, NAMESPACE):
        current = node.parent
        if current is not None:
            yield from current.descendants()
    while current is not None:
        for sibling in following_sibling(current):
            yield from descendant_or_self(sibling)
        current = current.parent


def preceding(node: Node) -> Iterator[Node]:
    """All that comes before it, nearest first, without its ancestors."""
    current: Node | None = node.parent if node.kind in (ATTRIBUTE, NAMESPACE) else node
    while current is not None:
        for sibling in preceding_sibling(current):
            yield from reversed(list(descendant_or_self(sibling)))
        current = current.parent


def namespace(node: Node) -> Iterator[Node]:
    """One node for each namespace in scope of an element."""
    if node.kind != ELEMENT:
        return
    for prefix, uri in node.namespaces_in_scope().items():
        found = Node(NAMESPACE, prefix, text=uri)
        found.parent = node
        yield found


def _siblings(node: Node) -> list[Node]:
    if node.parent is None or node.kind in (ATTRIBUTE, NAMESPACE):
        return []
    return [one for one in node.parent.children if one is node or not one.hidden]


def _place(nodes: list[Node], node: Node) -> int:
    return next((at for at, one in enumerate(nodes) if one is node), -1)


AXES: dict[str, Axis] = {
    "child": child,
    "descendant": descendant,
    "descendant-or-self": descendant_or_self,
    "parent": parent,
    "ancestor": ancestor,
    "ancestor-or-self": ancestor_or_self,
    "self": itself,
    "attribute": attribute,
    "following-sibling": following_sibling,
    "preceding-sibling": preceding_sibling,
    "following": following,
    "preceding": preceding,
    "namespace": namespace,
}
BACKWARDS = frozenset({"ancestor", "ancestor-or-self", "preceding", "preceding-sibling"})
