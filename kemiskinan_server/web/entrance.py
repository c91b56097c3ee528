"""Signing in and out, and the style sheet."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from kemiskinan_server.services.accounts import AccountRefusal, sign_in_from
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import STYLE, page
from kemiskinan_server.web.words import Language, Words

router = APIRouter()

_WORDS = {
    AccountRefusal.WRONG: Words("Nama atau kata sandi salah."),
    AccountRefusal.WAIT: Words("Terlalu banyak percobaan. Tunggu sebentar, lalu coba lagi."),
    AccountRefusal.CODE_NEEDED: Words("Isi juga kode 6 angka dari aplikasi pengaman di HP Anda."),
}
_FOREIGN = Words("Halaman sudah kedaluwarsa. Silakan isi sekali lagi.")


@router.get("/masuk")
def entrance(request: Request) -> Response:
    """The sign-in page."""
    return page(request, "entrance.html", refusal="", name="")


@router.post("/masuk")
def enter(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Check name and password."""
    try:
        sessions.check_form(request, form_token)
    except sessions.ForeignFormError:
        return page(request, "entrance.html", 403, refusal=_FOREIGN, name=name)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        entered = (name.strip(), password, code)
        answer = sign_in_from(unit, sessions.address_of(request), entered, context.clock())
        unit.commit()
    if isinstance(answer, AccountRefusal):
        return page(request, "entrance.html", 401, refusal=_WORDS[answer], name=name)
    response = RedirectResponse("/", 303)
    sessions.begin(request, response, answer, context.clock())
    return response


@router.post("/keluar")
def leave(request: Request, form_token: Annotated[str, Form()] = "") -> Response:
    """Sign out."""
    response = RedirectResponse("/masuk", 303)
    try:
        sessions.check_form(request, form_token)
    except sessions.ForeignFormError:
        return response
    sessions.end(response)
    return response


@router.post("/bahasa")
def choose_language(
    request: Request, language: Annotated[str, Form()] = "", form_token: Annotated[str, Form()] = ""
) -> Response:
    """Read on in another language, on the page that it was chosen on."""
    sessions.check_form(request, form_token)
    came_from = urlsplit(request.headers.get("referer", ""))
    here = came_from.netloc == request.url.netloc and came_from.path.startswith("/") and came_from.path != "/bahasa"
    query = f"?{came_from.query}" if came_from.query else ""
    response = RedirectResponse(f"/{came_from.path.lstrip('/')}{query}" if here else "/", 303)
    if language in set(Language):
        sessions.choose_language(request, response, Language(language))
    return response


@router.get("/gaya.css")
def style() -> Response:
    """The style of all pages."""
    return FileResponse(STYLE, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


def on_not_signed_in(_: Request, __: Exception) -> Response:
    """Whoever may not read is shown the door."""
    return RedirectResponse("/masuk", 303)


def on_not_yours(request: Request, _: Exception) -> Response:
    """What a role or an area does not let somebody see looks like what does not exist."""
    return page(request, "missing.html", 404)


def on_foreign_form(request: Request, _: Exception) -> Response:
    """A form that is not from a page of ours does nothing."""
    return page(request, "foreign.html", 403)


def on_no_room(request: Request, _: Exception) -> Response:
    """The server's disk is full; nothing of what was sent was kept."""
    return page(request, "no_room.html", 507)


def on_unusable(request: Request, _: Exception) -> Response:
    """What was sent is too long or holds signs that nothing can keep; none of it is shown."""
    return page(request, "unusable.html", 422)
