from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_desktop.documents.words import (
    WIB,
    clock_words,
    counted,
    long_date,
    moment_words,
    number_words,
    spelled_date,
)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nol"),
        (1, "satu"),
        (10, "sepuluh"),
        (11, "sebelas"),
        (12, "dua belas"),
        (19, "sembilan belas"),
        (20, "dua puluh"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (250, "dua ratus lima puluh"),
        (1000, "seribu"),
        (1310, "seribu tiga ratus sepuluh"),
        (2026, "dua ribu dua puluh enam"),
        (11000, "sebelas ribu"),
        (100000, "seratus ribu"),
        (1_000_000, "satu juta"),
        (1_001_000, "satu juta seribu"),
        (3_000_000_000_005, "tiga triliun lima"),
        (-7, "minus tujuh"),
    ],
)
def test_numbers_are_spelled_as_on_a_receipt(number: int, words: str) -> None:
    assert number_words(number) == words


@given(st.integers(0, 99_999), st.integers(0, 99_999))
def test_two_numbers_never_share_their_words(one: int, other: int) -> None:
    assert (number_words(one) == number_words(other)) is (one == other)


def test_a_number_without_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="1000000000000000"):
        number_words(10**15)


def test_days_and_hours_read_as_in_an_official_letter() -> None:
    day = date(2026, 11, 23)

    assert spelled_date(day) == "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam"
    assert long_date(day) == "23 November 2026"
    assert clock_words(time(9, 5), "WITA") == "09.05 WITA"
    assert counted(32, "orang") == "32\u00a0(tiga puluh dua) orang"


def test_a_moment_is_told_by_the_village_clock() -> None:
    assert moment_words(datetime(2026, 11, 23, 18, 0, tzinfo=UTC), WIB) == "24 November 2026 pukul 01.00 WIB"
