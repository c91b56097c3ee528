"""The district's people: who may sign in, with which role and area; and everybody's own second factor."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.people import Permission, Role, Side, read_area, side_of
from kemiskinan_server.services import accounts
from kemiskinan_server.services.second_factor import address_of, new_secret
from kemiskinan_server.web import sessions, wording
from kemiskinan_server.web.qr import qr_drawing
from kemiskinan_server.web.rendering import page, say
from kemiskinan_server.web.words import Words

router = APIRouter()

_DISTRICT_ROLES = {role: words for role, words in wording.ROLES.items() if side_of(role) is Side.DISTRICT}
_ISSUER = "Pendataan Kemiskinan Desa"
_NOT_A_CODE = Words("{0} bukan kode wilayah. Contoh kode kecamatan: 32.03.01.")
_DRAWING = Words("Kode QR untuk aplikasi pengaman")
_TOO_SHORT = Words("Kata sandi harus paling sedikit {0} huruf.")


@router.get("/petugas")
def people(request: Request) -> Response:
    """Everybody who may sign in."""
    sessions.reader(request, Permission.ADMINISTER)
    return _people(request)


@router.post("/petugas")
def save(
    request: Request,
    *,
    name: Annotated[str, Form()] = "",
    full_name: Annotated[str, Form()] = "",
    role: Annotated[str, Form()] = "",
    area: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """A new account, or a new password, role and area for one."""
    sessions.reader(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    clean, codes = name.strip(), read_area(area.replace(";", ",").split(","))
    if not clean or role not in set(_DISTRICT_ROLES):
        return _people(request, Words("Isi nama dan pilih peran."), 422)
    if isinstance(codes, str):
        return _people(request, _NOT_A_CODE.filled(codes.strip()), 422)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        made = accounts.save_account(
            unit, clean, password, Role(role), full_name=full_name.strip(), now=context.clock(), area=codes
        )
        unit.commit()
    if isinstance(made, accounts.AccountRefusal):
        return _people(request, _TOO_SHORT.filled(accounts.SHORTEST_PASSWORD), 422)
    return RedirectResponse("/petugas", 303)


@router.post("/petugas/{name}")
def change(
    request: Request, name: str, *, act: Annotated[str, Form()] = "", form_token: Annotated[str, Form()] = ""
) -> Response:
    """Close an account, open it again, or forget a lost telephone."""
    who = sessions.reader(request, Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    if act == "close" and name == who.name:
        return _people(request, Words("Akun sendiri tidak dapat ditutup."), 409)
    with context.database.unit_of_work() as unit:
        if act in {"close", "open"}:
            done = accounts.close_account(unit, name, who.name, context.clock(), closed=act == "close")
        else:
            done = act == "forget" and accounts.forget_second_factor(unit, name, who.name, context.clock())
        unit.commit()
    return RedirectResponse("/petugas", 303) if done else page(request, "missing.html", 404)


@router.get("/akun")
def own_account(request: Request) -> Response:
    """Who one is, and the second factor."""
    return _own(request, new_secret())


@router.post("/akun/pengaman")
def take_second_factor(
    request: Request,
    *,
    secret: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """The telephone shows its first code."""
    who = sessions.signed_in(request)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    if not _is_secret(secret):
        return page(request, "missing.html", 404)
    with context.database.unit_of_work() as unit:
        known = unit.directory.account(who.name)
        if known is not None and known.totp_secret is not None:
            return RedirectResponse("/akun", 303)
        done = accounts.set_second_factor(unit, who.name, secret, code, context.clock())
        unit.commit()
    if done:
        return RedirectResponse("/akun", 303)
    return _own(request, secret, Words("Kode itu tidak cocok. Periksa jam HP Anda, lalu ketik kode yang terbaru."), 422)


def _people(request: Request, trouble: str = "", status: int = 200) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        everybody = unit.directory.accounts()
    return page(request, "people.html", status, people=everybody, roles=_DISTRICT_ROLES, trouble=trouble)


def _own(request: Request, secret: str, trouble: str = "", status: int = 200) -> Response:
    who = sessions.signed_in(request)
    with sessions.context_of(request).database.unit_of_work() as unit:
        known = unit.directory.account(who.name)
    guarded = known is not None and known.totp_secret is not None
    drawing = qr_drawing(address_of(secret, who.name, _ISSUER), say(request, _DRAWING))
    return page(
        request, "account.html", status, guarded=guarded, secret=secret, drawing=drawing, trouble=trouble, account=known
    )


def _is_secret(text: str) -> bool:
    return len(text) == len(new_secret()) and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
