"""What typed signs mean."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.ui.questionnaire.keying import (
    day_to_record,
    day_to_type,
    group_day,
    group_sixteen,
    options,
    understand,
    ungroup,
)

FLOORS = options([("1", "Marmer/granit"), ("2", "Keramik"), ("3", "Parket/vinil/karpet"), ("10", "Lainnya")])


def test_a_code_that_begins_no_other_is_settled() -> None:
    typed = understand("2", FLOORS)

    assert typed.fits == (1,)
    assert typed.settled


def test_a_code_that_begins_another_waits() -> None:
    assert not understand("1", FLOORS).settled
    assert understand("10", FLOORS).settled


def test_letters_find_the_beginning_before_later_words() -> None:
    assert understand("k", FLOORS).fits == (1, 2)


def test_letters_are_never_settled() -> None:
    assert not understand("marmer/granit", FLOORS).settled


def test_codes_that_are_words_are_counted_instead() -> None:
    made = options([("ada", "Ya, nomornya ada"), ("belum_ada", "Belum punya NIK")])

    assert [option.key for option in made] == ["1", "2"]


def test_what_fits_nothing_fits_nothing() -> None:
    assert understand("9", FLOORS).fits == ()


def test_sixteen_digits_are_grouped_and_given_on_without_spaces() -> None:
    assert group_sixteen("3203012304780002") == "320301 230478 0002"
    assert ungroup("320301 230478 0002") == "3203012304780002"


@pytest.mark.parametrize("typed", ["belum ada", "32030123047800021"])
def test_what_is_no_number_of_sixteen_is_left_as_typed(typed: str) -> None:
    assert group_sixteen(typed) == typed


def test_a_day_gets_its_strokes_while_it_is_typed() -> None:
    assert [group_day(typed) for typed in ("23", "2304", "23041978")] == ["23", "23-04", "23-04-1978"]


@pytest.mark.parametrize("typed", ["23-04-1978", "23/04/1978", "23041978", "23.04.1978"])
def test_a_day_reaches_the_record_the_other_way_round(typed: str) -> None:
    assert day_to_record(typed) == "1978-04-23"


def test_a_day_that_is_not_whole_is_given_on_as_typed() -> None:
    assert day_to_record("23-04") == "23-04"


def test_a_recorded_day_is_shown_as_people_type_it() -> None:
    assert day_to_type("1978-04-23") == "23-04-1978"
