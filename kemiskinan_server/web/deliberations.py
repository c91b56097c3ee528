"""Musyawarah Desa on the district's pages: sessions, recap, the decree's list, and the paper's code."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.services import deliberations as meetings
from kemiskinan_server.services.district import ReviewStep
from kemiskinan_server.web import sessions, wording
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.reviewing import answer_step

router = APIRouter()


PAGE = 25
"""Sessions on a page; decisions of each are counted, two thousand in a village."""


@router.get("/musyawarah")
def session_list(request: Request, hal: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """The sessions of every village of the area, the latest first."""
    who = sessions.reader(request)
    with sessions.context_of(request).database.unit_of_work() as unit:
        found = unit.sessions.held(who.area, PAGE + 1, (hal - 1) * PAGE)
    return page(request, "deliberations.html", sessions=found[:PAGE], number=hal, more=len(found) > PAGE)


@router.get("/desa/{code}/musyawarah/{session}")
def one_session(request: Request, code: str, session: str) -> Response:
    """One session with its decisions."""
    who = sessions.reader_of(request, code)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        village = unit.villages.get(VillageCode(code))
        shown = None if village is None else meetings.report(unit, VillageCode(code), RecordId(session))
        if village is None or shown is None:
            return page(request, "missing.html", 404)
        document = unit.sessions.document(VillageCode(code), RecordKind.DELIBERATION, RecordId(session)) or {}
        words = wording.published_decision_words(unit)
        unit.directory.note(context.clock(), who.name, "session-read", code, session)
        unit.commit()
    state = wording.review_state(str(document.get("review") or "") or None)
    return page(
        request,
        "deliberation.html",
        village=village,
        report=shown,
        words=words,
        review=wording.REVIEW[state],
        state=state.value,
        steps=wording.STEPS.get(state, ()) if who.may(Permission.REVIEW) else (),
        seal=shown.seal.name,
    )


@router.post("/desa/{code}/musyawarah/{session}/tinjau")
def take_step(
    request: Request,
    code: str,
    session: str,
    *,
    act: Annotated[str, Form()] = "",
    state: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Approve a session, or return it with remarks: the village then answers by a musyawarah perubahan."""
    step = ReviewStep(RecordKind.DELIBERATION, RecordId(session), act, state, note)
    return answer_step(request, code, step, form_token, f"/desa/{code}/musyawarah/{session}")


@router.get("/rekap")
def recap(request: Request, kecamatan: Annotated[str, Query(max_length=20)] = "") -> Response:
    """Decisions by kecamatan or village and by decile, and the reasons against families of the pre-list."""
    who = sessions.reader(request)
    within = f"{kecamatan}." if kecamatan else ""
    with sessions.context_of(request).database.unit_of_work() as unit:
        counted = meetings.district_recap(unit, who.area, within)
        words = wording.published_decision_words(unit)
    return page(request, "recap.html", recap=counted, words=words, within=kecamatan)


@router.get("/berita-acara")
def check_code(request: Request, kode: str = "") -> Response:
    """Anybody who holds the minutes may ask whether their code fits what the district holds; names are not told."""
    found, village = None, None
    if kode:
        with sessions.context_of(request).database.unit_of_work() as unit:
            known = meetings.find_by_code(unit, kode)
            if known is not None:
                village, found = unit.villages.get(known[0]), known[1]
    return page(request, "minutes_code.html", code=kode, report=found, village=village)
