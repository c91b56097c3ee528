"""Ganda antar desa: records of two villages side by side, decided with a reason."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.identity import mask_family_card, mask_nik
from kemiskinan_domain.people import Permission
from kemiskinan_server.services import crossings
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.services.district import Reviewer
from kemiskinan_server.storage.crossings import CrossingKind
from kemiskinan_server.storage.villages import VillageBusyError
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_TITLES = {
    CrossingKind.NIK: Words("NIK sama"),
    CrossingKind.FAMILY_CARD: Words("Nomor KK sama"),
    CrossingKind.NAME_AND_BIRTH: Words("Nama mirip, tanggal lahir sama, orang tua tidak berbeda"),
}
_TROUBLE = {
    crossings.CrossingRefusal.REASON_MISSING: Words("Tulis alasannya."),
    crossings.CrossingRefusal.NO_SUCH_VILLAGE: Words("Pilih desa yang tetap mendata, atau orang yang berbeda."),
}


@router.get("/ganda")
def crossing_list(request: Request) -> Response:
    """Everybody who stands in two villages; reading it is written down."""
    return _page(request, _reviewer(request))


@router.post("/ganda")
def decide(
    request: Request,
    crossing: Annotated[str, Form()] = "",
    answer: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Decide one; both villages are told with their next exchange."""
    who = _reviewer(request)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        reviewer = Reviewer(who.full_name or who.name, who.role)
        refused = crossings.decide_crossing(unit, reviewer, crossing, (answer, reason), context.clock())
        if refused is None:
            unit.commit()
    if refused is None:
        _tell(context)
    if refused is crossings.CrossingRefusal.GONE:
        return page(request, "missing.html", 404)
    return RedirectResponse("/ganda", 303) if refused is None else _page(request, who, _TROUBLE[refused], 422)


def _tell(context: ServerContext) -> None:
    """The decision stands; a village that is busy just now is told later."""
    with suppress(VillageBusyError):
        waiting = True
        while waiting:
            with context.database.unit_of_work() as unit:
                waiting = crossings.tell_next(unit, context.clock())
                unit.commit()


def _reviewer(request: Request) -> SignedIn:
    """Only who sees the whole district may hold two villages against each other."""
    who = sessions.reader(request, Permission.REVIEW)
    if who.area.codes:
        raise sessions.NotYoursError
    return who


def _page(request: Request, who: SignedIn, trouble: str = "", status: int = 200) -> Response:
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        waiting = crossings.compare_new(unit)
        found = crossings.open_crossings(unit)
        unit.directory.note(context.clock(), who.name, "crossings-read", None, str(len(found)))
        unit.commit()
    return page(
        request,
        "crossings.html",
        status,
        crossings=found,
        waiting=waiting,
        titles=_TITLES,
        different=crossings.DIFFERENT,
        trouble=trouble,
        mask=mask_nik,
        mask_card=mask_family_card,
    )
