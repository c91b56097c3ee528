"""The lists that other offices ask for: rows of text, village after village, each in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from kemiskinan_domain.identity import mask_family_card, mask_nik
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.services import workers
from kemiskinan_server.services.handing_on.proposals import PROPOSAL_TITLES, PlaceNames, proposal_row
from kemiskinan_server.storage.database import Database, UnitOfWork
from kemiskinan_server.storage.sharing import SharedFamily
from kemiskinan_server.storage.values import VillageHead


class ListKind(StrEnum):
    """Which list."""

    DECREE = "keluarga-layak"
    """What a Keputusan Bupati carries: families that locked sessions found *layak*."""
    PROPOSALS = "usulan"
    """People of the families that villages proposed and found *layak*, in the columns of SIKS-NG."""
    WORKERS = "pekerja"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; `masked` hides numbers and addresses, `programme` is written into every proposal."""

    kind: ListKind
    masked: bool
    day: date
    programme: str = ""


DECREE_TITLES: Final = (
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
WORKER_TITLES: Final = (
    "No",
    "Kecamatan",
    "Desa",
    "Kode Desa",
    "NIK",
    "Nama",
    "Dusun",
    "RW",
    "RT",
    "Keadaan",
    "Dasar",
    "KPJ",
)
TITLES: Final = {
    ListKind.DECREE: DECREE_TITLES,
    ListKind.PROPOSALS: PROPOSAL_TITLES,
    ListKind.WORKERS: WORKER_TITLES,
}


def rows_of(
    database: Database, villages: Sequence[VillageHead], wanted: Wanted, names: PlaceNames
) -> Iterator[tuple[str, ...]]:
    """The rows of these villages, by kecamatan and code. What changes meanwhile is told as it stands at its village."""
    number = 0
    read = _READERS[wanted.kind]
    for village in sorted(villages, key=lambda one: (one.subdistrict, one.code)):
        with database.unit_of_work() as unit:
            rows = read(unit, village, wanted, names)
        for row in rows:
            number += 1
            yield row if wanted.kind is ListKind.PROPOSALS else (str(number), *row)


def _decree(unit: UnitOfWork, village: VillageHead, wanted: Wanted, _: PlaceNames) -> list[tuple[str, ...]]:
    return [_decree_row(family, wanted.masked) for family in unit.sharing.eligible(village.code)]


def _decree_row(one: SharedFamily, masked: bool) -> tuple[str, ...]:
    card, nik = one.no_kk or "", one.nik or ""
    return (
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


def _proposals(unit: UnitOfWork, village: VillageHead, wanted: Wanted, names: PlaceNames) -> list[tuple[str, ...]]:
    families = unit.sharing.proposed(village.code)
    people = unit.sharing.people(village.code, [family.id for family in families])
    return [
        row
        for family in families
        for person in people.get(family.id, [])
        if (row := proposal_row(family, person, names, programme=wanted.programme, masked=wanted.masked)) is not None
    ]


def _workers(unit: UnitOfWork, village: VillageHead, wanted: Wanted, _: PlaceNames) -> list[tuple[str, ...]]:
    book, _digest = workers.book_in_use(unit)
    return [
        (
            village.subdistrict,
            village.name,
            village.code,
            mask_nik(one.nik or "") if wanted.masked else one.nik or "",
            one.name,
            one.dusun,
            one.rw,
            one.rt,
            one.standing.status.value,
            one.standing.overruled.reason if one.standing.overruled else one.standing.rule.words,
            (one.cover.enrolment.kpj or "") if one.cover.enrolment and not wanted.masked else "",
        )
        for one in workers.worker_lines(unit, VillageCode(village.code), book, wanted.day)
    ]


_READERS: Final[dict[ListKind, Callable[[UnitOfWork, VillageHead, Wanted, PlaceNames], list[tuple[str, ...]]]]] = {
    ListKind.DECREE: _decree,
    ListKind.PROPOSALS: _proposals,
    ListKind.WORKERS: _workers,
}
