"""Who is at the page: a sealed cookie without anything to look up, and forms that no other site can send."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import cast

from fastapi import Request, Response

from kemiskinan_domain.people import Permission
from kemiskinan_server.services.accounts import SignedIn, current
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.web.words import Language, wanted_language

_SESSION = "sesi"
_VISIT = "kunjungan"
_LANGUAGE = "bahasa"
_LANGUAGE_LIFE = timedelta(days=365)


class NotSignedInError(Exception):
    """The page wants somebody who has signed in and may read."""


class NotYoursError(Exception):
    """Neither role nor area let this person see it; the page looks like one that does not exist."""


class ForeignFormError(Exception):
    """The form does not come from a page of ours."""


def context_of(request: Request) -> ServerContext:
    """The parts of the application that serves this request."""
    return cast("ServerContext", request.app.state.context)


def address_of(request: Request) -> str:
    """Where a request comes from, sealed: enough to count by, and nobody's address in a table."""
    return context_of(request).keys.seal("address", request.client.host if request.client is not None else "")


def begin(request: Request, response: Response, who: SignedIn, now: datetime) -> None:
    """Remember somebody for the length of a session."""
    context = context_of(request)
    until = int((now + context.settings.session_life).timestamp())
    claims = f"{until}.{who.stamp}.{who.name.encode().hex()}"
    _set(request, response, _SESSION, f"{claims}.{context.keys.seal('session', claims)}")


def end(response: Response) -> None:
    """Forget who was here."""
    response.delete_cookie(_SESSION, path="/")


def somebody(request: Request) -> SignedIn | None:
    """Who has signed in, if the session still runs and the account still stands: asked anew at every request."""
    if not hasattr(request.state, "somebody"):
        request.state.somebody = _read_session(request)
    return cast("SignedIn | None", request.state.somebody)


def signed_in(request: Request) -> SignedIn:
    """Who is here, whatever the role. Raises `NotSignedInError`."""
    who = somebody(request)
    if who is None:
        raise NotSignedInError
    return who


def reader(request: Request, permission: Permission = Permission.READ_RECORDS) -> SignedIn:
    """Who reads. Raises `NotSignedInError`, and `NotYoursError` where the role does not allow it."""
    who = signed_in(request)
    if not who.may(permission):
        raise NotYoursError
    return who


def reader_of(request: Request, village: str, permission: Permission = Permission.READ_RECORDS) -> SignedIn:
    """Who reads that village. Raises as `reader`, and `NotYoursError` outside the area: nothing says that it exists."""
    who = reader(request, permission)
    if not who.area.covers(village):
        raise NotYoursError
    return who


def whole_district(request: Request, permission: Permission) -> SignedIn:
    """Who decides for every village at once. Raises as `reader`, and `NotYoursError` for an area that is smaller."""
    who = reader(request, permission)
    if who.area.codes:
        raise NotYoursError
    return who


def _read_session(request: Request) -> SignedIn | None:
    context = context_of(request)
    claims, _, seal = request.cookies.get(_SESSION, "").rpartition(".")
    if not claims or not hmac.compare_digest(context.keys.seal("session", claims).encode(), seal.encode()):
        return None
    until, stamp, name = claims.split(".")
    if context.clock().timestamp() >= int(until):
        return None
    with context.database.unit_of_work() as unit:
        return current(unit, bytes.fromhex(name).decode(), stamp)


def language_of(request: Request) -> Language:
    """What the visitor reads: what was chosen on a page, else what the browser asks for."""
    return wanted_language(request.cookies.get(_LANGUAGE, ""), request.headers.get("accept-language", ""))


def choose_language(request: Request, response: Response, language: Language) -> None:
    """Remember it."""
    _set(request, response, _LANGUAGE, language.value, _LANGUAGE_LIFE)


def form_token(request: Request) -> tuple[str, str]:
    """This visit's secret and the token that its forms carry."""
    visit = request.cookies.get(_VISIT) or secrets.token_urlsafe(24)
    return visit, context_of(request).keys.seal("form", visit)


def keep_visit(request: Request, response: Response, visit: str) -> None:
    """Give the browser its visit's secret."""
    if request.cookies.get(_VISIT) != visit:
        _set(request, response, _VISIT, visit)


def check_form(request: Request, token: str) -> None:
    """Raises `ForeignFormError` where the token is not this visit's."""
    visit = request.cookies.get(_VISIT, "")
    wanted = context_of(request).keys.seal("form", visit)
    if not visit or not hmac.compare_digest(wanted.encode(), token.encode()):
        raise ForeignFormError


def _set(request: Request, response: Response, name: str, value: str, life: timedelta = timedelta(days=1)) -> None:
    secure = context_of(request).settings.secure_cookies
    seconds = int(life.total_seconds())
    response.set_cookie(name, value, max_age=seconds, path="/", secure=secure, httponly=True, samesite="strict")
