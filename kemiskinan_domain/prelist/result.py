"""What an import answers: families by village, and a line for everything that was refused, odd or tidied."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kemiskinan_domain.identity import FamilyCardNumber, Nik, RegionCode, Sex
from kemiskinan_domain.prelist.layout import Layout
from kemiskinan_domain.prelist.reasons import Effect, Reason, SkipReason, effect_of
from kemiskinan_domain.records import FamilyCardState, NikState


class Source(StrEnum):
    """Who made the list."""

    DTSEN = "DTSEN"
    P3KE = "P3KE"
    DTKS = "DTKS"
    OTHER = "LAINNYA"


@dataclass(frozen=True, slots=True)
class PrelistMember:
    """One person of the file. `nik` holds digits only in the state PRESENT; `received` is the row as it came."""

    row: int
    name: str
    nik: Nik | None
    nik_state: NikState
    sex: Sex | None
    birth_date: date | None
    relation: str | None
    received: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PrelistFamily:
    """One family of one village. `source_id` is the file's own id, else the No. KK, else the row it began in."""

    village: RegionCode
    first_row: int
    source_id: str
    family_card: FamilyCardNumber | None
    family_card_state: FamilyCardState
    desil: int | None
    address: str
    rt: str
    rw: str
    members: tuple[PrelistMember, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Something to say about a cell: row number from 1, title of the column, the cell as text, why."""

    row: int
    column: str
    cell: str
    reason: Reason

    @property
    def effect(self) -> Effect:
        """What it meant for the row."""
        return effect_of(self.reason)


@dataclass(frozen=True, slots=True)
class PrelistResult:
    """The whole of a sheet: every row is taken, refused or skipped, and nothing else."""

    source: Source
    period: str
    layout: Layout
    row_count: int
    families: tuple[PrelistFamily, ...]
    lines: tuple[Line, ...]
    taken: frozenset[int]
    refused: frozenset[int]
    skipped: dict[int, SkipReason]

    @property
    def rows_taken(self) -> int:
        """Rows whose person arrives, also those of which one cell was refused."""
        return len(self.taken)

    @property
    def rows_refused(self) -> int:
        """Rows whose person does not arrive."""
        return len(self.refused)

    @property
    def rows_skipped(self) -> int:
        """Rows without a person: title, header, blank, total."""
        return len(self.skipped)

    @property
    def taken_in_part(self) -> frozenset[int]:
        """Rows taken, but for a cell that the village must ask for."""
        cells = {line.row for line in self.lines if line.effect is Effect.CELL_REFUSED}
        return self.taken & cells

    @property
    def to_return(self) -> tuple[int, ...]:
        """Rows of which something was refused, in order: these go into the file that is sent back."""
        return tuple(sorted(self.refused | self.taken_in_part))

    def count(self, reason: Reason) -> int:
        """How many lines give that reason."""
        return Counter(line.reason for line in self.lines)[reason]

    def by_village(self) -> dict[RegionCode, tuple[PrelistFamily, ...]]:
        """The families of each village, in the order of the file."""
        villages: dict[RegionCode, list[PrelistFamily]] = {}
        for family in self.families:
            villages.setdefault(family.village, []).append(family)
        return {village: tuple(families) for village, families in villages.items()}
