"""XML text into a tree; entity declarations are refused, so nothing is fetched or blown up."""

from __future__ import annotations

from xml.parsers import expat

from kemiskinan_domain.survey.expression.errors import TreeError
from kemiskinan_domain.survey.expression.tree import (
    ATTRIBUTE,
    COMMENT,
    DOCUMENT,
    ELEMENT,
    INSTRUCTION,
    TEXT,
    Node,
)


def parse_xml(text: str) -> Node:
    """The document node of well-formed XML; raises TreeError otherwise."""
    return built(text, XmlBuilder())


def built(text: str, builder: XmlBuilder) -> Node:
    """The same, put together by a builder of another kind."""
    try:
        builder.parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise TreeError(f"not well-formed XML, line {error.lineno}: {expat.ErrorString(error.code)}") from error
    except UnicodeEncodeError as error:
        raise TreeError("text that cannot be written in UTF-8") from error
    return builder.document


class XmlBuilder:
    """Takes what the parser finds and puts the tree together."""

    def __init__(self) -> None:
        self.document = Node(DOCUMENT)
        self.current = self.document
        self.pending: dict[str, str] = {}
        parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.StartNamespaceDeclHandler = self._declare
        parser.EntityDeclHandler = self._refuse_entity
        parser.ordered_attributes = True
        self.parser = parser

    def element(self, written: str) -> Node:
        """A new element of a name as the parser writes it: namespace, name and prefix with blanks between."""
        return _named(ELEMENT, written)

    def ended(self, element: Node) -> None:
        """An element is whole; its parent is now the current one."""

    def _start(self, name: str, attributes: list[str]) -> None:
        element = self.element(name)
        element.declared, self.pending = self.pending, {}
        for at in range(0, len(attributes), 2):
            attribute = _named(ATTRIBUTE, attributes[at])
            attribute.text = attributes[at + 1]
            attribute.parent = element
            element.attributes.append(attribute)
        self.current.append(element)
        self.current = element

    def _end(self, _name: str) -> None:
        assert self.current.parent is not None
        element, self.current = self.current, self.current.parent
        self.ended(element)

    def _characters(self, text: str) -> None:
        children = self.current.children
        if children and children[-1].kind == TEXT:
            children[-1].text += text
        else:
            self.current.append(Node(TEXT, text=text))

    def _comment(self, text: str) -> None:
        self.current.append(Node(COMMENT, text=text))

    def _instruction(self, target: str, text: str) -> None:
        self.current.append(Node(INSTRUCTION, target, text=text))

    def _declare(self, prefix: str | None, uri: str | None) -> None:
        self.pending[prefix or ""] = uri or ""

    def _refuse_entity(self, name: str, *_rest: object) -> None:
        raise TreeError(f"XML that declares the entity {name}")


def _named(kind: int, written: str) -> Node:
    parts = written.split(" ")
    if len(parts) == 1:
        return Node(kind, parts[0])
    node = Node(kind, parts[1], parts[0])
    node.prefix = parts[2] if len(parts) == 3 else ""
    return node
