"""Reads the person of a row. What cannot be read is left out and said; the person always arrives."""

from __future__ import annotations

from datetime import date

from kemiskinan_domain.identity import Nik, Sex, tidied
from kemiskinan_domain.prelist.cells import Row, cell_text, one_line
from kemiskinan_domain.prelist.layout import Column, Layout
from kemiskinan_domain.prelist.reasons import Reason
from kemiskinan_domain.prelist.result import Line, PrelistMember
from kemiskinan_domain.prelist.values import birth_date_in_cell, nik_in, relation_in, sex_in_cell
from kemiskinan_domain.records import NikState


class PersonReader:
    """Reads persons of one sheet. With `spoilt_niks`, no NIK of the sheet is believed."""

    def __init__(self, layout: Layout, today: date | None, *, spoilt_niks: bool) -> None:
        self._layout = layout
        self._today = today
        self._spoilt_niks = spoilt_niks

    def read(self, number: int, row: Row) -> tuple[PrelistMember, list[Line]]:
        """The person, and a line for every cell that was refused or tidied.

        A person whose NIK is refused arrives in the state NEEDS_CHECK without digits: half a NIK in the field
        would be taken for a whole one.
        """
        reasons: list[tuple[Column, Reason]] = []
        name_cell = cell_text(self._layout.cell(row, Column.NAME))
        if name_cell != one_line(name_cell):
            reasons.append((Column.NAME, Reason.NAME_TIDIED))
        nik, state = self._nik(row, reasons)
        member = PrelistMember(
            row=number,
            name=one_line(name_cell),
            nik=nik,
            nik_state=state,
            sex=self._sex(row, reasons),
            birth_date=self._birth_date(row, reasons),
            relation=self._relation(row, reasons),
            received=self._received(row),
        )
        return member, [self._line(number, row, column, reason) for column, reason in reasons]

    def _nik(self, row: Row, reasons: list[tuple[Column, Reason]]) -> tuple[Nik | None, NikState]:
        if Column.NIK not in self._layout.columns:
            return None, NikState.NEEDS_CHECK  # the list does not say whether they have one
        cell = self._layout.cell(row, Column.NIK)
        nik = nik_in(cell)
        if nik is None:
            reasons.append((Column.NIK, Reason.NIK_NONE_YET))
            return None, NikState.NONE_YET
        if self._spoilt_niks and not isinstance(nik, Reason):
            nik = Reason.NIK_LOST_DIGITS
        if isinstance(nik, Reason):
            reasons.append((Column.NIK, nik))
            return None, NikState.NEEDS_CHECK
        if tidied(cell_text(cell)):
            reasons.append((Column.NIK, Reason.NUMBER_TIDIED))
        return nik, NikState.PRESENT

    def _sex(self, row: Row, reasons: list[tuple[Column, Reason]]) -> Sex | None:
        sex = sex_in_cell(self._layout.cell(row, Column.SEX))
        if isinstance(sex, Reason):
            reasons.append((Column.SEX, sex))
            return None
        return sex

    def _birth_date(self, row: Row, reasons: list[tuple[Column, Reason]]) -> date | None:
        born = birth_date_in_cell(self._layout.cell(row, Column.BIRTH_DATE), self._today)
        if isinstance(born, Reason):
            reasons.append((Column.BIRTH_DATE, born))
            return None
        return born

    def _relation(self, row: Row, reasons: list[tuple[Column, Reason]]) -> str | None:
        cell = self._layout.cell(row, Column.RELATION)
        relation = relation_in(cell)
        if isinstance(relation, Reason):
            reasons.append((Column.RELATION, relation))
            return None
        if relation is not None and one_line(cell) == relation:
            reasons.append((Column.RELATION, Reason.RELATION_BY_CODE))
        return relation

    def _received(self, row: Row) -> tuple[tuple[str, str], ...]:
        titled = zip(self._layout.titles, row, strict=False)
        return tuple((title, cell_text(cell)) for title, cell in titled if title and cell_text(cell))

    def _line(self, number: int, row: Row, column: Column, reason: Reason) -> Line:
        return Line(number, self._layout.title(column), cell_text(self._layout.cell(row, column)), reason)
