"""Names that sound alike however a village writes them, and parents that tell two people apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.identity import Agreement, parents_agree, sound_alike, sound_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammad Nurhasannah", "Muhamad Nur Hasana"),
        ("Moh. Fitri", "Muhammad Pitri"),
        ("Djaenal Tjahyana", "Jaenal Cahyana"),
        ("Zaenal", "Jaenal"),
        ("Siti Aminah", "SITI AMINA"),
        ("Hj. Siti Aminah", "Siti Aminah binti Sukarya"),
        ("Aminah", "Siti Aminah"),
        ("Syarifudin", "Sarifuddin"),
        ("Khoerul Anwar", "Hoerul Anwar"),
        ("Rina Wulandari", "Rina Wulandary"),
        ("Asep Suryana", "Asep Suriana"),
        ("Yayan", "Yayan"),
    ],
)
def test_one_name_is_heard_through_its_spellings(one: str, other: str) -> None:
    assert sound_alike(sound_of(one), sound_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Siti Aminah", "Siti Rohaeti"),
        ("Ujang Suryana", "Asep Suryana"),
        ("Iis", "Asep"),
        ("Uu", "Aa"),
        ("", "Siti Aminah"),
        ("Ai", "Ai Siti"),
    ],
)
def test_other_names_and_names_too_short_to_tell_are_not_alike(one: str, other: str) -> None:
    assert not sound_alike(sound_of(one), sound_of(other))


def test_a_name_of_titles_alone_keeps_them() -> None:
    assert sound_of("Haji") == sound_of("HAJI.") != ""


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (["Euis Rohaeti"], ["Eu'is Rohayati"], Agreement.ONE),
        (["Dadang", "Euis Rohaeti"], ["Euis Rohaeti"], Agreement.ONE),
        (["Rohaeti"], ["Rohaeri"], Agreement.OTHERS),
        (["Nurhayati Kurniasih"], ["Nurhayati Kurniasi", "Dadang"], Agreement.ONE),
        (["Sumiyati Rahmawati"], ["Sumiyati Rahmadati"], Agreement.ONE),
        (["Euis Rohaeti"], ["Imas Wulandari"], Agreement.OTHERS),
        (["Euis Rohaeti"], [], Agreement.UNKNOWN),
        (["-"], ["Euis"], Agreement.UNKNOWN),
    ],
)
def test_parents_say_one_or_others_or_nothing(one: list[str], other: list[str], wanted: Agreement) -> None:
    assert parents_agree(one, other) is wanted
    assert parents_agree(other, one) is wanted


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_does_not_ask_who_is_first_and_a_sound_sounds_as_itself(one: str, other: str) -> None:
    first, second = sound_of(one), sound_of(other)

    assert sound_alike(first, second) == sound_alike(second, first)
    assert sound_alike(first, first) == (len(first.replace(" ", "")) >= 2)
    assert sound_of(one.upper()) == first or not one.isascii()
