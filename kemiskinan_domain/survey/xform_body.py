"""The body of an XForm: controls, groups, repeats, choices, and values set by events."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.itemsets import read_nodeset
from kemiskinan_domain.survey.model import (
    Assignment,
    Bind,
    Choice,
    ChoiceList,
    Media,
    Output,
    QuestionType,
    Wording,
)
from kemiskinan_domain.survey.tables import Table
from kemiskinan_domain.survey.xform_texts import Texts, find_child

NO_MEDIA: Media = {}
_LIMITS = ("start", "end", "step", "rows", "tick-interval", "placeholder")
_CONTROLS: dict[str, QuestionType | None] = {
    "input": None,
    "secret": None,
    "range": None,
    "select1": QuestionType.SELECT_ONE,
    "select": QuestionType.SELECT_MULTIPLE,
    "rank": QuestionType.RANK,
    "trigger": QuestionType.ACKNOWLEDGE,
    "upload": QuestionType.ATTACHMENT,
}


@dataclass(frozen=True, slots=True)
class Control:
    """A control of the body, before it is joined to its node."""

    type: QuestionType | None
    labels: Wording
    hints: Wording
    guidance: Wording
    choice_list: ChoiceList | None
    appearance: str
    limits: Mapping[str, str] = field(default_factory=dict)
    media: str = ""
    pictures: Media = field(default_factory=dict)
    name: str = ""

    def only_shows(self, bind: Bind) -> bool:
        """A note: it is read only and nothing fills it."""
        return bind.readonly == "true()" and not bind.calculate and self.type is None


@dataclass(frozen=True, slots=True)
class GroupControl:
    """A group of the body."""

    labels: Wording
    hints: Wording
    appearance: str


class BodyReader:
    """Walks the body once and keeps what it found by path; `order` lists question and group paths as shown."""

    def __init__(self, body: Node, texts: Texts, tables: Mapping[str, Table]) -> None:
        self.texts = texts
        self.tables = tables
        self.controls: dict[str, Control] = {}
        self.groups: dict[str, GroupControl] = {}
        self.repeats: dict[str, str] = {}
        self.order: list[str] = []
        self.assignments: list[Assignment] = []
        self._lists: dict[str, tuple[Choice, ...]] = {}
        self._outputs: dict[str, frozenset[str]] = {}
        for child in body.elements():
            self._walk(child)

    def _walk(self, node: Node) -> None:
        if node.name in _CONTROLS:
            self._control(node)
        elif node.name == "group":
            path = node.attribute("ref") or node.attribute("nodeset") or ""
            if path:
                self._group(node, path)
            for child in node.elements():
                self._walk(child)
        elif node.name == "repeat":
            path = node.attribute("nodeset") or ""
            self.repeats[path] = (node.attribute("count", "http://openrosa.org/javarosa") or "").strip()
            if path not in self.groups:
                self._group(node, path)
            for child in node.elements():
                self._walk(child)
        elif node.name == "setvalue":
            self.assignments.append(self.assignment(node, ""))

    def _group(self, node: Node, path: str) -> None:
        self.groups[path] = GroupControl(
            self.texts.of_element(find_child(node, "label")),
            self.texts.of_element(find_child(node, "hint")),
            node.attribute("appearance") or "",
        )
        self.order.append(path)

    def _control(self, node: Node) -> None:
        path = (node.attribute("ref") or node.attribute("bind") or "").strip()
        hint, label = find_child(node, "hint"), find_child(node, "label")
        limits = {name: node.attribute(name) or "" for name in _LIMITS}
        listed = self._choices(node)
        self.controls[path] = Control(
            type=QuestionType.SELECT_ONE if node.name == "input" and listed is not None else _CONTROLS[node.name],
            labels=self.texts.of_element(label),
            hints=self.texts.of_element(hint),
            guidance=self.texts.of_element(hint, "guidance"),
            choice_list=listed,
            appearance=node.attribute("appearance") or "",
            limits={name: value for name, value in limits.items() if value},
            media=node.attribute("mediatype") or "",
            pictures=self.texts.media_of(label),
            name=node.name,
        )
        self.order.append(path)
        for child in node.elements():
            if child.name == "setvalue":
                self.assignments.append(self.assignment(child, path))

    def assignment(self, node: Node, trigger: str) -> Assignment:
        """A setvalue element; `trigger` is the question whose change sets it off."""
        written = node.attribute("value")
        expression = written if written is not None else repr_text(node.string_value())
        events = frozenset((node.attribute("event") or "").split())
        return Assignment(node.attribute("ref") or "", expression, events, trigger)

    def _choices(self, node: Node) -> ChoiceList | None:
        itemset, query = find_child(node, "itemset"), node.attribute("query")
        if itemset is not None or query:
            return self._itemset(itemset, query or "")
        items = [child for child in node.elements() if child.name == "item"]
        if not items:
            return None
        return ChoiceList(tuple(self._inline(item) for item in items))

    def _inline(self, item: Node) -> Choice:
        value = find_child(item, "value")
        label = find_child(item, "label")
        code = "" if value is None else value.string_value().strip()
        return Choice(code, self.texts.of_element(label), {"name": code}, self.texts.media_of(label))

    def _itemset(self, itemset: Node | None, query: str) -> ChoiceList:
        written = query if itemset is None else (itemset.attribute("nodeset") or "")
        source = read_nodeset(written)
        value = _reference(find_child(itemset, "value"), "name")
        label = _reference(find_child(itemset, "label"), "label")
        table = self.tables.get(source.instance)
        key = f"{source.instance}|{value}|{label}"
        if key not in self._lists and source.instance:
            self._lists[key] = () if table is None else tuple(self._rows(table, value, label))
            self._outputs[key] = frozenset(self._answers_shown(self._lists[key]))
        return ChoiceList(
            self._lists.get(key, ()),
            source.instance,
            source.condition,
            repeat="" if source.instance else source.path,
            value=value,
            label=label,
            shuffled=source.shuffled,
            seed=source.seed,
            outputs=self._outputs.get(key, frozenset()),
            missing="" if table is None or not table.missing else table.source.rpartition("/")[2],
        )

    def _answers_shown(self, choices: Iterable[Choice]) -> Iterator[str]:
        """The expressions in the words of choices; forms without any are passed over at once."""
        if self.texts.with_answers:
            for choice in choices:
                for parts in choice.labels.values():
                    yield from (part.expression for part in parts if isinstance(part, Output))

    def _rows(self, table: Table, value: str, label: str) -> Iterator[Choice]:
        translated = label.startswith("jr:itext(")
        column = label[9:].rstrip(") ").strip() if translated else label
        language = self.texts.languages[0]
        for row in table.rows:
            if not row.get(value):
                continue
            written = row.get(column, "")
            labels: Wording = self.texts.by_id(written) if translated else ({language: (written,)} if written else {})
            yield Choice(row.get(value, ""), labels, row, self.texts.media(written) if translated else NO_MEDIA)


def _reference(node: Node | None, otherwise: str) -> str:
    return otherwise if node is None else (node.attribute("ref") or otherwise).strip()


def repr_text(text: str) -> str:
    """A text as an XPath literal; one with both kinds of quotes is put together of pieces."""
    if "'" not in text:
        return f"'{text}'"
    if '"' not in text:
        return f'"{text}"'
    pieces = ', "\'", '.join(f"'{piece}'" for piece in text.split("'"))
    return f"concat({pieces})"
