"""Pekerja on the district's pages: cover by kecamatan and village, and the workers of one village with remarks."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.clock import village_day
from kemiskinan_domain.identity import mask_nik
from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_domain.social_security import Budget, Payer, TariffProblem, WorkerStatus
from kemiskinan_server.services import worker_counts, workers
from kemiskinan_server.services.district import Reviewer, remark
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

STATUS = {
    WorkerStatus.TO_CHECK: Words("Wajib dicek"),
    WorkerStatus.ELIGIBLE: Words("Memenuhi, belum terlindungi"),
    WorkerStatus.COVERED: Words("Sudah terlindungi"),
    WorkerStatus.NOT_ELIGIBLE: Words("Tidak memenuhi"),
}
PAGE = 200
LONGEST_BUDGET = 60
"""Months: five years, as long as a village's plan and longer than any tariff lasted."""
_NO_PAYER = Words("Pilih siapa yang membayar iuran.")
_NO_MONTHS = Words("Isi berapa bulan, 1 sampai {0}.").filled(LONGEST_BUDGET)
_NO_START = Words("Isi bulan mulai sebagai tahun-bulan, misalnya 2026-12.")
_PROBLEMS = {
    TariffProblem.UNKNOWN_SECTOR: Words("lapangan usahanya belum diketahui, tarifnya berbeda"),
    TariffProblem.UNKNOWN_PAYER: Words("pembayarnya belum dipilih"),
    TariffProblem.NO_TARIFF: Words("tidak ada tarif untuk masa itu"),
    TariffProblem.TWO_TARIFFS: Words("dua tarif berlaku bersamaan; perbaiki tabel tarif"),
}


@router.get("/pekerja")
def district_cover(request: Request) -> Response:
    """Cover of every village of the area, gathered by kecamatan."""
    groups = _by_subdistrict(_covers(request))
    return page(request, "workers.html", groups=groups, total=[one for listed in groups.values() for one in listed])


@router.get("/pekerja/anggaran")
def district_budget(request: Request, bayar: str = Payer.APBD_DISTRICT, bulan: str = "12", mulai: str = "") -> Response:
    """What it costs to cover everybody of the area who is eligible and not covered, by kecamatan and village."""
    covers = _covers(request)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        book, _ = workers.book_in_use(unit)
    start = _month_of(mulai) or village_day(context.clock()).replace(day=1)
    months = int(bulan) if bulan.isdecimal() and len(bulan) <= 2 and 1 <= int(bulan) <= LONGEST_BUDGET else None
    payer = Payer(bayar) if bayar in set(Payer) else None
    faults = [*([_NO_PAYER] if payer is None else []), *([_NO_MONTHS] if months is None else [])]
    if mulai and _month_of(mulai) is None:
        faults.append(_NO_START)
    form = {
        "payers": [(note.code, note.words) for note in book.payers],
        "payer": bayar,
        "months": bulan,
        "start": f"{start:%Y-%m}",
    }
    if faults or payer is None or months is None:
        return page(request, "worker_budget.html", 422, form=form, faults=faults, found=None, groups={}, unknown={})
    note = next((note for note in book.payers if note.code is payer), None)
    groups = {
        name: [(one, worker_counts.budget_of(book, [one], payer, months, start)) for one in listed]
        for name, listed in _by_subdistrict(covers).items()
    }
    found = worker_counts.budget_of(book, covers, payer, months, start)
    return page(
        request,
        "worker_budget.html",
        form=form,
        faults=[note.warning] if note is not None and note.warning else [],
        found=found,
        groups=groups,
        unknown=_unpriced(covers, found),
    )


@router.get("/desa/{code}/pekerja")
def village_workers(
    request: Request, code: str, keadaan: str = "", hal: Annotated[int, Query(ge=1, le=10_000)] = 1
) -> Response:
    """The workers of one village by status; reading them is written down."""
    who = sessions.reader_of(request, code)
    context = sessions.context_of(request)
    chosen = WorkerStatus(keadaan) if keadaan in set(WorkerStatus) else None
    with context.database.unit_of_work() as unit:
        village = unit.villages.get(VillageCode(code))
        if village is None:
            return page(request, "missing.html", 404)
        book, _ = workers.book_in_use(unit)
        everybody = workers.worker_lines(unit, VillageCode(code), book, village_day(context.clock()))
        listed = [one.id for one in everybody if chosen is None or one.standing.status is chosen]
        remarks = workers.remarks_of(unit, VillageCode(code), listed[(hal - 1) * PAGE : hal * PAGE])
        unit.directory.note(context.clock(), who.name, "workers-read", code, keadaan)
        unit.commit()
    shown = [one for one in everybody if chosen is None or one.standing.status is chosen]
    return page(
        request,
        "village_workers.html",
        village=village,
        count=workers.counted(village.name, everybody),
        statuses=STATUS,
        chosen=chosen,
        lines=shown[(hal - 1) * PAGE : hal * PAGE],
        number=hal,
        pages=max(1, -(-len(shown) // PAGE)),
        mask=mask_nik,
        remarks=remarks,
        may_answer=who.may(Permission.ANSWER_WORKERS) or who.may(Permission.REVIEW),
    )


@router.post("/desa/{code}/pekerja/{member}/catatan")
def add_remark(
    request: Request,
    code: str,
    member: str,
    *,
    text: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """A remark of the workers' officer or of a reviewer; it reaches the village with the next exchange."""
    who = sessions.reader_of(request, code)
    sessions.check_form(request, form_token)
    if not (who.may(Permission.ANSWER_WORKERS) or who.may(Permission.REVIEW)):
        return page(request, "missing.html", 404)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        if unit.sessions.document(VillageCode(code), RecordKind.MEMBER, RecordId(member)) is None:
            return page(request, "missing.html", 404)
        if text.strip():
            about = (RecordKind.MEMBER, RecordId(member), "worker")
            reviewer = Reviewer(who.full_name or who.name, who.role)
            remark(unit, reviewer, VillageCode(code), about, text=text.strip(), now=context.clock())
            unit.commit()
    return RedirectResponse(f"/desa/{code}/pekerja", 303)


def _covers(request: Request) -> list[worker_counts.VillageCover]:
    who = sessions.reader(request)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        places = [one for one in unit.villages.all() if who.area.covers(one.code) and not one.training]
        covers = worker_counts.district_cover(unit, places, village_day(context.clock()))
        unit.commit()
    return covers


def _by_subdistrict(covers: list[worker_counts.VillageCover]) -> dict[str, list[worker_counts.VillageCover]]:
    groups: dict[str, list[worker_counts.VillageCover]] = {}
    for one in covers:
        groups.setdefault(one.subdistrict, []).append(one)
    return groups


def _unpriced(covers: list[worker_counts.VillageCover], found: Budget) -> dict[str, int]:
    """People whose tariff nobody can name, by what is the matter."""
    sectors = {sector: why.problem for sector, why in found.open}
    counts: Counter[str] = Counter()
    for one in covers:
        for group in one.groups:
            problem = sectors.get(RecordId(group.sector or ""))
            if group.status is WorkerStatus.ELIGIBLE and problem is not None:
                counts[_PROBLEMS[problem]] += group.people
    return dict(counts)


def _month_of(text: str) -> date | None:
    try:
        return date.fromisoformat(f"{text}-01") if len(text) == len("2026-01") else None
    except ValueError:
        return None
