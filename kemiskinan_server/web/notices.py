"""Pengumuman: notices to villages are written, looked at, published, corrected and withdrawn; who has read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from kemiskinan_domain.clock import village_day
from kemiskinan_domain.people import Area, Permission, read_area
from kemiskinan_domain.publishing import NOTICE_LIMITS, Notice, NoticeProblem, Urgency, problems_of
from kemiskinan_domain.records import RecordId, new_record_id
from kemiskinan_domain.wire.scopes import ScopeName, read_scope_name
from kemiskinan_server.services import notices as service
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.notice_receptions import Receptions, reception
from kemiskinan_server.services.notices import NoticeLine, NoticeRefusal, Publisher
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

URGENCIES = {
    Urgency.ORDINARY: Words("Biasa"),
    Urgency.IMPORTANT: Words("Penting"),
    Urgency.URGENT: Words("Mendesak"),
}
_PROBLEMS = {
    NoticeProblem.NO_TITLE: Words("Tulis judulnya."),
    NoticeProblem.TITLE_TOO_LONG: Words("Judul paling panjang {0} huruf.").filled(NOTICE_LIMITS.title),
    NoticeProblem.NO_TEXT: Words("Tulis isinya."),
    NoticeProblem.TEXT_TOO_LONG: Words("Isi paling panjang {0} huruf.").filled(NOTICE_LIMITS.text),
    NoticeProblem.ENDS_BEFORE_IT_BEGINS: Words("Tanggal akhir lebih dahulu daripada tanggal mulai."),
    NoticeProblem.TOO_MANY_ADDRESSES: Words("Terlalu banyak kode wilayah; pilih kecamatannya saja."),
}
_REFUSALS = {
    NoticeRefusal.OUTSIDE: Words("Wilayah yang dituju di luar wilayah Anda."),
    NoticeRefusal.NOBODY: Words("Tidak ada desa terdaftar di wilayah yang dituju."),
    NoticeRefusal.GONE: Words("Pengumuman ini sudah ditarik."),
    NoticeRefusal.CHANGED: Words("Orang lain sudah memperbaiki pengumuman ini. Buka lagi dan periksa isinya."),
}
_NOT_AN_AREA = Words("Wilayah ditulis dengan kode, misalnya 32.03.01.2001 untuk satu desa: {0}")
_NOT_A_DAY = Words("Tanggal ditulis tahun-bulan-hari, misalnya 2026-11-30.")
_MOST_FIELDS = 500
_FIELDS = ("title", "text", "starts", "until", "urgency", "villages", "confirm")
_EMPTY = dict.fromkeys(_FIELDS, "")


@dataclass(frozen=True, slots=True)
class Draft:
    """What stands in the form. `trouble` is why it is no notice yet; `edition` is 0 for a new one."""

    id: RecordId
    scope: str
    notice: Notice | None = None
    trouble: str = ""
    edition: int = 0
    written: Mapping[str, str] = field(default_factory=_EMPTY.copy)
    chosen: frozenset[str] = frozenset()
    """Codes of kecamatan with a mark."""


@dataclass(frozen=True, slots=True)
class Look:
    """What looking a draft over gave: why it cannot be published, and how many villages would see it."""

    refusal: NoticeRefusal | None = None
    reached: int = 0


_NOTHING = Look()


@router.get("/pengumuman")
def notices(request: Request) -> Response:
    """All notices that concern the reader's area."""
    who = sessions.reader(request, Permission.REVIEW)
    with sessions.context_of(request).database.unit_of_work() as unit:
        lines = service.notice_lines(unit, who.area)
        standing = [line for line in lines if not line.withdrawn]
        receptions = Receptions(unit, who.area, standing)
        counts = {line.id: receptions.of(line) for line in standing}
    today = village_day(sessions.context_of(request).clock())
    return page(request, "notices.html", lines=lines, counts=counts, urgencies=URGENCIES, today=today)


@router.post("/pengumuman")
async def write(request: Request) -> Response:
    """Look a new notice over, or publish it."""
    who = await run_in_threadpool(sessions.reader, request, Permission.REVIEW)
    async with request.form(max_files=0, max_fields=_MOST_FIELDS) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        return await run_in_threadpool(_answer, request, who, form)


@router.get("/pengumuman/tulis")
def begin(request: Request) -> Response:
    """The form for a new notice."""
    who = sessions.reader(request, Permission.REVIEW)
    today = village_day(sessions.context_of(request).clock())
    return _form(request, who, Draft(new_record_id(), "", written={**_EMPTY, "starts": today.isoformat()}))


@router.get("/pengumuman/{notice}")
def one(request: Request, notice: str) -> Response:
    """One notice, and how it came to each village of the reader's area."""
    who = sessions.reader(request, Permission.REVIEW)
    with sessions.context_of(request).database.unit_of_work() as unit:
        line = _line(unit, who, notice)
        told = None if line is None else reception(unit, line, who.area)
    if line is None:
        return page(request, "missing.html", 404)
    mine = service.may_change(line, _publisher(who))
    return page(request, "notice.html", line=line, told=told, urgencies=URGENCIES, mine=mine)


@router.get("/pengumuman/{notice}/ubah")
def change(request: Request, notice: str) -> Response:
    """The form with what the notice says now."""
    who = sessions.reader(request, Permission.REVIEW)
    with sessions.context_of(request).database.unit_of_work() as unit:
        line = _line(unit, who, notice)
    if line is None or not service.may_change(line, _publisher(who)):
        return page(request, "missing.html", 404)
    return _form(request, who, _standing(line))


