"""What is to be mended in a form, and where: also what pyxform says, put to its sheet, row and column."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kemiskinan_domain.survey.sheet import SheetPlaces


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; `row` counts as the sheet does (the heading is row 1), 0 where it is unknown.

    A finding about the file itself names no sheet.
    """

    error: bool
    sheet: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        kind = "error" if self.error else "warning"
        if not self.sheet:
            return f"{kind}: {self.text}"
        return f"{kind}: sheet {self.sheet}, row {self.row or '?'}, column {self.column or '?'}: {self.text}"


def of_pyxform(message: str, places: SheetPlaces, *, error: bool) -> Finding:
    """What pyxform says, where it means it."""
    text = _ROW.sub("", message)
    for pattern, place in _SAYINGS:
        said = re.search(pattern, message)
        if said is not None:
            sheet, row, column = place(said, places)
            return Finding(error, sheet, row, column, text)
    row_said = _ROW.match(message)
    sheet_said = re.search(r"'(\w+)' sheet|sheet: '(\w+)'", message)
    column_said = re.search(r"'([\w:]+)' (?:value|column)", message)
    return Finding(
        error,
        (sheet_said[1] or sheet_said[2]) if sheet_said else "survey",
        int(row_said[1]) if row_said else 0,
        column_said[1] if column_said else "",
        text,
    )


_ROW = re.compile(r"\A\[row : (\d+)\]\s*")
_Place = tuple[str, int, str]


def _of_type(said: re.Match[str], places: SheetPlaces) -> _Place:
    return "survey", places.where("survey", "type", lambda kind: kind == said[1]), "type"


def _of_label(said: re.Match[str], places: SheetPlaces) -> _Place:
    return "survey", places.where("survey", "name", lambda name: name == said[1]), "label"


def _of_name(said: re.Match[str], _: SheetPlaces) -> _Place:
    return "survey", int(said[1]), "name"


def _of_group(said: re.Match[str], _: SheetPlaces) -> _Place:
    return "survey", int(said[1]), "type"


def _of_list(said: re.Match[str], places: SheetPlaces) -> _Place:
    return "survey", places.where("survey", "type", lambda kind: kind.split(" ")[1:2] == [said[1]]), "type"


def _of_any_choice(_: re.Match[str], places: SheetPlaces) -> _Place:
    return "survey", places.where("survey", "type", lambda kind: kind.startswith(("select", "rank"))), "type"


def _of_any_external(_: re.Match[str], places: SheetPlaces) -> _Place:
    return "survey", places.where("survey", "type", lambda kind: kind.startswith("select_one_external")), "type"


def _of_blank_in_code(said: re.Match[str], places: SheetPlaces) -> _Place:
    found = (
        number
        for number, row in places.rows("choices")
        if row.get("list_name") == said[2] and row.get("name") == said[1]
    )
    return "choices", next(found, 0), "name"


def _of_languages(_: re.Match[str], __: SheetPlaces) -> _Place:
    return "survey", 1, "label"


def _of_parameters(said: re.Match[str], _: SheetPlaces) -> _Place:
    return "survey", int(said[1]), "parameters"


def _of_heading(said: re.Match[str], _: SheetPlaces) -> _Place:
    return said[1], 1, said[2]


# In the order in which they are tried; the words are those of pyxform 4.
_SAYINGS: tuple[tuple[str, Callable[[re.Match[str], SheetPlaces], _Place]], ...] = (
    (r"Unknown question type '([^']*)'", _of_type),
    (r"element named '([^']*)' has no label", _of_label),
    (r"\[row : (\d+)\] (?:Question or group with no name|Row without name)", _of_name),
    (r"\[row : (\d+)\] Unmatched '", _of_group),
    (r"[Ll]ist name not in (?:external )?choices sheet: (\S+)", _of_list),
    (r"There should be an external_choices sheet", _of_any_external),
    (r"There should be a choices sheet", _of_any_choice),
    (r"Choice names with spaces .* See \[([^\]]*)\] in \[([^\]]*)\]", _of_blank_in_code),
    (r"\[row : (\d+)\] Use the (?:max-pixels)", _of_parameters),
    (r"language declarations do not contain", _of_languages),
    (r"sheet: '(\w+)'\. One or more required column headers were not found: '?(\w+)", _of_heading),
)
