"""The body of an XForm: controls, groups, repeats, choices, and values set by events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kemiskinan_domain.survey.expression.tree import ELEMENT, Node
from kemiskinan_domain.survey.model import (
    Assignment,
    Bind,
    Choice,
    ChoiceList,
    Output,
    QuestionType,
    Wording,
)
from kemiskinan_domain.survey.xform_texts import Texts, find_child

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

    def __init__(self, body: Node, texts: Texts, instances: Mapping[str, Node]) -> None:
        self.texts = texts
        self.instances = instances
        self.controls: dict[str, Control] = {}
        self.groups: dict[str, GroupControl] = {}
        self.repeats: dict[str, str] = {}
        self.order: list[str] = []
        self.assignments: list[Assignment] = []
        self._lists: dict[str, tuple[Choice, ...]] = {}
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
        path = node.attribute("ref") or node.attribute("bind") or ""
        hint = find_child(node, "hint")
        limits = {name: node.attribute(name) or "" for name in ("start", "end", "step")}
        self.controls[path] = Control(
            type=_CONTROLS[node.name],
            labels=self.texts.of_element(find_child(node, "label")),
            hints=self.texts.of_element(hint),
            guidance=self.texts.of_element(hint, "guidance"),
            choice_list=self._choices(node),
            appearance=node.attribute("appearance") or "",
            limits={name: value for name, value in limits.items() if value},
            media=node.attribute("mediatype") or "",
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
        itemset = find_child(node, "itemset")
        if itemset is not None:
            return self._itemset(itemset)
        items = [child for child in node.elements() if child.name == "item"]
        if not items:
            return None
        return ChoiceList(tuple(self._inline(item) for item in items))

    def _inline(self, item: Node) -> Choice:
        value = find_child(item, "value")
        label = self.texts.of_element(find_child(item, "label"))
        return Choice("" if value is None else value.string_value(), label)

    def _itemset(self, itemset: Node) -> ChoiceList:
        nodeset = (itemset.attribute("nodeset") or "").strip()
        source, condition = split_filter(nodeset)
        name = source.partition("instance('")[2].partition("')")[0]
        value = _reference(find_child(itemset, "value"), "name")
        label = _reference(find_child(itemset, "label"), "label")
        key = f"{name}|{value}|{label}"
        if key not in self._lists:
            self._lists[key] = tuple(self._rows(self.instances.get(name), value, label))
        return ChoiceList(self._lists[key], name, condition)

    def _rows(self, instance: Node | None, value: str, label: str) -> list[Choice]:
        if instance is None:
            return []
        found: list[Choice] = []
        for item in instance.descendants():
            if item.kind == ELEMENT and item.name == "item":
                columns = {child.name: child.string_value() for child in item.elements()}
                found.append(Choice(columns.get(value, ""), self._row_label(columns, label), columns))
        return found

    def _row_label(self, columns: Mapping[str, str], label: str) -> Wording:
        if label.startswith("jr:itext("):
            return self.texts.by_id(columns.get(label[9:].rstrip(") ").strip(), ""))
        written = columns.get(label, "")
        parts: tuple[str | Output, ...] = (written,)
        return {self.texts.languages[0]: parts} if written else {}


def _reference(node: Node | None, otherwise: str) -> str:
    return otherwise if node is None else (node.attribute("ref") or otherwise).strip()


def split_filter(nodeset: str) -> tuple[str, str]:
    """`instance('x')/root/item[cond]` into its path and its condition; brackets may nest."""
    at = nodeset.find("/item[")
    if at < 0:
        return nodeset, ""
    return nodeset[: at + 5], nodeset[at + 6 :].rstrip().removesuffix("]").strip()


def repr_text(text: str) -> str:
    """A text as an XPath literal."""
    return f"'{text}'" if "'" not in text else f'"{text}"'
