"""Every code of the questionnaire is translated or flagged, and nothing is translated by guessing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.prelist.mapping import (
    AS_IT_STANDS,
    Fit,
    MappingError,
    MappingTable,
    parted,
    read_mapping,
    summed,
)
from kemiskinan_domain.survey.model import Question, QuestionType
from tests.domain.survey.making import QUESTIONNAIRES, shipped

SOURCES = ("regsosek", "dtsen", "p3ke")
HEADER = "variable,code,their_variable,their_code,fit,note,source\n"
CODES: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parents[1] / "questionnaires" / "regsosek-2022k-codes.json").read_text(encoding="utf-8")
)["codes"]


@cache
def _table(source: str) -> MappingTable:
    return read_mapping((QUESTIONNAIRES / "mappings" / f"{source}.csv").read_text(encoding="utf-8"))


def _asked() -> Iterator[Question]:
    for one in shipped("keluarga").questions.values():
        if not one.calculated and one.type is not QuestionType.NOTE and "/meta/" not in one.path:
            yield one


def _own_codes(question: Question) -> list[str]:
    return [one.code for one in question.choice_list.choices] if question.choice_list else [AS_IT_STANDS]


@pytest.mark.parametrize("source", SOURCES)
def test_every_code_of_every_question_is_mapped_or_flagged(source: str) -> None:
    table = _table(source)

    unknown = [
        (one.name, code) for one in _asked() for code in _own_codes(one) if table.outgoing(one.name, code) is None
    ]

    assert unknown == []


@pytest.mark.parametrize("source", SOURCES)
def test_no_line_speaks_of_a_code_that_the_form_does_not_have(source: str) -> None:
    known = {one.name: _own_codes(one) for one in _asked()}

    strange = [
        (one.variable, one.code)
        for one in _table(source).lines
        if one.variable not in known or (one.code and one.code not in known[one.variable])
    ]

    assert strange == []


@pytest.mark.parametrize("source", SOURCES)
def test_what_is_exact_comes_back_as_it_went(source: str) -> None:
    table = _table(source)

    for one in table.lines:
        if one.exact and one.code != AS_IT_STANDS:
            back = table.incoming(one.their_variable, one.their_code)
            assert (back[0].variable, back[0].code) == (one.variable, one.code)


@pytest.mark.parametrize(("item", "code"), [(item, code) for item in CODES for code in CODES[item]])
def test_every_code_of_regsosek_is_understood(item: str, code: str) -> None:
    names = {"428a": "428c", "431b": "431d"}

    found = _table("regsosek").incoming(names.get(item, item), code)

    assert [one.variable for one in found] == [f"r{names.get(item, item)}"]


@pytest.mark.parametrize(
    ("source", "variable", "code", "theirs"),
    [
        ("regsosek", "r405", "P", ("405", "2")),
        ("regsosek", "r303", "8", ("303", "8")),
        ("regsosek", "r415", "23", ("415", "23")),
        ("regsosek", "r501b_bulan", "11", ("501b bulan", "11")),
        ("dtsen", "r303", "8", ("jenis_lantai_terluas", "Tanah")),
        ("dtsen", "r307b1", "3", ("daya_terpasang", "1.300")),
        ("dtsen", "luas_lahan", "2", ("luas sawah/kebun", "<1000")),
    ],
)
def test_codes_on_which_the_sources_agree(source: str, variable: str, code: str, theirs: tuple[str, str]) -> None:
    line = _table(source).outgoing(variable, code)

    assert line is not None
    assert (line.their_variable, line.their_code, line.fit) == (*theirs, Fit.EXACT)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("variable", "code"), [("r308", "12"), ("r305", "5"), ("r305", "6"), ("r404", "5")])
def test_codes_on_which_the_sources_disagree_are_flagged_with_the_reason(source: str, variable: str, code: str) -> None:
    line = _table(source).outgoing(variable, code)

    assert line is not None
    assert (line.fit, bool(line.note)) == (Fit.FLAGGED, True)


@pytest.mark.parametrize("letter", "efghij")
def test_assets_that_opensid_shifts_are_flagged(letter: str) -> None:
    assert [one.fit for one in _table("regsosek").incoming(f"502{letter}", "1")] == [Fit.FLAGGED]


def test_not_cooking_is_understood_in_both_spellings() -> None:
    table = _table("regsosek")

    assert [[one.code for one in table.incoming("308", theirs)] for theirs in ("12", "00")] == [["12"], ["12"]]


def test_their_value_without_a_code_of_ours_is_left_to_a_person() -> None:
    (line,) = _table("dtsen").incoming("daya_terpasang", "≤900")

    assert (line.variable, line.code, line.fit) == ("r307b1", "", Fit.FLAGGED)


def test_two_of_ours_behind_one_of_theirs_are_both_offered_the_exact_first() -> None:
    found = _table("dtsen").incoming("status rumah", "lainnya")

    assert [(one.code, one.exact) for one in found] == [("5", True), ("4", False)]


def test_words_are_found_whatever_their_case_and_spacing() -> None:
    assert [one.code for one in _table("dtsen").incoming("Jenis_Lantai_Terluas", "  TANAH ")] == ["8"]


def test_an_unknown_value_means_nothing() -> None:
    assert _table("regsosek").incoming("303", "77") == ()
    assert _table("regsosek").outgoing("r303", "77") is None


def test_a_number_passes_as_it_stands() -> None:
    line = _table("regsosek").outgoing("r302", "36")

    assert line is not None
    assert (line.their_variable, line.their_code) == ("302", AS_IT_STANDS)


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("", 1),
        ("variable,code\n", 1),
        (HEADER + "r303,8,303,8,sure,,\n", 2),
        (HEADER + "r303,8,303,8,exact,,\nr304,1,304,,exact,,\n", 3),
        (HEADER + ",8,303,8,exact,,\n", 2),
        (HEADER + "r303,8,303,8,flagged,,\n", 2),
        (HEADER + "r303,8,303,8\n", 2),
        (HEADER + "r303,8,303,8,exact,,,too much\n", 2),
        (HEADER + "r303,8,303,8,exact,,\nr303,8,303,9,exact,,\n", 2),
        (HEADER + "r303,8,303,8,exact,,\nr303,9,303,8,exact,,\n", 2),
    ],
)
def test_a_table_that_says_too_little_or_contradicts_itself_is_refused_at_its_row(text: str, row: int) -> None:
    with pytest.raises(MappingError) as raised:
        read_mapping(text)

    assert raised.value.row == row


def test_a_table_saved_by_excel_with_a_mark_in_front_is_read() -> None:
    assert len(read_mapping("\ufeff" + HEADER + "r303,8,303,8,exact,,\n").lines) == 1


SUMMED = {name: list(CODES[name]) for name in ("411", "426", "431a", "431f")}


@pytest.mark.parametrize("item", SUMMED)
@given(data=st.data())
def test_a_sum_comes_apart_into_the_codes_that_made_it(item: str, data: st.DataObject) -> None:
    powers = [code for code in SUMMED[item] if code not in ("0", "99")]
    chosen = data.draw(st.sets(st.sampled_from(powers), min_size=1))

    assert parted(summed(chosen), SUMMED[item]) == frozenset(chosen)


@pytest.mark.parametrize(
    ("item", "total", "codes"),
    [
        ("411", "0", {"0"}),
        ("411", "5", {"1", "4"}),
        ("411", "8", None),
        ("426", "63", {"1", "2", "4", "8", "16", "32"}),
        ("431a", "99", {"99"}),
        ("431a", "16", None),
        ("431f", "99", {"99"}),
        ("431f", "31", {"1", "2", "4", "8", "16"}),
        ("431f", "32", None),
        ("411", "", None),
        ("411", "-1", None),
        ("411", "1.0", None),
        ("411", "²", None),
    ],
)
def test_sums_at_their_edges(item: str, total: str, codes: set[str] | None) -> None:
    assert parted(total, SUMMED[item]) == (None if codes is None else frozenset(codes))


def test_unknown_is_never_added_to_something_known() -> None:
    with pytest.raises(ValueError, match="99"):
        summed({"99", "1"})
