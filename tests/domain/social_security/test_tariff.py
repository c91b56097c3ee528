"""The dated tariff by sector and payer, and what a list of people costs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kemiskinan_domain.records import RecordId
from kemiskinan_domain.social_security import (
    Contributor,
    Payer,
    Programme,
    Segment,
    Tariff,
    TariffProblem,
    Unpriced,
    budget,
    tariff_on,
)
from tests.domain.social_security.books import BOOK

FARM, DRIVER = "1", "13"


def person(sector: str | None, payer: Payer | None, number: int = 1) -> Contributor:
    return Contributor(RecordId(f"m{number}"), sector, payer)


@pytest.mark.parametrize(
    ("sector", "payer", "day", "monthly"),
    [
        (FARM, Payer.SELF, date(2025, 12, 31), 16_800),
        (FARM, Payer.SELF, date(2026, 3, 31), 16_800),
        (FARM, Payer.SELF, date(2026, 4, 1), 8_400),
        (FARM, Payer.SELF, date(2026, 12, 31), 8_400),
        (FARM, Payer.SELF, date(2027, 1, 1), 16_800),
        (DRIVER, Payer.SELF, date(2025, 12, 31), 16_800),
        (DRIVER, Payer.SELF, date(2026, 1, 1), 8_400),
        (DRIVER, Payer.ASN_PEDULI, date(2027, 3, 31), 8_400),
        (DRIVER, Payer.SELF, date(2027, 4, 1), 16_800),
        (FARM, Payer.APBD_DISTRICT, date(2026, 6, 1), 16_800),
        (DRIVER, Payer.APBN, date(2026, 6, 1), 16_800),
        (DRIVER, Payer.APBD_PROVINCE, date(2027, 3, 31), 16_800),
        (None, Payer.APBD_DISTRICT, date(2026, 6, 1), 16_800),
        (None, Payer.SELF, date(2027, 6, 1), 16_800),
    ],
)
def test_the_tariff_follows_sector_payer_and_day(sector: str, payer: Payer, day: date, monthly: int) -> None:
    found = tariff_on(BOOK, person(sector, payer), day)

    assert isinstance(found, Tariff)
    assert found.monthly == Decimal(monthly)


@pytest.mark.parametrize(
    ("sector", "payer", "day", "problem"),
    [
        (None, Payer.SELF, date(2026, 2, 1), TariffProblem.UNKNOWN_SECTOR),
        ("77", Payer.SELF, date(2027, 2, 1), TariffProblem.UNKNOWN_SECTOR),
        (FARM, Payer.DBHCHT, date(2026, 6, 1), TariffProblem.TWO_TARIFFS),
        (DRIVER, Payer.OTHER, date(2027, 1, 1), TariffProblem.TWO_TARIFFS),
        (FARM, None, date(2026, 6, 1), TariffProblem.UNKNOWN_PAYER),
        (FARM, Payer.SELF, date(2014, 1, 1), TariffProblem.NO_TARIFF),
    ],
)
def test_where_no_single_tariff_fits_it_is_said(sector: str, payer: Payer, day: date, problem: TariffProblem) -> None:
    found = tariff_on(BOOK, person(sector, payer), day)

    assert isinstance(found, Unpriced)
    assert found.problem is problem


def test_two_tariffs_are_both_named() -> None:
    found = tariff_on(BOOK, person(FARM, Payer.DBHCHT), date(2026, 6, 1))

    assert isinstance(found, Unpriced)
    assert {row.code for row in found.rows} == {"bpu-apbn-apbd", "bpu-lain-keringanan"}


def test_a_wage_earner_has_no_tariff_here() -> None:
    one = Contributor(RecordId("m1"), FARM, Payer.EMPLOYER, Segment.PU)

    assert tariff_on(BOOK, one, date(2026, 6, 1)) == Unpriced(TariffProblem.NO_TARIFF)


def test_old_age_is_added_in_full() -> None:
    three = frozenset({Programme.JKK, Programme.JKM, Programme.JHT})
    one = Contributor(RecordId("m1"), FARM, Payer.SELF, Segment.BPU, three)

    found = tariff_on(BOOK, one, date(2026, 6, 1))

    assert isinstance(found, Tariff) and found.monthly == Decimal(28_400)


def test_the_districts_forty_thousand_for_three_months_cost_what_was_reported() -> None:
    people = [person(FARM, Payer.APBD_DISTRICT, number) for number in range(40_000)]

    found = budget(BOOK, people, 3, date(2025, 10, 17))

    assert found.total == Decimal(2_016_000_000)
    assert [(line.people, line.person_months) for line in found.lines] == [(40_000, 120_000)]


def test_a_budget_over_the_end_of_the_relief_has_two_lines() -> None:
    found = budget(BOOK, [person(FARM, Payer.SELF)], 3, date(2026, 11, 24))

    assert [(line.row.code, line.person_months, line.amount) for line in found.lines] == [
        ("bpu-lain", 1, Decimal(16_800)),
        ("bpu-lain-keringanan", 2, Decimal(16_800)),
    ]
    assert found.total == Decimal(33_600)


def test_who_cannot_be_priced_is_listed_and_costs_nothing() -> None:
    people = [person(FARM, Payer.APBN, 1), person(None, Payer.SELF, 2)]

    found = budget(BOOK, people, 12, date(2026, 1, 1))

    assert found.total == Decimal(16_800 * 12)
    assert [(who, why.problem) for who, why in found.open] == [("m2", TariffProblem.UNKNOWN_SECTOR)]


def test_no_month_is_no_budget() -> None:
    with pytest.raises(ValueError, match="one month"):
        budget(BOOK, [], 0, date(2026, 1, 1))
