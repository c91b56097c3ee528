"""Rows of a district's list as they were received. Pure."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TypeAlias

from kemiskinan_domain.records import FieldValue

Row: TypeAlias = tuple[tuple[str, str], ...]
"""One row as received: title and cell."""


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


def _row(pairs: Sequence[FieldValue | tuple[str, FieldValue]]) -> Row:
    return tuple((str(pair[0]), _text(pair[1])) for pair in pairs if isinstance(pair, list | tuple))


def _is_pair(item: FieldValue) -> bool:
    return isinstance(item, list) and len(item) == 2 and isinstance(item[0], str) and not isinstance(item[1], list)


def _text(value: FieldValue) -> str:
    return "" if value is None else str(value).strip()
