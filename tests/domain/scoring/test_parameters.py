"""Criteria files: what they may say, what of the form they speak of, and which is in force on a day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from kemiskinan_domain.records import Document
from kemiskinan_domain.scoring import CriteriaSet, ParametersError, desil_history, in_force, read_criteria
from kemiskinan_domain.scoring.rules import AmountRule, AnyRule, CodeRule, FloorAreaRule, Rule
from kemiskinan_domain.survey.model import Question, QuestionType
from tests.domain.scoring.families import shipped_sets
from tests.domain.survey.making import shipped

SMALL = """
set = "contoh"
valid_from = 2024-01-01
source = "contoh"
verified = false
titles = {{ id = "Contoh" }}
[[indicator]]
code = "1"
titles = {{ id = "Satu" }}
[indicator.rule]
{rule}
"""


def _rules(rule: Rule) -> Iterator[Rule]:
    yield rule
    inner = rule.then.values() if isinstance(rule, CodeRule) else rule.rules if isinstance(rule, AnyRule) else ()
    for one in inner:
        yield from _rules(one)


def _all() -> list[tuple[str, Rule]]:
    return [
        (f"{one.set} {it.code}", rule) for one in shipped_sets() for it in one.indicators for rule in _rules(it.rule)
    ]


def _question(name: str) -> Question:
    return next(one for one in shipped("keluarga").questions.values() if one.name == name)


def test_both_sets_are_there_whole() -> None:
    assert {one.set: len(one.indicators) for one in shipped_sets()} == {"bps-14": 14, "fakir-miskin": 9}


@pytest.mark.parametrize(("place", "rule"), _all(), ids=[place for place, _rule in _all()])
def test_every_rule_speaks_of_a_question_of_the_form(place: str, rule: Rule) -> None:
    match rule:
        case CodeRule():
            question = _question(rule.question)
            assert question.type is QuestionType.SELECT_ONE
            assert (question.repeat == "anggota") is rule.of_head
            assert all(_question(name) for name in rule.also)
        case AmountRule():
            assert _question(rule.question).type in (QuestionType.INTEGER, QuestionType.TEXT)
        case FloorAreaRule():
            assert _question(rule.question).type is QuestionType.INTEGER


@pytest.mark.parametrize(("place", "rule"), _all(), ids=[place for place, _rule in _all()])
def test_every_code_of_the_list_was_thought_of(place: str, rule: Rule) -> None:
    if not isinstance(rule, CodeRule):
        return
    choices = _question(rule.question).choice_list
    assert choices is not None

    named = {*rule.met, *rule.not_met, *rule.unclear, *rule.then}

    assert named == {one.code for one in choices.choices}


def test_titles_speak_both_languages() -> None:
    titles = [criteria.titles for criteria in shipped_sets()]
    titles += [one.titles for criteria in shipped_sets() for one in criteria.indicators]

    assert all(set(one) == {"id", "en"} for one in titles)


def test_what_was_not_read_in_the_regulation_itself_says_so() -> None:
    assert [one.verified for one in shipped_sets()] == [False, False]
    assert all(one.source for one in shipped_sets())


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        ("", "contoh.1"),
        ('question = "r303"\namount = "r302"', "contoh.1"),
        ('question = "r303"\nmett = ["1"]', "contoh.1"),
        ('question = "r303"\nmet = ["1"]\nnot_met = ["1"]', "contoh.1"),
        ('question = "r303"\nmet = [1]', "contoh.1.met"),
        ('question = "r303"\nof = "spouse"', "contoh.1.of"),
        ('amount = "r302"', "contoh.1"),
        ('amount = "r302"\nat_most = "1"\nbelow = "1"', "contoh.1"),
        ('amount = "r302"\nat_most = 1.5', "contoh.1.at_most"),
        ('amount = "r302"\nat_most = "banyak"', "contoh.1.at_most"),
        ('amount = "r302"\nat_most = "NaN"', "contoh.1.at_most"),
        ("any = []", "contoh.1.any"),
        ('question = "a"\n[indicator.rule.then.1]\nx = 1', "contoh.1.then.1"),
    ],
)
def test_a_rule_that_says_nothing_or_too_much_is_refused_at_its_place(rule: str, place: str) -> None:
    with pytest.raises(ParametersError) as raised:
        read_criteria(SMALL.format(rule=rule))

    assert raised.value.place == place


@pytest.mark.parametrize(
    "text",
    ["", "set = ", 'set = "x"', SMALL.format(rule='question = "a"').replace("2024-01-01", '"2024"')],
    ids=["empty", "no toml", "little", "a day as text"],
)
def test_a_file_that_is_no_criteria_is_refused(text: str) -> None:
    with pytest.raises(ParametersError):
        read_criteria(text)


def _dated(text: str) -> CriteriaSet:
    return read_criteria(SMALL.format(rule='question = "r303"\nmet = ["8"]').replace("2024-01-01", text))


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2023, 12, 31), []),
        (date(2024, 1, 1), [date(2024, 1, 1)]),
        (date(2026, 5, 31), [date(2024, 1, 1)]),
        (date(2026, 6, 1), [date(2026, 6, 1)]),
    ],
)
def test_the_newest_set_of_the_day_is_in_force(day: date, found: list[date]) -> None:
    sets = [_dated("2026-06-01"), _dated("2024-01-01")]

    assert [one.valid_from for one in in_force(sets, day)] == found


def test_desils_stand_in_the_order_of_their_periods() -> None:
    lists: list[Document] = [
        {"source": "DTSEN", "period": "TW3 2025", "desil": 2},
        {"source": "DTSEN", "period": "2026-1", "desil": 1},
        {"source": "P3KE", "period": "2022", "desil": 1},
        {"source": "DTSEN", "period": "TW1 2025", "desil": 3},
        {"source": "DTSEN", "period": "TW1 2025", "desil": 3},
        {"source": "DTKS", "period": "", "desil": 11},
    ]

    history = desil_history(lists)

    assert [(one.period, one.desil) for one in history] == [
        ("", None),
        ("2022", 1),
        ("TW1 2025", 3),
        ("TW3 2025", 2),
        ("2026-1", 1),
    ]
