"""What people type for days, numbers, hours and places."""

from __future__ import annotations

from datetime import date

import pytest

from kemiskinan_desktop.ui.questionnaire.typing_values import (
    day_to_record,
    day_to_type,
    group_day,
    hour_to_record,
    hour_to_type,
    moment_to_record,
    moment_to_type,
    number_to_record,
    number_to_type,
    place_to_record,
    place_to_type,
)

TODAY = date(2026, 11, 24)


def _typed(signs: str) -> str:
    """What stands in the field after each sign was typed at the end."""
    line = ""
    for sign in signs:
        line = group_day(line + sign)
    return line


def test_a_day_gets_its_strokes_while_it_is_typed() -> None:
    assert [group_day(typed) for typed in ("23", "2304", "23041978")] == ["23", "23-04", "23-04-1978"]


@pytest.mark.parametrize(
    "typed", ["31121980", "31-12-1980", "31/12/1980", "31.12.1980", "31 12 1980", "311280", "31/12/80"]
)
def test_a_day_reaches_the_record_however_it_was_typed(typed: str) -> None:
    assert day_to_record(_typed(typed), TODAY) == "1980-12-31"


def test_a_day_pasted_year_first_is_read_too() -> None:
    assert day_to_record("1980-12-31", TODAY) == "1980-12-31"


def test_a_day_of_one_digit_keeps_the_strokes_that_were_typed() -> None:
    assert _typed("3/1/80") == "3/1/80"
    assert day_to_record("3/1/80", TODAY) == "1980-01-03"
    assert day_to_record(_typed("31/1/1980"), TODAY) == "1980-01-31"


@pytest.mark.parametrize(("year", "meant"), [("80", 1980), ("27", 1927), ("26", 2026), ("00", 2000), ("05", 2005)])
def test_two_digits_mean_the_latest_year_that_does_not_lie_ahead(year: str, meant: int) -> None:
    assert day_to_record(f"01-02-{year}", TODAY) == f"{meant}-02-01"


@pytest.mark.parametrize("typed", ["23-04", "kemarin", "1-2-3", "123-4-2020", "2304197"])
def test_a_day_that_is_not_whole_is_given_on_as_typed(typed: str) -> None:
    assert day_to_record(typed, TODAY) == typed


def test_a_recorded_day_is_shown_as_people_type_it() -> None:
    assert day_to_type("1978-04-23") == "23-04-1978"


@pytest.mark.parametrize("typed", ["1.500.000", "1 500 000", "Rp1.500.000", "Rp. 1.500.000", "1500000", "1,500,000"])
def test_thousands_are_typed_with_or_without_their_signs(typed: str) -> None:
    assert number_to_record(typed, whole=True) == "1500000"


def test_a_comma_is_the_decimal_sign_of_a_number_that_may_have_decimals() -> None:
    assert number_to_record("1.500,25", whole=False) == "1500.25"
    assert number_to_record("1,500", whole=False) == "1,500"


@pytest.mark.parametrize("typed", ["1.50", "12.34.56", "empat", "1.5000"])
def test_what_groups_no_thousands_is_given_on_as_typed(typed: str) -> None:
    assert number_to_record(typed, whole=True) == typed


def test_large_numbers_are_shown_in_groups_and_years_are_not() -> None:
    assert number_to_type("1500000") == "1.500.000"
    assert number_to_type("2025") == "2025"
    assert number_to_type("12.5") == "12,5"
    assert number_to_type("-25000") == "-25.000"


@pytest.mark.parametrize("typed", ["1930", "19.30", "19:30"])
def test_an_hour_is_typed_as_it_is_spoken(typed: str) -> None:
    assert hour_to_record(typed) == "19:30"
    assert hour_to_type("19:30:00.000+07:00") == "19.30"


def test_a_moment_is_a_day_and_an_hour() -> None:
    assert moment_to_record("24-11-26 7.05", TODAY) == "2026-11-24T07:05"
    assert moment_to_type("2026-11-24T07:05") == "24-11-2026 07.05"


@pytest.mark.parametrize("typed", ["-6.8201, 107.1395", "-6.8201 107.1395", "-6,8201 107,1395", "-6,8201; 107,1395"])
def test_a_place_is_latitude_and_longitude(typed: str) -> None:
    assert place_to_record(typed) == "-6.8201 107.1395 0 0"
    assert place_to_type("-6.8201 107.1395 0 0") == "-6.8201, 107.1395"
