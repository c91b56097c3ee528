"""Where everybody of the village stands, read from one moment of the file."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.workers.values import WorkerRow
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.social_security import (
    NO_COVER,
    QUESTIONS,
    Book,
    Eligibility,
    Enrolment,
    Papers,
    cover_on,
    day_of,
    ended_by,
    facts_of,
    missing,
    overruling_of,
    read_enrolment,
)

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import FamilyPlace, PersonAnswers, Unit


def worker_rows(view: Unit, book: Book, day: date, household: RecordId | None = None) -> tuple[WorkerRow, ...]:
    """The whole village, or one family, by dusun, RW, RT, head's name and place in the family.

    Raises NoRulesError.
    """
    reader = _Reader(view, book, day)
    members: dict[str, list[PersonAnswers]] = {}
    with _collector_paused():
        for person in view.queries.people_with_answers(QUESTIONS, household):
            members.setdefault(person.household, []).append(person)
        return tuple(
            reader.row(person, family)
            for family in view.queries.family_places(household)
            for person in sorted(members.get(family.id, ()), key=_place)
        )


def _place(person: PersonAnswers) -> tuple[bool, int, str]:
    return (person.position is None, person.position or 0, person.id)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """200,000 objects that all stay: Python's collector would walk them again and again, a third of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Reader:
    def __init__(self, view: Unit, book: Book, day: date) -> None:
        self._book = book
        self._day = day
        self._rules = Eligibility(book, day)
        self._enrolments = enrolments_by_member(view)
        self._shared = shared_numbers(self._enrolments)
        about = {one.parent for one in view.queries.remarks()}
        self._remarked = about | {
            one.member for listed in self._enrolments.values() for one in listed if one.id in about
        }

    def row(self, person: PersonAnswers, family: FamilyPlace) -> WorkerRow:
        enrolments = self._enrolments.get(person.id, ())
        cover = cover_on(enrolments, self._day, self._book.cover) if enrolments else NO_COVER
        born = day_of(person.birth_date)
        facts = facts_of(
            person.answers,
            presence=person.presence,
            born=born,
            ruling=family.ruling,
            cover=cover.state,
            day=self._day,
            ended=ended_by(enrolments, cover) if enrolments else None,
        )
        standing = self._rules.standing(facts, None if person.worker is None else overruling_of(person.worker))
        best = cover.enrolment
        papers = Papers(
            nik=person.nik is not None,
            birth_date=born is not None,
            start_date=best is None or best.start is not None,
            proof=best is None or bool(best.proof),
            enrolled=best is not None and best.ended_on is None,
        )
        return WorkerRow(
            person,
            family,
            facts,
            standing,
            cover,
            missing(facts, papers, standing.status),
            best is not None and best.kpj in self._shared,
            person.id in self._remarked,
        )


def enrolments_by_member(view: Unit) -> dict[RecordId, tuple[Enrolment, ...]]:
    """Every enrolment of the village, in the order in which they were made."""
    found: dict[RecordId, tuple[Enrolment, ...]] = {}
    for record in view.records.all(RecordKind.ENROLMENT):
        one = read_enrolment(record.id, record.document, record.rev)
        found[one.member] = (*found.get(one.member, ()), one)
    return found


def shared_numbers(enrolments: Mapping[RecordId, Iterable[Enrolment]]) -> frozenset[str]:
    """KPJ that stand with more than one person, enrolments that ended among them: a number is for life."""
    holders: Counter[str] = Counter()
    for listed in enrolments.values():
        holders.update({one.kpj for one in listed if one.kpj is not None})
    return frozenset(number for number, count in holders.items() if count > 1)


def number_holders(enrolments: Mapping[RecordId, Iterable[Enrolment]], number: str) -> tuple[RecordId, ...]:
    """The members who have that KPJ."""
    return tuple(member for member, listed in enrolments.items() if any(one.kpj == number for one in listed))
