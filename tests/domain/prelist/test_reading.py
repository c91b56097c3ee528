from datetime import date, datetime

import pytest

from kemiskinan_domain.prelist import Cell, Layout, Reason, Row, SkipReason, Source, read_prelist, recognise
from kemiskinan_domain.records import FamilyCardState, NikState
from tests.domain.prelist.sheets import CARD, HEADER, MAN, REGIONS, WOMAN, person, read, read_people, reasons


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        (3203010210689001, Reason.NIK_LOST_DIGITS),
        (3203010210689001.0, Reason.NIK_LOST_DIGITS),
        (3.20301e15, Reason.NIK_LOST_DIGITS),
        ("3,20301E+15", Reason.NIK_LOST_DIGITS),
        ("320301021068900", Reason.NIK_WRONG_LENGTH),
        ("32030102106890O1", Reason.NIK_NOT_DIGITS),
        ("3203013210689001", Reason.NIK_IMPOSSIBLE_DATE),
        (date(1968, 10, 2), Reason.NIK_NOT_DIGITS),
    ],
)
def test_a_refused_nik_leaves_its_person_in_the_family_to_be_asked(cell: Cell, reason: Reason) -> None:
    result = read_people(person(nik=cell), person(nama="Rina", nik=WOMAN, jk="P", tgl_lahir="03/07/1974", hubungan="3"))

    first, second = result.families[0].members

    assert (first.nik, first.nik_state, second.nik) == (None, NikState.NEEDS_CHECK, WOMAN)
    assert reason in [line.reason for line in result.lines if (line.row, line.column) == (2, "nik")]
    assert (result.rows_taken, result.taken_in_part, result.to_return) == (2, {2}, (2,))


@pytest.mark.parametrize("cell", ["0", "", None, 0, "-", "0000000000000000"])
def test_ten_people_without_a_nik_stay_ten_people(cell: Cell) -> None:
    result = read_people(*[person(nik=cell, hubungan="Anak") for _ in range(10)])

    (family,) = result.families

    assert [m.nik_state for m in family.members] == [NikState.NONE_YET] * 10
    assert result.count(Reason.NIK_TWICE) == 0


def test_a_nik_that_stands_twice_is_kept_twice_and_told_twice() -> None:
    result = read_people(person(), person(id_keluarga="A-2", no_kk="3203012101099001"))

    assert [family.members[0].nik for family in result.families] == [MAN, MAN]
    assert [line.row for line in result.lines if line.reason is Reason.NIK_TWICE] == [2, 3]


def test_one_card_in_two_families_is_told_and_both_stay() -> None:
    result = read_people(person(), person(id_keluarga="A-2", nik=WOMAN, jk="P", tgl_lahir="03/07/1974"))

    assert len(result.families) == 2
    assert [line.row for line in result.lines if line.reason is Reason.CARD_TWICE] == [2, 3]


def test_niks_that_all_end_in_zero_were_cut_by_a_spreadsheet_and_none_is_believed() -> None:
    result = read_people(*[person(nik=f"32030102106890{n}0", hubungan="Anak") for n in range(10, 15)])

    assert [m.nik_state for m in result.families[0].members] == [NikState.NEEDS_CHECK] * 5


def test_family_cells_on_the_first_row_only_hold_for_the_rows_below() -> None:
    blank = {"id_keluarga": None, "no_kk": None, "kode_desa": None, "desil": None, "alamat": None, "rt": None}
    result = read_people(
        person(id_keluarga=None),
        person(**blank, nama="Rina", nik="0", hubungan="Istri"),
        person(id_keluarga=None, no_kk="3203012101099001", nik="0"),
        person(**blank, nama="Dede", nik="0", hubungan="Anak"),
    )

    assert [(f.family_card, len(f.members), f.rt, f.village) for f in result.families] == [
        (CARD, 2, "003", "32.03.01.2001"),
        ("3203012101099001", 2, "003", "32.03.01.2001"),
    ]


