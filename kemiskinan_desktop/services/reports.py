"""Laporan: counts by place, and the list of families for a spreadsheet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RecapLine:
    """One dusun/RW/RT: families by state of survey and by decision code."""

    dusun: str
    rw: str
    rt: str
    families: int
    people: int
    not_started: int
    draft: int
    complete: int
    decisions: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class DesilLine:
    """Families of one decile (None: not in the pre-list) by decision code; `undecided` have none."""

    desil: int | None
    decisions: tuple[tuple[str, int], ...]
    undecided: int


@dataclass(frozen=True, slots=True)
class Recap:
    """The report's tables."""

    places: tuple[RecapLine, ...]
    deciles: tuple[DesilLine, ...]
    presence: tuple[tuple[str, int], ...]


class ReportService:
    """Run on the storage lane."""

    def recap(self) -> Recap:
        """Counted now."""

    def export_households(self, masked: bool, reason: str) -> bytes:
        """The families as XLSX, NIK and No. KK as text; written into the audit log with the reason.

        Raises ValueError for an unmasked export without a reason: the screen asks for it first.
        """
