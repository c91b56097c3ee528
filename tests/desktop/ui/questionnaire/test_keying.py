"""What typed signs mean."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.ui.questionnaire.keying import group_sixteen, options, search, understand, ungroup

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


def test_a_search_finds_codes_and_any_words_in_any_order() -> None:
    fields = options([("1", "Pertanian padi"), ("2", "Perdagangan"), ("11", "Jasa lain"), ("12", "Padi dan palawija")])

    assert search("1", fields) == (0, 2, 3)
    assert search("padi", fields) == (3, 0)
    assert search("padi tani", fields) == (0,)
    assert search("", fields) == (0, 1, 2, 3)
    assert search("tambang", fields) == ()


def test_sixteen_digits_are_grouped_and_given_on_without_spaces() -> None:
    assert group_sixteen("3203012304780002") == "320301 230478 0002"
    assert ungroup("320301 230478 0002") == "3203012304780002"


@pytest.mark.parametrize("pasted", ["32.03.01.230478.0002", "3203-0123-0478-0002", "3203\u00a00123 0478\t0002\n"])
def test_sixteen_digits_are_read_with_whatever_stood_between_them(pasted: str) -> None:
    assert ungroup(pasted) == "3203012304780002"
    assert group_sixteen(pasted) == "320301 230478 0002"


@pytest.mark.parametrize("typed", ["belum ada", "32030123047800021"])
def test_what_is_no_number_of_sixteen_is_left_as_typed(typed: str) -> None:
    assert group_sixteen(typed) == typed
