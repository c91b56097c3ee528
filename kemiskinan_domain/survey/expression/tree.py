"""The tree that expressions walk: an XPath 1.0 data model small and quick enough for one answer in a millisecond."""

from __future__ import annotations

from collections.abc import Iterator

ELEMENT, ATTRIBUTE, TEXT, COMMENT, INSTRUCTION, DOCUMENT, NAMESPACE = range(7)


def name_key(name: str, namespace: str) -> str:
    """How a name with its namespace is looked up: the bare name where there is no namespace."""
    return f"{{{namespace}}}{name}" if namespace else name


class Node:
    """One node. `hidden` marks an element whose relevance is false: steps downwards do not see it."""

    __slots__ = (
        "attributes",
        "children",
        "declared",
        "hidden",
        "index",
        "kind",
        "name",
        "namespace",
        "parent",
        "prefix",
        "state",
        "text",
    )

    def __init__(self, kind: int, name: str = "", namespace: str = "", text: str = "") -> None:
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.prefix = ""
        self.text = text
        self.parent: Node | None = None
        self.children: list[Node] = []
        self.attributes: list[Node] = []
        self.declared: dict[str, str] = {}
        self.index: dict[str, list[Node]] | None = None
        self.hidden = False
        self.state: object = None

    def string_value(self) -> str:
        """The XPath string-value: own text, or the text of all visible descendants."""
        if self.kind not in (ELEMENT, DOCUMENT):
            return self.text
        children = self.children
        if not children:
            return ""
        if len(children) == 1 and children[0].kind == TEXT:
            return children[0].text
        return "".join(child.string_value() for child in children if child.kind in (ELEMENT, TEXT) and not child.hidden)

    def set_text(self, text: str) -> None:
        """Makes this element a leaf that holds just this text; an attribute takes it as its value."""
        if self.kind != ELEMENT:
            self.text = text
        elif not text:
            self.children = []
        elif self.children and self.children[0].kind == TEXT:
            self.children[0].text = text
        else:
            child = Node(TEXT, text=text)
            child.parent = self
            self.children = [child]

    def append(self, child: Node, at: int | None = None) -> Node:
        """Adds a child, at the end or before the child now at that place, and returns it."""
        child.parent = self
        self.children.insert(len(self.children) if at is None else at, child)
        self.index = None
        return child

    def remove(self, child: Node) -> None:
        """Takes a child out."""
        self.children.remove(child)
        child.parent = None
        self.index = None

    def named(self, name: str) -> list[Node]:
        """The visible child elements of that name key, in order; the list is the caller's own."""
        index = self.index
        if index is None:
            index = self.index = {}
            for child in self.children:
                if child.kind == ELEMENT:
                    index.setdefault(name_key(child.name, child.namespace), []).append(child)
        return [child for child in index.get(name, ()) if not child.hidden]

    def elements(self) -> list[Node]:
        """All child elements, hidden ones too."""
        return [child for child in self.children if child.kind == ELEMENT]

    def attribute(self, name: str, namespace: str = "") -> str | None:
        """The value of an attribute, or None."""
        for attribute in self.attributes:
            if attribute.name == name and attribute.namespace == namespace:
                return attribute.text
        return None

    def descendants(self) -> Iterator[Node]:
        """Visible descendants in document order."""
        for child in self.children:
            if not child.hidden:
                yield child
                if child.children:
                    yield from child.descendants()

    def root(self) -> Node:
        """The topmost node."""
        node = self
        while node.parent is not None:
            node = node.parent
        return node

    def qualified_name(self) -> str:
        """The name as written, with its prefix."""
        return f"{self.prefix}:{self.name}" if self.prefix else self.name

    def namespaces_in_scope(self) -> dict[str, str]:
        """Prefix to address, as the element sees them."""
        chain: list[Node] = []
        node: Node | None = self
        while node is not None:
            chain.append(node)
            node = node.parent
        found = {"xml": "http://www.w3.org/XML/1998/namespace"}
        for ancestor in reversed(chain):
            found.update(ancestor.declared)
        return {prefix: uri for prefix, uri in found.items() if uri}


def order_key(node: Node) -> tuple[tuple[int, int], ...]:
    """Sorts nodes of one tree into document order: attributes and namespaces stand before the children."""
    key: list[tuple[int, int]] = []
    while node.parent is not None:
        parent = node.parent
        if node.kind == ATTRIBUTE:
            key.append((1, _place(parent.attributes, node)))
        elif node.kind == NAMESPACE:
            key.append((0, 0))
        else:
            key.append((2, _place(parent.children, node)))
        node = parent
    return tuple(reversed(key))


def _place(nodes: list[Node], node: Node) -> int:
    for at, other in enumerate(nodes):
        if other is node:
            return at
    return -1


def in_document_order(nodes: list[Node]) -> list[Node]:
    """Without doubles, in document order."""
    unique = list({id(node): node for node in nodes}.values())
    return unique if len(unique) < 2 else sorted(unique, key=order_key)
