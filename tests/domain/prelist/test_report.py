from kemiskinan_domain.prelist import (
    EFFECT_WORDS,
    REASON_WORDS,
    Effect,
    Reason,
    effect_of,
    report_lines,
    rows_to_return,
)
from tests.domain.prelist.sheets import HEADER, person, read_people


def test_every_reason_and_effect_has_its_words() -> None:
    assert set(REASON_WORDS) == set(Reason)
    assert set(EFFECT_WORDS) == set(Effect)
    assert len(set(REASON_WORDS.values())) == len(Reason)
    assert {effect_of(reason) for reason in Reason} == set(Effect)


def test_a_report_line_names_row_column_cell_and_reason_in_words() -> None:
    result = read_people(person(nik="12", desil="IV"))

    (refused,) = report_lines(result, Effect.CELL_REFUSED)

    assert (refused.row, refused.column, refused.cell) == (2, "nik", "12")
    assert refused.reason_words == "NIK tidak 16 angka"
    assert refused.effect_words == "Isian ditolak, orangnya tetap masuk"
    assert len(report_lines(result)) == 2


def test_rows_are_sent_back_with_their_number_and_all_their_reasons() -> None:
    rows = [person(), person(nik="12", jk="x", hubungan="Anak"), person(nama=None)]
    result = read_people(*rows)

    table = rows_to_return(result, [HEADER, *rows])

    assert table[0] == [*HEADER, "Baris di berkas asal", "Alasan ditolak"]
    assert [row[:12] for row in table[1:]] == rows[1:]
    assert [row[12:] for row in table[1:]] == [
        [3, "nik: NIK tidak 16 angka; jk: Jenis kelamin tidak terbaca"],
        [4, "nama: Nama kosong"],
    ]


def test_a_faultless_list_sends_back_nothing_but_its_header() -> None:
    rows = [HEADER, person()]

    assert len(rows_to_return(read_people(person()), rows)) == 1
