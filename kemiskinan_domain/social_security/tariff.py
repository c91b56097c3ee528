"""What a month costs, from the dated table; where two rows or none fit, that is said and nothing is guessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum, auto

from kemiskinan_domain.records import RecordId
from kemiskinan_domain.social_security.book import Book, TariffRow
from kemiskinan_domain.social_security.codes import Payer, Programme, Segment

_MONTHS = 12


class TariffProblem(Enum):
    """Why no single tariff can be named."""

    UNKNOWN_SECTOR = auto()
    UNKNOWN_PAYER = auto()
    NO_TARIFF = auto()
    TWO_TARIFFS = auto()


@dataclass(frozen=True, slots=True)
class Tariff:
    """Rupiah a month for the asked programmes, and the row of the table that says so."""

    row: TariffRow
    monthly: Decimal


@dataclass(frozen=True, slots=True)
class Unpriced:
    """No tariff; `rows` are those that fit together where there are two."""

    problem: TariffProblem
    rows: tuple[TariffRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributor:
    """Whose contribution is asked for; `sector` is the questionnaire's code of the field of work."""

    id: RecordId
    sector: str | None
    payer: Payer | None
    segment: Segment = Segment.BPU
    programmes: frozenset[Programme] = frozenset({Programme.JKK, Programme.JKM})
    people: int = 1
    """How many alike are counted at once."""


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """So many months of people at one tariff."""

    row: TariffRow
    monthly: Decimal
    people: int
    person_months: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Budget:
    """People times months times tariff. `open` are people that no tariff could be named for, with the reason."""

    total: Decimal
    lines: tuple[BudgetLine, ...]
    open: tuple[tuple[RecordId, Unpriced], ...]


def tariff_on(book: Book, person: Contributor, day: date) -> Tariff | Unpriced:
    """The tariff of that day for sector and payer.

    Rows of equal amount for the programmes are one tariff: an unknown sector matters only where it changes the sum.
    """
    if person.payer is None:
        return Unpriced(TariffProblem.UNKNOWN_PAYER)
    sectors = book.tariff_sectors()
    sector = None if person.sector is None else sectors.get(person.sector)
    wanted = {sector} if sector else set(sectors.values())
    rows = tuple(row for row in book.tariffs if _fits(row, person, day, wanted))
    sums = {_monthly(row, person.programmes) for row in rows}
    if not rows or None in sums:
        return Unpriced(TariffProblem.NO_TARIFF)
    if len(sums) > 1:
        return Unpriced(TariffProblem.TWO_TARIFFS if sector else TariffProblem.UNKNOWN_SECTOR, rows)
    monthly = sums.pop()
    assert monthly is not None
    return Tariff(rows[0], monthly)


def budget(book: Book, people: Iterable[Contributor], months: int, start: date) -> Budget:
    """The cost of these people from the month of `start` on; each month takes the tariff of its first day.

    Who cannot be priced in some month is listed as open and counts for nothing. Raises ValueError below one month.
    """
    if months < 1:
        raise ValueError("A budget is for at least one month")
    days = [_month_after(start, count) for count in range(months)]
    known: dict[tuple[object, ...], list[Tariff] | Unpriced] = {}
    used: dict[tuple[str, Decimal], list[tuple[TariffRow, int, int]]] = {}
    unpriced: list[tuple[RecordId, Unpriced]] = []
    for person in people:
        key = (person.sector, person.payer, person.segment, person.programmes)
        if key not in known:
            known[key] = _through(book, person, days)
        found = known[key]
        if isinstance(found, Unpriced):
            unpriced.append((person.id, found))
            continue
        counts: dict[tuple[str, Decimal], tuple[TariffRow, int]] = {}
        for tariff in found:
            at = (tariff.row.code, tariff.monthly)
            counts[at] = (tariff.row, counts[at][1] + 1 if at in counts else 1)
        for at, (row, through) in counts.items():
            used.setdefault(at, []).append((row, through, person.people))
    lines = tuple(_line(monthly, found) for (_, monthly), found in sorted(used.items(), key=lambda pair: pair[0]))
    return Budget(sum((line.amount for line in lines), Decimal(0)), lines, tuple(unpriced))


def _through(book: Book, person: Contributor, days: Iterable[date]) -> list[Tariff] | Unpriced:
    tariffs = []
    for day in days:
        found = tariff_on(book, person, day)
        if isinstance(found, Unpriced):
            return found
        tariffs.append(found)
    return tariffs


def _line(monthly: Decimal, used: list[tuple[TariffRow, int, int]]) -> BudgetLine:
    people = sum(people for _, _, people in used)
    months = sum(count * people for _, count, people in used)
    return BudgetLine(used[0][0], monthly, people, months, monthly * months)


def _fits(row: TariffRow, person: Contributor, day: date, sectors: Collection[str]) -> bool:
    return (
        row.segment is person.segment
        and row.valid_from <= day
        and (row.valid_until is None or day <= row.valid_until)
        and (not row.payers or person.payer in row.payers)
        and (not row.sectors or not row.sectors.isdisjoint(sectors))
    )


def _monthly(row: TariffRow, programmes: frozenset[Programme]) -> Decimal | None:
    if not programmes <= row.amounts.keys():
        return None
    return sum((row.amounts[one] for one in programmes), Decimal(0))


def _month_after(start: date, count: int) -> date:
    years, month = divmod(start.month - 1 + count, _MONTHS)
    return date(start.year + years, month + 1, 1)
