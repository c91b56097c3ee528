import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.identity import (
    FamilyCardRefusal,
    KpjFinding,
    KpjRefusal,
    kpj_findings,
    mask_family_card,
    read_family_card,
    read_kpj,
)


@given(st.integers(10**15, 10**16 - 1))
def test_sixteen_digits_are_a_family_card_whatever_day_they_hold(number: int) -> None:
    assert read_family_card(str(number)) == str(number)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", FamilyCardRefusal.ABSENT),
        ("0", FamilyCardRefusal.ABSENT),
        ("0" * 16, FamilyCardRefusal.ALL_ZEROS),
        ("3,20301E+15", FamilyCardRefusal.LOST_DIGITS),
        ("320301210109900", FamilyCardRefusal.WRONG_LENGTH),
        ("KK32030121010990", FamilyCardRefusal.NOT_DIGITS),
    ],
)
def test_what_cannot_be_a_family_card_is_refused(text: str, refusal: FamilyCardRefusal) -> None:
    assert read_family_card(text) is refusal


def test_a_family_card_is_masked_like_a_nik() -> None:
    assert mask_family_card("3203012101099000") == "320301••••••••00"


@pytest.mark.parametrize("text", ["12345678901", "12 345 678 901", "'12345678901"])
def test_a_kpj_of_eleven_characters_is_usual(text: str) -> None:
    kpj = read_kpj(text)

    assert kpj == "12345678901"
    assert isinstance(kpj, str)
    assert kpj_findings(kpj) == ()


def test_a_kpj_of_another_length_is_warned_of() -> None:
    kpj = read_kpj("97j60012345")
    short = read_kpj("123456")

    assert kpj == "97J60012345"
    assert isinstance(short, str)
    assert kpj_findings(short) == (KpjFinding.UNUSUAL_LENGTH,)


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("", KpjRefusal.ABSENT),
        ("1,23457E+10", KpjRefusal.LOST_DIGITS),
        ("12345", KpjRefusal.NOT_A_KPJ),
        ("1234-5678", KpjRefusal.NOT_A_KPJ),
        ("1" * 17, KpjRefusal.NOT_A_KPJ),
    ],
)
def test_what_cannot_be_a_kpj_is_refused(text: str, refusal: KpjRefusal) -> None:
    assert read_kpj(text) is refusal
