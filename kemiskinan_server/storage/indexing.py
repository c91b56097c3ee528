"""Takes the typed columns out of a document; what does not fit a column is left to the document alone."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache

from sqlalchemy import BigInteger, Table

from kemiskinan_domain.records import Document, FieldValue, VillageCode

_LARGEST = 2**63 - 1


def projected(table: Table, village: VillageCode, record: str, document: Document) -> list[object]:
    """The row of that record, in the order of the table's columns."""
    row: list[object] = [village, record]
    for name, read in _columns(table):
        value = document.get(name)
        row.append(None if value is None else read(value))
    return row


@cache
def _columns(table: Table) -> tuple[tuple[str, Callable[[FieldValue], object]], ...]:
    own = list(table.columns)[2:]
    return tuple((column.name, _whole if isinstance(column.type, BigInteger) else _text) for column in own)


def _whole(value: FieldValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _LARGEST else None


def _text(value: FieldValue) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # PostgreSQL's text takes no NUL; the document keeps it.
    return text.replace("\x00", "") if "\x00" in text else text
