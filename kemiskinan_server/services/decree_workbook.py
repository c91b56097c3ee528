"""The list that a Keputusan Bupati carries: families found *layak* by locked sessions, every cell text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Final

from kemiskinan_domain.identity import mask_family_card, mask_nik
from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_server.storage.sessions import EligibleFamily

TITLES: Final = (
    "No",
    "Kecamatan",
    "Desa",
    "Kode Desa",
    "No. KK",
    "NIK Kepala Keluarga",
    "Kepala Keluarga",
    "Alamat",
    "Dusun",
    "RW",
    "RT",
    "Desil",
    "Jumlah Anggota",
    "Nomor Berita Acara",
    "Tanggal Musyawarah",
    "Kode Berita Acara",
)


def decree_workbook(families: Iterable[EligibleFamily], *, masked: bool) -> bytes:
    """An XLSX of text alone, so that a NIK stays whole and nothing runs; masked: no full number and no address."""
    rows = (_row(number, family, masked) for number, family in enumerate(families, 1))
    return workbook_bytes(chain([TITLES], rows), "Keluarga layak")


def _row(number: int, one: EligibleFamily, masked: bool) -> tuple[str, ...]:
    card, nik = one.no_kk or "", one.nik or ""
    return (
        str(number),
        one.subdistrict,
        one.village_name,
        one.village,
        mask_family_card(card) if masked else card,
        mask_nik(nik) if masked else nik,
        one.head_name or "",
        "" if masked else one.address or "",
        one.dusun or "",
        one.rw or "",
        one.rt or "",
        "" if one.desil is None else str(one.desil),
        str(one.members),
        one.minutes_number or "",
        one.minutes_date or "",
        one.lock_code or "",
    )
