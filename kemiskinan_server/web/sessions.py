"""Who is at the page: a sealed cookie without anything to look up, and forms that no other site can send."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import cast

from fastapi import Request, Response

from kemiskinan_domain.people import Permission, Role, permissions_of
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.context import ServerContext

_SESSION = "sesi"
_VISIT = "kunjungan"


class NotSignedInError(Exception):
    """The page wants somebody who has signed in and may read."""


class ForeignFormError(Exception):
    """The form does not come from a page of ours."""


def context_of(request: Request) -> ServerContext:
    """The parts of the application that serves this request."""
    return cast("ServerContext", request.app.state.context)


def begin(request: Request, response: Response, who: SignedIn, now: datetime) -> None:
    """Remember somebody for the length of a session."""
    context = context_of(request)
    until = int((now + context.settings.session_life).timestamp())
    claims = f"{until}.{who.role}.{who.name.encode().hex()}.{who.full_name.encode().hex()}"
    _set(request, response, _SESSION, f"{claims}.{context.keys.seal('session', claims)}")


def end(response: Response) -> None:
    """Forget who was here."""
    response.delete_cookie(_SESSION, path="/")


def somebody(request: Request) -> SignedIn | None:
    """Who has signed in, if the session still runs."""
    context = context_of(request)
    claims, _, seal = request.cookies.get(_SESSION, "").rpartition(".")
    if not claims or not hmac.compare_digest(context.keys.seal("session", claims).encode(), seal.encode()):
        return None
    until, role, name, full_name = claims.split(".")
    if context.clock().timestamp() >= int(until):
        return None
    return SignedIn(bytes.fromhex(name).decode(), bytes.fromhex(full_name).decode(), Role(role))


def reader(request: Request) -> SignedIn:
    """Who reads. Raises `NotSignedInError`."""
    who = somebody(request)
    if who is None or Permission.READ_RECORDS not in permissions_of(who.role):
        raise NotSignedInError
    return who


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


def _set(request: Request, response: Response, name: str, value: str) -> None:
    secure = context_of(request).settings.secure_cookies
    life = int(timedelta(days=1).total_seconds())
    response.set_cookie(name, value, max_age=life, path="/", secure=secure, httponly=True, samesite="strict")
