"""The workers of a village as the district reads them: the same rules over the records that the village sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode
from kemiskinan_domain.social_security import (
    BOOK_ID,
    NO_COVER,
    BadBookError,
    Book,
    Cover,
    Eligibility,
    Enrolment,
    Standing,
    WorkerStatus,
    cover_on,
    day_of,
    ended_by,
    facts_of,
    overruling_of,
    read_book,
    read_enrolment,
)
from kemiskinan_server.storage.database import UnitOfWork


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A member with where they stand; `standing` names the rule."""

    id: RecordId
    household: RecordId
    name: str
    nik: str | None
    dusun: str
    rt: str
    rw: str
    sector: str | None
    standing: Standing
    cover: Cover


@dataclass(frozen=True, slots=True)
class CoverCount:
    """People of a place by status; `should` are those who are covered or eligible."""

    name: str
    counts: Counter[WorkerStatus]

    @property
    def covered(self) -> int:
        """Covered today."""
        return self.counts[WorkerStatus.COVERED]

    @property
    def should(self) -> int:
        """Covered or still to be covered."""
        return self.covered + self.counts[WorkerStatus.ELIGIBLE]

    @property
    def to_check(self) -> int:
        """Nobody can say yet."""
        return self.counts[WorkerStatus.TO_CHECK]


def shipped_book() -> Path:
    """The rules that come with the product."""
    return Path(__file__).resolve().parents[2] / "resources" / "social_security" / "pekerja.json"


def book_in_use(unit: UnitOfWork) -> tuple[Book, str]:
    """What the district published with its digest, else what came with the product, without one."""
    newest = next((one for one in unit.publications.newest() if one[0] == BOOK_ID), None)
    stored = None if newest is None else unit.publications.get(newest[0], newest[1])
    if stored is not None:
        try:
            return read_book(stored.compiled), stored.digest
        except BadBookError:
            pass  # a book of a newer program: the shipped one is read, as the laptops do
    return read_book(shipped_book().read_bytes()), ""


def worker_lines(unit: UnitOfWork, village: VillageCode, book: Book, day: date) -> list[WorkerLine]:
    """Everybody of the village by dusun, RW, RT and name. Raises NoRulesError."""
    rules = Eligibility(book, day)
    rulings = unit.sessions.rulings(village)
    families = dict(unit.sessions.all_of(village, RecordKind.HOUSEHOLD))
    enrolments: dict[RecordId, list[Enrolment]] = {}
    for record, document in unit.sessions.all_of(village, RecordKind.ENROLMENT):
        one = read_enrolment(record, document)
        enrolments.setdefault(one.member, []).append(one)
    lines = [
        _line(
            rules, book, (record, document), families=families, rulings=rulings, enrolments=enrolments.get(record, [])
        )
        for record, document in unit.sessions.all_of(village, RecordKind.MEMBER)
    ]
    return sorted(lines, key=lambda one: (one.dusun, one.rw, one.rt, one.household, one.name, one.id))


@dataclass(frozen=True, slots=True)
class WorkerRemark:
    """What village or district wrote about a worker."""

    text: str
    side: str
    open: bool


def remarks_of(
    unit: UnitOfWork, village: VillageCode, members: Iterable[RecordId]
) -> dict[RecordId, list[WorkerRemark]]:
    """Remarks on these people, the oldest first."""
    found = unit.sessions.children_of_each(village, RecordKind.REMARK, list(members))
    return {
        member: [
            WorkerRemark(_text(document, "text"), _text(document, "side"), _text(document, "state") != "settled")
            for document in documents
        ]
        for member, documents in found.items()
    }


def counted(name: str, lines: Iterable[WorkerLine]) -> CoverCount:
    """How many stand where."""
    return CoverCount(name, Counter(line.standing.status for line in lines))


def _line(
    rules: Eligibility,
    book: Book,
    person: tuple[RecordId, Document],
    *,
    families: dict[RecordId, Document],
    rulings: dict[RecordId, str],
    enrolments: list[Enrolment],
) -> WorkerLine:
    record, document = person
    household = RecordId(_text(document, "parent"))
    family = families.get(household, {})
    cover = cover_on(enrolments, rules.day, book.cover) if enrolments else NO_COVER
    answers = document.get("answers")
    facts = facts_of(
        answers if isinstance(answers, dict) else {},
        presence=_text(document, "presence") or None,
        born=day_of(document.get("birth_date")),
        ruling=rulings.get(household),
        cover=cover.state,
        day=rules.day,
        ended=ended_by(enrolments, cover) if enrolments else None,
    )
    return WorkerLine(
        id=record,
        household=household,
        name=_text(document, "name"),
        nik=_text(document, "nik") or None,
        dusun=_text(family, "dusun"),
        rt=_text(family, "rt"),
        rw=_text(family, "rw"),
        sector=facts.sector,
        standing=rules.standing(facts, overruling_of(document.get("worker"))),
        cover=cover,
    )


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
