"""Berkas: files from villages without internet are taken in here, and the answers fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException, MultiPartParser

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import ProblemType, device_of
from kemiskinan_domain.wire.bundle import MAX_FILE, SUFFIX, BundleKind, BundleRefusal
from kemiskinan_domain.wire.bundle_sealing import Envelope, open_envelope
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.bundles import TAKEN, BundleResult, photo_answers, place_of, take_bundle
from kemiskinan_server.services.bundles.words import DECISION_WORDS, PROBLEM_WORDS, REFUSAL_WORDS
from kemiskinan_server.storage.bundles import ACCEPTED, TakenBundle
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.room import DiskFullError
from kemiskinan_server.storage.villages import VillageBusyError
from kemiskinan_server.web import sessions
from kemiskinan_server.web.bundle_answers import LISTED
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_CHANGES = Words("{0} perubahan baru; {1}")
_PHOTOS = Words("{0} foto baru; {1}")
_MOST_FILES = 300
_MOST_FIELDS = 5
_MOST_BYTES = 4 * MAX_FILE
"""Of one form. It waits on the disk, of each file a little in memory."""
_IN_MEMORY = 64 * 1024


@dataclass(frozen=True, slots=True)
class BundleView:
    """A bundle as the page shows it; `good` where nothing stands against it."""

    taken: TakenBundle
    village: str
    words: str
    good: bool


@dataclass(frozen=True, slots=True)
class AsideView:
    """A file of a laptop that was shut out, and whose laptop that was."""

    taken: TakenBundle
    village: str
    device: str
    person: str

    @property
    def changes(self) -> int:
        """How many changes are in it, by its header."""
        return self.taken.last_mid - self.taken.first_mid + 1 if self.taken.first_mid else 0


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What became of one file that was just sent."""

    name: str
    words: str
    good: bool
    village: str = ""


@router.get("/berkas")
def bundles(request: Request) -> Response:
    """The form, and what came in."""
    return bundles_page(request, sessions.reader(request, Permission.REVIEW))


@router.post("/berkas")
async def take(request: Request) -> Response:
    """Take in every file that was chosen. Nothing of the body is read for somebody who may not."""
    who = await run_in_threadpool(sessions.reader, request, Permission.REVIEW)
    announced = request.headers.get("content-length", "")
    if not announced.isdecimal() or int(announced) > _MOST_BYTES:
        words = Words("Terlalu besar sekaligus. Pilih lebih sedikit berkas.")
        return await run_in_threadpool(
            bundles_page, request, who, [Uploaded(Words("Kiriman ini"), words, good=False)], 413
        )
    form = await _form(request)
    try:
        sessions.check_form(request, str(form.get("form_token", "")))
        # A folder brings other files too: they are no business of this page.
        inside = [one for one in form.getlist("folder") if _name(one).lower().endswith(SUFFIX)]
        sent = [one for one in (*form.getlist("files"), *inside) if isinstance(one, UploadFile) and one.filename]
        return await run_in_threadpool(_take_all, request, who, sent)
    finally:
        await form.close()


async def _form(request: Request) -> FormData:
    """The form with files that wait on the disk. Raises `HTTPException`, and `ForeignFormError` for no form of ours."""
    if "boundary=" not in request.headers.get("content-type", ""):
        sessions.check_form(request, "")
    parser = MultiPartParser(request.headers, request.stream(), max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
    parser.spool_max_size = _IN_MEMORY
    try:
        return await parser.parse()
    except (MultiPartException, KeyError) as error:
        raise HTTPException(400) from error


def _take_all(request: Request, who: SignedIn, sent: list[UploadFile]) -> Response:
    """In the laptops' order."""
    ordered = sorted(sent, key=lambda one: place_of(one.file))
    uploaded = [one for one in (_take(request, who, file) for file in ordered) if one is not None]
    if not uploaded:
        uploaded = [Uploaded(Words("Kiriman ini"), Words("Tidak ada berkas kiriman desa di dalamnya."), good=False)]
    return bundles_page(request, who, uploaded)


def _name(file: UploadFile | str) -> str:
    """Without the folders that browsers send along."""
    return ((file.filename or "") if isinstance(file, UploadFile) else "").replace("\\", "/").rpartition("/")[2]


def _take(request: Request, who: SignedIn, sent: UploadFile) -> Uploaded | None:
    """What became of it; None for an answer of ours, which lies on the same stick."""
    name, file = _name(sent), sent.file
    envelope = open_envelope(file)
    if isinstance(envelope, Envelope) and envelope.header.kind is BundleKind.ANSWER:
        return None
    if isinstance(envelope, Envelope) and not who.area.covers(envelope.header.village):
        return Uploaded(name, Words("Desa itu di luar wilayah Anda; berkas tidak dipakai."), good=False)
    try:
        result = take_bundle(sessions.context_of(request), file, who.name)
    except VillageBusyError:
        return Uploaded(name, Words("Desa itu sedang dipakai. Ulangi sebentar lagi."), good=False)
    except DiskFullError:
        return Uploaded(name, Words(PROBLEM_WORDS[ProblemType.STORAGE_FULL]), good=False)
    words = _words(result.outcome)
    if result.refusal is None and not result.decided:
        words = _CHANGES.filled(result.changes, words)
        header = result.header
        words = _PHOTOS.filled(result.photos, words) if header is not None and header.photos else words
    return Uploaded(name, words, result.outcome == TAKEN, _village_name(request, result))


def _village_name(request: Request, result: BundleResult) -> str:
    if result.taken is None:
        return ""
    with sessions.context_of(request).database.unit_of_work() as unit:
        village = unit.villages.get(VillageCode(result.taken.village))
    return village.name if village is not None else result.taken.village


def bundles_page(
    request: Request, who: SignedIn, uploaded: Sequence[Uploaded] = (), status: int = 200, trouble: str = ""
) -> Response:
    """The form, what waits for a decision, and what came in."""
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        listed = [_view(unit, taken) for taken in unit.bundles.latest(LISTED) if who.area.covers(taken.village)]
        aside = [_aside(unit, taken) for taken in unit.bundles.aside() if who.area.covers(taken.village)]
    return page(
        request,
        "bundles.html",
        status,
        uploaded=uploaded,
        trouble=trouble,
        bundles=listed,
        photos={one.taken.digest: photo_answers(context, one.taken) for one in listed if one.taken.wanted},
        aside=aside,
        waiting=any(one.taken.answered for one in listed),
    )


def _aside(unit: UnitOfWork, taken: TakenBundle) -> AsideView:
    village = unit.villages.get(VillageCode(taken.village))
    known = {one.id: one for one in unit.reading.devices(VillageCode(taken.village))}
    device = known.get(device_of(taken.client))
    name = village.name if village is not None else taken.village
    return AsideView(taken, name, device.device_name if device else "", device.person if device else "")


def _view(unit: UnitOfWork, taken: TakenBundle) -> BundleView:
    village = unit.villages.get(VillageCode(taken.village))
    name = village.name if village is not None else taken.village
    return BundleView(taken, name, _words(taken.outcome), good=taken.outcome in (TAKEN, ACCEPTED))


def _words(outcome: str) -> str:
    if outcome == TAKEN:
        return Words("diterima.")
    if outcome in DECISION_WORDS:
        return Words(DECISION_WORDS[outcome])
    if outcome in set(BundleRefusal):
        return Words(REFUSAL_WORDS[BundleRefusal(outcome)])
    return Words(PROBLEM_WORDS.get(ProblemType(outcome), outcome))
