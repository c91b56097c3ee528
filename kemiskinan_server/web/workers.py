"""Pekerja on the district's pages: cover by kecamatan and village, and the workers of one village with remarks."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.clock import village_day
from kemiskinan_domain.identity import mask_nik
from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_domain.social_security import Book, WorkerStatus
from kemiskinan_server.services import workers
from kemiskinan_server.services.district import Reviewer, remark
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page

router = APIRouter()

STATUS = {
    WorkerStatus.TO_CHECK: "Wajib dicek",
    WorkerStatus.ELIGIBLE: "Memenuhi, belum terlindungi",
    WorkerStatus.COVERED: "Sudah terlindungi",
    WorkerStatus.NOT_ELIGIBLE: "Tidak memenuhi",
}
PAGE = 200


@router.get("/pekerja")
def district_cover(request: Request) -> Response:
    """Cover of every village of the area, gathered by kecamatan."""
    who = sessions.reader(request)
    context = sessions.context_of(request)
    day = village_day(context.clock())
    with context.database.unit_of_work() as unit:
        book = workers.book_in_use(unit)
        places = [one for one in unit.villages.all() if who.area.covers(one.code) and not one.training]
        groups: dict[str, list[tuple[str, workers.CoverCount]]] = {}
        for village in places:
            count = _count(unit, village.code, village.name, book, day)
            groups.setdefault(village.subdistrict, []).append((village.code, count))
    return page(request, "workers.html", groups=groups)


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
        book = workers.book_in_use(unit)
        everybody = workers.worker_lines(unit, VillageCode(code), book, village_day(context.clock()))
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


def _count(unit: UnitOfWork, code: VillageCode, name: str, book: Book, day: date) -> workers.CoverCount:
    return workers.counted(name, workers.worker_lines(unit, code, book, day))
