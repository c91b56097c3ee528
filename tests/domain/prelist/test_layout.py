import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.prelist import Column, Layout, LayoutRefusal, Row, recognise, titles_in
from tests.domain.prelist.sheets import HEADER, person, read


@given(st.randoms(use_true_random=False), st.integers(0, 30))
def test_columns_in_any_order_below_any_title_give_the_same_families(order: random.Random, above: int) -> None:
    places = list(range(len(HEADER)))
    order.shuffle(places)
    straight = [HEADER, person(), person(nama="Rina", nik="0", hubungan="Istri")]
    mixed: list[Row] = [["Judul"]] * above + [[row[place] for place in places] for row in straight]

    (family,) = read(mixed).families
    (usual,) = read(list(straight)).families

    assert [(m.name, m.nik, m.sex, m.birth_date) for m in family.members] == [
        (m.name, m.nik, m.sex, m.birth_date) for m in usual.members
    ]
    assert (family.family_card, family.desil, family.rt, family.village) == (
        usual.family_card,
        usual.desil,
        usual.rt,
        usual.village,
    )


@pytest.mark.parametrize(
    ("rows", "refusal"),
    [
        ([], LayoutRefusal.EMPTY),
        ([[None, ""], []], LayoutRefusal.EMPTY),
        ([["Laporan keuangan"], ["Uraian", "Jumlah"]], LayoutRefusal.NO_HEADER),
        ([["Desa", "Nama"]], LayoutRefusal.NO_HEADER),
        ([["Desa", "Nama", "NIK", "No KTP"]], LayoutRefusal.COLUMN_TWICE),
        ([["Nama", "NIK"]], LayoutRefusal.NO_VILLAGE),
    ],
)
def test_a_sheet_that_is_no_pre_list_is_refused_with_its_reason(rows: list[Row], refusal: LayoutRefusal) -> None:
    assert recognise(rows) is refusal


def test_titles_are_known_in_any_case_and_with_any_marks() -> None:
    layout = recognise([["KODE_DESA", "No. KK", "N I K", "Nama Lengkap", "Tgl. Lahir", "L/P", "Pekerjaan"]])

    assert isinstance(layout, Layout)
    assert layout.columns == {
        Column.VILLAGE_CODE: 0,
        Column.FAMILY_CARD: 1,
        Column.NIK: 2,
        Column.NAME: 3,
        Column.BIRTH_DATE: 4,
        Column.SEX: 5,
    }


def test_a_chosen_title_replaces_those_that_we_know() -> None:
    rows = [["Kode Desa", "NIK", "Nama", "Sebutan", "Desil"], ["3203012001", "1", "salah", "Siti", "2"]]

    layout = recognise(rows, {Column.NAME: "sebutan", Column.DESIL: ""})

    assert isinstance(layout, Layout)
    assert layout.cell(rows[1], Column.NAME) == "Siti"
    assert Column.DESIL not in layout.columns


def test_a_chosen_title_that_is_not_there_leaves_the_column_out() -> None:
    assert recognise([["Kode Desa", "NIK", "Nama"]], {Column.NAME: "tiada"}) is LayoutRefusal.NO_HEADER


def test_titles_are_told_also_where_none_is_known() -> None:
    rows = [["Daftar keluarga"], [], ["kartu", "sebutan", None, "3"], ["1", "Siti", "x", "y"]]

    assert titles_in(rows) == ("kartu", "sebutan")
    assert titles_in([["x", "y", "z"], ["KODE_DESA", "Nama"]]) == ("KODE_DESA", "Nama")
    assert titles_in([]) == ()
