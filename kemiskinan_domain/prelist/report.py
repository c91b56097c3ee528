"""The report of an import and the rows to send back, as plain values that a page, a command or a file can show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kemiskinan_domain.prelist.cells import Cell, Row
from kemiskinan_domain.prelist.reasons import Effect, Reason
from kemiskinan_domain.prelist.result import PrelistResult

REASON_COLUMN: Final = "Alasan ditolak"
ROW_COLUMN: Final = "Baris di berkas asal"

REASON_WORDS: Final[Mapping[Reason, str]] = {
    Reason.NAME_MISSING: "Nama kosong",
    Reason.VILLAGE_UNKNOWN: "Desa tidak dikenal dalam daftar wilayah",
    Reason.VILLAGE_UNCLEAR: "Desa tidak dapat dipastikan: kecamatannya tidak disebut atau tidak dikenal",
    Reason.VILLAGE_CONTRADICTS: "Kode desa dan nama desa tidak cocok",
    Reason.FAMILY_UNCLEAR: "Tidak jelas keluarga mana: No. KK dan nomor keluarga tidak terbaca",
    Reason.NIK_LOST_DIGITS: "Angka NIK hilang atau tidak dapat dipastikan karena disimpan sebagai bilangan",
    Reason.NIK_NOT_DIGITS: "NIK berisi tanda selain angka",
    Reason.NIK_WRONG_LENGTH: "NIK tidak 16 angka",
    Reason.NIK_IMPOSSIBLE_DATE: "Tanggal atau bulan di dalam NIK tidak mungkin",
    Reason.CARD_LOST_DIGITS: "Angka No. KK hilang atau tidak dapat dipastikan karena disimpan sebagai bilangan",
    Reason.CARD_NOT_DIGITS: "No. KK berisi tanda selain angka",
    Reason.CARD_WRONG_LENGTH: "No. KK tidak 16 angka",
    Reason.DATE_IMPOSSIBLE: "Tanggal lahir tidak mungkin",
    Reason.DATE_UNREADABLE: "Tanggal lahir tidak terbaca",
    Reason.SEX_UNREADABLE: "Jenis kelamin tidak terbaca",
    Reason.RELATION_UNREADABLE: "Hubungan dengan kepala keluarga tidak terbaca",
    Reason.DESIL_OUTSIDE: "Desil bukan 1 sampai 10",
    Reason.RT_RW_UNREADABLE: "RT atau RW tidak terbaca",
    Reason.NIK_TWICE: "NIK yang sama ada pada baris lain",
    Reason.CARD_TWICE: "No. KK yang sama ada pada keluarga lain",
    Reason.CARD_DIFFERS: "No. KK berbeda dari baris lain keluarga ini",
    Reason.DESIL_DIFFERS: "Desil berbeda dari baris lain keluarga ini",
    Reason.ADDRESS_DIFFERS: "Alamat berbeda dari baris lain keluarga ini",
    Reason.NIK_SEX_DIFFERS: "Jenis kelamin tidak cocok dengan NIK",
    Reason.NIK_DATE_DIFFERS: "Tanggal lahir tidak cocok dengan NIK",
    Reason.NIK_REGION_DIFFERS: "NIK berasal dari kecamatan lain",
    Reason.NUMBER_TIDIED: "Titik, spasi, atau tanda petik di sekitar angka dihilangkan",
    Reason.NAME_TIDIED: "Spasi berlebih pada nama dihilangkan",
    Reason.DESIL_ROMAN: "Desil ditulis dengan angka Romawi",
    Reason.RELATION_BY_CODE: "Hubungan dibaca sebagai kode Regsosek",
    Reason.NIK_NONE_YET: "Belum punya NIK",
    Reason.CARD_BLANK: "No. KK tidak diisi pada baris ini",
}
"""The words of the report, one for each reason."""

EFFECT_WORDS: Final[Mapping[Effect, str]] = {
    Effect.ROW_REFUSED: "Baris ditolak",
    Effect.CELL_REFUSED: "Isian ditolak, orangnya tetap masuk",
    Effect.WARNING: "Perlu diperiksa",
    Effect.NOTE: "Dirapikan",
}
"""The words for what became of the row."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One line for people."""

    row: int
    column: str
    cell: str
    effect: Effect
    effect_words: str
    reason: Reason
    reason_words: str


def report_lines(result: PrelistResult, *effects: Effect) -> tuple[ReportLine, ...]:
    """The lines of the report in the order of the rows; with `effects`, only those."""
    return tuple(
        ReportLine(
            line.row,
            line.column,
            line.cell,
            line.effect,
            EFFECT_WORDS[line.effect],
            line.reason,
            REASON_WORDS[line.reason],
        )
        for line in result.lines
        if not effects or line.effect in effects
    )


def rows_to_return(result: PrelistResult, rows: Sequence[Row]) -> list[list[Cell]]:
    """The header and every row of which something was refused, with row number and reasons at the end.

    Cells keep their form. A NIK that came as a number stays a number: written as text it would pass for a
    whole one when the file comes back.
    """
    width = max(len(result.layout.titles), *(len(rows[number - 1]) for number in result.to_return), 0)
    reasons = _reasons_by_row(result)
    table: list[list[Cell]] = [[*_padded(result.layout.titles, width), ROW_COLUMN, REASON_COLUMN]]
    table.extend([*_padded(rows[number - 1], width), number, "; ".join(reasons[number])] for number in result.to_return)
    return table


def _reasons_by_row(result: PrelistResult) -> dict[int, list[str]]:
    reasons: dict[int, list[str]] = {}
    for line in report_lines(result, Effect.ROW_REFUSED, Effect.CELL_REFUSED):
        reasons.setdefault(line.row, []).append(f"{line.column}: {line.reason_words}")
    return reasons


def _padded(row: Row, width: int) -> list[Cell]:
    return [*row, *[None] * (width - len(row))]
