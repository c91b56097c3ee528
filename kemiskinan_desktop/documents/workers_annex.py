"""The annex of workers: who of the families found *layak* is covered by BPJS Ketenagakerjaan, and who is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Final

from kemiskinan_desktop.documents.annexes import NO_DUSUN, neighbourhood
from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_desktop.documents.words import VillageZone, counted, long_date
from kemiskinan_domain.deliberation import Candidate
from kemiskinan_domain.identity import mask_nik
from kemiskinan_domain.social_security import WorkerStatus

STATUS_LABELS: Final = {
    WorkerStatus.TO_CHECK: "Wajib dicek",
    WorkerStatus.ELIGIBLE: "Memenuhi, belum terlindungi",
    WorkerStatus.COVERED: "Sudah terlindungi",
    WorkerStatus.NOT_ELIGIBLE: "Tidak memenuhi",
}


@dataclass(frozen=True, slots=True)
class WorkerEntry:
    """One worker of a family of the meeting; `payer` is in words."""

    family: Candidate
    name: str
    nik: str
    status: WorkerStatus
    kpj: str = ""
    programmes: str = ""
    payer: str = ""
    start: date | None = None


def workers_content(workers: Sequence[WorkerEntry], printed_at: datetime, zone: VillageZone) -> dict[str, Content]:
    """The list by dusun with a sentence of sums; NIK are masked."""
    day = long_date(printed_at.astimezone(zone.zone).date())
    covered = sum(1 for one in workers if one.status is WorkerStatus.COVERED)
    ordered = sorted(workers, key=_order)
    return {
        "as_of": (
            f"Keadaan pada {day}: {counted(len(workers), 'pekerja')} dalam keluarga yang layak, "
            f"{counted(covered, 'orang')} sudah terlindungi. Kepesertaan berubah setelah musyawarah; daftar ini bukan "
            "bagian dari data yang dikunci."
        ),
        "groups": [
            {"dusun": dusun or NO_DUSUN, "rows": [_row(one) for one in group]}
            for dusun, group in groupby(ordered, key=_dusun)
        ],
    }


def _dusun(one: WorkerEntry) -> str:
    return one.family.dusun.strip()


def _order(one: WorkerEntry) -> tuple[bool, str, str, str, str, str, str]:
    family, dusun = one.family, _dusun(one).casefold()
    head = family.head_name.casefold()
    return (not dusun, dusun, family.rw, family.rt, head, family.household, one.name.casefold())


def _row(one: WorkerEntry) -> Content:
    return {
        "name": one.name,
        "nik": mask_nik(one.nik) or "–",
        "head": one.family.head_name,
        "neighbourhood": neighbourhood(one.family),
        "status": STATUS_LABELS[one.status],
        "kpj": one.kpj or "–",
        "programmes": one.programmes or "–",
        "payer": one.payer or "–",
        "start": long_date(one.start) if one.start is not None else "–",
    }
