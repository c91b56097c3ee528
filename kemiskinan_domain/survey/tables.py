"""Secondary instances of a form: lists of choices and tables beside the answers, kept small and read when asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kemiskinan_domain.survey.expression.tree import ELEMENT, TEXT, Node
from kemiskinan_domain.survey.expression.xml_reader import XmlBuilder, built


class Row(Mapping[str, str]):
    """One line of a table: texts by column. Rows with the same columns share their names."""

    __slots__ = ("_places", "_values")

    def __init__(self, places: Mapping[str, int], values: tuple[str, ...]) -> None:
        self._places = places
        self._values = values

    def __getitem__(self, column: str) -> str:
        return self._values[self._places[column]]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class Table:
    """A secondary instance. `rows` are its items; its nodes are made when an expression first walks over them."""

    def __init__(self, source: str = "") -> None:
        self.source = source
        self.rows: list[Row] = []
        self._node: Node | None = None
        self._indexes: dict[str, dict[str, Row]] = {}

    @property
    def missing(self) -> bool:
        """Whether its file did not come with the form."""
        file = self.source.startswith(("jr://file/", "jr://file-csv/"))
        return file and not self.rows and (self._node is None or not self._node.children)

    def keep(self, node: Node) -> None:
        """Takes the nodes as they were read: the items are no plain rows."""
        self._node = node
        self.rows = [
            Row({name: at for at, name in enumerate(columns)}, tuple(columns.values()))
            for item in node.descendants()
            if item.kind == ELEMENT and item.name == "item"
            for columns in [{child.name: child.string_value() for child in item.elements()}]
        ]

    def node(self) -> Node:
        """The instance element with all its items."""
        if self._node is None:
            self._node = Node(ELEMENT, "instance")
            root = self._node.append(Node(ELEMENT, "root"))
            for row in self.rows:
                add_row(root, row)
        return self._node

    def found(self, key: str, value: str) -> Row | None:
        """The first row that has the value in the column `key`."""
        index = self._indexes.get(key)
        if index is None:
            index = self._indexes[key] = {}
            for row in self.rows:
                index.setdefault(row.get(key, ""), row)
        return index.get(value)


def add_row(above: Node, row: Mapping[str, str]) -> Node:
    """A row as an `item` element with an element for each column."""
    item = above.append(Node(ELEMENT, "item"))
    for column, text in row.items():
        item.append(Node(ELEMENT, column)).set_text(text)
    return item


class Tables(Mapping[str, Node]):
    """The tables of a form by id, as nodes for `instance()`; `of` gives the table itself."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._tables = tables

    def __getitem__(self, name: str) -> Node:
        return self._tables[name].node()

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)

    def of(self, name: str) -> Table | None:
        """The table of an id, or None."""
        return self._tables.get(name)


class FormXml(XmlBuilder):
    """Builds the tree of an XForm: names without a prefix lose their namespace, items of tables become rows."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: dict[str, Table] = {}
        self._table: Table | None = None
        self._shapes: dict[tuple[str, ...], dict[str, int]] = {}
        self._texts: dict[str, str] = {}

    def element(self, written: str) -> Node:
        """An element as expressions name it: the default namespace of a form is not part of a path."""
        node = super().element(written)
        if not node.prefix:
            node.namespace = ""
        if node.name == "instance" and any(child.name == "instance" for child in self.current.elements()):
            self._table = Table()
        return node

    def ended(self, element: Node) -> None:
        """Keeps an item of a table as a row, and a whole table apart from the tree."""
        table, parent = self._table, element.parent
        if table is None or parent is None:
            return
        above = parent.parent
        in_table = parent.name == "root" and above is not None and above.name == "instance"
        if element.name == "item" and in_table and self._is_row(element):
            columns = {child.name: child.string_value() for child in element.children}
            table.rows.append(self._row(columns))
            parent.children.pop()
            while parent.children and parent.children[-1].kind == TEXT and not parent.children[-1].text.strip():
                parent.children.pop()
        elif element.name == "instance" and parent.name == "model":
            self._finish(table, element)

    def _row(self, columns: Mapping[str, str]) -> Row:
        names = tuple(columns)
        places = self._shapes.setdefault(names, {name: at for at, name in enumerate(names)})
        return Row(places, tuple([self._texts.setdefault(text, text) for text in columns.values()]))

    def _is_row(self, item: Node) -> bool:
        names = {child.name for child in item.children if _is_cell(child)}
        for child in [one for one in item.children if one.kind == TEXT and not one.text.strip()]:
            item.children.remove(child)
        return len(names) == len(item.children)

    def _finish(self, table: Table, element: Node) -> None:
        self._table = None
        name = element.attribute("id")
        if name is None:
            return
        table.source = element.attribute("src") or ""
        top = next(iter(element.elements()), None)
        if not table.rows and top is not None and (top.elements() or top.name != "root"):
            table.keep(element)
        elif top is not None and top.elements():
            for row in table.rows:
                add_row(top, row)
            table.keep(element)
        self.tables[name] = table


def _is_cell(node: Node) -> bool:
    plain = node.kind == ELEMENT and not node.attributes
    return plain and (not node.children or (len(node.children) == 1 and node.children[0].kind == TEXT))


def read_form_xml(text: str) -> tuple[Node, dict[str, Table]]:
    """The document and the tables of an XForm; raises TreeError."""
    builder = FormXml()
    return built(text, builder), builder.tables