def test_a_running_number_on_some_rows_begins_a_family() -> None:
    rows: list[Row] = [
        ["No", "Kode Desa", "No KK", "Nama"],
        [1, "3203012001", CARD, "Wawan"],
        [None, "3203012001", None, "Rina"],
        [2, "3203012001", None, "Dede"],
    ]

    result = read(rows)

    assert [[m.name for m in family.members] for family in result.families] == [["Wawan", "Rina"], ["Dede"]]
    assert [f.family_card_state for f in result.families] == [FamilyCardState.PRESENT, FamilyCardState.NONE_YET]


def test_a_running_number_on_every_row_says_nothing_about_families() -> None:
    rows: list[Row] = [
        ["No", "Kode Desa", "No KK", "Nama"],
        [1, "3203012001", CARD, "Wawan"],
        [2, "3203012001", None, "Rina"],
    ]

    assert [len(family.members) for family in read(rows).families] == [2]


def test_families_without_a_card_are_told_apart_by_the_id_of_the_source() -> None:
    result = read_people(person(no_kk=None), person(no_kk="0", id_keluarga="A-2", nik="0"))

    assert [(f.source_id, f.family_card, f.family_card_state) for f in result.families] == [
        ("A-1", None, FamilyCardState.NONE_YET),
        ("A-2", None, FamilyCardState.NONE_YET),
    ]


def test_spoilt_cards_that_look_the_same_do_not_join_two_families() -> None:
    spoilt = {"id_keluarga": None, "no_kk": "3,20301E+15"}
    result = read_people(
        person(**spoilt),
        person(**spoilt, nik="0", hubungan="Anak"),
        person(**spoilt, nik="0", nama="Cecep"),
    )

    assert [len(family.members) for family in result.families] == [2, 1]
    assert {family.family_card_state for family in result.families} == {FamilyCardState.NEEDS_CHECK}
    assert [family.source_id for family in result.families] == ["baris-2", "baris-4"]


def test_a_person_whose_family_cannot_be_told_is_refused_not_put_anywhere() -> None:
    result = read_people(
        person(kode_desa="32.03.01.2999"),
        person(id_keluarga=None, no_kk=None, nik="0", hubungan="Anak"),
    )

    assert [(row, reason) for row, _, _, reason in reasons(result)] == [
        (2, Reason.VILLAGE_UNKNOWN),
        (3, Reason.FAMILY_UNCLEAR),
    ]
    assert (result.rows_refused, result.families) == (2, ())


def test_a_row_without_a_name_is_refused_and_its_family_stays() -> None:
    result = read_people(person(nama="  "), person(nama="Rina", nik="0", hubungan="Istri"))

    assert (2, "nama", "  ", Reason.NAME_MISSING) in reasons(result)
    assert [m.name for m in result.families[0].members] == ["Rina"]
    assert (result.families[0].family_card, result.rows_refused) == (CARD, 1)


def test_another_card_on_a_later_row_is_told_and_the_first_one_stays() -> None:
    result = read_people(person(), person(no_kk="3203012101099001", nik="0", hubungan="Anak"))

    assert result.families[0].family_card == CARD
    assert (3, "no_kk", "3203012101099001", Reason.CARD_DIFFERS) in reasons(result)


@pytest.mark.parametrize(
    ("code", "village"),
    [("32.03.01.2002", "32.03.01.2002"), ("3203012002", "32.03.01.2002"), (3203012002, "32.03.01.2002")],
)
def test_a_village_code_is_read_in_every_form(code: Cell, village: str) -> None:
    assert [family.village for family in read_people(person(kode_desa=code)).families] == [village]


@pytest.mark.parametrize("code", ["3203010001", "32.03.01", "Babakankaret", "32.03.01.2999"])
def test_a_code_that_is_no_village_of_the_list_refuses_the_row(code: str) -> None:
    result = read_people(person(kode_desa=code))

    assert reasons(result) == [(2, "kode_desa", code, Reason.VILLAGE_UNKNOWN)]


