"""Both sample files, whole. The numbers were counted in the files by other means than the reader under test."""

import re
from collections import Counter
from datetime import date

import pytest

from kemiskinan_domain.identity import RegionCode
from kemiskinan_domain.prelist import (
    Effect,
    PrelistResult,
    Reason,
    SheetResult,
    SkipReason,
    Source,
    read_cells,
    read_prelist_file,
    recognise,
    rows_to_return,
    workbook_bytes,
)
from kemiskinan_domain.records import FamilyCardState, NikState
from tests.domain.prelist.sheets import REGIONS, SAMPLES

BABAKANKARET = RegionCode("32.03.01.2001")
NAGRAK = RegionCode("32.03.01.2002")
STORED_AS_NUMBER = [17, 69, 75, 121, 124, 171, 223, 358, 412, 417, 457, 461, 498, 502, 547]
TOO_SHORT = [88, 131, 186, 470, 515]
NO_NIK = [81, 180, 276, 507, 551, 595]
NO_NAME = [146, 198, 241, 438, 566]
SAME_NIK = [14, 142, 238, 285, 478, 522, 562, 608]
SCIENTIFIC = [2, 104, 109, 110, 203, 208, 212, 216, 299, 304, 406, 411, 414, 419, 420]


def _read(name: str, source: Source) -> tuple[SheetResult, PrelistResult]:
    sheets = read_prelist_file((SAMPLES / name).read_bytes(), REGIONS, source=source, period="TW3 2025")
    assert isinstance(sheets, tuple)
    (sheet,) = sheets
    assert isinstance(sheet.result, PrelistResult)
    return sheet, sheet.result


@pytest.fixture(scope="module")
def p3ke() -> tuple[SheetResult, PrelistResult]:
    return _read("prelist-p3ke.xlsx", Source.P3KE)


@pytest.fixture(scope="module")
def dtsen() -> tuple[SheetResult, PrelistResult]:
    return _read("prelist-dtsen.csv", Source.DTSEN)


def _rows(result: PrelistResult, reason: Reason) -> list[int]:
    return [line.row for line in result.lines if line.reason is reason]


