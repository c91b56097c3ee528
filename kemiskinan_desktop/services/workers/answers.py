"""The list that BPJS sends back: read beside the village, then recorded row by row as a person confirmed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.workers.reading import enrolments_by_member, number_holders
from kemiskinan_desktop.services.workers.values import AnswerReport, AnswerTerms, Applied, WorkerRow
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.prelist import FileRefusal, read_cells
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, new_record_id
from kemiskinan_domain.social_security import (
    AnswerLine,
    AnswerMatcher,
    AnswerRefusal,
    Enrolment,
    KnownPerson,
    Outcome,
    Programme,
    Segment,
    day_of,
    recognise_answer,
)

if TYPE_CHECKING:
    from kemiskinan_desktop.services.desk import Desk
    from kemiskinan_desktop.storage import Unit

Told = Callable[[int, int], object]
"""Hears how many rows of how many are through."""
_TOLD_EVERY: Final = 100
_PROGRAMMES: Final[list[FieldValue]] = [Programme.JKK.value, Programme.JKM.value]


def read_answer(content: bytes, name: str, people: Iterable[KnownPerson], today: date) -> AnswerReport:
    """The first sheet that is an answer; where there is none, why the first sheet is not."""
    sheets = read_cells(content)
    if isinstance(sheets, FileRefusal):
        return AnswerReport(name, "", (), sheets)
    refusal: AnswerRefusal | None = None
    for sheet in sheets:
        layout = recognise_answer(sheet.rows)
        if not isinstance(layout, AnswerRefusal):
            return AnswerReport(name, sheet.name, AnswerMatcher(people, today).lines(layout, sheet.rows))
        refusal = refusal or layout
    return AnswerReport(name, sheets[0].name, (), refusal)


def known_people(rows: Iterable[WorkerRow], enrolments: dict[RecordId, tuple[Enrolment, ...]]) -> list[KnownPerson]:
    """The village's people as the matching needs them."""
    return [
        KnownPerson(
            row.id,
            row.person.name,
            row.person.nik,
            day_of(row.person.birth_date),
            tuple(one.kpj for one in enrolments.get(row.id, ()) if one.kpj is not None and one.ended_on is None),
            f"{row.family.dusun} {row.family.rt}/{row.family.rw}".strip(" /"),
        )
        for row in rows
    ]


class AnswerWriter:
    """Records confirmed rows within one unit of work."""

    def __init__(self, desk: Desk, unit: Unit, terms: AnswerTerms, source: str) -> None:
        self._desk = desk
        self._unit = unit
        self._terms = terms
        self._source = source
        self._enrolments = enrolments_by_member(unit)
        self._holders = {
            one.kpj: member for member, listed in self._enrolments.items() for one in listed if one.kpj is not None
        }

    def write(self, lines: Sequence[AnswerLine], confirmed: frozenset[int], told: Told | None = None) -> Applied:
        """Every row that is ready, and of the others those that a person confirmed."""
        written, stale = 0, []
        for at, line in enumerate(lines):
            if told is not None and at % _TOLD_EVERY == 0:
                told(at, len(lines))
            if not (line.ready or (line.confirmable and line.row in confirmed)) or line.person is None:
                continue
            if self._write(line, line.person):
                written += 1
            else:
                stale.append(line.row)
        return Applied(written, tuple(stale))

    def _write(self, line: AnswerLine, person: KnownPerson) -> bool:
        """False where the village says something else by now than when the file was read."""
        open_ones = [one for one in self._enrolments.get(person.id, ()) if one.ended_on is None]
        numbers = tuple(one.kpj for one in open_ones if one.kpj is not None)
        holder = self._holders.get(line.kpj)
        if numbers != person.numbers or (holder is not None and holder != person.id):
            return False
        if self._unit.records.get(RecordKind.MEMBER, person.id) is None:
            return False
        self._holders[line.kpj] = person.id
        if line.outcome is Outcome.NUMBER_CHANGED or (line.outcome is Outcome.NAME_DIFFERS and numbers):
            self._change_number(open_ones, line.kpj)
            return True
        waiting = next((one for one in open_ones if one.kpj is None), None)
        if waiting is None:
            self._put(new_record_id(), self._new_fields(person.id, line.kpj))
        else:
            self._put(waiting.id, self._completing(waiting, line.kpj))
        return True

    def _change_number(self, open_ones: list[Enrolment], number: str) -> None:
        """The number of the enrolment that began last; the change keeps the former one in its history."""
        latest = max((one for one in open_ones if one.kpj is not None), key=lambda one: (one.start or date.min, one.id))
        self._put(latest.id, {"kpj": (latest.kpj, number)})

    def _new_fields(self, member: RecordId, number: str) -> dict[str, FieldEdit]:
        terms = self._terms
        fields: dict[str, FieldValue] = {
            "parent": member,
            "programme": _PROGRAMMES,
            "segment": Segment.BPU.value,
            "kpj": number,
            "payer": None if terms.payer is None else terms.payer.value,
            "start_date": _iso(terms.start),
            "end_date": _iso(terms.end),
            "proof": self._source,
        }
        return {name: (None, value) for name, value in fields.items() if value is not None}

    def _completing(self, waiting: Enrolment, number: str) -> dict[str, FieldEdit]:
        """What the village recorded itself stays; the letter's terms fill what is empty."""
        terms = self._terms
        empty = (
            ("payer", waiting.payer, None if terms.payer is None else terms.payer.value),
            ("start_date", waiting.start, _iso(terms.start)),
            ("end_date", waiting.end, _iso(terms.end)),
            ("proof", waiting.proof or None, self._source),
        )
        edits: dict[str, FieldEdit] = {"kpj": (None, number)}
        edits |= {name: (None, wanted) for name, seen, wanted in empty if seen is None and wanted is not None}
        return edits

    def _put(self, record: RecordId, edits: dict[str, FieldEdit]) -> None:
        self._unit.changes.put(RecordKind.ENROLMENT, record, edits, by=self._desk.person.id, at=self._desk.clock())


def holders_of(unit: Unit, number: str) -> tuple[RecordId, ...]:
    """The members who have that KPJ now."""
    return number_holders(enrolments_by_member(unit), number)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
