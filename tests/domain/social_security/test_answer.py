"""The list that comes back: found columns, and one outcome for every row. All people are synthetic."""

from __future__ import annotations

from datetime import date

import pytest

from kemiskinan_domain.prelist.cells import Row
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.social_security import (
    AnswerLayout,
    AnswerMatcher,
    AnswerRefusal,
    KnownPerson,
    Outcome,
    recognise_answer,
)

TODAY = date(2026, 11, 24)
HEAD = ("No", "KPJ", "Nama", "NIK", "Alamat", "RT", "RW")
ASEP = KnownPerson(RecordId("m1"), "Asep Suherman", "3203011503850001", date(1985, 3, 15))
IMAS = KnownPerson(RecordId("m2"), "Imas Rohaeti", "3203015506900002", date(1990, 6, 15), ("10000000002",))
UJANG = KnownPerson(RecordId("m3"), "Ujang", None, date(1979, 1, 2))
TWINS = (
    KnownPerson(RecordId("m4"), "Dede", "3203010101990004", date(1999, 1, 1)),
    KnownPerson(RecordId("m5"), "Dede", "3203010101990005", date(1999, 1, 1)),
)
PEOPLE = (ASEP, IMAS, UJANG, *TWINS)


def outcomes(*rows: Row, head: Row = HEAD) -> list[Outcome]:
    table = [head, *rows]
    layout = recognise_answer(table)
    assert isinstance(layout, AnswerLayout), layout
    return [line.outcome for line in AnswerMatcher(PEOPLE, TODAY).lines(layout, table)]


def row(kpj: object, name: object, nik: object, number: int = 1) -> tuple[object, ...]:
    return (number, kpj, name, nik, "Kp. Contoh", "001", "002")


@pytest.mark.parametrize(
    ("cells", "outcome"),
    [
        (row("12345678901", "ASEP SUHERMAN", "3203011503850001"), Outcome.NEW_NUMBER),
        (row("12345678901", "H. Asep Suherman", "3203011503850001"), Outcome.NEW_NUMBER),
        (row(12345678901, "Asep Suherman", "3203011503850001"), Outcome.NEW_NUMBER),
        (row("10000000002", "Imas Rohaeti", "3203015506900002"), Outcome.KNOWN_NUMBER),
        (row("10000000009", "Imas Rohaeti", "3203015506900002"), Outcome.NUMBER_CHANGED),
        (row("10000000002", "Asep Suherman", "3203011503850001"), Outcome.NUMBER_OF_ANOTHER),
        (row("12345678901", "Rudi Hartono", "3203011503850001"), Outcome.NAME_DIFFERS),
        (row("12345678901", "", "3203011503850001"), Outcome.NAME_DIFFERS),
        (row("12345678901", "Ujang", "3203010201790003"), Outcome.NAME_AND_BIRTH),
        (row("12345678901", "Dede", "3203010101990006"), Outcome.SEVERAL_PEOPLE),
        (row("12345678901", "Orang Lain", "3203010505800006"), Outcome.UNKNOWN_PERSON),
        (row("", "Asep Suherman", "3203011503850001"), Outcome.NUMBER_MISSING),
        (row("12/34", "Asep Suherman", "3203011503850001"), Outcome.NUMBER_UNREADABLE),
        (row("1,23457E+10", "Asep Suherman", "3203011503850001"), Outcome.NUMBER_LOST_DIGITS),
        (row(1234567890, "Asep Suherman", "3203011503850001"), Outcome.NUMBER_LOST_DIGITS),
        (row("12345678901", "Asep Suherman", 3203011503850000), Outcome.NIK_LOST_DIGITS),
        (row("12345678901", "Asep Suherman", "3,20301E+15"), Outcome.NIK_LOST_DIGITS),
    ],
)
def test_each_row_has_its_outcome(cells: Row, outcome: Outcome) -> None:
    assert outcomes(cells) == [outcome]


def test_one_number_on_two_people_is_taken_for_neither() -> None:
    rows = (row("12345678901", "Asep Suherman", "3203011503850001"), row("12345678901", "Dede", "3203010101990004"))

    assert outcomes(*rows) == [Outcome.NUMBER_TWICE, Outcome.NUMBER_TWICE]


def test_one_person_twice_in_the_file_is_taken_for_neither() -> None:
    rows = [row(f"1234567890{at}", "Asep Suherman", "3203011503850001") for at in (1, 2)]

    assert outcomes(*rows) == [Outcome.NIK_TWICE, Outcome.NIK_TWICE]


def test_a_birth_date_column_finds_who_has_no_nik() -> None:
    head = ("KPJ", "Nama", "Tanggal Lahir")

    assert outcomes(("12345678901", "ujang", "02-01-1979"), head=head) == [Outcome.NAME_AND_BIRTH]


def test_a_spoilt_nik_still_finds_by_name_and_birth_date_for_confirming() -> None:
    head = ("KPJ", "Nama", "NIK", "Tgl Lahir")

    found = outcomes(("12345678901", "Asep Suherman", 3203011503850000, date(1985, 3, 15)), head=head)

    assert found == [Outcome.NAME_AND_BIRTH]


def test_renamed_reordered_columns_below_a_title_block_are_found() -> None:
    table = [
        ("DAFTAR PESERTA BPU", None, None),
        (None, None, None),
        ("NIK", "Nama Peserta", "No. Peserta"),
        ("3203011503850001", "Asep Suherman", "12345678901"),
        (None, None, None),
        ("NIK", "Nama Peserta", "No. Peserta"),
        ("3203010101990004", "Dede", "12345678902"),
    ]

    layout = recognise_answer(table)
    assert isinstance(layout, AnswerLayout)
    lines = AnswerMatcher(PEOPLE, TODAY).lines(layout, table)

    assert [(line.row, line.outcome) for line in lines] == [(4, Outcome.NEW_NUMBER), (7, Outcome.NEW_NUMBER)]


@pytest.mark.parametrize(
    ("table", "refusal"),
    [
        ([], AnswerRefusal.NO_HEADER),
        ([("A", "B")], AnswerRefusal.NO_HEADER),
        ([("KPJ", "Nama")], AnswerRefusal.NO_HEADER),
        ([HEAD], AnswerRefusal.NO_ROWS),
        ([("KPJ", "Nama", "NIK", "No KTP"), ("1", "2", "3", "4")], AnswerRefusal.COLUMN_TWICE),
        ([HEAD, (1, "Asep Suherman", "12345678901", "3203011503850001", "Kp.")], AnswerRefusal.COLUMNS_SHIFTED),
        (
            [HEAD, ("12345678901", "Asep Suherman", "3203011503850001", "Kp. Contoh", "1")],
            AnswerRefusal.COLUMNS_SHIFTED,
        ),
        ([HEAD, (None, 1, "12345678901", "Asep Suherman", "3203011503850001")], AnswerRefusal.COLUMNS_SHIFTED),
        ([HEAD, (1, "3203011503850001", "Asep", "12345678901")], AnswerRefusal.COLUMNS_SHIFTED),
    ],
)
def test_a_table_that_would_have_to_be_guessed_is_refused(table: list[Row], refusal: AnswerRefusal) -> None:
    assert recognise_answer(table) is refusal


def test_an_old_short_number_is_taken_and_marked() -> None:
    table = [HEAD, row("AB123456", "Asep Suherman", "3203011503850001")]
    layout = recognise_answer(table)
    assert isinstance(layout, AnswerLayout)

    (line,) = AnswerMatcher(PEOPLE, TODAY).lines(layout, table)

    assert (line.outcome, line.unusual, line.ready) == (Outcome.NEW_NUMBER, True, True)
