"""What the district's list said of a family, found for a question by the list's own column titles. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kemiskinan_desktop.services.received import Row
from kemiskinan_domain.identity import folded_name
from kemiskinan_domain.prelist import Column
from kemiskinan_domain.prelist.layout import known_columns

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
