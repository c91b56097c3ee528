"""Ekspor: lists for other offices as Excel or CSV, streamed; full numbers only for who may and says why."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import StreamingResponse

from kemiskinan_domain.clock import village_day
from kemiskinan_domain.people import Permission
from kemiskinan_server.services.accounts import SignedIn
from kemiskinan_server.services.handing_on import ListKind, Wanted, csv_chunks, rows_of, xlsx_chunks
from kemiskinan_server.services.handing_on.lists import TITLES
from kemiskinan_server.services.handing_on.proposals import PlaceNames, place_names
from kemiskinan_server.storage.values import VillageHead
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

_KINDS: Final = {
    ListKind.DECREE: Words("Keluarga layak, untuk Keputusan Bupati"),
    ListKind.PROPOSALS: Words("Usulan baru per orang, kolom usulan SIKS-NG"),
    ListKind.WORKERS: Words("Pekerja"),
}
_MEDIA: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
_FULL: Final = {
    ListKind.DECREE: (Permission.REVIEW,),
    ListKind.PROPOSALS: (Permission.REVIEW,),
    ListKind.WORKERS: (Permission.REVIEW, Permission.ANSWER_WORKERS),
}
"""Who may have the full numbers of a list."""
_NOT_CHOSEN = Words("Pilih daftarnya dan bentuk berkasnya.")
_NOT_FULL = Words("Nomor lengkap hanya untuk pemeriksa dan admin, dengan alasan yang ditulis.")


@router.get("/ekspor")
def exports(request: Request) -> Response:
    """The lists that can be had."""
    return _page(request, sessions.reader(request))


@router.post("/ekspor")
def download(
    request: Request,
    *,
    kind: Annotated[str, Form()] = "",
    form: Annotated[str, Form()] = "",
    kecamatan: Annotated[str, Form()] = "",
    programme: Annotated[str, Form(max_length=60)] = "",
    full: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """One list; that it was had, by whom and why is written down before its first row leaves."""
    who = sessions.reader(request)
    sessions.check_form(request, form_token)
    if kind not in set(ListKind) or form not in _MEDIA:
        return _page(request, who, _NOT_CHOSEN, 422)
    wanted = Wanted(ListKind(kind), not full, village_day(sessions.context_of(request).clock()), programme.strip())
    if not wanted.masked and not (any(map(who.may, _FULL[wanted.kind])) and reason.strip()):
        return _page(request, who, _NOT_FULL, 422)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        places = [one for one in _places(unit.villages.all(), who) if not kecamatan or one.subdistrict == kecamatan]
        names = place_names(unit, context.settings.regions_file)
        deed = f"list-{wanted.kind}-masked" if wanted.masked else f"list-{wanted.kind}"
        why = " · ".join(filter(None, (kecamatan, reason.strip())))
        unit.directory.note(context.clock(), who.name, deed, None, why)
        unit.commit()
    return _stream(request, places, wanted, names, form)


def _stream(request: Request, places: list[VillageHead], wanted: Wanted, names: PlaceNames, form: str) -> Response:
    rows = rows_of(sessions.context_of(request).database, places, wanted, names)
    titles = TITLES[wanted.kind]
    chunks = csv_chunks(titles, rows) if form == "csv" else xlsx_chunks(titles, rows, "Daftar")
    headers = {
        "Content-Disposition": f'attachment; filename="{wanted.kind}.{form}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(chunks, headers=headers, media_type=_MEDIA[form])


def _places(everywhere: list[VillageHead], who: SignedIn) -> list[VillageHead]:
    return [one for one in everywhere if who.area.covers(one.code) and not one.training]


def _page(request: Request, who: SignedIn, trouble: str = "", status: int = 200) -> Response:
    with sessions.context_of(request).database.unit_of_work() as unit:
        subdistricts = sorted({one.subdistrict for one in _places(unit.villages.all(), who)})
    may_full = who.may(Permission.REVIEW) or who.may(Permission.ANSWER_WORKERS)
    return page(
        request,
        "exports.html",
        status,
        kinds=_KINDS,
        subdistricts=subdistricts,
        may_full=may_full,
        trouble=trouble,
    )
