"""A table becomes a list of codes, or is refused with the row that has to be mended."""

from __future__ import annotations

import pytest

from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_domain.publishing import CodeListRead, FindingKind, read_code_list


def csv_of(*rows: str, head: str = "kode;uraian") -> bytes:
    return "\n".join([head, *rows]).encode()


def kinds(read: CodeListRead) -> list[tuple[FindingKind, int]]:
    return [(one.kind, one.row) for one in read.findings]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_sign_between_the_cells_is_found(delimiter: str) -> None:
    read = read_code_list(
        delimiter.join(("Kode", "Uraian", "Sektor")).encode()
        + b"\n"
        + delimiter.join(("01", "Petani", "tani")).encode()
    )

    (choice,) = read.choices
    assert (choice.code, choice.label, choice.columns) == ("01", "Petani", {"sektor": "tani"})
    assert read.publishable


def test_titles_may_stand_below_a_heading_and_be_those_of_xlsform() -> None:
    book = workbook_bytes(
        [["Daftar pekerjaan Kabupaten Contoh"], [], ["name", "label"], ["tani", "Petani"], [], [7, "Buruh"]]
    )

    read = read_code_list(book)

    assert [(one.code, one.label) for one in read.choices] == [("tani", "Petani"), ("7", "Buruh")]
    assert read.publishable


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["1;Petani", "1;Buruh"], [(FindingKind.CODE_TWICE, 3)]),
        ([";Petani"], [(FindingKind.CODE_MISSING, 2)]),
        (["1;"], [(FindingKind.LABEL_MISSING, 2)]),
        (["1 2;Petani"], [(FindingKind.CODE_NOT_PLAIN, 2)]),
        (["x" * 65 + ";Petani"], [(FindingKind.CODE_TOO_LONG, 2)]),
        (["1;" + "x" * 201], [(FindingKind.LABEL_TOO_LONG, 2)]),
        (["1;=1+1"], [(FindingKind.FORMULA, 2)]),
        (["@x;Petani"], [(FindingKind.FORMULA, 2)]),
        (["1;+62 nomor"], [(FindingKind.FORMULA, 2)]),
        ([], [(FindingKind.NO_CHOICES, 0)]),
    ],
)
def test_each_fault_stops_the_list_and_names_its_row(rows: list[str], found: list[tuple[FindingKind, int]]) -> None:
    read = read_code_list(csv_of(*rows))

    assert kinds(read) == found
    assert not read.publishable


def test_two_codes_in_the_same_words_are_only_warned_of() -> None:
    read = read_code_list(csv_of("1;Petani", "2;petani"))

    assert kinds(read) == [(FindingKind.LABEL_TWICE, 3)]
    assert read.publishable


def test_a_negative_number_is_no_formula() -> None:
    assert read_code_list(csv_of("-1;Tidak tahu", "-2,5;-3")).publishable


@pytest.mark.parametrize("head", ["kode;uraian;Sektor Usaha!", "kode;uraian;label;label", "kode;uraian;a;a"])
def test_further_columns_need_plain_names(head: str) -> None:
    read = read_code_list(csv_of("1;Petani;x;y", head=head))

    assert FindingKind.COLUMN_NAME in {one.kind for one in read.findings}
    assert not read.publishable


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", FindingKind.NOT_A_TABLE),
        (b"\x00\x01\x02", FindingKind.NOT_A_TABLE),
        (b"PK\x03\x04" + bytes(100), FindingKind.NOT_A_TABLE),
        (b"nomor;isi\n1;2", FindingKind.NO_TITLES),
        (b"kode;uraian\n" + b"1;x\n" * 1_000_000, FindingKind.TOO_LARGE),
        (b"kode;uraian\n" + b"".join(b"%d;u%d\n" % (n, n) for n in range(5_001)), FindingKind.TOO_LARGE),
    ],
)
def test_what_is_no_list_at_all_says_so(data: bytes, kind: FindingKind) -> None:
    read = read_code_list(data)

    assert kind in {one.kind for one in read.findings}
    assert not read.publishable
