"""Each criterion at its edges, by the shipped parameters."""

from __future__ import annotations

import pytest

from kemiskinan_domain.records import FieldValue
from kemiskinan_domain.scoring import Judgement
from tests.domain.scoring.families import answering, assessed, home, indicator, person

YES, NO, UNKNOWN = Judgement.MET, Judgement.NOT_MET, Judgement.CANNOT_BE_JUDGED

HOUSEHOLD: list[tuple[str, str, dict[str, FieldValue], Judgement]] = [
    ("fakir-miskin", "shelter", {"tempat_tinggal": "2"}, YES),
    ("fakir-miskin", "shelter", {"tempat_tinggal": "1"}, NO),
    ("fakir-miskin", "b", {"khawatir_makan": "1"}, YES),
    ("fakir-miskin", "c", {"makan_separuh": "2"}, NO),
    ("fakir-miskin", "d", {"belanja_pakaian": "2"}, YES),
    ("fakir-miskin", "d", {"belanja_pakaian": "1"}, NO),
    ("fakir-miskin", "e", {"r303": "8"}, YES),
    ("fakir-miskin", "e", {"r303": "6"}, YES),
    ("fakir-miskin", "e", {"r303": "4"}, NO),
    ("fakir-miskin", "e", {"r303": "9"}, UNKNOWN),
    ("fakir-miskin", "f", {"r304": "4"}, YES),
    ("fakir-miskin", "f", {"r304": "1"}, UNKNOWN),
    ("fakir-miskin", "f", {"r304": "1", "tembok_plester": "2"}, YES),
    ("fakir-miskin", "f", {"r304": "1", "tembok_plester": "1"}, NO),
    ("fakir-miskin", "f", {"r304": "3", "bahan_dinding": "3"}, NO),
    ("fakir-miskin", "f", {"r304": "7", "bahan_dinding": "4"}, YES),
    ("fakir-miskin", "f", {"r304": "7", "bahan_dinding": "8"}, UNKNOWN),
    ("fakir-miskin", "g", {"r309a": "1"}, NO),
    ("fakir-miskin", "g", {"r309a": "3"}, YES),
    ("fakir-miskin", "g", {"r309a": "5"}, UNKNOWN),
    ("fakir-miskin", "g", {"r309a": "6"}, YES),
    ("fakir-miskin", "h", {"r307a": "4"}, YES),
    ("fakir-miskin", "h", {"r307a": "2"}, UNKNOWN),
    ("fakir-miskin", "h", {"r307a": "1"}, UNKNOWN),
    ("fakir-miskin", "h", {"r307a": "1", "r307b1": "1"}, YES),
    ("fakir-miskin", "h", {"r307a": "1", "r307b1": "2"}, NO),
    ("bps-14", "2", {"r303": "7"}, YES),
    ("bps-14", "2", {"r303": "6"}, NO),
    ("bps-14", "2", {"r303": "5"}, UNKNOWN),
    ("bps-14", "2", {"r303": "5", "lantai_kayu_murah": "1"}, YES),
    ("bps-14", "3", {"r304": "6"}, YES),
    ("bps-14", "3", {"r304": "2"}, UNKNOWN),
    ("bps-14", "3", {"r304": "5", "bahan_dinding": "2"}, YES),
    ("bps-14", "3", {"r304": "3", "bahan_dinding": "1"}, NO),
    ("bps-14", "4", {"r309a": "2"}, YES),
    ("bps-14", "4", {"r309a": "1"}, NO),
    ("bps-14", "5", {"r307a": "3"}, NO),
    ("bps-14", "5", {"r307a": "4"}, YES),
    ("bps-14", "6", {"r306a": "6"}, YES),
    ("bps-14", "6", {"r306a": "5"}, NO),
    ("bps-14", "6", {"r306a": "11"}, UNKNOWN),
    ("bps-14", "7", {"r308": "9"}, YES),
    ("bps-14", "7", {"r308": "8"}, NO),
    ("bps-14", "7", {"r308": "12"}, NO),
    ("bps-14", "8", {"lauk_seminggu": 0}, YES),
    ("bps-14", "8", {"lauk_seminggu": 1}, YES),
    ("bps-14", "8", {"lauk_seminggu": 2}, NO),
    ("bps-14", "9", {"belanja_pakaian": "2"}, YES),
    ("bps-14", "9", {"belanja_pakaian": "1"}, UNKNOWN),
    ("bps-14", "9", {"belanja_pakaian": "1", "baju_setahun": 1}, YES),
    ("bps-14", "9", {"belanja_pakaian": "1", "baju_setahun": 2}, NO),
    ("bps-14", "10", {"makan_sehari": 2}, YES),
    ("bps-14", "10", {"makan_sehari": 3}, NO),
    ("bps-14", "11", {"mampu_berobat": "2"}, YES),
    ("bps-14", "12", {"krt_kerja": "4"}, YES),
    ("bps-14", "12", {"krt_kerja": "1", "luas_garapan": 500}, YES),
    ("bps-14", "12", {"krt_kerja": "1", "luas_garapan": 501}, UNKNOWN),
    ("bps-14", "12", {"krt_kerja": "1", "luas_garapan": 501, "pendapatan_krt": "600000"}, NO),
    ("bps-14", "12", {"krt_kerja": "1", "luas_garapan": 501, "pendapatan_krt": "599999"}, YES),
    ("bps-14", "12", {"krt_kerja": "6", "pendapatan_krt": "2500000"}, NO),
    ("bps-14", "12", {"krt_kerja": "6"}, UNKNOWN),
    ("bps-14", "12", {"pendapatan_krt": "100000"}, YES),
    ("bps-14", "14", {"tabungan": "2"}, YES),
    ("bps-14", "14", {"tabungan": "1"}, NO),
]


