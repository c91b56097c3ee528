"""Notices and lists of codes: what is shown when and to whom, and what survives its way to a laptop."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.people import Area
from kemiskinan_domain.publishing import (
    CodeChoice,
    CodeList,
    Notice,
    NoticeProblem,
    Urgency,
    code_list_id,
    in_force,
    problems_of,
    reading_id,
)
from kemiskinan_domain.records import RecordId

DAY = date(2026, 11, 23)
texts = st.text(min_size=1, max_size=60)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))
areas = st.lists(st.sampled_from(["32.03", "32.03.01", "32.03.01.2001"]), unique=True).map(lambda one: Area(tuple(one)))


@given(texts, texts, days, st.none() | days, st.sampled_from(Urgency), st.booleans(), areas)
def test_a_notice_comes_out_as_it_went_in(
    title: str, text: str, starts: date, until: date | None, urgency: Urgency, confirm: bool, area: Area
) -> None:
    notice = Notice(title, text, starts, until, urgency, confirm, area, 3, "2026-11-23T08:00:00+07:00")

    assert Notice.from_document(notice.to_document()) == notice


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"title": "a", "text": "b", "starts": "besok", "area": []},
        {"title": "a", "text": "b", "starts": "2026-11-01", "area": "semua"},
        {"title": "a", "text": "b", "starts": "2026-11-01", "area": [], "edition": "dua"},
    ],
)
def test_what_is_no_notice_is_passed_over(document: dict[str, object]) -> None:
    assert Notice.from_document(document) is None


def test_an_urgency_of_a_newer_district_is_ordinary() -> None:
    document = {"title": "a", "text": "b", "starts": "2026-11-01", "area": [], "urgency": "sangat"}

    found = Notice.from_document(document)

    assert found is not None
    assert found.urgency is Urgency.ORDINARY


def test_a_notice_shows_from_its_first_to_its_last_day() -> None:
    notice = Notice("a", "b", DAY, DAY + timedelta(days=1))

    shown = [notice.is_current(DAY + timedelta(days=offset)) for offset in (-1, 0, 1, 2)]

    assert shown == [False, True, True, False]
    assert Notice("a", "b", DAY).is_current(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": " "}, NoticeProblem.NO_TITLE),
        ({"title": "x" * 121}, NoticeProblem.TITLE_TOO_LONG),
        ({"text": "\n"}, NoticeProblem.NO_TEXT),
        ({"text": "x" * 8_001}, NoticeProblem.TEXT_TOO_LONG),
        ({"until": DAY - timedelta(days=1)}, NoticeProblem.ENDS_BEFORE_IT_BEGINS),
        ({"area": Area(tuple(str(number) for number in range(401)))}, NoticeProblem.TOO_MANY_ADDRESSES),
    ],
)
def test_each_problem_of_a_notice_is_named(fields: dict[str, Any], problem: NoticeProblem) -> None:
    assert problems_of(Notice(**{"title": "a", "text": "b", "starts": DAY, **fields})) == (problem,)


def test_a_reading_has_one_id_for_a_person_and_an_edition() -> None:
    notice = RecordId("n1")
    ids = {reading_id(notice, edition, person) for edition in (1, 2) for person in ("p1", "p2")}

    assert len(ids) == 4
    assert reading_id(notice, 1, "p1") in ids


def a_list(version: str, starts: date = DAY, **more: Any) -> CodeList:
    return CodeList(**{"name": "pekerjaan", "version": version, "title": "Pekerjaan",
                       "choices": (CodeChoice("1", "Petani", {"sektor": "tani"}), CodeChoice("2", "Buruh")),
                       "starts": starts, **more})  # fmt: skip


def test_a_list_comes_out_as_it_went_in_but_for_empty_cells() -> None:
    read = CodeList.from_document(a_list("1", until=DAY).to_document())

    assert read is not None
    assert [(one.code, one.label, dict(one.columns)) for one in read.choices] == [
        ("1", "Petani", {"sektor": "tani"}),
        ("2", "Buruh", {"sektor": ""}),
    ]
    assert (read.starts, read.until, read.version) == (DAY, DAY, "1")


@pytest.mark.parametrize(
    "change", [{"choices": [["1"]]}, {"choices": "semua"}, {"columns": None}, {"starts": "x"}, {"name": None}]
)
def test_what_is_no_list_is_passed_over(change: dict[str, object]) -> None:
    document = {**a_list("1").to_document(), **change}
    if document["name"] is None:
        del document["name"]

    assert CodeList.from_document(document) is None


def test_the_highest_version_that_counts_today_is_in_force() -> None:
    lists = [
        a_list("9"),
        a_list("10"),
        a_list("11", DAY + timedelta(days=1)),
        a_list("12", until=DAY - timedelta(days=1)),
    ]

    assert in_force(lists, DAY)["pekerjaan"].version == "10"
    assert in_force(lists, DAY + timedelta(days=1))["pekerjaan"].version == "11"
    assert in_force([], DAY) == {}


def test_a_version_has_one_record() -> None:
    assert code_list_id("pekerjaan", "1") == code_list_id("pekerjaan", "1") != code_list_id("pekerjaan", "2")
