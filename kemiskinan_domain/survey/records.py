"""Between an entry and the records that hold it: one record for the root, one for each repeat instance."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kemiskinan_domain.survey.changes import FieldChange
from kemiskinan_domain.survey.items import Item
from kemiskinan_domain.survey.model import Question, QuestionType
from kemiskinan_domain.survey.parts import is_meta

JsonValue = str | int | list[str] | None
Instances = tuple[str, Mapping[str, JsonValue]]
"""A repeat instance: its id and its fields."""

ASIDE = "__aside"
"""Ends the field of an answer that is not asked now: it is kept, but nobody takes it for an answer."""
REASON = "__reason"
"""Ends the field with the reason given for a soft problem."""


@dataclass(frozen=True, slots=True)
class UnplacedField:
    """A field of a record that this form has no question for; it is kept as it came."""

    repeat: str | None
    instance_id: str | None
    field: str
    value: object


@dataclass(frozen=True, slots=True)
class RecordFields:
    """The fields of the root record, and of each repeat's instances in order."""

    root: dict[str, JsonValue] = field(default_factory=dict)
    instances: dict[str, list[tuple[str, dict[str, JsonValue]]]] = field(default_factory=dict)


def to_json_value(question: Question, text: str) -> JsonValue:
    """An answer as a record keeps it: text, whole number, or sorted list of codes; None for none.

    A ranking is text, because lists in records are sets (decision 3).
    """
    if not text:
        return None
    if question.type is QuestionType.INTEGER:
        return int(text)
    if question.type is QuestionType.SELECT_MULTIPLE:
        return sorted(text.split())
    return text


def from_json_value(value: object) -> object:
    """A record's value as the reader of answers takes it."""
    return value if value is None or isinstance(value, str | list) else str(value)


def record_fields(root: Item) -> RecordFields:
    """All fields that the entry fills, answers kept aside and reasons among them; calculated values are left out."""
    found = RecordFields()
    _collect(root, found.root, found)
    return found


def _collect(item: Item, into: dict[str, JsonValue], found: RecordFields) -> None:
    for below in item.items:
        if below.group is not None and below.group.repeats:
            fields: dict[str, JsonValue] = {}
            found.instances.setdefault(below.name, []).append((below.instance_id, fields))
            _collect(below, fields, found)
        else:
            fields_of = _fields_of(below, below.value, below.visible)
            into.update((name, value) for name, value in fields_of if value is not None)
            if below.reason:
                into[reason_field(below)] = below.reason
            _collect(below, into, found)


def own_answers(anchor: Item) -> Iterator[Item]:
    """The stored answers of one record: those of its own, not those of repeat instances below it."""
    for item in anchor.items:
        if item.group is not None and item.group.repeats:
            continue
        if item.question is None:
            yield from own_answers(item)
        elif _stored(item):
            yield item


def _stored(item: Item) -> bool:
    question = item.question
    return question is not None and question.kept and question.type is not QuestionType.NOTE


def _fields_of(item: Item, text: str, visible: bool) -> Iterator[tuple[str, JsonValue]]:
    question = item.question
    if question is None or not _stored(item) or not _in_record(question):
        return
    value = to_json_value(question, text)
    yield question.field, value if visible else None
    yield aside_field(question), None if visible else value


def _in_record(question: Question) -> bool:
    """Not what ODK keeps about the submission itself."""
    return not is_meta(question.path)


def aside_field(question: Question) -> str:
    """Where an answer is kept while it is not asked."""
    return f"answers.{question.name}{ASIDE}"


def reason_field(item: Item) -> str:
    """Where the reason for a soft problem is kept."""
    return f"answers.{item.name}{REASON}"


def field_changes(
    touched: Mapping[Item, str], moved: Iterable[Item], reasons: Mapping[Item, str] | None = None
) -> Iterator[FieldChange]:
    """The changes of records: answers (with the text before), answers that came or went, reasons."""
    moving = {id(item) for item in moved if _stored(item)}
    items = {id(item): item for item in [*touched, *(one for one in moved if _stored(one))]}
    for key, item in items.items():
        before_text = touched.get(item, item.value)
        before_visible = item.visible if key not in moving else not item.visible
        before = dict(_fields_of(item, before_text, before_visible))
        for name, new in _fields_of(item, item.value, item.visible):
            if before[name] != new:
                yield _change(item, name, before[name], new)
    for item, old in (reasons or {}).items():
        if item.reason != old:
            yield _change(item, reason_field(item), old or None, item.reason or None)


def _change(item: Item, name: str, old: object, new: object) -> FieldChange:
    anchor = item.anchor
    repeats = anchor.group is not None and anchor.group.repeats
    return FieldChange(anchor.name if repeats else None, anchor.instance_id if repeats else None, name, old, new)