@pytest.mark.parametrize(("set_name", "code", "answers", "judgement"), HOUSEHOLD)
def test_a_criterion_of_the_household(
    set_name: str, code: str, answers: dict[str, FieldValue], judgement: Judgement
) -> None:
    found = indicator(assessed(home(**answers)), set_name, code)

    assert found.judgement is judgement


HEAD: list[tuple[str, str, dict[str, FieldValue], Judgement]] = [
    ("fakir-miskin", "a", {"r416a": "2"}, YES),
    ("fakir-miskin", "a", {"r416a": "1"}, NO),
    ("fakir-miskin", "a", {}, UNKNOWN),
    ("bps-14", "13", {"r412": "1"}, YES),
    ("bps-14", "13", {"r412": "3"}, UNKNOWN),
    ("bps-14", "13", {"r412": "3", "r415": "3"}, YES),
    ("bps-14", "13", {"r412": "3", "r415": "23"}, YES),
    ("bps-14", "13", {"r412": "3", "r415": "8"}, NO),
    ("bps-14", "13", {"r412": "2", "r415": "6"}, NO),
]


@pytest.mark.parametrize(("set_name", "code", "answers", "judgement"), HEAD)
def test_a_criterion_of_the_head(
    set_name: str, code: str, answers: dict[str, FieldValue], judgement: Judgement
) -> None:
    spouse = person(relation="2", r416a="1", r412="3", r415="19")

    found = indicator(assessed(home(), spouse, answering(answers)), set_name, code)

    assert found.judgement is judgement


@pytest.mark.parametrize(
    "members",
    [
        [],
        [person(relation="2", r416a="2")],
        [person(r416a="2"), person(r416a="2")],
        [person(presence="2", r416a="2")],
        [person(relation=None, r416a="2")],
    ],
    ids=["nobody", "no head", "two heads", "the head died", "relation unknown"],
)
def test_without_exactly_one_head_nothing_is_said_of_the_head(members: list[dict[str, FieldValue]]) -> None:
    found = indicator(assessed(home(), *members), "fakir-miskin", "a")

    assert found.judgement is UNKNOWN
    assert [one.question for one in found.basis] == ["r409"]
    assert found.basis[0].missing


