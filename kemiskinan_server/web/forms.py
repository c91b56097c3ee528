"""Kuesioner: an Excel file is looked over against the questionnaire in use, and published to every laptop."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from kemiskinan_domain.people import Area, Permission, read_area
from kemiskinan_server.services import form_uploads as uploads
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.form_uploads import FormLook, UploadProblem
from kemiskinan_server.services.forms import withdraw_form
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_LARGEST = 10_000_000
_OVERHEAD = 10_000
_NOT_AN_AREA = Words("Wilayah ditulis dengan kode, misalnya 32.03.01 untuk satu kecamatan.")
_WORDS = {
    UploadProblem.NOT_A_FORM: Words("Berkas ini belum dapat dipakai. Betulkan yang tertulis di bawah, lalu bawa lagi."),
    UploadProblem.TOO_LARGE: Words("Berkas terlalu besar."),
    UploadProblem.UNKNOWN_ID: Words("form_id harus keluarga, keputusan, atau musyawarah."),
    UploadProblem.PART_MISSING: Words("Bagian yang diperlukan aplikasi desa tidak ada: {0}"),
    UploadProblem.VERSION_NOT_HIGHER: Words(
        "Naikkan version di lembar settings; laptop memakai yang tertinggi. Kini berlaku {0}"
    ),
    UploadProblem.VERSION_TAKEN: Words("Versi itu sudah terbit dengan isi lain. Naikkan nomor versinya."),
}


@router.get("/kuesioner")
def forms(request: Request) -> Response:
    """The questionnaires in use, and the form to bring another."""
    sessions.reader(request, Permission.ADMINISTER)
    return _page(request)


@router.post("/kuesioner")
async def bring(request: Request) -> Response:
    """Look a file over, and publish it where that was asked and nothing speaks against it."""
    who = await run_in_threadpool(sessions.whole_district, request, Permission.ADMINISTER)
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) > _LARGEST + _OVERHEAD:
        return await run_in_threadpool(_page, request, None, Words("Berkas terlalu besar."), 413)
    async with request.form(max_files=1, max_fields=5) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        file, act = form.get("file"), str(form.get("act", ""))
        area = read_area(str(form.get("area", "")).replace(";", ",").split(","))
        if isinstance(area, str):
            return await run_in_threadpool(_page, request, None, _NOT_AN_AREA, 422)
        if not isinstance(file, UploadFile) or not file.filename:
            return await run_in_threadpool(_page, request, None, Words("Pilih berkasnya."), 422)
        content = await run_in_threadpool(file.file.read, _LARGEST + 1)
    return await run_in_threadpool(
        _answer, request, who, (file.filename, content), area if act == "terbitkan" else None
    )


@router.post("/kuesioner/{form}/{version}/tarik")
def withdraw(request: Request, form: str, version: str, form_token: Annotated[str, Form()] = "") -> Response:
    """Take a version back; the one before it is in use again."""
    who = sessions.whole_district(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        done = withdraw_form(unit, form, version, who.name, context.clock())
        unit.commit()
    return RedirectResponse("/kuesioner", 303) if done else page(request, "missing.html", 404)


def _answer(request: Request, who: SignedIn, file: tuple[str, bytes], area: Area | None) -> Response:
    """The look, after publishing for the area where one is named."""
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        look = uploads.look_over(unit, *file)
        problem = look.problem
        if area is not None and problem is None:
            problem = uploads.publish(unit, context.keys, look, by=who.name, now=context.clock(), area=area)
            unit.commit()
    if problem is not None:
        more = {UploadProblem.PART_MISSING: ", ".join(look.missing), UploadProblem.VERSION_NOT_HIGHER: look.in_use}
        words = _WORDS[problem]
        return _page(request, look, words.filled(more[problem]) if problem in more else words, 422)
    return _page(request, look, published=area is not None)


def _page(
    request: Request, look: FormLook | None = None, trouble: str = "", status: int = 200, *, published: bool = False
) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        releases = unit.publications.releases()
    return page(request, "forms.html", status, releases=releases, look=look, trouble=trouble, published=published)
