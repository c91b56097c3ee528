"""Berkas: files from villages without internet are taken in here, and the answers fetched."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import ProblemType
from kemiskinan_domain.wire.bundle import (
    MAX_BUNDLE,
    BundleHeader,
    BundleKind,
    BundleRefusal,
    Envelope,
    bundle_path,
    read_envelope,
)
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.bundles import TAKEN, place_of, take_bundle
from kemiskinan_server.services.bundles.words import PROBLEM_WORDS, REFUSAL_WORDS
from kemiskinan_server.storage.bundles import TakenBundle
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.villages import VillageBusyError
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_LISTED = 50
_CHANGES = Words("{0} perubahan baru; {1}")
_MOST_FILES = 50
_MOST_FIELDS = 5
_MOST_BYTES = 2 * MAX_BUNDLE
"""Of one form; what waits in memory at once."""


@dataclass(frozen=True, slots=True)
class BundleView:
    """A bundle as the page shows it; `good` where nothing stands against it."""

    taken: TakenBundle
    village: str
    words: str
    good: bool


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one file that was just sent."""

    name: str
    words: str
    good: bool


@router.get("/berkas")
def bundles(request: Request) -> Response:
    """The form, and what came in."""
    return _page(request, sessions.reader(request, Permission.REVIEW), [])


@router.post("/berkas")
async def take(request: Request) -> Response:
    """Take in every file that was chosen. Nothing of the body is read for somebody who may not."""
    who = await run_in_threadpool(sessions.reader, request, Permission.REVIEW)
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) > _MOST_BYTES:
        words = Words("Terlalu besar sekaligus. Pilih lebih sedikit berkas.")
        return await run_in_threadpool(_page, request, who, [Uploaded(Words("Kiriman ini"), words, good=False)], 413)
    async with request.form(max_files=_MOST_FILES, max_fields=_MOST_FIELDS) as form:
        sessions.check_form(request, str(form.get("form_token", "")))
        chosen = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
        return await run_in_threadpool(_take_all, request, who, chosen)


def _take_all(request: Request, who: SignedIn, chosen: list[UploadFile]) -> Response:
    contents = [(one.filename or "", one.file.read(MAX_BUNDLE + 1)) for one in chosen]
    contents.sort(key=lambda named: place_of(named[1]))
    return _page(request, who, [_take(request, who, name, content) for name, content in contents])


@router.get("/berkas/{village}/{digest}/jawaban")
def answer(request: Request, village: str, digest: str) -> Response:
    """The answer file of one bundle."""
    sessions.reader_of(request, village, Permission.REVIEW)
    with sessions.context_of(request).database.unit_of_work() as unit:
        found = unit.bundles.answer(village, digest)
    if found is None:
        return page(request, "missing.html", 404)
    taken, content = found
    header = BundleHeader(1, BundleKind.ANSWER, taken.village, taken.client, taken.seq)
    name = f"{taken.village}-{bundle_path(header).name}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, 200, headers, "application/octet-stream")


def _take(request: Request, who: SignedIn, name: str, content: bytes) -> Uploaded:
    envelope = read_envelope(content)
    if isinstance(envelope, Envelope) and not who.area.covers(envelope.header.village):
        return Uploaded(name, Words("Desa itu di luar wilayah Anda; berkas tidak dipakai."), good=False)
    try:
        result = take_bundle(sessions.context_of(request), content, who.name)
    except VillageBusyError:
        return Uploaded(name, Words("Desa itu sedang dipakai. Ulangi sebentar lagi."), good=False)
    words = _words(result.outcome)
    if result.refusal is None:
        words = _CHANGES.filled(result.changes, words)
    return Uploaded(name, words, good=result.outcome == TAKEN)


def _page(request: Request, who: SignedIn, uploaded: list[Uploaded], status: int = 200) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        listed = [_view(unit, taken) for taken in unit.bundles.latest(_LISTED) if who.area.covers(taken.village)]
    return page(request, "bundles.html", status, uploaded=uploaded, bundles=listed)


def _view(unit: UnitOfWork, taken: TakenBundle) -> BundleView:
    village = unit.villages.get(VillageCode(taken.village))
    name = village.name if village is not None else taken.village
    return BundleView(taken, name, _words(taken.outcome), good=taken.outcome == TAKEN)


def _words(outcome: str) -> str:
    if outcome == TAKEN:
        return Words("diterima.")
    if outcome in set(BundleRefusal):
        return Words(REFUSAL_WORDS[BundleRefusal(outcome)])
    return Words(PROBLEM_WORDS.get(ProblemType(outcome), outcome))
