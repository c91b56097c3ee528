"""A village's laptops: last seen, what they still lack, revoking them, and new enrolment codes on paper."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.people import Permission, Role
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem
from kemiskinan_server.services import enrolment
from kemiskinan_server.web import sessions, wording
from kemiskinan_server.web.qr import qr_drawing
from kemiskinan_server.web.rendering import page, say
from kemiskinan_server.web.words import Words

router = APIRouter()

_DRAWING = Words("Kode QR pendaftaran")


@router.get("/desa/{code}/laptop")
def devices(request: Request, code: str) -> Response:
    """The laptops of a village."""
    sessions.reader_of(request, code, Permission.ADMINISTER)
    with sessions.context_of(request).database.unit_of_work() as unit:
        village = unit.villages.get(VillageCode(code))
        found = unit.reading.devices(VillageCode(code))
    if village is None:
        return page(request, "missing.html", 404)
    return page(request, "devices.html", village=village, devices=found, roles=wording.VILLAGE_ROLES)


@router.post("/desa/{code}/laptop/kode")
def new_code(
    request: Request,
    code: str,
    *,
    role: Annotated[str, Form()] = "",
    person: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """A sheet with a new enrolment code, shown once."""
    who = sessions.reader_of(request, code, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    if role not in set(wording.VILLAGE_ROLES):
        return page(request, "missing.html", 404)
    context = sessions.context_of(request)
    wanted = enrolment.NewCode(VillageCode(code), Role(role), person.strip())
    with context.database.unit_of_work() as unit:
        made = enrolment.hand_out_code(unit, context.keys, wanted, who.name, context.clock())
        village = unit.villages.get(VillageCode(code))
        unit.commit()
    if isinstance(made, Problem) or village is None:
        return page(request, "missing.html", 404)
    address = context.settings.public_url or str(request.base_url).rstrip("/")
    return page(
        request,
        "enrolment_sheet.html",
        village=village,
        code=made,
        address=address,
        person=person.strip(),
        role_words=wording.VILLAGE_ROLES[Role(role)],
        until=context.clock() + wanted.life,
        drawing=qr_drawing(f"{address}#{made}", say(request, _DRAWING)),
    )


@router.post("/desa/{code}/laptop/{client}/cabut")
def revoke(request: Request, code: str, client: str, form_token: Annotated[str, Form()] = "") -> Response:
    """Take a laptop's permission back; what it holds stays there."""
    who = sessions.reader_of(request, code, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        if client not in {one.id for one in unit.reading.devices(VillageCode(code))}:
            return page(request, "missing.html", 404)
        enrolment.revoke(unit, client, who.name, context.clock())
        unit.commit()
    return RedirectResponse(f"/desa/{code}/laptop", 303)