@pytest.mark.parametrize(
    ("area", "living", "judgement"),
    [(23, 3, YES), (24, 3, NO), (25, 3, NO), (7, 1, YES), (8, 1, NO), (31, 4, YES)],
)
def test_floor_for_each_person_counts_those_who_live_there(area: int, living: int, judgement: Judgement) -> None:
    members = [person(relation="3", presence="5") for _ in range(living)]
    away = person(relation="3", presence="3")

    found = indicator(assessed(home(r302=area), away, *members), "bps-14", "1")

    assert found.judgement is judgement
    assert found.basis[1].residents == living


@pytest.mark.parametrize("members", [[], [person(presence="2")], [person(), person(relation="3", presence=None)]])
def test_floor_for_each_person_waits_for_everybodys_presence(members: list[dict[str, FieldValue]]) -> None:
    found = indicator(assessed(home(r302=10), *members), "bps-14", "1")

    assert found.judgement is UNKNOWN


@pytest.mark.parametrize(
    "value", ["", " ", "ya", "-1", "1e3", "NaN", "0x10", "1.000.000", True, ["1"], {"a": "1"}, None]
)
def test_what_is_no_number_is_never_compared(value: FieldValue) -> None:
    found = indicator(assessed(home(makan_sehari=value)), "bps-14", "10")

    assert found.judgement is UNKNOWN


@pytest.mark.parametrize("value", ["0", "10", "X", "", ["8"], True, 8.0, None])
def test_a_code_that_the_source_does_not_know_is_never_judged(value: FieldValue) -> None:
    found = indicator(assessed(home(r303=value)), "fakir-miskin", "e")

    assert found.judgement is UNKNOWN


def test_an_answer_that_is_kept_aside_is_no_answer() -> None:
    found = indicator(assessed(home(r303__aside="8")), "fakir-miskin", "e")

    assert found.judgement is UNKNOWN


def test_an_indicator_names_the_answers_it_rests_on() -> None:
    found = indicator(assessed(home(r304="1", tembok_plester="2")), "fakir-miskin", "f")

    assert [(one.question, one.value) for one in found.basis] == [("r304", "1"), ("tembok_plester", "2")]


def test_further_meters_are_shown_but_do_not_decide() -> None:
    found = indicator(assessed(home(r307a="1", r307b1="1", r307b2="2")), "fakir-miskin", "h")

    assert found.judgement is YES
    assert [one.question for one in found.basis] == ["r307a", "r307b1", "r307b2"]


def test_an_answer_of_the_head_is_named_with_the_head() -> None:
    found = indicator(assessed(home(), person(relation="2"), person(r416a="2")), "fakir-miskin", "a")

    assert [(one.member, one.member_name) for one in found.basis] == [(1, "Asep Contoh")]


NINE: dict[str, FieldValue] = {
    "r303": "8", "r304": "4", "r309a": "6", "r307a": "4", "r306a": "9", "r308": "10",
    "lauk_seminggu": 0, "makan_sehari": 1, "mampu_berobat": "2",
}  # fmt: skip
REST: dict[str, FieldValue] = {"belanja_pakaian": "1", "baju_setahun": 4, "krt_kerja": "6", "tabungan": "1"}


def test_nine_of_fourteen_reach_what_bps_asks_for_whatever_else_is_missing() -> None:
    result = assessed(home(**NINE)).result("bps-14")

    assert result is not None
    assert (result.count(YES), result.reaches) == (9, YES)


def test_eight_that_hold_leave_it_open_while_an_answer_is_missing() -> None:
    result = assessed(home(**(NINE | {"mampu_berobat": "1"}))).result("bps-14")

    assert result is not None
    assert (result.count(YES), result.reaches) == (8, UNKNOWN)


def test_eight_that_hold_are_too_few_once_all_is_answered() -> None:
    head = person(r412="3", r415="8", r416a="1")
    answers: dict[str, FieldValue] = {**NINE, **REST, "mampu_berobat": "1", "r302": 60, "pendapatan_krt": "3000000"}

    result = assessed(home(**answers), head).result("bps-14")

    assert result is not None
    assert (result.count(YES), result.count(UNKNOWN), result.reaches) == (8, 0, NO)


def test_where_the_source_names_no_number_none_is_invented() -> None:
    result = assessed(home(**NINE)).result("fakir-miskin")

    assert result is not None
    assert result.reaches is None
