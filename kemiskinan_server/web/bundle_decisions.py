"""What an administrator does with files of laptops that were shut out: take them in after all, or throw them away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.people import Permission
from kemiskinan_server.services.bundles import AsideRefusal, accept, discard
from kemiskinan_server.services.bundles.words import ASIDE_WORDS
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.storage.bundles import TakenBundle
from kemiskinan_server.storage.villages import VillageBusyError
from kemiskinan_server.web import sessions
from kemiskinan_server.web.bundles import bundles_page
from kemiskinan_server.web.words import Words

router = APIRouter()

_Decide = Callable[[ServerContext, str, str, str, str], TakenBundle | AsideRefusal]
_STATUS: Final = {AsideRefusal.NOT_THERE: 409, AsideRefusal.NO_REASON: 422, AsideRefusal.NO_ROOM: 507}


@router.post("/berkas/{village}/{digest}/terima")
def take_in(
    request: Request,
    village: str,
    digest: str,
    reason: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Take a file in although its laptop was shut out."""
    return _decide(request, (village, digest), accept, reason, form_token)


@router.post("/berkas/{village}/{digest}/buang")
def throw_away(
    request: Request,
    village: str,
    digest: str,
    reason: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Throw it away."""
    return _decide(request, (village, digest), discard, reason, form_token)


def _decide(request: Request, file: tuple[str, str], decide: _Decide, reason: str, form_token: str) -> Response:
    who = sessions.reader_of(request, file[0], Permission.ADMINISTER)
    sessions.check_form(request, form_token)
    try:
        decided = decide(sessions.context_of(request), *file, who.name, reason)
    except VillageBusyError:
        return bundles_page(request, who, trouble=Words("Desa itu sedang dipakai. Ulangi sebentar lagi."), status=503)
    if isinstance(decided, AsideRefusal):
        trouble = Words(ASIDE_WORDS[decided])
        return bundles_page(request, who, trouble=trouble, status=_STATUS.get(decided, 422))
    return RedirectResponse("/berkas", 303)
