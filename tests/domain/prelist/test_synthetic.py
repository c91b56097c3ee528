from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from kemiskinan_domain.identity import RegionCode, nik_findings, read_family_card, read_nik
from kemiskinan_domain.prelist import (
    Cell,
    PrelistFamily,
    PrelistResult,
    Source,
    prelist_rows,
    read_prelist_file,
    synthetic_village,
    workbook_bytes,
)
from tests.domain.prelist.sheets import REGIONS, read

TODAY = date(2026, 11, 23)
VILLAGES = [region.code for region in REGIONS.villages()]


def _bare(families: tuple[PrelistFamily, ...]) -> list[PrelistFamily]:
    """Without the row as received, which only a file has."""
    return [replace(f, members=tuple(replace(m, received=()) for m in f.members)) for f in families]


@settings(max_examples=30, deadline=None)
@given(village=st.sampled_from(VILLAGES), seed=st.integers(0, 10**6), households=st.integers(1, 40))
def test_a_village_written_as_a_list_reads_back_the_same(village: RegionCode, seed: int, households: int) -> None:
    families = synthetic_village(village, households, seed=seed, today=TODAY)

    result = read([*prelist_rows(families)], today=TODAY)

    assert _bare(result.families) == list(families)
    assert result.rows_refused == 0
    assert result.to_return == ()


def test_a_village_survives_the_way_through_a_workbook() -> None:
    families = synthetic_village(VILLAGES[0], 50, today=TODAY)

    sheets = read_prelist_file(workbook_bytes(prelist_rows(families)), REGIONS, source=Source.P3KE, period="2025")

    assert isinstance(sheets, tuple)
    result = sheets[0].result
    assert isinstance(result, PrelistResult)
    assert _bare(result.families) == list(families)


def test_every_number_is_well_made_unique_and_recognisably_synthetic() -> None:
    families = synthetic_village(VILLAGES[0], 400, today=TODAY)

    niks = [m.nik for f in families for m in f.members if m.nik]
    cards = [f.family_card for f in families if f.family_card]

    assert len(set(niks) | set(cards)) == len(niks) + len(cards)
    assert all(read_nik(nik) == nik and nik[-4:] > "9000" for nik in niks)
    assert all(read_family_card(card) == card and card[-4:] > "9000" for card in cards)
    assert all(
        nik_findings(m.nik, sex=m.sex, birth_date=m.birth_date, village=f.village) == ()
        for f in families
        for m in f.members
        if m.nik
    )


def test_the_same_seed_gives_the_same_village_and_another_seed_another() -> None:
    first, again = (synthetic_village(VILLAGES[0], 20, seed=3, today=TODAY) for _ in range(2))

    assert first == again
    assert first != synthetic_village(VILLAGES[0], 20, seed=4, today=TODAY)


def test_every_family_has_one_head_who_comes_first_and_nobody_is_born_tomorrow() -> None:
    families = synthetic_village(VILLAGES[0], 200, today=TODAY)

    assert all([m.relation for m in f.members].count("1") == 1 and f.members[0].relation == "1" for f in families)
    assert all(m.birth_date is not None and m.birth_date <= TODAY for f in families for m in f.members)


@given(
    st.lists(
        st.lists(
            st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats(), st.booleans(), st.dates()),
            max_size=12,
        ),
        max_size=15,
    )
)
def test_whatever_stands_in_the_rows_each_is_accounted_for_once(rows: list[list[Cell]]) -> None:
    header: list[Cell] = ["Kode Desa", "No KK", "Nama", "NIK", "JK", "Tgl Lahir", "Hubungan", "Desil", "RT", "RW", "No"]
    table = [header, *([*("3203012001",), *row] for row in rows)]

    result = read([*table])

    assert result.rows_taken + result.rows_refused + result.rows_skipped == len(table)
    assert sum(len(family.members) for family in result.families) == result.rows_taken
