"""Where a question stands in its file, so that a finding can say the row."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class SheetPlaces:
    """Rows of the survey sheet by the path of names that leads there."""

    rows: dict[str, int]

    def row(self, path: str) -> int:
        """The row of a question or group, 0 where it is unknown."""
        return self.rows.get("/".join(path.split("/")[2:]), 0)


def sheet_places(path: Path) -> SheetPlaces:
    """Reads the survey sheet of a Markdown or Excel form; other files give no places."""
    suffix = path.suffix.lower()
    if suffix == ".md" and path.is_file():
        return SheetPlaces(_places(_markdown_rows(path.read_text(encoding="utf-8"))))
    if suffix == ".xlsx" and path.is_file():
        return SheetPlaces(_places(_excel_rows(path)))
    return SheetPlaces({})


def _markdown_rows(text: str) -> list[list[str]]:
    found: list[list[str]] = []
    inside = False
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.startswith("|") and cells[0]:
            inside = cells[0] == "survey"
        elif inside and line.startswith("|"):
            found.append(cells[1:])
    return found


def _excel_rows(path: Path) -> list[list[str]]:
    from openpyxl import load_workbook

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError):
        return []
    if "survey" not in book.sheetnames:
        return []
    rows = book["survey"].iter_rows(values_only=True)
    return [["" if cell is None else str(cell).strip() for cell in row] for row in rows]


def _places(rows: list[list[str]]) -> dict[str, int]:
    if not rows or "type" not in rows[0] or "name" not in rows[0]:
        return {}
    kind, name = rows[0].index("type"), rows[0].index("name")
    found: dict[str, int] = {}
    above: list[str] = []
    for number, row in enumerate(rows[1:], 2):
        written = row[kind].replace("_", " ") if len(row) > max(kind, name) else ""
        if written.startswith("end "):
            above = above[:-1]
        elif written:
            found["/".join([*above, row[name]])] = number
            if written.startswith("begin "):
                above = [*above, row[name]]
    return found
