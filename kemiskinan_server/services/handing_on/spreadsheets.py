"""Rows of text as XLSX or CSV, written while they are read: a list of a whole kabupaten never lies in memory.

Every cell of the workbook is text, so that a NIK keeps its digits and nothing is computed. CSV has no types: a cell
that a spreadsheet would take for a formula gets an apostrophe (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, Final, cast
from xml.sax.saxutils import escape

ROWS_A_SHEET: Final = 1_000_000
"""A sheet ends at 1,048,576 rows (ECMA-376)."""
_LONGEST_CELL: Final = 32_767
_PIECE: Final = 64 * 1024
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_UNSPEAKABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
"""Format 49 is text."""


class _Sink:
    """What zipfile writes to; it cannot go back, so that what was written may leave at once."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._held.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def taken(self) -> bytes:
        """Everything since the last time."""
        data, self.size = b"".join(self._held), 0
        self._held.clear()
        return data


def xlsx_chunks(
    titles: Sequence[str], rows: Iterable[Sequence[str]], name: str, rows_a_sheet: int = ROWS_A_SHEET
) -> Iterator[bytes]:
    """A workbook of text; what does not fit on a sheet goes on on the next, under the same titles."""
    sink, sheets = _Sink(), 0
    waiting = iter(rows)
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book:
        more = True
        while more:
            sheets += 1
            with book.open(f"xl/worksheets/sheet{sheets}.xml", "w") as part:
                part.write(f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{_row(titles)}'.encode())
                more = False
                for number, row in enumerate(waiting, 1):
                    part.write(_row(row).encode())
                    if sink.size >= _PIECE:
                        yield sink.taken()
                    if number == rows_a_sheet:
                        more = True
                        break
                part.write(b"</sheetData></worksheet>")
        for path, text in _frame(sheets, name).items():
            book.writestr(path, text)
    yield sink.taken()


def csv_chunks(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """UTF-8 with its mark and semicolons, as Excel in Indonesia opens it."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, delimiter=";")
    held.write("\ufeff")
    writer.writerow(titles)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
        if held.tell() >= _PIECE:
            yield held.getvalue().encode("utf-8", "replace")
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode("utf-8", "replace")


def harmless(cell: str) -> str:
    """The cell, not to be taken for a formula."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


def _row(cells: Sequence[str]) -> str:
    inner = "".join(
        f'<c s="1" t="inlineStr"><is><t xml:space="preserve">{_plain(cell)}</t></is></c>' if cell else '<c s="1"/>'
        for cell in cells
    )
    return f"<row>{inner}</row>"


def _plain(cell: str) -> str:
    return escape(_UNSPEAKABLE.sub(" ", cell[:_LONGEST_CELL]))


def _frame(sheets: int, name: str) -> dict[str, str]:
    """Everything of a workbook but its sheets."""
    numbers = range(1, sheets + 1)
    titles = {number: escape(name if sheets == 1 else f"{name} {number}", {'"': "&quot;"}) for number in numbers}
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" ContentType="{_TYPE}.worksheet+xml"/>'
        for number in numbers
    )
    listed = "".join(f'<sheet name="{titles[number]}" sheetId="{number}" r:id="s{number}"/>' for number in numbers)
    related = "".join(
        f'<Relationship Id="s{number}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in numbers
    )
    return {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_TYPE}.styles+xml"/>{overrides}</Types>',
        "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="b" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{related}'
        f'<Relationship Id="y" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }
