"""Rows of a district's list as they were received: `received` is {row number: {title: cell}}. Pure."""

from __future__ import annotations

from typing import TypeAlias

from kemiskinan_domain.records import FieldValue

Row: TypeAlias = tuple[tuple[str, str], ...]
"""One row as received: title and cell."""


def received_rows(received: FieldValue) -> tuple[Row, ...]:
    """The rows of an entry, in the order of the file; what is no row is left out."""
    if not isinstance(received, dict):
        return ()
    numbered = sorted(received.items(), key=lambda item: (not item[0].isdigit(), len(item[0]), item[0]))
    return tuple(_row(cells) for _, cells in numbered if isinstance(cells, dict))


def _row(cells: dict[str, FieldValue]) -> Row:
    return tuple((title, "" if value is None else str(value).strip()) for title, value in cells.items())
