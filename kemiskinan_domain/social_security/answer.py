"""Matches the rows of the list from BPJS Ketenagakerjaan with the village's people, one outcome for every row.

By NIK first; without it by name and birth date, which a person must confirm. Nothing is overwritten here: a row only
says what could be done, and `confirmable` rows are done when a person says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.identity import (
    Kpj,
    KpjRefusal,
    Nik,
    birth_date_in,
    folded_name,
    kpj_findings,
    read_kpj,
    read_nik,
)
from kemiskinan_domain.identity.tidying import was_a_number
from kemiskinan_domain.prelist.cells import Cell, Row, cell_text, is_blank, is_number, one_line
from kemiskinan_domain.prelist.values import birth_date_in_cell
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.social_security.answer_layout import AnswerColumn, AnswerLayout


class Outcome(Enum):
    """What one row amounts to."""

    NEW_NUMBER = auto()
    """Matched by NIK and name; the number is new for the person."""
    KNOWN_NUMBER = auto()
    """Matched; the number is recorded already."""
    NAME_AND_BIRTH = auto()
    """No usable NIK; exactly one person has this name and birth date."""
    NAME_DIFFERS = auto()
    """The NIK is the person's, the name is another: perhaps the number of somebody else."""
    NUMBER_CHANGED = auto()
    """The person has another number."""
    UNKNOWN_PERSON = auto()
    SEVERAL_PEOPLE = auto()
    NIK_TWICE = auto()
    NUMBER_TWICE = auto()
    NUMBER_OF_ANOTHER = auto()
    NUMBER_MISSING = auto()
    NUMBER_UNREADABLE = auto()
    NUMBER_LOST_DIGITS = auto()
    NIK_LOST_DIGITS = auto()


READY: Final = frozenset({Outcome.NEW_NUMBER})
CONFIRMABLE: Final = frozenset({Outcome.NAME_AND_BIRTH, Outcome.NAME_DIFFERS, Outcome.NUMBER_CHANGED})
_USUAL_LENGTH: Final = 11


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody of the village as the matching needs them; `numbers` are the KPJ of enrolments that are not ended."""

    id: RecordId
    name: str
    nik: str | None
    birth_date: date | None
    numbers: tuple[str, ...] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One row of the file with its outcome; `row` counts from 1 as the spreadsheet does."""

    row: int
    kpj: str
    name: str
    nik: str
    outcome: Outcome
    person: KnownPerson | None = None
    unusual: bool = False
    """The number is not eleven characters long: to be compared with the card."""

    @property
    def confirmable(self) -> bool:
        """A person may say that it is right."""
        return self.outcome in CONFIRMABLE

    @property
    def ready(self) -> bool:
        """Nothing speaks against it."""
        return self.outcome in READY


@dataclass(frozen=True, slots=True)
class _Read:
    row: int
    kpj: Kpj | Outcome
    nik: Nik | Outcome | None
    name: str
    born: date | None
    kpj_text: str
    nik_text: str


