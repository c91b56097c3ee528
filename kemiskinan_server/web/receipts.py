"""Anybody who holds a printed receipt may ask whether the district knows its code; names are not told."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from kemiskinan_server.services.receipts import confirm
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.sessions import context_of

router = APIRouter()


@router.get("/tanda-terima")
def receipt(request: Request, kode: str = "") -> Response:
    """The form, and below it what is known of the code."""
    found, village = None, None
    if kode:
        with context_of(request).database.unit_of_work() as unit:
            found = confirm(unit, kode)
            village = unit.villages.get(found.village) if found is not None else None
    return page(request, "receipt.html", code=kode, receipt=found, village=village)
