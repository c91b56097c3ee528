"""Reads a list of codes from a table (XLSX or CSV) and points at every cell that cannot be published as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.prelist.cells import Cell, Row, cell_text
from kemiskinan_domain.prelist.files import FileRefusal, read_cells
from kemiskinan_domain.publishing.code_list import CODE_LIMITS, CodeChoice

LARGEST_FILE: Final = 3_000_000
_CODE_TITLES: Final = frozenset({"kode", "name", "code", "nama_kode"})
_LABEL_TITLES: Final = frozenset({"label", "uraian", "keterangan", "nama", "label::bahasa_indonesia_(id)"})
_COLUMN: Final = re.compile(r"[a-z_][a-z0-9_]{0,39}")
_RESERVED: Final = frozenset({"name", "label", "sortby"})
_FORMULA: Final = "=+-@\t\r"
_PROBED: Final = 20


class FindingKind(Enum):
    """What is wrong with a table or with one of its cells."""

    NOT_A_TABLE = auto()
    TOO_LARGE = auto()
    NO_TITLES = auto()
    NO_CHOICES = auto()
    CODE_MISSING = auto()
    CODE_TWICE = auto()
    CODE_NOT_PLAIN = auto()
    CODE_TOO_LONG = auto()
    LABEL_MISSING = auto()
    LABEL_TWICE = auto()
    """Only a warning: two codes in the same words."""
    LABEL_TOO_LONG = auto()
    FORMULA = auto()
    """A spreadsheet would run the cell when the list is handed on."""
    COLUMN_NAME = auto()


_WARNINGS: Final = frozenset({FindingKind.LABEL_TWICE})


@dataclass(frozen=True, slots=True)
class CodeListFinding:
    """What is wrong, in which row of the table (0: in all of it), and the text that it is about."""

    kind: FindingKind
    row: int = 0
    text: str = ""

    @property
    def stops(self) -> bool:
        """Whether the list cannot be published while it stands."""
        return self.kind not in _WARNINGS


@dataclass(frozen=True, slots=True)
class CodeListRead:
    """The choices of a table, and what was found in it."""

    choices: tuple[CodeChoice, ...] = ()
    findings: tuple[CodeListFinding, ...] = ()

    @property
    def publishable(self) -> bool:
        """Whether nothing stops it."""
        return bool(self.choices) and not any(finding.stops for finding in self.findings)


def read_code_list(data: bytes) -> CodeListRead:
    """The first sheet that has a column of codes (`kode` or `name`) and one of words (`uraian` or `label`)."""
    if len(data) > LARGEST_FILE:
        return _only(FindingKind.TOO_LARGE)
    sheets = read_cells(data, _titles)
    if isinstance(sheets, FileRefusal):
        too_large = sheets is FileRefusal.TOO_LARGE
        return _only(FindingKind.TOO_LARGE if too_large else FindingKind.NOT_A_TABLE)
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:_PROBED]):
            if len(_titles(row)) == 2:
                return _read(sheet.rows, at)
    return _only(FindingKind.NO_TITLES)


def _only(kind: FindingKind) -> CodeListRead:
    return CodeListRead((), (CodeListFinding(kind),))


def _titles(row: Row) -> list[int]:
    """Where codes and words stand, in this order; fewer than two where the row is no row of titles."""
    names = [_title(cell) for cell in row]
    code = next((at for at, name in enumerate(names) if name in _CODE_TITLES), None)
    label = next((at for at, name in enumerate(names) if name in _LABEL_TITLES), None)
    return [at for at in (code, label) if at is not None]


def _title(cell: Cell) -> str:
    return "_".join(cell_text(cell).lower().split())


def _read(rows: Sequence[Row], titles: int) -> CodeListRead:
    code_at, label_at = _titles(rows[titles])
    names = {at: _title(cell) for at, cell in enumerate(rows[titles]) if at not in (code_at, label_at) and _title(cell)}
    findings = [
        CodeListFinding(FindingKind.COLUMN_NAME, titles + 1, name)
        for name in names.values()
        if not _COLUMN.fullmatch(name) or name in _RESERVED
    ]
    if len(set(names.values())) < len(names) or len(names) > CODE_LIMITS.columns:
        findings.append(CodeListFinding(FindingKind.COLUMN_NAME, titles + 1, ", ".join(names.values())))
    numbered: list[tuple[int, CodeChoice]] = []
    for number, row in enumerate(rows[titles + 1 :], titles + 2):
        cells = [cell_text(cell).strip() for cell in row] + [""] * (len(rows[titles]) - len(row))
        if any(cells):
            columns = {name: cells[at] for at, name in names.items() if cells[at]}
            choice = CodeChoice(cells[code_at], cells[label_at], columns)
            findings += _faults(choice, number)
            numbered.append((number, choice))
    return CodeListRead(tuple(choice for _, choice in numbered), (*findings, *_of_all(numbered)))


def _faults(choice: CodeChoice, row: int) -> list[CodeListFinding]:
    code, label = choice.code, choice.label
    found = (
        (FindingKind.CODE_MISSING, code, not code),
        (FindingKind.CODE_TOO_LONG, code, len(code) > CODE_LIMITS.code),
        (FindingKind.CODE_NOT_PLAIN, code, any(sign.isspace() or not sign.isprintable() for sign in code)),
        (FindingKind.LABEL_MISSING, code, not label),
        (FindingKind.LABEL_TOO_LONG, label[:40], len(label) > CODE_LIMITS.label),
    )
    faults = [CodeListFinding(kind, row, text) for kind, text, holds in found if holds]
    for cell in (code, label, *choice.columns.values()):
        if cell[:1] and cell[0] in _FORMULA and not _is_number(cell):
            faults.append(CodeListFinding(FindingKind.FORMULA, row, cell[:40]))
        elif len(cell) > CODE_LIMITS.label and cell != label:
            faults.append(CodeListFinding(FindingKind.LABEL_TOO_LONG, row, cell[:40]))
    return faults


def _is_number(text: str) -> bool:
    return re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?", text) is not None


def _of_all(numbered: Sequence[tuple[int, CodeChoice]]) -> list[CodeListFinding]:
    """What shows only when all rows are held against one another."""
    if not numbered:
        return [CodeListFinding(FindingKind.NO_CHOICES)]
    if len(numbered) > CODE_LIMITS.choices or _size(choice for _, choice in numbered) > CODE_LIMITS.bytes:
        return [CodeListFinding(FindingKind.TOO_LARGE)]
    found: list[CodeListFinding] = []
    codes: set[str] = {""}
    labels: set[str] = {""}
    for row, choice in numbered:
        words = choice.label.casefold()
        if choice.code and choice.code in codes:
            found.append(CodeListFinding(FindingKind.CODE_TWICE, row, choice.code))
        elif words and words in labels:
            found.append(CodeListFinding(FindingKind.LABEL_TWICE, row, choice.label))
        codes.add(choice.code)
        labels.add(words)
    return found


def _size(choices: Iterable[CodeChoice]) -> int:
    cells = (cell for choice in choices for cell in (choice.code, choice.label, *choice.columns.values()))
    return sum(len(cell.encode()) + 3 for cell in cells)
