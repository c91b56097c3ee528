"""Isi nasional: a file with what is published for the whole nation is chosen, looked at, and taken in."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from kemiskinan_domain.people import WHOLE_DISTRICT, Permission
from kemiskinan_domain.wire.national import LARGEST_NATIONAL, NationalRefusal
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind
from kemiskinan_server.services import national as service
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.code_lists import editions
from kemiskinan_server.services.national import Effect, Preview
from kemiskinan_server.services.national_words import NATIONAL_WORDS
from kemiskinan_server.services.notices import notice_lines
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_OVERHEAD: Final = 10_000
_LISTED: Final = 20
_SHOWN: Final = 100
_EFFECTS: Final = {
    Effect.NEW: Words("baru"),
    Effect.CHANGED: Words("berubah"),
    Effect.WITHDRAWN: Words("ditarik"),
}
_KINDS: Final = {ScopeKind.NOTICE: Words("Pengumuman"), ScopeKind.CODE_LIST: Words("Daftar kode")}


@router.get("/nasional")
def national(request: Request) -> Response:
    """The form, what was taken in, and what stands."""
    sessions.whole_district(request, Permission.ADMINISTER)
    return _page(request)


@router.post("/nasional")
async def bring(request: Request) -> Response:
    """Look a file over; nothing of it is published yet."""
    who = await run_in_threadpool(sessions.whole_district, request, Permission.ADMINISTER)
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) > LARGEST_NATIONAL + _OVERHEAD:
        return await run_in_threadpool(_page, request, Words(NATIONAL_WORDS[NationalRefusal.TOO_LARGE]), 413)
    async with request.form(max_files=1, max_fields=3) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        file = form.get("file")
        content = b""
        if isinstance(file, UploadFile) and file.filename:
            content = await run_in_threadpool(file.file.read, LARGEST_NATIONAL + 1)
    return await run_in_threadpool(_brought, request, who, content)


@router.get("/nasional/{digest}")
def one(request: Request, digest: str) -> Response:
    """What the file says, and what taking it in would change."""
    sessions.whole_district(request, Permission.ADMINISTER)
    with sessions.context_of(request).database.unit_of_work() as unit:
        found = service.brought(unit, digest)
    if isinstance(found, NationalRefusal):
        return _page(request, Words(NATIONAL_WORDS[found]), 404 if found is NationalRefusal.GONE else 422)
    return _page(request, preview=found)


@router.post("/nasional/{digest}/terima")
def take(request: Request, digest: str, form_token: Annotated[str, Form()] = "") -> Response:
    """Publish it."""
    who = sessions.whole_district(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        done = service.take(unit, digest, who.name, context.clock())
        if isinstance(done, Preview):
            unit.commit()
    if isinstance(done, NationalRefusal):
        return _page(request, Words(NATIONAL_WORDS[done]), 409 if done is NationalRefusal.GONE else 422)
    return RedirectResponse("/nasional", 303)


def _brought(request: Request, who: SignedIn, content: bytes) -> Response:
    if not content:
        return _page(request, Words("Pilih berkasnya."), 422)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        found = service.bring(unit, content, who.name, context.clock())
        if isinstance(found, Preview):
            unit.commit()
    if isinstance(found, NationalRefusal):
        return _page(request, Words(NATIONAL_WORDS[found]), 422)
    return RedirectResponse(f"/nasional/{found.file.digest}", 303)


def _page(request: Request, trouble: str = "", status: int = 200, preview: Preview | None = None) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        taken = unit.national_files.taken(_LISTED)
        lists = editions(unit, [NATIONAL])
        notices = [line for line in notice_lines(unit, WHOLE_DISTRICT) if line.scope == NATIONAL and not line.withdrawn]
    return page(
        request,
        "national.html",
        status,
        trouble=trouble,
        preview=preview,
        taken=taken,
        lists=[one for one in lists if not one.codes.withdrawn],
        notices=notices,
        effects=_EFFECTS,
        kinds=_KINDS,
        shown=_SHOWN,
    )
