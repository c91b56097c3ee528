"""A record's content is a JSON document; a field is addressed `name` or `answers.<question>`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

FieldValue: TypeAlias = "str | int | float | bool | list[FieldValue] | dict[str, FieldValue] | None"
"""A JSON value. Absent and null are one: a field that was emptied leaves no trace in the document."""

Document: TypeAlias = dict[str, FieldValue]


def read_field(document: Mapping[str, FieldValue], field: str) -> FieldValue:
    """The value at `name` or `group.name`; None when it is not there."""
    group, dot, name = field.partition(".")
    if not dot:
        return document.get(field)
    inner = document.get(group)
    return inner.get(name) if isinstance(inner, dict) else None


def with_field(document: Mapping[str, FieldValue], field: str, value: FieldValue) -> Document:
    """A copy of the document with that field set; None takes the field out."""
    if value is None:
        return without_field(document, field)
    result = dict(document)
    group, dot, name = field.partition(".")
    if not dot:
        result[field] = value
        return result
    inner = result.get(group)
    result[group] = {**inner, name: value} if isinstance(inner, dict) else {name: value}
    return result


def draft_of(document: Mapping[str, FieldValue]) -> Document:
    """A copy that `place_field` may change without touching the original."""
    return {name: dict(value) if isinstance(value, dict) else value for name, value in document.items()}


def place_field(draft: Document, field: str, value: FieldValue) -> None:
    """As `with_field`, within a draft: setting fifty fields must not copy the document fifty times."""
    group, dot, name = field.partition(".")
    if not dot:
        if value is None:
            draft.pop(field, None)
        else:
            draft[field] = value
        return
    inner = draft.get(group)
    if isinstance(inner, dict):
        if value is not None:
            inner[name] = value
        elif inner.pop(name, None) is not None and not inner:
            del draft[group]
    elif value is not None:
        draft[group] = {name: value}


def without_field(document: Mapping[str, FieldValue], field: str) -> Document:
    """A copy of the document in which that field is absent, and its group too when it was the last."""
    result = dict(document)
    group, dot, name = field.partition(".")
    if not dot:
        result.pop(field, None)
        return result
    inner = result.get(group)
    if isinstance(inner, dict):
        rest = {key: value for key, value in inner.items() if key != name}
        if rest:
            result[group] = rest
        else:
            del result[group]
    return result


def fields_of(document: Mapping[str, FieldValue]) -> Document:
    """The document's fields by their address: the group `answers` opened, all else as it stands."""
    fields = {name: value for name, value in document.items() if name != "answers"}
    answers = document.get("answers")
    if isinstance(answers, dict):
        fields |= {f"answers.{name}": value for name, value in answers.items()}
    return fields
