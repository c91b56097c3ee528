"""The route of a village's whole feed as one file, which a laptop may go on with at any byte."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse

from kemiskinan_domain.wire import Paths, Problem, ProblemType
from kemiskinan_server.api import replies
from kemiskinan_server.api.context import bearer_of, shelf_of
from kemiskinan_server.api.describing import answers

router = APIRouter(tags=["sync"])


@router.get(
    Paths.SNAPSHOT,
    responses={**answers(None, "zstd frames of feed lines, the last line a tail", 401, 403, 404), 206: {}, 416: {}},
)
def snapshot(request: Request, village: str) -> Response:
    """The newest file; `Range` with `If-Range` goes on with the one that the laptop began."""
    bearer = bearer_of(request)
    if bearer.village != village:
        return replies.problem(Problem.of(ProblemType.SCOPE_FORBIDDEN, "The token is for another village"))
    ready = shelf_of(request).ready(bearer.village)
    if ready is None:
        return replies.problem(Problem.of(ProblemType.NOT_FOUND, "No file of this village is ready"))
    headers = {"ETag": ready.tag, "Cache-Control": "private, no-store"}
    return FileResponse(ready.path, headers=headers, media_type="application/zstd")
