"""One family: its answers in words, what the rules find, remarks on fields, differences to settle, and the review."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.services import families, moving
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.district import Reviewer, remark
from kemiskinan_server.storage.blobs import BlobFiles
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import VillageHead
from kemiskinan_server.web import sessions, wording
from kemiskinan_server.web.differences import DifferenceWords
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_NOT_MOVED = {
    moving.MoveRefusal.GONE: Words("Keluarga ini sudah tidak ada di desa ini."),
    moving.MoveRefusal.REASON_MISSING: Words("Tulis alasannya."),
    moving.MoveRefusal.NO_SUCH_VILLAGE: Words("Pilih desa tujuannya."),
    moving.MoveRefusal.IN_REVIEW: Words("Keluarga ini sedang di kabupaten. Kembalikan atau buka kembali dahulu."),
    moving.MoveRefusal.NOT_TAKEN: Words("Desa tujuan tidak dapat menyimpannya. Periksa ruang penyimpanan server."),
}


@router.get("/desa/{code}/keluarga/{household}")
def family(request: Request, code: str, household: str) -> Response:
    """The family's page; reading it is written down."""
    who = sessions.reader_of(request, code)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        village = unit.villages.get(VillageCode(code))
        shown = None
        if village is not None:
            shown = families.family_report(unit, VillageCode(code), RecordId(household), context.clock())
        if village is None or shown is None:
            return page(request, "missing.html", 404)
        unit.directory.note(context.clock(), who.name, "family-read", code, household)
        unit.commit()
        destinations = _destinations(unit, who, village) if who.may(Permission.REVIEW) else []
    return _shown(request, who, (village, household), shown, destinations=destinations)


@dataclass(frozen=True, slots=True)
class _Trouble:
    words: str
    reason: str


def _shown(
    request: Request,
    who: SignedIn,
    place: tuple[VillageHead, str],
    shown: families.FamilyReport,
    *,
    destinations: list[VillageHead],
    trouble: _Trouble | None = None,
) -> Response:
    state = wording.review_state(str(shown.household.get("review") or "") or None)
    came, went = shown.household.get("moved_from"), shown.household.get("moved_to")
    return page(
        request,
        "family.html",
        422 if trouble is not None else 200,
        village=place[0],
        household=place[1],
        destinations=destinations,
        trouble=trouble,
        came=came if isinstance(came, dict) else None,
        went=went if isinstance(went, dict) else None,
        report=shown,
        words=DifferenceWords(),
        review=wording.REVIEW[state],
        state=state.value,
        steps=wording.STEPS.get(state, ()) if who.may(Permission.REVIEW) else (),
        may_review=who.may(Permission.REVIEW),
    )


@router.post("/desa/{code}/keluarga/{household}/pindah")
def move(
    request: Request,
    code: str,
    household: str,
    *,
    target: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Hand the family over to another village of the area; both villages learn it with their next exchange."""
    who = sessions.reader_of(request, code, Permission.REVIEW)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    wanted = moving.Move(VillageCode(code), RecordId(household), VillageCode(target), reason)
    files = BlobFiles(context.settings.blobs_folder)
    with context.database.unit_of_work() as unit:
        reviewer = Reviewer(who.full_name or who.name, who.role)
        done: RecordId | moving.MoveRefusal = moving.MoveRefusal.NO_SUCH_VILLAGE
        if who.area.covers(target):
            done = moving.hand_over(unit, files, reviewer, wanted, context.clock())
        if not isinstance(done, moving.MoveRefusal):
            unit.commit()
            return RedirectResponse(f"/desa/{target}/keluarga/{done}", 303)
    return _not_moved(request, who, wanted, done)


def _not_moved(request: Request, who: SignedIn, wanted: moving.Move, why: moving.MoveRefusal) -> Response:
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        village = unit.villages.get(wanted.source)
        shown = families.family_report(unit, wanted.source, wanted.household, context.clock())
        if village is None or shown is None:
            return page(request, "missing.html", 404)
        destinations = _destinations(unit, who, village)
    trouble = _Trouble(_NOT_MOVED[why], wanted.reason)
    return _shown(request, who, (village, wanted.household), shown, destinations=destinations, trouble=trouble)


def _destinations(unit: UnitOfWork, who: SignedIn, village: VillageHead) -> list[VillageHead]:
    """Where the family may go: the villages of the area, training to training."""
    return [
        one
        for one in unit.villages.all()
        if one.code != village.code and one.training == village.training and who.area.covers(one.code)
    ]


@router.post("/desa/{code}/keluarga/{household}/catatan")
def add_remark(
    request: Request,
    code: str,
    household: str,
    *,
    about: Annotated[str, Form()] = "",
    text: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """A remark on the family or on one of its answers; it reaches the village with the next exchange."""
    who = sessions.reader_of(request, code, Permission.REVIEW)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    record, _, name = about.partition("/")
    with context.database.unit_of_work() as unit:
        shown = families.family_report(unit, VillageCode(code), RecordId(household), context.clock())
        if shown is None or (about and about not in shown.fields):
            return page(request, "missing.html", 404)
        if text.strip():
            target = (RecordId(record or household), name)
            kind = RecordKind.HOUSEHOLD if target[0] == household else RecordKind.MEMBER
            reviewer = Reviewer(who.full_name or who.name, who.role)
            remark(unit, reviewer, VillageCode(code), (kind, *target), text=text.strip(), now=context.clock())
            unit.commit()
    return RedirectResponse(f"/desa/{code}/keluarga/{household}#catatan", 303)


@router.post("/desa/{code}/keluarga/{household}/catatan/{remark_id}/selesai")
def settle_remark(
    request: Request, code: str, household: str, remark_id: str, form_token: Annotated[str, Form()] = ""
) -> Response:
    """The remark was answered."""
    who = sessions.reader_of(request, code, Permission.REVIEW)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        reviewer = Reviewer(who.name, who.role)
        done = families.settle_remark(unit, reviewer, VillageCode(code), RecordId(remark_id), context.clock())
        unit.commit()
    if not done:
        return page(request, "missing.html", 404)
    return RedirectResponse(f"/desa/{code}/keluarga/{household}#catatan", 303)