class AnswerMatcher:
    """Knows the village; reads one file."""

    def __init__(self, people: Iterable[KnownPerson], today: date) -> None:
        self._today = today
        self._by_nik: dict[str, list[KnownPerson]] = {}
        self._by_name: dict[tuple[str, date], list[KnownPerson]] = {}
        self._holder: dict[str, RecordId] = {}
        for person in people:
            if person.nik:
                self._by_nik.setdefault(person.nik, []).append(person)
            if person.birth_date is not None:
                self._by_name.setdefault((folded_name(person.name), person.birth_date), []).append(person)
            for number in person.numbers:
                self._holder.setdefault(number, person.id)

    def lines(self, layout: AnswerLayout, rows: Sequence[Row]) -> tuple[AnswerLine, ...]:
        """One line for every row that is not blank and not a repeated header."""
        read = [
            self._read(number, layout, row)
            for number, row in enumerate(rows, 1)
            if number > layout.header_row and not is_blank(row) and not layout.is_title(row)
        ]
        kpjs = Counter(one.kpj for one in read if isinstance(one.kpj, str))
        niks = Counter(one.nik for one in read if isinstance(one.nik, str))
        return tuple(self._line(one, kpjs, niks) for one in read)

    def _read(self, number: int, layout: AnswerLayout, row: Row) -> _Read:
        kpj_cell, nik_cell = layout.cell(row, AnswerColumn.KPJ), layout.cell(row, AnswerColumn.NIK)
        born = birth_date_in_cell(layout.cell(row, AnswerColumn.BIRTH_DATE), self._today)
        nik = _nik(nik_cell)
        if not isinstance(born, date):
            born = birth_date_in(nik, self._today) if isinstance(nik, str) else None
        name = one_line(layout.cell(row, AnswerColumn.NAME))
        return _Read(number, _kpj(kpj_cell), nik, name, born, cell_text(kpj_cell), cell_text(nik_cell))

    def _line(self, read: _Read, kpjs: Counter[Kpj], niks: Counter[Nik]) -> AnswerLine:
        outcome, person = self._judged(read, kpjs, niks)
        text = read.kpj if isinstance(read.kpj, str) else read.kpj_text
        odd = isinstance(read.kpj, str) and bool(kpj_findings(read.kpj))
        nik = read.nik if isinstance(read.nik, str) else read.nik_text
        return AnswerLine(read.row, text, read.name, nik, outcome, person, odd)

    def _judged(self, read: _Read, kpjs: Counter[Kpj], niks: Counter[Nik]) -> tuple[Outcome, KnownPerson | None]:
        if isinstance(read.kpj, Outcome):
            return read.kpj, None
        if kpjs[read.kpj] > 1:
            return Outcome.NUMBER_TWICE, None
        if isinstance(read.nik, str) and niks[read.nik] > 1:
            return Outcome.NIK_TWICE, None
        found, by_nik = self._found(read)
        if len(found) > 1:
            return Outcome.SEVERAL_PEOPLE, None
        if not found:
            return (Outcome.NIK_LOST_DIGITS if isinstance(read.nik, Outcome) else Outcome.UNKNOWN_PERSON), None
        return self._compared(read, read.kpj, found[0], by_nik), found[0]

    def _found(self, read: _Read) -> tuple[list[KnownPerson], bool]:
        if isinstance(read.nik, str) and read.nik in self._by_nik:
            return self._by_nik[read.nik], True
        if read.born is None or not read.name:
            return [], False
        return self._by_name.get((folded_name(read.name), read.born), []), False

    def _compared(self, read: _Read, kpj: Kpj, person: KnownPerson, by_nik: bool) -> Outcome:
        holder = self._holder.get(kpj)
        if holder is not None and holder != person.id:
            return Outcome.NUMBER_OF_ANOTHER
        if by_nik and not _alike(read.name, person.name):
            return Outcome.NAME_DIFFERS
        if kpj in person.numbers:
            return Outcome.KNOWN_NUMBER
        if person.numbers:
            return Outcome.NUMBER_CHANGED
        return Outcome.NEW_NUMBER if by_nik else Outcome.NAME_AND_BIRTH


def _kpj(cell: Cell) -> Kpj | Outcome:
    """A number of another length than eleven has perhaps lost its leading zeros."""
    read = read_kpj(cell_text(cell))
    if isinstance(read, KpjRefusal):
        return {
            KpjRefusal.ABSENT: Outcome.NUMBER_MISSING,
            KpjRefusal.LOST_DIGITS: Outcome.NUMBER_LOST_DIGITS,
            KpjRefusal.NOT_A_KPJ: Outcome.NUMBER_UNREADABLE,
        }[read]
    lost = (is_number(cell) and len(read) != _USUAL_LENGTH) or was_a_number(cell_text(cell))
    return Outcome.NUMBER_LOST_DIGITS if lost else read


def _nik(cell: Cell) -> Nik | Outcome | None:
    """A spreadsheet keeps fifteen digits of a number, so a NIK that came as one cannot be trusted."""
    text = cell_text(cell)
    if is_number(cell) or was_a_number(text):
        return Outcome.NIK_LOST_DIGITS
    read = read_nik(text)
    return read if isinstance(read, str) else None


def _alike(one: str, other: str) -> bool:
    """The same name, or the words of one among those of the other (a title, a second name left out)."""
    first, second = set(folded_name(one).split()), set(folded_name(other).split())
    return bool(first) and bool(second) and (first <= second or second <= first)
