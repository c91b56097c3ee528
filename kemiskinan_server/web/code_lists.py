"""Daftar kode: a table is looked over row by row, published as a version that never changes, handed on, withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from kemiskinan_domain.clock import village_day
from kemiskinan_domain.people import WHOLE_DISTRICT, Permission
from kemiskinan_domain.publishing import LARGEST_FILE, CodeList, CodeListRead, FindingKind, read_code_list
from kemiskinan_domain.wire.scopes import ScopeName, read_scope_name
from kemiskinan_server.services import code_lists as service
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.code_lists import CodeListRefusal
from kemiskinan_server.services.notices import districts
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_OVERHEAD = 20_000
_SHOWN = 200
"""Rows of a look; a list of thousands would make a page that no telephone shows."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FINDINGS = {
    FindingKind.NOT_A_TABLE: Words("Berkas tidak terbaca sebagai tabel (XLSX atau CSV)."),
    FindingKind.TOO_LARGE: Words("Daftar terlalu besar."),
    FindingKind.NO_TITLES: Words("Tidak ada baris judul dengan kolom kode dan uraian."),
    FindingKind.NO_CHOICES: Words("Tidak ada baris di bawah judul."),
    FindingKind.CODE_MISSING: Words("Kode kosong."),
    FindingKind.CODE_TWICE: Words("Kode sudah dipakai baris lain."),
    FindingKind.CODE_NOT_PLAIN: Words("Kode tidak boleh berisi spasi."),
    FindingKind.CODE_TOO_LONG: Words("Kode terlalu panjang."),
    FindingKind.LABEL_MISSING: Words("Uraian kosong."),
    FindingKind.LABEL_TWICE: Words("Dua kode dengan uraian yang sama."),
    FindingKind.LABEL_TOO_LONG: Words("Isi sel terlalu panjang."),
    FindingKind.FORMULA: Words("Isi sel dimulai seperti rumus; hapus tanda di depannya."),
    FindingKind.COLUMN_NAME: Words(
        "Nama kolom tambahan hanya huruf kecil, angka, dan garis bawah; tidak boleh kembar."
    ),
}
_REFUSALS = {
    CodeListRefusal.NAME: Words("Nama daftar hanya huruf kecil, angka, dan garis bawah, dimulai dengan huruf."),
    CodeListRefusal.VERSION: Words("Versi ditulis dengan angka, misalnya 20261101."),
    CodeListRefusal.TITLE: Words("Tulis judul daftar, paling panjang 120 huruf."),
    CodeListRefusal.NO_CHOICES: Words("Betulkan yang tertulis di bawah, lalu bawa lagi."),
    CodeListRefusal.ENDS_BEFORE_IT_BEGINS: Words("Tanggal akhir lebih dahulu daripada tanggal mulai."),
    CodeListRefusal.VERSION_TAKEN: Words("Versi itu sudah terbit dengan isi lain. Naikkan nomor versinya."),
    CodeListRefusal.VERSION_NOT_HIGHER: Words("Naikkan nomor versi: yang berlaku sudah lebih tinggi."),
}
_NOT_A_DAY = Words("Tanggal ditulis tahun-bulan-hari, misalnya 2026-11-30.")
_NO_FILE = Words("Pilih berkasnya, atau tulis daftarnya.")
_NO_SCOPE = Words("Pilih kabupatennya.")
_UNREAD = CodeListRead()
_FIELDS = ("name", "version", "title", "starts", "until", "scope", "table")
_EMPTY = dict.fromkeys(_FIELDS, "")


@dataclass(frozen=True, slots=True)
class Look:
    """What was brought: the words of the form, the table as read, and why it cannot be published as it is."""

    written: Mapping[str, str] = field(default_factory=_EMPTY.copy)
    read: CodeListRead = _UNREAD
    codes: CodeList | None = None
    trouble: str = ""
    published: bool = False


_NOTHING = Look()


@router.get("/daftar-kode")
def code_lists(request: Request) -> Response:
    """The published versions, and the form to bring another."""
    sessions.whole_district(request, Permission.ADMINISTER)
    return _page(request, _NOTHING)


