"""Laporan: counts by place, and the list of families for a spreadsheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.export_workbook import ExportedFamily, workbook
from kemiskinan_desktop.services.households.rows import household_row
from kemiskinan_desktop.services.households.values import HouseholdRow
from kemiskinan_desktop.storage import MemberRow
from kemiskinan_domain.records import SurveyState


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

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def recap(self) -> Recap:
        """Counted now."""
        with self._desk.store.view() as view:
            return recap_of(tuple(household_row(row) for row in view.queries.households()))

    def export_households(self, masked: bool, reason: str) -> bytes:
        """The families as XLSX, NIK and No. KK as text; written into the audit log with the reason.

        Raises ValueError for an unmasked export without a reason: the screen asks for it first.
        """
        if not masked and not reason.strip():
            raise ValueError("An unmasked export needs a reason")
        with self._desk.store.unit() as unit:
            people: dict[str, list[MemberRow]] = {}
            for member in unit.queries.members():
                people.setdefault(member.household, []).append(member)
            families = [
                ExportedFamily(household_row(row), tuple(people.get(row.id, ()))) for row in unit.queries.households()
            ]
            sheet = workbook(families, masked)
            action = "export-masked" if masked else "export"
            unit.audit.append(action, by=self._desk.person.id, at=self._desk.clock(), detail=reason.strip())
            unit.commit()
        return sheet


def recap_of(rows: tuple[HouseholdRow, ...]) -> Recap:
    """The report's tables over these families. Pure."""
    by_place: dict[tuple[str, str, str], list[HouseholdRow]] = {}
    by_desil: dict[int | None, list[HouseholdRow]] = {}
    for row in rows:
        by_place.setdefault((row.dusun, row.rw, row.rt), []).append(row)
        by_desil.setdefault(row.desil, []).append(row)
    return Recap(
        places=tuple(_place(place, group) for place, group in sorted(by_place.items())),
        deciles=tuple(
            DesilLine(desil, _decisions(group), sum(1 for row in group if row.decision is None))
            for desil, group in sorted(by_desil.items(), key=lambda item: (item[0] is None, item[0] or 0))
        ),
        presence=tuple(sorted(Counter(row.presence for row in rows if row.presence is not None).items())),
    )


def _place(place: tuple[str, str, str], rows: list[HouseholdRow]) -> RecapLine:
    states = Counter(row.survey_state for row in rows)
    return RecapLine(
        *place,
        families=len(rows),
        people=sum(row.member_count for row in rows),
        not_started=states[SurveyState.NOT_STARTED],
        draft=states[SurveyState.DRAFT],
        complete=states[SurveyState.COMPLETE],
        decisions=_decisions(rows),
    )


def _decisions(rows: Iterable[HouseholdRow]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(Counter(row.decision for row in rows if row.decision is not None).items()))
