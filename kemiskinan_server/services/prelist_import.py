"""Takes the district's list in: every row of the file arrives in a village or is handed back with its reason."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kemiskinan_domain.clock import village_day
from kemiskinan_domain.identity import Regions
from kemiskinan_domain.people import WHOLE_DISTRICT, Area
from kemiskinan_domain.prelist import (
    Cell,
    Column,
    FileRefusal,
    LayoutRefusal,
    PrelistFamily,
    PrelistResult,
    Sheet,
    Source,
    read_prelist_file,
    report_lines,
    rows_to_return,
    titles_in,
    workbook_bytes,
)
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.services.district import lock_hand, write_as_district
from kemiskinan_server.services.handing_on.spreadsheets import harmless
from kemiskinan_server.services.prelist_changes import Batch, Planner
from kemiskinan_server.storage.database import UnitOfWork

UNREGISTERED = "Desa belum terdaftar di server"
FILE_WORDS = {
    FileRefusal.EMPTY: "Berkas kosong.",
    FileRefusal.TOO_LARGE: "Berkas terlalu besar.",
    FileRefusal.OLD_OR_LOCKED_EXCEL: "Berkas berkata sandi atau berbentuk .xls lama. Simpan sebagai .xlsx tanpa sandi.",
    FileRefusal.BROKEN_EXCEL: "Berkas Excel rusak atau terpotong.",
    FileRefusal.NOT_TEXT: "Berkas bukan Excel dan bukan CSV.",
}
_REPORT_HEADER = ("lembar", "baris", "kolom", "isi", "akibat", "alasan")


@dataclass(frozen=True, slots=True)
class VillageImport:
    """What one village got; `registered` is False where it got nothing because it is not served yet."""

    village: VillageCode
    families: int
    people: int
    new: int = 0
    linked: int = 0
    unchanged: int = 0
    registered: bool = True
    desil_changed: int = 0
    gone: int = 0
    """Families of the same source's last list that this one does not name."""
    first_mid: int = 0
    last_mid: int = 0
    """The district's own changes that brought it; 0 where there were none."""
    head: int = 0


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Of one file: what the villages got, the report (CSV), and the rows to hand back (XLSX; None where none are)."""

    villages: tuple[VillageImport, ...]
    rows: int
    rows_taken: int
    rows_refused: int
    rows_skipped: int
    unread_sheets: tuple[tuple[str, LayoutRefusal], ...]
    report: bytes
    returned: bytes | None
    columns: tuple[tuple[str, str], ...] = ()
    """Titles that were recognised, with what they mean to the import."""
    titles: tuple[str, ...] = ()
    """All titles of the file, for somebody who chooses columns by hand."""


def import_prelist(
    unit: UnitOfWork,
    data: bytes,
    regions: Regions,
    *,
    source: Source,
    period: str,
    by: str,
    now: datetime,
    area: Area = WHOLE_DISTRICT,
    chosen: Mapping[Column, str] | None = None,
) -> ImportReport | FileRefusal:
    """Read a file and write its families into their villages, in the open transaction.

    `chosen` names titles of columns where a person knows better than the program.

    The same file twice brings nothing new; a later period adds an entry to the families that are there. Rows of a
    village outside the area are handed back, as those of a village that is not served.
    """
    read = read_prelist_file(data, regions, source=source, period=period, today=village_day(now), chosen=chosen)
    if isinstance(read, FileRefusal):
        return read
    results = [(one.sheet, one.result) for one in read if isinstance(one.result, PrelistResult)]
    families: dict[VillageCode, list[PrelistFamily]] = {}
    for _, result in results:
        for village, found in result.by_village().items():
            families.setdefault(VillageCode(village), []).extend(found)
    batch = Batch(source, period, by, now)
    # Villages are locked in the order of their codes, so that two imports never wait for each other in a circle.
    villages = tuple(_into_village(unit, village, families[village], batch, area) for village in sorted(families))
    unserved = {found.village for found in villages if not found.registered}
    unit.directory.note(now, by, "prelist-imported", None, batch.name)
    return ImportReport(
        villages=villages,
        rows=sum(result.row_count for _, result in results),
        rows_taken=sum(result.rows_taken for _, result in results) - _rows_of(results, unserved),
        rows_refused=sum(result.rows_refused for _, result in results) + _rows_of(results, unserved),
        rows_skipped=sum(result.rows_skipped for _, result in results),
        unread_sheets=tuple((one.sheet.name, one.result) for one in read if isinstance(one.result, LayoutRefusal)),
        report=_report(results, unserved),
        returned=_returned(results, unserved),
        columns=_columns(results),
        titles=tuple(dict.fromkeys(title for one in read for title in titles_in(one.sheet.rows))),
    )


def _into_village(
    unit: UnitOfWork, village: VillageCode, families: list[PrelistFamily], batch: Batch, area: Area
) -> VillageImport:
    people = sum(len(family.members) for family in families)
    locked = lock_hand(unit, village) if area.covers(village) else None
    if locked is None:
        return VillageImport(village, len(families), people, registered=False)
    plan = Planner(unit.villages, village, batch).plan(families)
    found = VillageImport(
        village,
        len(families),
        people,
        plan.new,
        plan.linked,
        plan.unchanged,
        desil_changed=plan.desil_changed,
        gone=plan.gone,
    )
    if not plan.changes:
        return found
    first = locked[0].last_mid + 1
    written = write_as_district(unit, locked, plan.changes, batch.now)
    return replace(found, first_mid=first, last_mid=written.last_mid, head=written.village.head)


def _columns(results: Sequence[tuple[Sheet, PrelistResult]]) -> tuple[tuple[str, str], ...]:
    """Of all sheets together, each title once."""
    found: dict[str, str] = {}
    for _, result in results:
        found |= {result.layout.title(column): column.value for column in result.layout.columns}
    return tuple(found.items())


def _unserved_rows(result: PrelistResult, unserved: set[VillageCode]) -> list[int]:
    return sorted(
        person.row for family in result.families if VillageCode(family.village) in unserved for person in family.members
    )


def _rows_of(results: Sequence[tuple[Sheet, PrelistResult]], unserved: set[VillageCode]) -> int:
    return sum(len(_unserved_rows(result, unserved)) for _, result in results)


def _report(results: Iterable[tuple[Sheet, PrelistResult]], unserved: set[VillageCode]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";")
    writer.writerow(_REPORT_HEADER)
    for sheet, result in results:
        for line in report_lines(result):
            row = (sheet.name, line.row, line.column, line.cell, line.effect_words, line.reason_words)
            writer.writerow([_harmless(value) for value in row])
        for row_number in _unserved_rows(result, unserved):
            writer.writerow([_harmless(sheet.name), row_number, "", "", "Baris ditolak", UNREGISTERED])
    return target.getvalue().encode("utf-8-sig")


def _harmless(value: str | int) -> str | int:
    return harmless(value) if isinstance(value, str) else value


def _returned(results: Iterable[tuple[Sheet, PrelistResult]], unserved: set[VillageCode]) -> bytes | None:
    table: list[list[Cell]] = []
    for sheet, result in results:
        part = rows_to_return(result, sheet.rows)
        width = len(part[0]) - 2
        for number in sorted(set(_unserved_rows(result, unserved)) - set(result.to_return)):
            row = list(sheet.rows[number - 1])
            part.append([*row, *[None] * (width - len(row)), number, UNREGISTERED])
        table += part if len(part) > 1 else []
    return workbook_bytes(table) if table else None