def test_every_row_of_the_p3ke_file_is_taken_refused_or_skipped(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    _, result = p3ke

    assert (result.rows_taken, result.rows_refused, result.rows_skipped) == (613, 5, 15)
    assert result.row_count == 633 == result.rows_taken + result.rows_refused + result.rows_skipped
    assert result.taken | result.refused | result.skipped.keys() == set(range(1, 634))
    assert Counter(result.skipped.values()) == {
        SkipReason.TITLE: 12,
        SkipReason.HEADER: 1,
        SkipReason.BLANK: 1,
        SkipReason.TOTAL: 1,
    }


def test_the_p3ke_file_has_180_families_of_the_village_that_it_names(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    _, result = p3ke

    families = result.by_village()

    assert set(families) == {BABAKANKARET}
    assert len(families[BABAKANKARET]) == 180
    assert {family.family_card_state for family in result.families} == {FamilyCardState.PRESENT}
    assert len({family.family_card for family in result.families}) == 180
    assert Counter(family.desil for family in result.families) == {1: 81, 2: 41, 3: 26, 4: 22, 5: 10}


def test_each_fault_of_the_p3ke_file_is_told_in_its_row(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    _, result = p3ke

    assert _rows(result, Reason.NIK_LOST_DIGITS) == STORED_AS_NUMBER
    assert _rows(result, Reason.NIK_WRONG_LENGTH) == TOO_SHORT
    assert _rows(result, Reason.NIK_NONE_YET) == NO_NIK
    assert _rows(result, Reason.NAME_MISSING) == NO_NAME == sorted(result.refused)
    assert _rows(result, Reason.NIK_TWICE) == SAME_NIK
    assert _rows(result, Reason.CARD_BLANK) == [194, 282, 324, 607]
    assert _rows(result, Reason.DESIL_ROMAN) == [38, 96, 284, 326, 380, 433]
    assert _rows(result, Reason.NUMBER_TIDIED) == [31, 83, 128, 313, 369, 425, 465, 599]
    assert result.count(Reason.NAME_TIDIED) == 6


def test_a_person_of_a_refused_nik_arrives_without_digits(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    _, result = p3ke

    people = {member.row: member for family in result.families for member in family.members}

    assert len(people) == 613
    assert sorted(row for row, m in people.items() if m.nik_state is NikState.NEEDS_CHECK) == sorted(
        STORED_AS_NUMBER + TOO_SHORT
    )
    assert sorted(row for row, m in people.items() if m.nik_state is NikState.NONE_YET) == NO_NIK
    assert all((m.nik is not None) == (m.nik_state is NikState.PRESENT) for m in people.values())
    assert people[17].name == "DADANG MULYANI"
    assert ("NIK", "3203011310179004") in people[17].received


def test_the_first_family_reads_as_a_person_would_read_it(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    _, result = p3ke

    family = result.families[0]

    assert (family.first_row, family.source_id, family.family_card) == (14, "3203-100000", "3203012101099000")
    assert (family.desil, family.address, family.rt, family.rw) == (2, "Kp. Sindanglaka", "003", "002")
    assert [(m.name, m.sex, m.relation) for m in family.members] == [
        ("WAWAN NURJANAH", "L", "1"),
        ("RINA PERMANA", "P", "2"),
        ("RINA RUKMANA", "P", "3"),
        ("DADANG MULYANI", "L", "3"),
        ("TATANG SAEPUDIN", "L", "3"),
        ("IWAN ROHIMAT", "L", "3"),
    ]
    assert family.members[0].birth_date == date(1968, 10, 2)


def test_both_forms_of_date_are_read(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    _, result = p3ke

    born = {member.row: member.birth_date for family in result.families for member in family.members}

    assert (born[15], born[93]) == (date(1974, 7, 3), date(1951, 11, 18))
    assert None not in born.values()


def test_one_slip_does_not_overrule_the_desil_of_the_other_rows(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    _, result = p3ke

    family = next(family for family in result.families if family.source_id == "3203-100006")

    assert family.desil == 4
    assert _rows(result, Reason.DESIL_DIFFERS) == [38, 284, 380]


def test_no_nik_that_arrives_was_not_in_the_file_as_text(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    sheet, result = p3ke

    as_text = {
        re.sub(r"\D", "", row[9]) for row in sheet.sheet.rows[13:631] if isinstance(row[9], str) and len(row[9]) > 1
    }

    assert {m.nik for family in result.families for m in family.members if m.nik} <= as_text


def test_the_file_to_send_back_holds_each_refused_row_in_its_own_form(
    p3ke: tuple[SheetResult, PrelistResult],
) -> None:
    sheet, result = p3ke

    back = read_cells(workbook_bytes(rows_to_return(result, sheet.sheet.rows)))

    assert isinstance(back, tuple)
    rows = back[0].rows
    assert rows[0][-2:] == ("Baris di berkas asal", "Alasan ditolak")
    assert [row[-2] for row in rows[1:]] == sorted(STORED_AS_NUMBER + TOO_SHORT + NO_NAME)
    assert rows[1][:13] == sheet.sheet.rows[16]
    assert rows[1][9] == 3203011310179004
    assert "NIK: Angka NIK hilang" in str(rows[1][-1])


def test_a_sent_back_file_that_returns_unmended_is_refused_again(p3ke: tuple[SheetResult, PrelistResult]) -> None:
    sheet, result = p3ke
    table = rows_to_return(result, sheet.sheet.rows)
    title = [["Kecamatan", "Cianjur"]]

    again = read_prelist_file(workbook_bytes([*title, *table]), REGIONS, source=Source.P3KE, period="2025")

    assert isinstance(again, tuple)
    read = again[0].result
    assert isinstance(read, PrelistResult)
    assert (read.count(Reason.NIK_LOST_DIGITS), read.count(Reason.NIK_WRONG_LENGTH), read.rows_refused) == (15, 5, 5)


def test_every_row_of_the_dtsen_file_is_accounted_for(dtsen: tuple[SheetResult, PrelistResult]) -> None:
    _, result = dtsen

    assert (result.rows_taken, result.rows_refused, result.rows_skipped) == (468, 0, 1)
    assert result.row_count == 469
    assert sorted(result.taken_in_part) == SCIENTIFIC == _rows(result, Reason.NIK_LOST_DIGITS)
    assert {line.effect for line in result.lines} == {Effect.CELL_REFUSED, Effect.NOTE}


def test_rows_of_the_neighbouring_village_go_to_that_village(dtsen: tuple[SheetResult, PrelistResult]) -> None:
    _, result = dtsen

    counted = {
        village: (len(families), sum(len(family.members) for family in families))
        for village, families in result.by_village().items()
    }

    assert counted == {BABAKANKARET: (124, 429), NAGRAK: (11, 39)}


def test_apostrophes_codes_sex_and_desil_of_dtsen_are_read(dtsen: tuple[SheetResult, PrelistResult]) -> None:
    _, result = dtsen

    marked = next(family for family in result.families if family.family_card == "3203011307099005")

    assert (marked.first_row, marked.desil, marked.rt, marked.rw) == (23, 1, "006", "004")
    assert [m.sex for m in marked.members] == ["P", "P"]
    assert result.count(Reason.NUMBER_TIDIED) == 22
    assert max(family.desil or 0 for family in result.families) == 10


def test_columns_that_the_import_does_not_know_travel_with_the_row(dtsen: tuple[SheetResult, PrelistResult]) -> None:
    _, result = dtsen

    received = dict(result.families[0].members[1].received)

    assert (received["pbi_nas"], received["status_bekerja"]) == ("TIDAK", "Bekerja")


def test_both_headers_are_found_where_they_stand() -> None:
    found = []
    for name in ("prelist-p3ke.xlsx", "prelist-dtsen.csv"):
        sheets = read_cells((SAMPLES / name).read_bytes())
        assert isinstance(sheets, tuple)
        found.append(getattr(recognise(sheets[0].rows), "header_row", None))

    assert found == [13, 1]