def test_a_code_and_a_name_that_contradict_each_other_refuse_the_row() -> None:
    rows: list[Row] = [["Kode Desa", "Desa", "No KK", "Nama"], ["3203012001", "Nagrak", CARD, "Wawan"]]

    assert [line.reason for line in read(rows).lines] == [Reason.VILLAGE_CONTRADICTS]


@pytest.mark.parametrize(("subdistrict", "village"), [("Cianjur", "32.03.01.2004"), ("CIKALONGKULON", "32.03.12.2017")])
def test_a_name_that_stands_in_two_kecamatan_is_looked_up_in_that_of_the_row(subdistrict: str, village: str) -> None:
    rows: list[Row] = [["Kecamatan", "Desa", "No KK", "Nama"], [subdistrict, "Mekarsari", CARD, "Wawan"]]

    assert [family.village for family in read(rows).families] == [village]


def test_a_kecamatan_that_nobody_knows_refuses_the_row() -> None:
    rows: list[Row] = [["Kecamatan", "Desa", "No KK", "Nama"], ["Antah Berantah", "Mekarsari", CARD, "Wawan"]]

    assert [line.reason for line in read(rows).lines] == [Reason.VILLAGE_UNKNOWN]


def test_a_village_name_without_a_kecamatan_is_never_guessed() -> None:
    rows: list[Row] = [["Desa", "No KK", "Nama"], ["Babakankaret", CARD, "Wawan"]]

    assert [line.reason for line in read(rows).lines] == [Reason.VILLAGE_UNCLEAR]


@pytest.mark.parametrize("code", ["Kode Desa : 32.03.01.2001", "Kode Desa: 3203012001"])
def test_a_title_block_names_the_village_of_a_list_without_such_a_column(code: str) -> None:
    rows: list[Row] = [["DAFTAR"], [code], ["No KK", "Nama"], [CARD, "Wawan"]]

    assert [family.village for family in read(rows).families] == ["32.03.01.2001"]


@pytest.mark.parametrize(
    ("cell", "born"),
    [
        ("2/10/1968", date(1968, 10, 2)),
        ("02-10-1968", date(1968, 10, 2)),
        ("1968-10-02", date(1968, 10, 2)),
        ("1968-10-02 00:00:00", date(1968, 10, 2)),
        (datetime(1968, 10, 2), date(1968, 10, 2)),  # noqa: DTZ001 - a spreadsheet's dates know no time zone
        (date(1968, 10, 2), date(1968, 10, 2)),
        (None, None),
    ],
)
def test_dates_are_read_in_the_forms_that_files_use(cell: Cell, born: date | None) -> None:
    result = read_people(person(tgl_lahir=cell))

    assert result.families[0].members[0].birth_date == born
    assert result.lines == ()


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("31/02/1968", Reason.DATE_IMPOSSIBLE),
        ("02/13/1968", Reason.DATE_IMPOSSIBLE),
        ("02/10/1868", Reason.DATE_IMPOSSIBLE),
        ("24/11/2026", Reason.DATE_IMPOSSIBLE),
        (25113, Reason.DATE_UNREADABLE),
        ("Oktober", Reason.DATE_UNREADABLE),
    ],
)
def test_an_impossible_date_is_refused_and_the_person_arrives_without_it(cell: Cell, reason: Reason) -> None:
    result = read_people(person(tgl_lahir=cell), today=date(2026, 11, 23))

    assert result.families[0].members[0].birth_date is None
    assert [line.reason for line in result.lines] == [reason]


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("1", "L"), (2, "P"), ("l", "L"), ("P", "P"), ("Laki-Laki", "L"), ("PEREMPUAN", "P"), ("wanita", "P"), ("", None)],
)
def test_sex_is_read_from_words_and_codes(cell: Cell, sex: str | None) -> None:
    assert read_people(person(jk=cell)).families[0].members[0].sex == sex


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("KEPALA KELUARGA", "1"),
        ("Istri/Suami", "2"),
        ("anak", "3"),
        ("Orang tua/mertua", "6"),
        (4, "4"),
        ("Famili lain", "8"),
    ],
)
def test_relations_become_codes_of_regsosek_409(cell: Cell, code: str) -> None:
    assert read_people(person(hubungan=cell)).families[0].members[0].relation == code


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("jk", "3", Reason.SEX_UNREADABLE),
        ("hubungan", "tetangga", Reason.RELATION_UNREADABLE),
        ("desil", "11", Reason.DESIL_OUTSIDE),
        ("desil", "0", Reason.DESIL_OUTSIDE),
        ("desil", "1,5", Reason.DESIL_OUTSIDE),
        ("rt", "003/002", Reason.RT_RW_UNREADABLE),
        ("no_kk", "12345", Reason.CARD_WRONG_LENGTH),
        ("no_kk", "KK12", Reason.CARD_NOT_DIGITS),
        ("no_kk", 3203012101099000, Reason.CARD_LOST_DIGITS),
    ],
)
def test_an_unreadable_cell_is_told_by_row_column_and_text(column: str, cell: Cell, reason: Reason) -> None:
    result = read_people(person(**{column: cell}))

    assert (2, column, str(cell), reason) in reasons(result)
    assert (result.rows_taken, result.taken_in_part) == (1, {2})


