"""The lists that leave the village: an XLSX for each receiver, by the template of the rule book."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kemiskinan_desktop.services.admission import VillageNames
from kemiskinan_desktop.services.workers.values import WorkerRow
from kemiskinan_domain.deliberation import Ruling
from kemiskinan_domain.prelist import Row, workbook_bytes
from kemiskinan_domain.social_security import Book, ListField, ListTemplate, WorkerStatus

_RULINGS: Final[dict[str, str]] = {
    Ruling.ELIGIBLE: "Layak",
    Ruling.NOT_ELIGIBLE: "Tidak layak",
    Ruling.POSTPONED: "Ditunda",
}
_STATUSES: Final = {
    WorkerStatus.TO_CHECK: "Wajib dicek",
    WorkerStatus.ELIGIBLE: "Memenuhi",
    WorkerStatus.COVERED: "Sudah terlindungi",
    WorkerStatus.NOT_ELIGIBLE: "Tidak memenuhi",
}
_SEXES: Final = {"L": "L", "P": "P", "1": "L", "2": "P"}
_MINIMUM: Final = "JKK, JKM"
"""What is asked for the self-employed where nothing else is recorded (DOMAIN 4.1)."""


def list_workbook(template: ListTemplate, rows: Iterable[WorkerRow], village: VillageNames, book: Book) -> bytes:
    """The file for that receiver. Every cell is text: a NIK stays whole, and a name can never run as a formula."""
    cells = _Cells(village, book)
    lines: list[Row] = [[column.title for column in template.columns]]
    for number, row in enumerate(rows, 1):
        lines.append([cells.text(column.field, row, number) for column in template.columns])
    return workbook_bytes(lines, template.sheet)


def is_listed(row: WorkerRow, template: ListTemplate) -> bool:
    """Whether that receiver is told of this person."""
    return row.status in template.statuses and (row.cover.card_due or not template.card_due)


class _Cells:
    def __init__(self, village: VillageNames, book: Book) -> None:
        sectors = {named.code: named.words for named in book.sectors}
        positions = {named.code: named.words for named in book.positions}
        payers = {str(note.code): note.words for note in book.payers}
        self._read: dict[ListField, Callable[[WorkerRow], str]] = {
            ListField.VILLAGE_CODE: lambda _row: village.code,
            ListField.VILLAGE_NAME: lambda _row: village.village,
            ListField.SUBDISTRICT_NAME: lambda _row: village.subdistrict,
            ListField.NO_KK: lambda row: row.family.no_kk or "",
            ListField.NIK: lambda row: row.person.nik or "",
            ListField.NAME: lambda row: row.person.name,
            ListField.BIRTH_DATE: lambda row: row.person.birth_date or "",
            ListField.SEX: lambda row: _SEXES.get(row.person.sex or "", ""),
            ListField.DUSUN: lambda row: row.family.dusun,
            ListField.RT: lambda row: row.family.rt,
            ListField.RW: lambda row: row.family.rw,
            ListField.ADDRESS: lambda row: row.family.address,
            ListField.SECTOR: lambda row: sectors.get(row.facts.sector or "", ""),
            ListField.POSITION: lambda row: positions.get(row.facts.position or "", ""),
            ListField.STATUS: lambda row: _STATUSES[row.status],
            ListField.RULE: _reason,
            ListField.RULING: lambda row: _RULINGS.get(row.family.ruling or "", ""),
            ListField.KPJ: lambda row: row.kpj or "",
            ListField.PAYER: lambda row: payers.get(_of_enrolment(row, "payer"), ""),
            ListField.PROGRAMME: _programmes,
            ListField.START_DATE: lambda row: _of_enrolment(row, "start"),
            ListField.END_DATE: lambda row: _of_enrolment(row, "end"),
            ListField.BLANK: lambda _row: "",
        }

    def text(self, field: ListField, row: WorkerRow, number: int) -> str:
        """One cell."""
        return str(number) if field is ListField.ORDINAL else self._read[field](row)


def _reason(row: WorkerRow) -> str:
    overruled = row.standing.overruled
    return row.standing.rule.words if overruled is None else overruled.reason


def _of_enrolment(row: WorkerRow, name: str) -> str:
    value = None if row.cover.enrolment is None else getattr(row.cover.enrolment, name)
    return "" if value is None else str(value)


def _programmes(row: WorkerRow) -> str:
    one = row.cover.enrolment
    return _MINIMUM if one is None or not one.programmes else ", ".join(sorted(one.programmes))
