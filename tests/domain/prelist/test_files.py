import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from kemiskinan_domain.prelist import (
    FileRefusal,
    LayoutRefusal,
    PrelistResult,
    Source,
    read_cells,
    read_prelist_file,
    workbook_bytes,
)
from tests.domain.prelist.sheets import CARD, HEADER, MAN, REGIONS, SAMPLES, person

LINES = f"kode_desa{{0}}no_kk{{0}}nama{{0}}nik\r\n3203012001{{0}}{CARD}{{0}}Wawan{{0}}3,20301E+15\r\n"


def _rows(data: bytes) -> tuple[tuple[object, ...], ...]:
    sheets = read_cells(data)
    assert isinstance(sheets, tuple), sheets
    return sheets[0].rows


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_csv_is_read_whatever_its_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    data = LINES.format(delimiter).replace("Wawan", "Wawan ‘Café’").encode(encoding)

    assert _rows(data)[1] == ("3203012001", CARD, "Wawan ‘Café’", "3,20301E+15")


def test_a_comma_separated_file_with_quotes_is_read() -> None:
    data = f'kode_desa,no_kk,nama,nik\n3203012001,{CARD},"Wawan, H.",{MAN}\n'.encode()

    assert _rows(data)[1] == ("3203012001", CARD, "Wawan, H.", MAN)


def test_a_workbook_keeps_numbers_and_text_apart() -> None:
    rows = _rows(workbook_bytes([["NIK"], [MAN], [3203010210689001], ["003"], [3]]))

    assert [row[0] for row in rows] == ["NIK", MAN, 3203010210689001, "003", 3]
    assert [type(row[0]) for row in rows] == [str, str, int, str, int]


@given(st.lists(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F), min_size=1, max_size=20), min_size=1))
def test_text_written_to_a_workbook_comes_back_as_text(texts: list[str]) -> None:
    rows = _rows(workbook_bytes([["judul"], texts]))

    assert list(rows[1]) == texts


def test_a_text_that_looks_like_a_formula_is_not_written_as_one() -> None:
    data = workbook_bytes([["nama"], ["=1+1"]])

    assert _rows(data)[1] == ("=1+1",)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (b"", FileRefusal.EMPTY),
        (b"\r\n ; ;\r\n", FileRefusal.EMPTY),
        (b"PK\x03\x04 half a file", FileRefusal.BROKEN_EXCEL),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old workbook", FileRefusal.OLD_OR_LOCKED_EXCEL),
        (b"\x00\x01\x02\x03\x81", FileRefusal.NOT_TEXT),
        (b"x" * 50_000_001, FileRefusal.TOO_LARGE),
    ],
)
def test_a_file_that_cannot_be_opened_says_why(data: bytes, refusal: FileRefusal) -> None:
    assert read_cells(data) is refusal
    assert read_prelist_file(data, REGIONS, source=Source.P3KE, period="2024") is refusal


@pytest.mark.parametrize("kept", [200, 5_000, 30_000, 47_000])
def test_a_workbook_cut_off_on_its_way_is_refused(kept: int) -> None:
    data = (SAMPLES / "prelist-p3ke.xlsx").read_bytes()[:kept]

    assert read_cells(data) is FileRefusal.BROKEN_EXCEL


def test_each_sheet_of_a_workbook_is_answered_for() -> None:
    book = Workbook()
    book.active.title = "Petunjuk"
    book.active.append(["Cara mengisi"])
    first, empty = book.create_sheet("Desa A"), book.create_sheet("Kosong")
    for row in (HEADER, person()):
        first.append(row)
    target = io.BytesIO()
    book.save(target)

    sheets = read_prelist_file(target.getvalue(), REGIONS, source=Source.DTSEN, period="TW3 2025")

    assert isinstance(sheets, tuple)
    assert [sheet.sheet.name for sheet in sheets] == ["Petunjuk", "Desa A"]
    assert sheets[0].result is LayoutRefusal.NO_HEADER
    assert isinstance(sheets[1].result, PrelistResult)
    assert empty.max_row == 1
