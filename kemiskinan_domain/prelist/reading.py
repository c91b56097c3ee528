"""From the rows of a recognised sheet to families, with every row accounted for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from kemiskinan_domain.identity import FamilyCardNumber, Regions, tidied
from kemiskinan_domain.prelist.cells import Cell, Row, cell_text, is_blank, is_number, one_line
from kemiskinan_domain.prelist.families import FamilyDraft, FamilySigns, FamilySorter
from kemiskinan_domain.prelist.findings import findings_in
from kemiskinan_domain.prelist.layout import Column, Layout, known_columns
from kemiskinan_domain.prelist.person import PersonReader
from kemiskinan_domain.prelist.places import VillageFinder
from kemiskinan_domain.prelist.reasons import Reason, SkipReason
from kemiskinan_domain.prelist.result import Line, PrelistResult, Source
from kemiskinan_domain.prelist.values import HEAD, desil_in, family_card_in, relation_in, rt_rw_in

_TOTAL = re.compile(r"(sub\W*|grand\W*)?(jumlah|total|rekapitulasi)\b", re.IGNORECASE)
_FAMILY_FACTS: Final = ((Column.ADDRESS, "address"), (Column.RT, "rt"), (Column.RW, "rw"))
_PERSON_COLUMNS: Final = (Column.NIK, Column.FAMILY_CARD, Column.SEX, Column.BIRTH_DATE, Column.RELATION)


def read_prelist(
    layout: Layout,
    rows: Sequence[Row],
    regions: Regions,
    *,
    source: Source,
    period: str,
    today: date | None = None,
) -> PrelistResult:
    """Read every row of the sheet (the same rows that the layout was recognised in).

    A row without a name or without a village is refused. A cell that cannot be read is refused alone: its
    person arrives without it. With `today`, later birth dates are impossible.
    """
    return _Reading(layout, rows, regions, today).result(source, period)


def skip_reason(layout: Layout, row: Row, number: int) -> SkipReason | None:
    """Why a row holds no person, or None when it must be read."""
    if number <= layout.header_row:
        return SkipReason.HEADER if number == layout.header_row else SkipReason.TITLE
    if is_blank(row):
        return SkipReason.BLANK
    if len(set(known_columns(row).values()) & set(layout.columns)) == len(layout.columns):
        return SkipReason.HEADER
    said = [one_line(cell) for cell in row if one_line(cell)]
    if number == layout.header_row + 1 and [s.strip("()") for s in said] == [str(n + 1) for n in range(len(said))]:
        return SkipReason.NUMBERING
    if _TOTAL.match(said[0]) and not any(one_line(layout.cell(row, column)) for column in _PERSON_COLUMNS):
        return SkipReason.TOTAL
    return None


class _Reading:
    """One pass over the rows; keeps what it has found so far."""

    def __init__(self, layout: Layout, rows: Sequence[Row], regions: Regions, today: date | None) -> None:
        self._layout = layout
        self._rows = rows
        self._finder = VillageFinder(layout, regions)
        titled = self._finder.titled
        self._sorter = FamilySorter(None if isinstance(titled, Reason) else titled)
        self._people = PersonReader(layout, today, spoilt_niks=self._all_end_in_zero(Column.NIK))
        self._spoilt_cards = self._all_end_in_zero(Column.FAMILY_CARD)
        self._numbered_families = self._numbers_families()
        self._lines: list[Line] = []

    def result(self, source: Source, period: str) -> PrelistResult:
        """Read all rows and put the answer together."""
        skipped: dict[int, SkipReason] = {}
        taken: set[int] = set()
        refused: set[int] = set()
        for number, row in enumerate(self._rows, start=1):
            skip = skip_reason(self._layout, row, number)
            if skip is not None:
                skipped[number] = skip
            else:
                (taken if self._take(number, row) else refused).add(number)
        cards_listed = Column.FAMILY_CARD in self._layout.columns
        families = tuple(draft.finished(cards_listed=cards_listed) for draft in self._sorter.drafts)
        lines = [*self._lines, *self._desil_lines(), *findings_in(families, self._layout)]
        return PrelistResult(
            source=source,
            period=period,
            layout=self._layout,
            row_count=len(self._rows),
            families=families,
            lines=tuple(sorted(lines, key=lambda line: line.row)),
            taken=frozenset(taken),
            refused=frozenset(refused),
            skipped=skipped,
        )

    def _take(self, number: int, row: Row) -> bool:
        """Read one row; False when its person does not arrive."""
        family = self._family_of(number, row)
        if family is None:
            return False
        self._read_family_cells(family, number, row)
        if not one_line(self._layout.cell(row, Column.NAME)):
            self._say(number, row, Column.NAME, Reason.NAME_MISSING)
            return False
        member, lines = self._people.read(number, row)
        family.members.append(member)
        self._lines.extend(lines)
        return True

    def _family_of(self, number: int, row: Row) -> FamilyDraft | None:
        village = self._finder.of_row(row)
        if isinstance(village, Reason):
            self._sorter.lose_thread()
            self._say(number, row, self._village_column(), village)
            return None
        card_cell = self._layout.cell(row, Column.FAMILY_CARD)
        signs = FamilySigns(
            row=number,
            village=village,
            source_id=one_line(self._layout.cell(row, Column.SOURCE_ID)).lstrip("'"),
            card=self._card(card_cell),
            card_text=one_line(card_cell),
            begins=self._begins_family(row),
        )
        family = self._sorter.place(signs)
        if isinstance(family, Reason):
            column = Column.FAMILY_CARD if family is Reason.FAMILY_UNCLEAR else self._village_column()
            self._say(number, row, column, family)
            return None
        self._note_card(family, signs, row)
        return family

    def _note_card(self, family: FamilyDraft, signs: FamilySigns, row: Row) -> None:
        """Keep the row's No. KK with its family and say what is odd about it."""
        if isinstance(signs.card, Reason):
            family.unread_card = signs.card_text
            self._say(signs.row, row, Column.FAMILY_CARD, signs.card)
        elif signs.card is None:
            if Column.FAMILY_CARD in self._layout.columns:
                self._say(signs.row, row, Column.FAMILY_CARD, Reason.CARD_BLANK)
        else:
            if tidied(cell_text(self._layout.cell(row, Column.FAMILY_CARD))):
                self._say(signs.row, row, Column.FAMILY_CARD, Reason.NUMBER_TIDIED)
            if family.cards and signs.card != family.cards[0]:
                self._say(signs.row, row, Column.FAMILY_CARD, Reason.CARD_DIFFERS)
            family.cards.append(signs.card)

    def _card(self, cell: Cell) -> FamilyCardNumber | Reason | None:
        card = family_card_in(cell)
        return Reason.CARD_LOST_DIGITS if self._spoilt_cards and isinstance(card, str) else card

    def _read_family_cells(self, family: FamilyDraft, number: int, row: Row) -> None:
        for column, fact in _FAMILY_FACTS:
            cell = self._layout.cell(row, column)
            value = one_line(cell) if column is Column.ADDRESS else rt_rw_in(cell)
            if isinstance(value, Reason):
                self._say(number, row, column, value)
            elif value and family.facts.setdefault(fact, value) != value:
                self._say(number, row, column, Reason.ADDRESS_DIFFERS)
        desil = desil_in(self._layout.cell(row, Column.DESIL))
        if isinstance(desil, Reason):
            self._say(number, row, Column.DESIL, desil)
        elif desil is not None:
            family.desils.append((number, desil.value))
            if desil.roman:
                self._say(number, row, Column.DESIL, Reason.DESIL_ROMAN)

    def _desil_lines(self) -> list[Line]:
        lines = []
        for draft in self._sorter.drafts:
            for number, value in draft.desils:
                if value != draft.desil:
                    cell = self._layout.cell(self._rows[number - 1], Column.DESIL)
                    title = self._layout.title(Column.DESIL)
                    lines.append(Line(number, title, cell_text(cell), Reason.DESIL_DIFFERS))
        return lines

    def _begins_family(self, row: Row) -> bool:
        numbered = self._numbered_families and one_line(self._layout.cell(row, Column.ORDINAL)) != ""
        return numbered or relation_in(self._layout.cell(row, Column.RELATION)) == HEAD

    def _numbers_families(self) -> bool:
        """Whether the running number counts families: then it stands on some rows of persons and not on others."""
        if Column.ORDINAL not in self._layout.columns:
            return False
        people = (row for row in self._rows[self._layout.header_row :] if one_line(self._layout.cell(row, Column.NAME)))
        return len({bool(one_line(self._layout.cell(row, Column.ORDINAL))) for row in people}) > 1

    def _all_end_in_zero(self, column: Column) -> bool:
        """Whether a column's numbers were all zero-filled by Excel before they were turned into text.

        Five different numbers that all end in 0 come about by chance once in 100,000 files.
        """
        cells = (self._layout.cell(row, column) for row in self._rows[self._layout.header_row :])
        texts = {one_line(cell) for cell in cells if not is_number(cell)}
        whole = {text for text in texts if re.fullmatch(r"'?\d{16}", text)}
        return len(whole) >= 5 and all(text.endswith("0") for text in whole)

    def _village_column(self) -> Column:
        return Column.VILLAGE_CODE if Column.VILLAGE_CODE in self._layout.columns else Column.VILLAGE_NAME

    def _say(self, number: int, row: Row, column: Column, reason: Reason) -> None:
        cell = cell_text(self._layout.cell(row, column))
        self._lines.append(Line(number, self._layout.title(column), cell, reason))
