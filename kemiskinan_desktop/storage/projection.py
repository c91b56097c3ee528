"""Turns a document into the values of its working row. Pure: what does not fit a typed column is left out of it.

The document stays the truth, so a value of an unexpected type loses nothing but its place in lists.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlalchemy import Integer

from kemiskinan_desktop.storage.folding import household_text, member_text
from kemiskinan_desktop.storage.tables import WORKING
from kemiskinan_domain.records import TYPED_FIELDS, FieldValue, RecordKind

_FIELDS: Final = {
    kind: tuple((field, isinstance(WORKING[kind].c[field].type, Integer)) for field in fields)
    for kind, fields in TYPED_FIELDS.items()
}
"""Of each kind: a field's name, and whether its column holds whole numbers."""
_SEARCH: Final[dict[RecordKind, Callable[[Mapping[str, FieldValue]], str]]] = {
    RecordKind.HOUSEHOLD: household_text,
    RecordKind.MEMBER: member_text,
}
_MAX_INTEGER: Final = 2**63 - 1


def columns_of(kind: RecordKind) -> tuple[str, ...]:
    """The columns of `row_values`, in order."""
    return ("id", *TYPED_FIELDS[kind], *(("search",) if kind in _SEARCH else ()))


def row_values(kind: RecordKind, record: str, document: Mapping[str, FieldValue]) -> tuple[Any, ...]:
    """The typed values of a record, in the order of `columns_of`."""
    get = document.get
    values = [_whole(get(field)) if whole else _text(get(field)) for field, whole in _FIELDS[kind]]
    search = _SEARCH.get(kind)
    return (record, *values) if search is None else (record, *values, search(document))


def _text(value: FieldValue) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _whole(value: FieldValue) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MAX_INTEGER
    return value if fits and isinstance(value, int) else None
