"""Akses sistem lain: tokens by which other systems of the district read, made and taken back by an administrator."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.people import Permission, read_area
from kemiskinan_server.services.handing_on import NewGrant, ReadField, grants, make_grant, revoke_grant
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_FIELDS = {
    ReadField.DECISIONS: Words("Keputusan musyawarah"),
    ReadField.NAMES: Words("Nama"),
    ReadField.NUMBERS: Words("NIK dan No. KK"),
    ReadField.ADDRESS: Words("Alamat"),
    ReadField.MEMBERS: Words("Anggota keluarga"),
}
_LIVES = {30: Words("30 hari"), 90: Words("90 hari"), 366: Words("1 tahun")}


@router.get("/akses")
def access(request: Request) -> Response:
    """The systems that may read, and the form for another."""
    sessions.whole_district(request, Permission.ADMINISTER)
    return _page(request)


@router.post("/akses")
def make(
    request: Request,
    *,
    system: Annotated[str, Form()] = "",
    area: Annotated[str, Form()] = "",
    fields: Annotated[list[str] | None, Form()] = None,
    days: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """A new token, shown once."""
    who = sessions.whole_district(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    codes, chosen = read_area(area.replace(";", ",").split(",")), set(fields or ())
    if not system.strip() or days not in {str(life) for life in _LIVES} or not chosen <= set(ReadField):
        return _page(request, Words("Isi nama sistemnya dan pilih masa berlakunya."), 422)
    if isinstance(codes, str):
        return _page(request, Words("Wilayah ditulis dengan kode, misalnya 32.03.01 untuk satu kecamatan."), 422)
    context = sessions.context_of(request)
    wanted = NewGrant(system.strip(), codes, frozenset(ReadField(one) for one in chosen), timedelta(days=int(days)))
    with context.database.unit_of_work() as unit:
        token = make_grant(unit, wanted, who.name, context.clock())
        unit.commit()
    return _page(request, token=token)


@router.post("/akses/{grant}/cabut")
def revoke(request: Request, grant: str, form_token: Annotated[str, Form()] = "") -> Response:
    """Take a token back."""
    who = sessions.whole_district(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        done = revoke_grant(unit, grant, who.name, context.clock())
        unit.commit()
    return RedirectResponse("/akses", 303) if done else page(request, "missing.html", 404)


def _page(request: Request, trouble: str = "", status: int = 200, *, token: str = "") -> Response:
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        found = grants(unit)
    return page(
        request,
        "access.html",
        status,
        grants=found,
        fields=_FIELDS,
        lives=_LIVES,
        now=context.clock(),
        trouble=trouble,
        token=token,
    )