@pytest.mark.parametrize(("cell", "desil"), [("IV", 4), ("Desil 3", 3), (7, 7), (2.0, 2), (None, None)])
def test_desil_is_read_in_the_forms_in_use(cell: Cell, desil: int | None) -> None:
    assert read_people(person(desil=cell)).families[0].desil == desil


@pytest.mark.parametrize(("cell", "rt"), [(3, "003"), ("RT 04", "004"), ("012", "012"), ("-", ""), (None, "")])
def test_rt_is_three_digits_of_text(cell: Cell, rt: str) -> None:
    assert read_people(person(rt=cell)).families[0].rt == rt


def test_a_nik_that_differs_from_its_person_is_a_warning_and_stays() -> None:
    result = read_people(person(nik="3171010210689001", jk="P", tgl_lahir="03/10/1968"))

    assert result.families[0].members[0].nik == "3171010210689001"
    assert {line.reason for line in result.lines} == {
        Reason.NIK_SEX_DIFFERS,
        Reason.NIK_DATE_DIFFERS,
        Reason.NIK_REGION_DIFFERS,
    }


def test_rows_without_people_are_skipped_and_counted() -> None:
    rows: list[Row] = [
        HEADER,
        [f"({n})" for n in range(1, 13)],
        person(),
        [None] * 12,
        HEADER,
        ["Jumlah", None, None, 1],
    ]

    result = read(rows)

    assert list(result.skipped.values()) == [
        SkipReason.HEADER,
        SkipReason.NUMBERING,
        SkipReason.BLANK,
        SkipReason.HEADER,
        SkipReason.TOTAL,
    ]
    assert result.rows_taken == 1


def test_a_list_without_nik_and_card_columns_does_not_say_that_there_are_none() -> None:
    with_niks: list[Row] = [["Kode Desa", "ID Keluarga", "Nama", "NIK"], ["3203012001", "A", "Wawan", MAN]]
    with_cards: list[Row] = [["Kode Desa", "Nama", "No KK"], ["3203012001", "Wawan", CARD]]

    assert read(with_niks).families[0].family_card_state is FamilyCardState.NEEDS_CHECK
    assert read(with_cards).families[0].members[0].nik_state is NikState.NEEDS_CHECK


def test_a_short_row_reads_as_if_its_last_cells_were_empty() -> None:
    layout = recognise([HEADER])
    assert isinstance(layout, Layout)

    result = read_prelist(layout, [HEADER, person()[:5]], REGIONS, source=Source.OTHER, period="2025")

    assert (result.rows_taken, result.families[0].rt, result.families[0].desil) == (1, "", None)