@router.post("/pengumuman/{notice}/tarik")
def withdraw(request: Request, notice: str, form_token: Annotated[str, Form()] = "") -> Response:
    """Take a notice back."""
    who = sessions.reader(request, Permission.REVIEW)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        line = _line(unit, who, notice)
        if line is None or not service.may_change(line, _publisher(who)):
            return page(request, "missing.html", 404)
        refusal = service.withdraw_notice(unit, line.id, who=_publisher(who), now=context.clock())
        unit.commit()
    return RedirectResponse("/pengumuman", 303) if refusal is None else page(request, "missing.html", 404)


def _answer(request: Request, who: SignedIn, form: FormData) -> Response:
    """The look, or the page of the notice once it is published."""
    draft = _read(form, who)
    if draft.notice is None:
        return _form(request, who, draft)
    context, publisher = sessions.context_of(request), _publisher(who)
    with context.database.unit_of_work() as unit:
        scopes = service.districts(unit, who.area)
        scope = read_scope_name(draft.scope) if draft.scope else scopes[0] if len(scopes) == 1 else None
        if scope not in scopes:
            return _form(request, who, draft, Look(NoticeRefusal.OUTSIDE))
        if form.get("act") != "terbitkan":
            return _form(request, who, draft, _look(unit, scope, draft.notice, publisher))
        if draft.edition:
            done = service.correct_notice(
                unit, draft.id, draft.notice, draft.edition, who=publisher, now=context.clock()
            )
        else:
            done = service.publish_notice(unit, scope, draft.id, draft.notice, who=publisher, now=context.clock())
        if isinstance(done, NoticeRefusal):
            return _form(request, who, draft, Look(done))
        unit.commit()
    assert isinstance(done, str)
    return RedirectResponse(f"/pengumuman/{done}", 303)


def _look(unit: UnitOfWork, scope: ScopeName, notice: Notice, publisher: Publisher) -> Look:
    reached = len(service.addressed(unit, scope, notice.area))
    return Look(service.refusal_of(unit, scope, notice.area, publisher), reached)


def _read(form: FormData, who: SignedIn) -> Draft:
    written = {name: str(form.get(name, "")).strip() for name in _FIELDS}
    written["confirm"] = "y" if form.get("confirm") else ""
    chosen = frozenset(str(code) for code in form.getlist("subdistricts"))
    edition = str(form.get("edition", ""))
    draft = Draft(
        id=RecordId(str(form.get("notice", "")) or new_record_id()),
        scope=str(form.get("scope", "")),
        edition=int(edition) if edition.isdecimal() and len(edition) < 10 else 0,
        written=written,
        chosen=chosen,
    )
    codes = read_area([*chosen, *written["villages"].replace(";", ",").replace("\n", ",").split(",")])
    if isinstance(codes, str):
        return _with(draft, trouble=_NOT_AN_AREA.filled(codes[:40]))
    try:
        starts = date.fromisoformat(written["starts"])
        until = date.fromisoformat(written["until"]) if written["until"] else None
    except ValueError:
        return _with(draft, trouble=_NOT_A_DAY)
    urgency = Urgency(written["urgency"]) if written["urgency"] in set(Urgency) else Urgency.ORDINARY
    text = written["text"].replace("\r\n", "\n")
    area = codes if codes.codes else Area(who.area.codes)
    notice = Notice(written["title"], text, starts, until, urgency, bool(written["confirm"]), area)
    problems = problems_of(notice)
    return _with(draft, trouble=_PROBLEMS[problems[0]]) if problems else _with(draft, notice=notice)


def _with(draft: Draft, *, notice: Notice | None = None, trouble: str = "") -> Draft:
    return Draft(draft.id, draft.scope, notice, trouble, draft.edition, draft.written, draft.chosen)


def _standing(line: NoticeLine) -> Draft:
    notice = line.notice
    codes = notice.area.codes
    written = {
        "title": notice.title,
        "text": notice.text,
        "starts": notice.starts.isoformat(),
        "until": notice.until.isoformat() if notice.until else "",
        "urgency": notice.urgency.value,
        "confirm": "y" if notice.confirm else "",
        "villages": ", ".join(code for code in codes if code.count(".") != 2),
    }
    chosen = frozenset(code for code in codes if code.count(".") == 2)
    return Draft(line.id, line.scope, edition=notice.edition, written=written, chosen=chosen)


def _form(request: Request, who: SignedIn, draft: Draft, look: Look = _NOTHING) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        places = service.subdistricts(unit, who.area)
        scopes = service.districts(unit, who.area)
    trouble = _REFUSALS[look.refusal] if look.refusal is not None else draft.trouble
    status = 200 if not trouble else 409 if look.refusal is NoticeRefusal.CHANGED else 422
    return page(
        request,
        "notice_form.html",
        status,
        draft=draft,
        trouble=trouble,
        reached=look.reached,
        places=places,
        scopes=scopes,
        urgencies=URGENCIES,
        limits=NOTICE_LIMITS,
    )


def _line(unit: UnitOfWork, who: SignedIn, notice: str) -> NoticeLine | None:
    """The notice, where it concerns a village of the reader's area."""
    return next((line for line in service.notice_lines(unit, who.area) if line.id == notice), None)


def _publisher(who: SignedIn) -> Publisher:
    return Publisher(who.name, who.area)
