"""Daftar awal: a list is brought, looked at with what it would change, taken in, taken back where nobody used it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from kemiskinan_domain.identity import Regions
from kemiskinan_domain.people import Permission
from kemiskinan_domain.prelist import Column, FileRefusal, LayoutRefusal, Source
from kemiskinan_server.services import prelist_uploads as uploads
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.prelist_import import FILE_WORDS, ImportReport
from kemiskinan_server.services.villages import shipped_regions
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_LISTED = 30
_UNDONE = Words("{0} keluarga dikeluarkan lagi; {1} tetap, karena desa sudah mengerjakannya.")
_LARGEST = 50_000_000
_OVERHEAD = 10_000
_LONGEST_PERIOD = 40
_SHEET_WORDS = {
    LayoutRefusal.EMPTY: Words("kosong"),
    LayoutRefusal.NO_HEADER: Words("judul kolomnya tidak dikenali"),
    LayoutRefusal.COLUMN_TWICE: Words("satu judul kolom muncul dua kali"),
    LayoutRefusal.NO_VILLAGE: Words("tidak menyebut desanya"),
}
_COLUMNS = {
    Column.NAME: Words("Nama"),
    Column.NIK: "NIK",
    Column.FAMILY_CARD: "No. KK",
    Column.VILLAGE_CODE: Words("Kode desa"),
    Column.VILLAGE_NAME: Words("Nama desa"),
    Column.SUBDISTRICT_NAME: Words("Kecamatan"),
    Column.SOURCE_ID: Words("Nomor keluarga dari sumber"),
    Column.DESIL: Words("Desil"),
    Column.RELATION: Words("Hubungan dengan kepala keluarga"),
    Column.SEX: Words("Jenis kelamin"),
    Column.BIRTH_DATE: Words("Tanggal lahir"),
    Column.ADDRESS: Words("Alamat"),
    Column.RW: "RW",
    Column.RT: "RT",
}
_BY_ITSELF = ""
_NONE = "-"
"""Chosen where the file has no such column; no title folds to it."""
_LONGEST_TITLE = 300
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/daftar-awal")
def prelists(request: Request) -> Response:
    """The form, and the lists that were brought."""
    sessions.reader(request, Permission.ADMINISTER)
    return _page(request, "")


@router.post("/daftar-awal")
async def bring(request: Request) -> Response:
    """Keep a file and show what it would do. Nothing of the body is read for somebody who may not."""
    who = await run_in_threadpool(sessions.reader, request, Permission.ADMINISTER)
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) > _LARGEST + _OVERHEAD:
        return await run_in_threadpool(_page, request, Words(FILE_WORDS[FileRefusal.TOO_LARGE]), 413)
    async with request.form(max_files=1, max_fields=5) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        file, source, period = form.get("file"), str(form.get("source", "")), str(form.get("period", "")).strip()
        if not isinstance(file, UploadFile) or not file.filename:
            return await run_in_threadpool(_page, request, Words("Pilih berkasnya."), 422)
        if source not in set(Source) or not 0 < len(period) <= _LONGEST_PERIOD:
            return await run_in_threadpool(_page, request, Words("Pilih sumbernya dan tulis periodenya."), 422)
        content = await run_in_threadpool(file.file.read, _LARGEST + 1)
    listed = (Source(source), period)
    digest = await run_in_threadpool(_keep, request, who, (file.filename, content), listed)
    return RedirectResponse(f"/daftar-awal/{digest}", 303)


@router.get("/daftar-awal/{digest}")
def look(request: Request, digest: str) -> Response:
    """What taking it in would do, or what it did."""
    who = sessions.reader(request, Permission.ADMINISTER)
    return _one(request, who, digest)


@router.post("/daftar-awal/{digest}/terapkan")
def take_in(request: Request, digest: str, form_token: Annotated[str, Form()] = "") -> Response:
    """Take it in, once."""
    who = sessions.reader(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        done = uploads.take_in(unit, digest, _regions(request), who.area, by=who.name, now=context.clock())
        if isinstance(done, ImportReport):
            unit.commit()
    if done is uploads.UploadRefusal.GONE:
        return page(request, "missing.html", 404)
    return RedirectResponse(f"/daftar-awal/{digest}", 303)


@router.post("/daftar-awal/{digest}/kolom")
async def choose_columns(request: Request, digest: str) -> Response:
    """Say which title means what; the look is then taken anew."""
    await run_in_threadpool(sessions.reader, request, Permission.ADMINISTER)
    async with request.form(max_files=0, max_fields=40) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        given = {column: str(form.get(column.value, _BY_ITSELF))[:_LONGEST_TITLE] for column in _COLUMNS}
    chosen = {column: "" if title == _NONE else title for column, title in given.items() if title != _BY_ITSELF}
    return await run_in_threadpool(_choose, request, digest, chosen)


@router.post("/daftar-awal/{digest}/batalkan")
def take_back(request: Request, digest: str, form_token: Annotated[str, Form()] = "") -> Response:
    """Take it back; families that somebody worked on stay."""
    who = sessions.reader(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        done = uploads.undo(unit, digest, who.area, by=who.name, now=context.clock())
        unit.commit()
    if isinstance(done, uploads.UploadRefusal):
        return page(request, "missing.html", 404)
    return _one(request, who, digest, said=_UNDONE.filled(done.removed, done.kept))


@router.get("/daftar-awal/{digest}/laporan.csv")
def report(request: Request, digest: str) -> Response:
    """Every row that was refused or changed, with its reason."""
    return _paper(request, digest, "report", "laporan.csv", "text/csv; charset=utf-8")


@router.get("/daftar-awal/{digest}/dikembalikan.xlsx")
def returned(request: Request, digest: str) -> Response:
    """The rows to mend and bring again."""
    return _paper(request, digest, "returned", "dikembalikan.xlsx", _XLSX)


def _keep(request: Request, who: SignedIn, file: tuple[str, bytes], listed: tuple[Source, str]) -> str:
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        digest = uploads.bring(unit, *file, listed, by=who.name, now=context.clock())
        unit.commit()
    return digest


def _choose(request: Request, digest: str, chosen: dict[Column, str]) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        refused = uploads.choose_columns(unit, digest, chosen)
        unit.commit()
    return page(request, "missing.html", 404) if refused else RedirectResponse(f"/daftar-awal/{digest}", 303)


def _one(request: Request, who: SignedIn, digest: str, said: str = "") -> Response:
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        upload = unit.uploads.get(digest)
        if upload is None:
            return page(request, "missing.html", 404)
        shown = None
        if upload.applied_at is None:
            # Written and left without a commit: the numbers are those that taking it in would have.
            shown = uploads.preview(unit, digest, _regions(request), who.area, by=who.name, now=context.clock())
    refused = Words(FILE_WORDS[shown]) if isinstance(shown, FileRefusal) else ""
    with context.database.unit_of_work() as unit:
        names = {village.code: village.name for village in unit.villages.all()}
    return page(
        request,
        "prelist.html",
        upload=upload,
        report=shown if isinstance(shown, ImportReport) else None,
        refused=refused,
        sheet_words=_SHEET_WORDS,
        names=names,
        said=said,
        columns=_COLUMNS,
        by_itself=_BY_ITSELF,
        none=_NONE,
    )


def _page(request: Request, trouble: str, status: int = 200) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        listed = unit.uploads.latest(_LISTED)
    return page(request, "prelists.html", status, uploads=listed, sources=list(Source), trouble=trouble)


def _paper(request: Request, digest: str, which: str, name: str, kind: str) -> Response:
    who = sessions.reader(request, Permission.ADMINISTER)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        content = unit.uploads.paper(digest, which)
        if content is None:
            return page(request, "missing.html", 404)
        unit.directory.note(context.clock(), who.name, "prelist-report-read", None, digest)
        unit.commit()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, 200, headers, kind)


def _regions(request: Request) -> Regions:
    return Regions.from_file(sessions.context_of(request).settings.regions_file or shipped_regions())
