"""The attachments of a family: small pictures from the records, the whole ones from the district's store."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode
from kemiskinan_domain.wire.blobs import is_blob_name
from kemiskinan_server.services.blobs import state_of
from kemiskinan_server.storage.blobs import BlobFiles
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.words import Words

router = APIRouter()

PURPOSES: Final = {
    "house_front": Words("Rumah, tampak depan"),
    "house_inside": Words("Rumah, bagian dalam"),
    "family_card": Words("Kartu Keluarga"),
    "id_card": Words("KTP"),
    "signed_minutes": Words("Berita Acara bertanda tangan"),
    "enrolment_proof": Words("Bukti kepesertaan"),
    "card_handover": Words("Serah terima kartu"),
    "objection_file": Words("Berkas sanggahan"),
}
_ID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_JPEG: Final = b"\xff\xd8\xff"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store",
}
"""Bytes that somebody sent are shown as a picture or saved as a file, never run."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One attachment on the page."""

    id: str
    words: str
    file_name: str
    has_thumbnail: bool
    here: bool
    """The district holds the bytes."""


@router.get("/desa/{code}/keluarga/{household}/lampiran")
def attachments(request: Request, code: str, household: str) -> Response:
    """What belongs to a family or one of its members."""
    who, context = sessions.reader_of(request, code), sessions.context_of(request)
    village, files = VillageCode(code), BlobFiles(context.settings.blobs_folder)
    with context.database.unit_of_work() as unit:
        family = _document(unit, village, household, RecordKind.HOUSEHOLD)
        if family is None:
            return page(request, "missing.html", 404)
        found = unit.blobs.attachments_of(village, household)
        shown = [_shown(unit, files, village, record, document) for record, document in found]
        unit.directory.note(context.clock(), who.name, "attachments-read", code, household)
        unit.commit()
    return page(
        request,
        "attachments.html",
        code=code,
        household=household,
        head_name=family.get("head_name") or Words("(tanpa nama)"),
        attachments=shown,
    )


@router.get("/desa/{code}/lampiran/{attachment}/kecil")
def thumbnail(request: Request, code: str, attachment: str) -> Response:
    """The small picture that came with the record."""
    sessions.reader_of(request, code)
    with sessions.context_of(request).database.unit_of_work() as unit:
        document = _document(unit, VillageCode(code), attachment, RecordKind.ATTACHMENT)
    small = _thumbnail(document or {})
    return Response(small, 200, _HEADERS, "image/jpeg") if small else page(request, "missing.html", 404)


@router.get("/desa/{code}/lampiran/{attachment}")
def whole(request: Request, code: str, attachment: str) -> Response:
    """The whole picture, or a paper to save."""
    who, context = sessions.reader_of(request, code), sessions.context_of(request)
    village, files = VillageCode(code), BlobFiles(context.settings.blobs_folder)
    with context.database.unit_of_work() as unit:
        document = _document(unit, village, attachment, RecordKind.ATTACHMENT)
        name = str((document or {}).get("sha256", ""))
        stored = state_of(unit, files, village, name) if is_blob_name(name) else None
        if stored is None or not stored.complete:
            return page(request, "missing.html", 404)
        unit.directory.note(context.clock(), who.name, "attachment-read", code, attachment)
        unit.commit()
    picture = next(files.read(village, name, 0, 3), b"") == _JPEG
    kind = "inline" if picture else "attachment"
    file = f"lampiran-{attachment}" + (".jpg" if picture else ".pdf")
    headers = _HEADERS | {
        "Content-Disposition": f'{kind}; filename="{file}"',
        "Content-Length": str(stored.have),
    }
    media = "image/jpeg" if picture else "application/octet-stream"
    return StreamingResponse(files.read(village, name, 0, stored.have), 200, headers, media)


def _document(unit: UnitOfWork, village: VillageCode, record: str, kind: RecordKind) -> Document | None:
    if not _ID.fullmatch(record):
        return None
    stored = unit.villages.records(village, [record]).get(RecordId(record))
    if stored is None or stored.kind is not kind or stored.deleted:
        return None
    return decode_line(stored.line).document


def _shown(unit: UnitOfWork, files: BlobFiles, village: VillageCode, record: str, document: dict[str, Any]) -> Shown:
    name = document.get("sha256")
    stored = state_of(unit, files, village, str(name)) if is_blob_name(name) else None
    return Shown(
        id=record,
        words=PURPOSES.get(str(document.get("purpose")), Words("Lampiran lain")),
        file_name=str(document.get("file_name") or ""),
        has_thumbnail=bool(_thumbnail(document)),
        here=stored is not None and stored.complete,
    )


def _thumbnail(document: Document) -> bytes:
    text = document.get("thumb")
    try:
        small = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        return b""
    return small if small.startswith(_JPEG) else b""
