"""What holds of every family: missing answers never count, and what is said follows from what is there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.records import Document, FieldValue
from kemiskinan_domain.scoring import Judgement
from tests.domain.scoring.families import assessed, home, person

_CODES = [str(number) for number in range(24)]
_BY_CODE = [
    "r303",
    "r304",
    "r306a",
    "r307a",
    "r307b1",
    "r307b2",
    "r308",
    "r309a",
    "tempat_tinggal",
    "khawatir_makan",
    "makan_separuh",
    "belanja_pakaian",
    "mampu_berobat",
    "krt_kerja",
    "tabungan",
    "lantai_kayu_murah",
    "tembok_plester",
    "bahan_dinding",
]
_BY_NUMBER = ["r302", "baju_setahun", "makan_sehari", "lauk_seminggu", "luas_garapan"]

_households = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.sampled_from(_CODES) for name in _BY_CODE},
        **{name: st.integers(0, 700) for name in _BY_NUMBER},
        "pendapatan_krt": st.integers(0, 1_000_000).map(str),
    },
)
_people = st.lists(
    st.builds(
        person,
        st.sampled_from(["1", "2", None]),
        st.sampled_from(["1", "3", "5", None]),
        r412=st.sampled_from(["1", "2", "3", None]),
        r415=st.sampled_from([*_CODES, None]),
        r416a=st.sampled_from(["1", "2", None]),
    ),
    max_size=4,
)


def _judged(answers: dict[str, FieldValue], members: list[Document]) -> dict[tuple[str, str], Judgement]:
    return {
        (result.set, one.code): one.judgement
        for result in assessed(home(**answers), *members).results
        for one in result.indicators
    }


@given(_households, _people, st.data())
def test_taking_an_answer_away_never_turns_yes_into_no_or_no_into_yes(
    answers: dict[str, FieldValue], members: list[Document], data: st.DataObject
) -> None:
    kept = data.draw(st.sets(st.sampled_from(sorted(answers)))) if answers else set()
    fewer = {name: value for name, value in answers.items() if name in kept}

    before, after = _judged(answers, members), _judged(fewer, members)

    unknown = Judgement.CANNOT_BE_JUDGED
    assert all(after[key] in (before[key], unknown) for key in before if before[key] is not unknown)


@given(_households, _people)
def test_whatever_is_judged_rests_on_answers_that_are_there(
    answers: dict[str, FieldValue], members: list[Document]
) -> None:
    for result in assessed(home(**answers), *members).results:
        for one in result.indicators:
            if one.judgement is not Judgement.CANNOT_BE_JUDGED:
                assert one.basis
                assert not any(basis.missing for basis in one.basis)


@given(_people)
def test_an_empty_questionnaire_of_the_house_judges_nothing_of_it(members: list[Document]) -> None:
    judged = _judged({}, members)

    of_people = {("fakir-miskin", "a"), ("bps-14", "13")}
    assert {judgement for key, judgement in judged.items() if key not in of_people} == {Judgement.CANNOT_BE_JUDGED}
