"""What the district's list said of a family, found for a question by the list's own column titles. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from kemiskinan_domain.identity import folded_name
from kemiskinan_domain.prelist import Column
from kemiskinan_domain.prelist.layout import known_columns
from kemiskinan_domain.records import FieldValue

Row = tuple[tuple[str, str], ...]
"""One row as received: title and cell."""

_HOUSEHOLD: Final = {
    "no_kk": Column.FAMILY_CARD,
    "address": Column.ADDRESS,
    "rt": Column.RT,
    "rw": Column.RW,
    "desil": Column.DESIL,
    "head_name": Column.NAME,
}
_MEMBER: Final = {
    "name": Column.NAME,
    "nik": Column.NIK,
    "sex": Column.SEX,
    "birth_date": Column.BIRTH_DATE,
    "relation": Column.RELATION,
}


def received_rows(received: FieldValue) -> tuple[Row, ...]:
    """The rows of an entry: a row or a list of rows, each an object or a list of pairs, as JSON or as its text."""
    if isinstance(received, str):
        try:
            received = json.loads(received)
        except ValueError:
            return ()
    if isinstance(received, dict):
        return (_row(list(received.items())),)
    if not isinstance(received, list) or not received:
        return ()
    if all(_is_pair(item) for item in received):
        return (_row(received),)
    rows: list[Row] = []
    for item in received:
        rows += received_rows(item) if isinstance(item, dict | list) else ()
    return tuple(rows)


def household_value(rows: Sequence[Row], field: str) -> str | None:
    """What the list says of the family in that field: the first row that says something."""
    column = _HOUSEHOLD.get(field)
    return next((value for row in rows if (value := _cell(row, column))), None)


def member_value(rows: Sequence[Row], field: str, nik: str, name: str) -> str | None:
    """What the list says of the person with that NIK or, where none has it, that name."""
    column = _MEMBER.get(field)
    by_nik = [row for row in rows if nik and _cell(row, Column.NIK) == nik]
    by_name = [row for row in rows if name and folded_name(_cell(row, Column.NAME) or "") == folded_name(name)]
    found = by_nik or by_name
    return _cell(found[0], column) if found else None


def _cell(row: Row, column: Column | None) -> str | None:
    for place, known in known_columns([title for title, _ in row]).items():
        if known is column:
            return row[place][1] or None
    return None


def _row(pairs: Sequence[FieldValue | tuple[str, FieldValue]]) -> Row:
    return tuple((str(pair[0]), _text(pair[1])) for pair in pairs if isinstance(pair, list | tuple))


def _is_pair(item: FieldValue) -> bool:
    return isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and not isinstance(item[1], list)


def _text(value: FieldValue) -> str:
    return "" if value is None else str(value).strip()
