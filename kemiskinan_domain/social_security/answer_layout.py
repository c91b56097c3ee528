"""Finds the columns of the list that BPJS Ketenagakerjaan sends back: No, KPJ, Nama, NIK, Alamat, RT, RW.

Titles may be renamed, stand in another order or below a title block. A table whose cells stand under another title
is refused: which column is which would be a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Final

from kemiskinan_domain.identity import read_kpj, read_nik
from kemiskinan_domain.prelist.cells import Cell, Row, cell_text, is_blank, is_number, one_line


class AnswerColumn(StrEnum):
    """What a column of the answer means."""

    ORDINAL = "ordinal"
    KPJ = "kpj"
    NAME = "name"
    NIK = "nik"
    ADDRESS = "address"
    RT = "rt"
    RW = "rw"
    BIRTH_DATE = "birth_date"


class AnswerRefusal(Enum):
    """Why a sheet cannot be read as an answer."""

    NO_HEADER = auto()
    COLUMN_TWICE = auto()
    COLUMNS_SHIFTED = auto()
    NO_ROWS = auto()


_TITLES: Final[Mapping[AnswerColumn, str]] = {
    AnswerColumn.ORDINAL: "no nomor nourut nomorurut",
    AnswerColumn.KPJ: (
        "kpj nokpj nomorkpj nopeserta nomorpeserta nomorkepesertaan nokepesertaan nokartupeserta nomorkartupeserta "
        "nomorbpjsketenagakerjaan nobpjsketenagakerjaan nobpjstk nomorbpjstk"
    ),
    AnswerColumn.NAME: "nama namalengkap namapeserta namatenagakerja namapekerja",
    AnswerColumn.NIK: "nik nonik nomornik nomorindukkependudukan noktp nomoridentitas noidentitas",
    AnswerColumn.ADDRESS: "alamat alamatlengkap alamatpeserta alamatrumah",
    AnswerColumn.RT: "rt nort",
    AnswerColumn.RW: "rw norw",
    AnswerColumn.BIRTH_DATE: "tgllahir tanggallahir tgllhr",
}
_COLUMN_OF: Final = {title: column for column, titles in _TITLES.items() for title in titles.split()}
_NEEDED: Final = frozenset({AnswerColumn.KPJ, AnswerColumn.NAME})
_SEARCHED_ROWS: Final = 60
_PROBED_ROWS: Final = 200


@dataclass(frozen=True, slots=True)
class AnswerLayout:
    """The header's row number (from 1) and the place of each column."""

    header_row: int
    columns: Mapping[AnswerColumn, int]

    def cell(self, row: Row, column: AnswerColumn) -> Cell:
        """The cell of that column; None where the file has no such column or the row is short."""
        at = self.columns.get(column)
        return row[at] if at is not None and at < len(row) else None

    def is_title(self, row: Row) -> bool:
        """Whether the row repeats the header, as printed pages do."""
        return len(set(_known(row).values()) & set(self.columns)) == len(self.columns)


def recognise_answer(rows: Sequence[Row]) -> AnswerLayout | AnswerRefusal:
    """Where everything stands, or why that cannot be told."""
    heads = [_known(row) for row in rows[:_SEARCHED_ROWS]]
    at = max(range(len(heads)), key=lambda index: len(set(heads[index].values())), default=None)
    if at is None:
        return AnswerRefusal.NO_HEADER
    known, found = heads[at], set(heads[at].values())
    if not found >= _NEEDED or not found & {AnswerColumn.NIK, AnswerColumn.BIRTH_DATE}:
        return AnswerRefusal.NO_HEADER
    if len(found) < len(known):
        return AnswerRefusal.COLUMN_TWICE
    layout = AnswerLayout(at + 1, {column: index for index, column in known.items()})
    below = [row for row in rows[at + 1 :] if not is_blank(row)][:_PROBED_ROWS]
    if not below:
        return AnswerRefusal.NO_ROWS
    return AnswerRefusal.COLUMNS_SHIFTED if _is_shifted(layout, below) else layout


def _is_shifted(layout: AnswerLayout, rows: Sequence[Row]) -> bool:
    """Whether what stands under the titles is mostly something else: a name where the KPJ should be, and so on."""
    wrong = sum(1 for row in rows if _stands_wrong(layout, row))
    return wrong * 2 > len(rows)


def _stands_wrong(layout: AnswerLayout, row: Row) -> bool:
    kpj, name = layout.cell(row, AnswerColumn.KPJ), layout.cell(row, AnswerColumn.NAME)
    nik = layout.cell(row, AnswerColumn.NIK)
    name_is_number = is_number(name) or one_line(name).replace(" ", "").isdigit()
    kpj_is_words = bool(one_line(kpj)) and not any(sign.isdigit() for sign in one_line(kpj))
    kpj_is_nik = isinstance(read_nik(cell_text(kpj)), str)
    nik_text = cell_text(nik)
    nik_is_kpj = bool(one_line(nik)) and len(one_line(nik)) < 16 and isinstance(read_kpj(nik_text), str)
    nik_is_words = bool(one_line(nik)) and sum(sign.isalpha() for sign in nik_text) > 4
    return name_is_number or kpj_is_words or kpj_is_nik or (nik_is_kpj and not is_number(nik)) or nik_is_words


def _known(row: Row) -> dict[int, AnswerColumn]:
    found = {}
    for index, cell in enumerate(row):
        if isinstance(cell, str):
            column = _COLUMN_OF.get("".join(sign for sign in cell.casefold() if sign.isalnum()))
            if column is not None:
                found[index] = column
    return found
