from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.deliberation import (
    DEFAULT_OBJECTION_DAYS,
    Objection,
    ObjectionOutcome,
    ObjectionPeriod,
    ObjectionProblem,
    check_objection,
    objection_document,
    read_objection,
    read_period,
)
from kemiskinan_domain.records import RecordId

PERIOD = ObjectionPeriod(date(2026, 11, 24), 7)
OBJECTION = Objection(
    id=RecordId("o1"),
    household=RecordId("h1"),
    objector="Ujang Suherman",
    objector_place="RT 002",
    text="Keluarga itu sudah pindah",
    made_on=date(2026, 11, 26),
)


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(1, 60))
def test_a_period_of_so_many_days_has_so_many_days(begins: date, days: int) -> None:
    period = ObjectionPeriod(begins, days)

    inside = [one for one in range(-2, days + 3) if period.running(begins + timedelta(days=one))]

    assert inside == list(range(days))
    assert period.over(period.ends + timedelta(days=1))
    assert not period.over(period.ends)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"objector": " "}, ObjectionProblem.OBJECTOR_MISSING),
        ({"household": None}, ObjectionProblem.ABOUT_MISSING),
        ({"text": ""}, ObjectionProblem.TEXT_MISSING),
        ({"made_on": None}, ObjectionProblem.DATE_MISSING),
        ({"made_on": date(2026, 11, 23)}, ObjectionProblem.BEFORE_ANNOUNCEMENT),
        ({"made_on": date(2026, 12, 1)}, ObjectionProblem.AFTER_PERIOD),
        ({"outcome": ObjectionOutcome.REJECTED}, ObjectionProblem.ANSWER_MISSING),
    ],
)
def test_an_objection_with_one_fault_is_found_to_have_exactly_that(
    changes: dict[str, object], problem: ObjectionProblem
) -> None:
    assert check_objection(replace(OBJECTION, **changes), PERIOD) == (problem,)  # type: ignore[arg-type]


def test_a_complete_objection_has_no_faults_also_about_a_family_that_is_not_listed() -> None:
    unlisted = replace(OBJECTION, household=None, about="Keluarga Nanang, RT 004")

    assert check_objection(OBJECTION, PERIOD) == ()
    assert check_objection(unlisted, None) == ()


def test_an_objection_reads_back_as_it_was_stored() -> None:
    decided = replace(
        OBJECTION, outcome=ObjectionOutcome.ACCEPTED, answer="Didatangi lagi", decided_on=date(2026, 11, 28)
    )

    for one in (OBJECTION, decided):
        assert read_objection(one.id, objection_document(one, RecordId("s1"))) == one


def test_strange_values_read_as_not_answered() -> None:
    strange = read_objection(RecordId("o"), {"outcome": "mungkin", "date": "kemarin", "text": 7})

    assert strange == Objection(id=RecordId("o"))


def test_a_list_that_was_not_announced_has_no_period_and_an_odd_length_falls_back() -> None:
    assert read_period({}) is None
    assert read_period({"answers": {"announced_on": "2026-11-24", "objection_days": 0}}) == ObjectionPeriod(
        date(2026, 11, 24), DEFAULT_OBJECTION_DAYS
    )
