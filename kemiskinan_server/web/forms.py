"""Kuesioner: an Excel file is looked over against the questionnaire in use, and published to every laptop."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from kemiskinan_domain.people import Permission
from kemiskinan_server.services import form_uploads as uploads
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.form_uploads import FormLook, UploadProblem
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page

router = APIRouter()

_LARGEST = 10_000_000
_OVERHEAD = 10_000
_WORDS = {
    UploadProblem.NOT_A_FORM: "Berkas ini belum dapat dipakai. Betulkan yang tertulis di bawah, lalu bawa lagi.",
    UploadProblem.UNKNOWN_ID: "form_id harus keluarga, keputusan, atau musyawarah.",
    UploadProblem.PART_MISSING: "Bagian yang diperlukan aplikasi desa tidak ada:",
    UploadProblem.VERSION_NOT_HIGHER: "Naikkan version di lembar settings; laptop memakai yang tertinggi. Kini berlaku",
    UploadProblem.VERSION_TAKEN: "Versi itu sudah terbit dengan isi lain. Naikkan nomor versinya.",
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
        return await run_in_threadpool(_page, request, None, "Berkas terlalu besar.", 413)
    async with request.form(max_files=1, max_fields=5) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        file, act = form.get("file"), str(form.get("act", ""))
        if not isinstance(file, UploadFile) or not file.filename:
            return await run_in_threadpool(_page, request, None, "Pilih berkasnya.", 422)
        content = await run_in_threadpool(file.file.read, _LARGEST + 1)
    return await run_in_threadpool(_answer, request, who, (file.filename, content), act == "terbitkan")


def _answer(request: Request, who: SignedIn, file: tuple[str, bytes], wanted: bool) -> Response:
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        look = uploads.look_over(unit, *file)
        problem = look.problem
        if wanted and problem is None:
            problem = uploads.publish(unit, context.keys, look, by=who.name, now=context.clock())
            unit.commit()
    if problem is not None:
        more = {UploadProblem.PART_MISSING: ", ".join(look.missing), UploadProblem.VERSION_NOT_HIGHER: look.in_use}
        return _page(request, look, f"{_WORDS[problem]} {more.get(problem, '')}".strip(), 422)
    return _page(request, look, published=wanted)


def _page(
    request: Request, look: FormLook | None = None, trouble: str = "", status: int = 200, *, published: bool = False
) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        newest = sorted(unit.publications.newest())
    return page(request, "forms.html", status, newest=newest, look=look, trouble=trouble, published=published)
