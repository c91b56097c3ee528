"""Berkas: files from villages without internet are taken in here, and the answers fetched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, File, Form, Request, Response, UploadFile

from kemiskinan_domain.people import Permission, permissions_of
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import ProblemType
from kemiskinan_domain.wire.bundle import MAX_BUNDLE, BundleHeader, BundleKind, BundleRefusal, bundle_path
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.bundles import TAKEN, in_order, take_bundle
from kemiskinan_server.services.bundles.words import PROBLEM_WORDS, REFUSAL_WORDS
from kemiskinan_server.storage.bundles import TakenBundle
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.villages import VillageBusyError
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page

router = APIRouter()

_LISTED = 50
_MOST_FILES = 50


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
    _handler(request)
    return _page(request, [])


@router.post("/berkas")
def take(
    request: Request,
    files: Annotated[list[UploadFile] | None, File()] = None,
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Take in every file that was chosen."""
    who = _handler(request)
    sessions.check_form(request, form_token)
    chosen = [one for one in files or [] if one.filename][:_MOST_FILES]
    uploaded: list[Uploaded] = []
    contents: list[tuple[str, bytes]] = []
    for one in chosen:
        content = one.file.read(MAX_BUNDLE + 1)
        contents.append((one.filename or "", content))
    for name, content in in_order(contents):
        uploaded.append(_take(request, who, name, content))
    return _page(request, uploaded)


@router.get("/berkas/{village}/{digest}/jawaban")
def answer(request: Request, village: str, digest: str) -> Response:
    """The answer file of one bundle."""
    _handler(request)
    with sessions.context_of(request).database.unit_of_work() as unit:
        found = unit.bundles.answer(village, digest)
    if found is None:
        return page(request, "missing.html", 404)
    taken, content = found
    header = BundleHeader(1, BundleKind.ANSWER, taken.village, taken.client, taken.seq)
    name = f"{taken.village}-{bundle_path(header).name}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, 200, headers, "application/octet-stream")


def _handler(request: Request) -> SignedIn:
    """Who may take files in. Raises `NotSignedInError`."""
    who = sessions.reader(request)
    if Permission.REVIEW not in permissions_of(who.role):
        raise sessions.NotSignedInError
    return who


def _take(request: Request, who: SignedIn, name: str, content: bytes) -> Uploaded:
    try:
        result = take_bundle(sessions.context_of(request), content, who.name)
    except VillageBusyError:
        return Uploaded(name, "Desa itu sedang dipakai. Ulangi sebentar lagi.", good=False)
    words = _words(result.outcome)
    if result.refusal is None:
        words = f"{result.changes} perubahan baru; {words}"
    return Uploaded(name, words, good=result.outcome == TAKEN)


def _page(request: Request, uploaded: list[Uploaded]) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        listed = [_view(unit, taken) for taken in unit.bundles.latest(_LISTED)]
    return page(request, "bundles.html", uploaded=uploaded, bundles=listed)


def _view(unit: UnitOfWork, taken: TakenBundle) -> BundleView:
    village = unit.villages.get(VillageCode(taken.village))
    name = village.name if village is not None else taken.village
    return BundleView(taken, name, _words(taken.outcome), good=taken.outcome == TAKEN)


def _words(outcome: str) -> str:
    if outcome == TAKEN:
        return "diterima."
    if outcome in set(BundleRefusal):
        return REFUSAL_WORDS[BundleRefusal(outcome)]
    return PROBLEM_WORDS.get(ProblemType(outcome), outcome)
