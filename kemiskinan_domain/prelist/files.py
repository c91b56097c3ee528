"""From the bytes of a received XLSX or CSV file to rows, and from rows to an XLSX file to send back."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence, Sized
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.identity import Regions
from kemiskinan_domain.prelist.cells import Cell, Row, is_blank
from kemiskinan_domain.prelist.layout import Column, LayoutRefusal, known_columns, recognise
from kemiskinan_domain.prelist.reading import read_prelist
from kemiskinan_domain.prelist.result import PrelistResult, Source

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0"
_LARGEST: Final = 50_000_000
_LARGEST_UNPACKED: Final = 600_000_000
_MOST_CELLS: Final = 30_000_000
"""A list of two million people with fifteen columns; far below what a file of 50 MB can pretend to hold."""
_DELIMITERS: Final = ";,\t|"
_PROBED_ROWS: Final = 60
Titles = Callable[[Row], Sized]


class FileRefusal(Enum):
    """Why a file cannot be opened at all."""

    EMPTY = auto()
    TOO_LARGE = auto()
    OLD_OR_LOCKED_EXCEL = auto()
    BROKEN_EXCEL = auto()
    NOT_TEXT = auto()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook; a CSV file is one sheet without a name."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class SheetResult:
    """What became of one sheet."""

    sheet: Sheet
    result: PrelistResult | LayoutRefusal


def read_prelist_file(
    data: bytes,
    regions: Regions,
    *,
    source: Source,
    period: str,
    today: date | None = None,
    chosen: Mapping[Column, str] | None = None,
) -> tuple[SheetResult, ...] | FileRefusal:
    """Open the file and read each of its sheets that is not empty; a sheet that is no pre-list says so.

    `chosen` is as in `recognise`.
    """
    sheets = read_cells(data)
    if isinstance(sheets, FileRefusal):
        return sheets
    results = []
    for sheet in sheets:
        layout = recognise(sheet.rows, chosen)
        if isinstance(layout, LayoutRefusal):
            results.append(SheetResult(sheet, layout))
        else:
            read = read_prelist(layout, sheet.rows, regions, source=source, period=period, today=today)
            results.append(SheetResult(sheet, read))
    return tuple(results)


def read_cells(data: bytes, titles: Titles = known_columns) -> tuple[Sheet, ...] | FileRefusal:
    """The sheets that are not empty. The kind of file is told by its first bytes, not by its name.

    `titles` finds the titles in a row: the sign between a CSV's cells is the one that shows most of them.
    """
    if len(data) > _LARGEST:
        return FileRefusal.TOO_LARGE
    if data.startswith(_OLE):
        return FileRefusal.OLD_OR_LOCKED_EXCEL
    sheets = _excel_sheets(data) if data.startswith(_ZIP) else _csv_sheets(data, titles)
    if isinstance(sheets, FileRefusal):
        return sheets
    filled = tuple(sheet for sheet in sheets if not all(is_blank(row) for row in sheet.rows))
    return filled or FileRefusal.EMPTY


def workbook_bytes(rows: Iterable[Row], title: str = "Dikembalikan") -> bytes:
    """An XLSX file of these rows: text stays text (never a formula), numbers stay numbers."""
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell

    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_writable(value))
            if isinstance(value, str):
                cell.data_type = "s"
                cell.number_format = "@"
            cells.append(cell)
        sheet.append(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def unpacked_size(data: bytes) -> int:
    """Bytes that a zip file says it holds; unpacking never gives more, for what lies about it breaks off.

    Raises zipfile.BadZipFile for what is none.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return sum(part.file_size for part in packed.infolist())


def _excel_sheets(data: bytes) -> list[Sheet] | FileRefusal:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        if unpacked_size(data) > _LARGEST_UNPACKED:
            return FileRefusal.TOO_LARGE
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets, cells = [], 0
        for sheet in book.worksheets:
            sheet.reset_dimensions()
            rows = []
            for row in sheet.iter_rows(values_only=True):
                rows.append(tuple(_cell(value) for value in row))
                cells += len(row)
                if cells > _MOST_CELLS:
                    return FileRefusal.TOO_LARGE
            sheets.append(Sheet(sheet.title, tuple(rows)))
        book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, SyntaxError, TypeError, OSError):
        # What openpyxl and the XML parser (whose ParseError is a SyntaxError) raise on a half-written file.
        return FileRefusal.BROKEN_EXCEL
    return sheets


def _csv_sheets(data: bytes, titles: Titles) -> list[Sheet] | FileRefusal:
    text = _decoded(data)
    if text is None:
        return FileRefusal.NOT_TEXT
    lines = text.splitlines(keepends=True)
    delimiter = max(_DELIMITERS, key=lambda sign: _titles_found(lines[:_PROBED_ROWS], sign, titles))
    try:
        rows = tuple(tuple(row) for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error:
        return FileRefusal.NOT_TEXT
    return [Sheet("", rows)]


def _decoded(data: bytes) -> str | None:
    """UTF-8 with or without mark, UTF-16 with its mark, else the Windows code page; None for what is no text."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    for attempt in (encoding, "cp1252"):
        try:
            text = data.decode(attempt)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None


def _titles_found(lines: Sequence[str], delimiter: str, titles: Titles) -> int:
    try:
        return max((len(titles(row)) for row in csv.reader(lines, delimiter=delimiter)), default=0)
    except csv.Error:
        return 0


def _cell(value: object) -> Cell:
    return value if value is None or isinstance(value, str | int | float | date) else str(value)


def _writable(value: Cell) -> str | float | datetime | None:
    """The value as openpyxl takes it; signs that XML cannot hold become spaces."""
    if isinstance(value, str):
        return "".join(sign if sign >= " " or sign in "\t\n\r" else " " for sign in value)
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time())
    return value
