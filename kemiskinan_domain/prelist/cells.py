"""A cell as the reader delivers it: text stays text and a number stays a number, for that is what tells lost digits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeAlias

Cell: TypeAlias = "str | int | float | bool | datetime | date | None"
Row: TypeAlias = Sequence[Cell]


def cell_text(cell: Cell) -> str:
    """What a person would see in the cell, unchanged but for the form of numbers and dates."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def one_line(cell: Cell) -> str:
    """The cell's text with every run of spaces and line ends made one space."""
    return " ".join(cell_text(cell).split())


def is_number(cell: Cell) -> bool:
    """Whether the file holds a number here; a truth value is none."""
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def is_blank(row: Row) -> bool:
    """Whether the row shows nothing at all."""
    return not any(one_line(cell) for cell in row)
