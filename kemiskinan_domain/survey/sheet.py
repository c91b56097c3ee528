"""Where things stand in a form's file, so that a finding can say sheet and row."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Row = Mapping[str, str]
"""The cells of a row by the heading of their column; empty cells are left out."""

_OLD_WORDS = {"list name": "list_name", "value": "name"}


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """The sheets of a form as they are written; the heading is row 1."""

    sheets: Mapping[str, tuple[Row, ...]]
    headings: Mapping[str, tuple[str, ...]]
    paths: Mapping[str, int]

    def row(self, path: str) -> int:
        """The row of a question or group, 0 where it is unknown."""
        return self.paths.get("/".join(path.split("/")[2:]), 0)

    def rows(self, sheet: str) -> Iterator[tuple[int, Row]]:
        """The rows of a sheet with their numbers."""
        return enumerate(self.sheets.get(sheet, ()), 2)

    def where(self, sheet: str, column: str, fits: Callable[[str], bool]) -> int:
        """The first row whose cell in that column fits, 0 where there is none."""
        return next((number for number, row in self.rows(sheet) if fits(row.get(column, ""))), 0)


def sheet_places(path: Path) -> SheetPlaces:
    """Reads the sheets of a Markdown or Excel form; other files give no places."""
    suffix = path.suffix.lower()
    written: dict[str, list[list[str]]] = {}
    if suffix == ".md" and path.is_file():
        written = _markdown_sheets(path.read_text(encoding="utf-8", errors="replace"))
    elif suffix == ".xlsx" and path.is_file():
        written = _excel_sheets(path)
    headings = {name: tuple(map(_heading, rows[0])) for name, rows in written.items() if rows}
    sheets = {
        name: tuple(
            {heading: cell for heading, cell in zip(headings[name], row, strict=False) if cell} for row in rows[1:]
        )
        for name, rows in written.items()
        if rows
    }
    return SheetPlaces(sheets, headings, _paths(sheets.get("survey", ())))


def _heading(written: str) -> str:
    plain = written.lower()
    return _OLD_WORDS.get(plain, plain if "::" not in written else written)


def _markdown_sheets(text: str) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0]:
            current = found.setdefault(cells[0], [])
        elif line.startswith("|"):
            current.append(cells[1:])
    return found


def _excel_sheets(path: Path) -> dict[str, list[list[str]]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError):
        return {}
    return {
        sheet.title.lower(): [
            ["" if cell is None else str(cell).strip() for cell in row] for row in sheet.iter_rows(values_only=True)
        ]
        for sheet in book.worksheets
    }


def _paths(rows: tuple[Row, ...]) -> dict[str, int]:
    found: dict[str, int] = {}
    above: list[str] = []
    for number, row in enumerate(rows, 2):
        written = row.get("type", "").replace("_", " ")
        if written.startswith("end "):
            above = above[:-1]
        elif written:
            found["/".join([*above, row.get("name", "")])] = number
            if written.startswith("begin "):
                above = [*above, row.get("name", "")]
    return found