@router.post("/daftar-kode")
async def bring(request: Request) -> Response:
    """Look a table over, and publish it where that was asked and nothing speaks against it."""
    who = await run_in_threadpool(sessions.whole_district, request, Permission.ADMINISTER)
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) > 2 * LARGEST_FILE + _OVERHEAD:
        return await run_in_threadpool(_page, request, Look(trouble=_FINDINGS[FindingKind.TOO_LARGE]), 413)
    async with request.form(max_files=1, max_fields=12, max_part_size=LARGEST_FILE + 1) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        file = form.get("file")
        content = b""
        if isinstance(file, UploadFile) and file.filename:
            content = await run_in_threadpool(file.file.read, LARGEST_FILE + 1)
        return await run_in_threadpool(_answer, request, who, form, content)


@router.get("/daftar-kode/{scope}/{name}/{version}")
def workbook(request: Request, scope: str, name: str, version: str) -> Response:
    """A published version as an Excel file."""
    sessions.whole_district(request, Permission.ADMINISTER)
    with sessions.context_of(request).database.unit_of_work() as unit:
        found = _scope(unit, scope)
        codes = None if found is None else service.edition(unit, found, name, version)
    if codes is None:
        return page(request, "missing.html", 404)
    disposition = f'attachment; filename="{codes.name}-{codes.version}.xlsx"'
    return Response(service.workbook_of(codes), 200, {"Content-Disposition": disposition}, _XLSX)


@router.post("/daftar-kode/{scope}/{name}/{version}/tarik")
def withdraw(
    request: Request, scope: str, name: str, version: str, form_token: Annotated[str, Form()] = ""
) -> Response:
    """Take a version back; the one before it counts again."""
    who = sessions.whole_district(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        found = _scope(unit, scope)
        done = found is not None and service.withdraw_code_list(
            unit, found, name, version, by=who.name, now=context.clock()
        )
        unit.commit()
    return RedirectResponse("/daftar-kode", 303) if done else page(request, "missing.html", 404)


def _answer(request: Request, who: SignedIn, form: FormData, content: bytes) -> Response:
    written = {name: str(form.get(name, "")).strip() for name in _FIELDS}
    table = str(form.get("table", ""))
    data = content or table.encode()
    if not data.strip():
        return _page(request, Look(written, trouble=_NO_FILE), 422)
    read = read_code_list(data)
    written["table"] = service.table_of(read.choices) if content else table
    codes = _codes(written, read)
    if codes is None:
        return _page(request, Look(written, read, trouble=_NOT_A_DAY), 422)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        scopes = districts(unit, WHOLE_DISTRICT)
        scope = _scope(unit, written["scope"]) if written["scope"] else scopes[0] if len(scopes) == 1 else None
        if scope is None:
            return _page(request, Look(written, read, codes, _NO_SCOPE), 422)
        refusal = CodeListRefusal.NO_CHOICES if not read.publishable else service.refusal_of(unit, scope, codes)
        publishes = form.get("act") == "terbitkan"
        if publishes and refusal is None:
            refusal = service.publish_code_list(unit, scope, codes, by=who.name, now=context.clock())
            unit.commit()
    if refusal is not None:
        return _page(request, Look(written, read, codes, _REFUSALS[refusal]), 422)
    return _page(request, Look(written, read, codes, published=publishes))


def _codes(written: Mapping[str, str], read: CodeListRead) -> CodeList | None:
    try:
        starts = date.fromisoformat(written["starts"])
        until = date.fromisoformat(written["until"]) if written["until"] else None
    except ValueError:
        return None
    return CodeList(written["name"], written["version"], written["title"], read.choices, starts, until)


def _scope(unit: UnitOfWork, text: str) -> ScopeName | None:
    """A scope of this server's villages; None for every other."""
    found = read_scope_name(text)
    return found if found in districts(unit, WHOLE_DISTRICT) else None


def _page(request: Request, look: Look, status: int = 200) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        scopes = districts(unit, WHOLE_DISTRICT)
        found = service.editions(unit, scopes)
    today = village_day(sessions.context_of(request).clock())
    return page(
        request,
        "code_lists.html",
        status,
        editions=found,
        look=look,
        scopes=scopes,
        findings=_FINDINGS,
        today=today,
        shown=_SHOWN,
    )
