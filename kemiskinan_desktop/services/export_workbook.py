"""Families and members as a workbook. Everything is text: a spreadsheet must not turn a NIK into a number."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.households.values import HouseholdRow
from kemiskinan_desktop.storage import MemberRow
from kemiskinan_domain.identity import mask_family_card, mask_nik, masked_name

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_FAMILY_TITLES: Final = (
    "No. KK",
    "Kepala Keluarga",
    "Dusun",
    "RW",
    "RT",
    "Alamat",
    "Desil",
    "Jumlah Anggota",
    "Keberadaan",
    "Keputusan",
)
_MEMBER_TITLES: Final = ("No. KK", "Kepala Keluarga", "NIK", "Nama", "Jenis Kelamin", "Tanggal Lahir", "Hubungan")
_BIRTH_YEAR: Final = 4


@dataclass(frozen=True, slots=True)
class ExportedFamily:
    """A family with its members."""

    row: HouseholdRow
    members: tuple[MemberRow, ...]


def workbook(families: Iterable[ExportedFamily], masked: bool) -> bytes:
    """An XLSX with the sheets Keluarga and Anggota; masked: no full number, name, address or birth date in it."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    listed = list(families)
    _fill(book.create_sheet("Keluarga"), _FAMILY_TITLES, [_family(one.row, masked) for one in listed])
    _fill(
        book.create_sheet("Anggota"),
        _MEMBER_TITLES,
        [_member(one.row, member, masked) for one in listed for member in one.members],
    )
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _family(row: HouseholdRow, masked: bool) -> tuple[str, ...]:
    return (
        _card(row, masked),
        masked_name(row.head_name) if masked else row.head_name,
        row.dusun,
        row.rw,
        row.rt,
        "" if masked else row.address,
        "" if row.desil is None else str(row.desil),
        str(row.member_count),
        row.presence or "",
        row.decision or "",
    )


def _member(row: HouseholdRow, member: MemberRow, masked: bool) -> tuple[str, ...]:
    nik, born = member.nik or "", member.birth_date or ""
    return (
        _card(row, masked),
        masked_name(row.head_name) if masked else row.head_name,
        mask_nik(nik) if masked else nik,
        masked_name(member.name) if masked else member.name,
        member.sex or "",
        born[:_BIRTH_YEAR] if masked else born,
        member.relation or "",
    )


def _card(row: HouseholdRow, masked: bool) -> str:
    number = row.no_kk or ""
    return mask_family_card(number) if masked else number


def _fill(sheet: Worksheet, titles: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for at, values in enumerate((titles, *rows), 1):
        for place, value in enumerate(values, 1):
            cell = sheet.cell(at, place, value)
            # What a person typed must never run as a formula, and a number must stay text.
            cell.data_type = "s"
            cell.number_format = "@"
