from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.identity import (
    Nik,
    NikFinding,
    NikRefusal,
    RegionCode,
    Sex,
    Tidied,
    birth_date_in,
    mask_nik,
    nik_findings,
    read_nik,
    sex_in,
    tidied,
)

VILLAGE = RegionCode("32.03.01.2001")
TODAY = date(2026, 11, 23)


def _nik(born: date, sex: Sex, serial: int, region: str = "320301") -> str:
    day = born.day + (40 if sex == "P" else 0)
    return f"{region}{day:02}{born.month:02}{born.year % 100:02}{serial:04}"


@given(
    born=st.dates(date(1927, 1, 1), date(2026, 11, 23)),
    sex=st.sampled_from(["L", "P"]),
    serial=st.integers(1, 9999),
)
def test_a_well_made_nik_reads_back_and_agrees_with_its_person(born: date, sex: Sex, serial: int) -> None:
    text = _nik(born, sex, serial)

    nik = read_nik(text)

    assert nik == text
    assert isinstance(nik, str)
    assert sex_in(nik) == sex
    assert birth_date_in(nik, TODAY) == born
    assert nik_findings(nik, sex=sex, birth_date=born, village=VILLAGE) == ()


@given(st.text(max_size=30))
def test_any_text_is_either_refused_or_read_to_sixteen_ascii_digits(text: str) -> None:
    nik = read_nik(text)

    assert isinstance(nik, NikRefusal) or (len(nik) == 16 and nik.isascii() and nik.isdigit())


@given(st.integers(10**14, 10**17), st.sampled_from(["{:.5E}", "{:.2e}", "{:.1f}", "{:,}"]))
def test_what_a_spreadsheet_shows_of_a_number_is_never_read(number: int, form: str) -> None:
    nik = read_nik(form.format(number))

    assert nik is NikRefusal.LOST_DIGITS


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", NikRefusal.ABSENT),
        ("  ", NikRefusal.ABSENT),
        ("-", NikRefusal.ABSENT),
        ("0", NikRefusal.ABSENT),
        ("Belum ada", NikRefusal.ABSENT),
        ("0000000000000000", NikRefusal.ALL_ZEROS),
        ("3,20301E+15", NikRefusal.LOST_DIGITS),
        ("3.20301E+15", NikRefusal.LOST_DIGITS),
        ("3203010210689001.0", NikRefusal.LOST_DIGITS),
        ("3.203.010.210.689.001", NikRefusal.LOST_DIGITS),
        ("320301021068900", NikRefusal.WRONG_LENGTH),
        ("32030102106890011", NikRefusal.WRONG_LENGTH),
        ("32030102106890O1", NikRefusal.NOT_DIGITS),
        ("٣٢٠٣٠١٠٢١٠٦٨٩٠٠١", NikRefusal.NOT_DIGITS),
        ("3203010010689001", NikRefusal.IMPOSSIBLE_DAY),
        ("3203013210689001", NikRefusal.IMPOSSIBLE_DAY),
        ("3203014010689001", NikRefusal.IMPOSSIBLE_DAY),
        ("3203017210689001", NikRefusal.IMPOSSIBLE_DAY),
        ("3203010200689001", NikRefusal.IMPOSSIBLE_MONTH),
        ("3203010213689001", NikRefusal.IMPOSSIBLE_MONTH),
    ],
)
def test_what_cannot_be_a_nik_is_refused_with_its_reason(text: str, refusal: NikRefusal) -> None:
    assert read_nik(text) is refusal


@pytest.mark.parametrize(
    ("text", "taken_off"),
    [
        ("32.03.01.021068.9001", (Tidied.DOTS,)),
        ("32.0301.021068.9001", (Tidied.DOTS,)),
        ("'3203010210689001", (Tidied.APOSTROPHE,)),
        ('="3203010210689001"', (Tidied.APOSTROPHE,)),
        (" 3203 0102 1068 9001 ", (Tidied.SPACES,)),
        ("3203010210689001", ()),
    ],
)
def test_marks_around_the_digits_are_taken_off_and_told(text: str, taken_off: tuple[Tidied, ...]) -> None:
    assert read_nik(text) == "3203010210689001"
    assert tidied(text) == taken_off


def test_a_nik_of_another_sex_date_and_place_is_only_warned_of() -> None:
    nik = Nik("3171010210689001")

    found = nik_findings(nik, sex="P", birth_date=date(1968, 10, 3), village=VILLAGE)

    assert found == (NikFinding.SEX_DIFFERS, NikFinding.BIRTH_DATE_DIFFERS, NikFinding.REGION_DIFFERS)


def test_what_is_not_known_is_not_compared() -> None:
    assert nik_findings(Nik("3171010210689001")) == ()


def test_a_day_that_no_calendar_has_is_a_warning_not_a_refusal() -> None:
    nik = read_nik("3203017102809001")

    assert isinstance(nik, str)
    assert nik_findings(nik) == (NikFinding.BIRTH_DATE_NOT_IN_CALENDAR,)
    assert birth_date_in(nik, TODAY) is None


def test_two_digits_of_a_year_mean_the_latest_one_that_is_not_in_the_future() -> None:
    assert birth_date_in(Nik("3203012411269001"), TODAY) == date(1926, 11, 24)
    assert birth_date_in(Nik("3203012311269001"), TODAY) == date(2026, 11, 23)


def test_a_person_of_a_hundred_years_is_not_warned_of() -> None:
    assert nik_findings(Nik("3203010101209001"), birth_date=date(1920, 1, 1)) == ()


def test_masking_hides_birth_date_and_serial_and_any_text_of_another_length() -> None:
    assert mask_nik("3203010210689001") == "320301••••••••01"
    assert mask_nik("12345") == "•••••"
