"""Routes of attachments' bytes (SYNC 2.10): where they stand, a piece in, a range out."""

from __future__ import annotations

import re
from typing import Final

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from starlette.requests import ClientDisconnect

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_domain.wire.blobs import (
    BLOB_AWAITED,
    BLOB_LIMITS,
    BLOB_PATH,
    CONTENT_DIGEST,
    NO,
    UPLOAD_COMPLETE,
    UPLOAD_OFFSET,
    YES,
    digest_fits,
)
from kemiskinan_server.api import replies
from kemiskinan_server.api.bodies import read_limited
from kemiskinan_server.api.context import ProblemError, bearer_of, context_of
from kemiskinan_server.api.describing import answers
from kemiskinan_server.services import blobs
from kemiskinan_server.storage.blobs import BlobFiles, StoredBlob

router = APIRouter(tags=["attachments"])

_RANGE: Final = re.compile(r"bytes=(\d{1,15})-(\d{0,15})")
_NOTHING: Final = StoredBlob(0, complete=False)


@router.head(BLOB_PATH, responses=answers(None, "`Upload-Offset` and `Upload-Complete` tell", 401, 403, 404))
def look(request: Request, village: str, sha256: str) -> Response:
    """How much of an attachment is safe at the district."""
    found = _asked(request, village, sha256, Permission.READ_RECORDS)
    if isinstance(found, Problem):
        return replies.problem(found)
    with context_of(request).database.unit_of_work() as unit:
        awaited = bool(unit.blobs.awaited(VillageCode(village), sha256))
    headers = {BLOB_AWAITED: YES} if awaited else {}
    return Response(status_code=404 if found is None else 200, headers=headers | _progress(found or _NOTHING))


@router.patch(
    BLOB_PATH,
    openapi_extra={"requestBody": {"required": True, "content": {"application/octet-stream": {}}}},
    responses=answers(None, "Taken; `Upload-Offset` says where to go on", 400, 401, 403, 404, 409, 413, 422, 503, 507),
)
async def take(request: Request, village: str, sha256: str) -> Response:
    """Take a piece in at the offset that is safe so far; the last one closes and checks the whole."""
    bearer, context = bearer_of(request), context_of(request)
    offset = request.headers.get(UPLOAD_OFFSET, "")
    try:
        content = await read_limited(request, BLOB_LIMITS.largest_piece)
    except ClientDisconnect as error:
        raise ProblemError(Problem.of(ProblemType.TRUNCATED_BODY, "The piece is cut")) from error
    if not offset.isdecimal() or len(offset) > 15 or CONTENT_DIGEST not in request.headers:
        raise ProblemError(Problem.of(ProblemType.MALFORMED, f"{UPLOAD_OFFSET} and {CONTENT_DIGEST} are needed"))
    if not digest_fits(request.headers[CONTENT_DIGEST], content):
        raise ProblemError(Problem.of(ProblemType.DIGEST_MISMATCH, "The piece is not what was sent"))
    piece = blobs.Piece(int(offset), content, last=request.headers.get(UPLOAD_COMPLETE, NO).strip() == YES)
    files = BlobFiles(context.settings.blobs_folder)

    def work() -> StoredBlob | Problem:
        with context.database.unit_of_work() as unit:
            refused = blobs.admit(unit, bearer, village, sha256, Permission.EDIT_RECORDS)
            if refused is not None:
                return refused
            answer = blobs.receive(unit, files, VillageCode(village), sha256, piece=piece, now=context.clock())
            unit.commit()
            return answer

    taken = await run_in_threadpool(work)
    return replies.problem(taken) if isinstance(taken, Problem) else Response(status_code=200, headers=_progress(taken))


@router.get(BLOB_PATH, responses=answers(None, "The bytes, or the range that was asked for", 401, 403, 404, 416))
def give(request: Request, village: str, sha256: str) -> Response:
    """Hand out an attachment that is whole; `Range` with `If-Range: "sha256"` goes on where a line broke."""
    found = _asked(request, village, sha256, Permission.READ_RECORDS)
    if isinstance(found, Problem):
        return replies.problem(found)
    if found is None or not found.complete:
        return replies.problem(Problem.of(ProblemType.NOT_FOUND, "The district does not hold it"))
    tag, size = f'"{sha256}"', found.have
    asked = _RANGE.fullmatch(request.headers.get("range", "").strip())
    if request.headers.get("if-range", tag) != tag or (asked and asked[2] and int(asked[2]) < int(asked[1])):
        asked = None
    start, end = _bounds(asked, size)
    headers = {"ETag": tag, "Accept-Ranges": "bytes", "Cache-Control": "private, no-store"}
    if start >= size and asked is not None:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    if asked is not None:
        headers |= {"Content-Range": f"bytes {start}-{end - 1}/{size}"}
    # The last of ours: a laptop knows by it that the head was not cut.
    headers |= {"Content-Length": str(end - start)}
    files = BlobFiles(context_of(request).settings.blobs_folder)
    return StreamingResponse(
        files.read(VillageCode(village), sha256, start, end),
        200 if asked is None else 206,
        headers,
        "application/octet-stream",
    )


def _bounds(asked: re.Match[str] | None, size: int) -> tuple[int, int]:
    """First byte and the one after the last; what is no single range is as if nothing were asked."""
    if asked is None:
        return 0, size
    return int(asked[1]), min(size, int(asked[2]) + 1) if asked[2] else size


def _asked(request: Request, village: str, sha256: str, permission: Permission) -> StoredBlob | Problem | None:
    context, bearer = context_of(request), bearer_of(request)
    files = BlobFiles(context.settings.blobs_folder)
    with context.database.unit_of_work() as unit:
        refused = blobs.admit(unit, bearer, village, sha256, permission)
        return refused or blobs.state_of(unit, files, VillageCode(village), sha256)


def _progress(state: StoredBlob) -> dict[str, str]:
    return {
        UPLOAD_OFFSET: str(state.have),
        UPLOAD_COMPLETE: YES if state.complete else NO,
        "Cache-Control": "no-store",
    }
