"""The route of the exchange: push and pull of one village in one round trip."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.background import BackgroundTask

from kemiskinan_domain.wire import PROTOCOL, Paths, Problem, ProblemType, SyncRequest
from kemiskinan_server.api import replies
from kemiskinan_server.api.bodies import decode, encoding_of, read_packed, unpacked
from kemiskinan_server.api.context import ProblemError, bearer_of, context_of, pace_of, shelf_of, turns_of
from kemiskinan_server.api.describing import answers, takes
from kemiskinan_server.api.replies import PackedLines
from kemiskinan_server.services.exchange import exchange

router = APIRouter(tags=["sync"])


@router.post(
    Paths.SYNC,
    openapi_extra=takes(SyncRequest),
    responses=answers(None, "Lines: head, records, tail", 400, 401, 403, 409, 410, 413, 415, 426, 429, 503),
)
async def sync(request: Request, village: str) -> Response:
    """Take in a laptop's changes, tell what became of them, and send what it has not seen."""
    bearer, context, shelf = bearer_of(request), context_of(request), shelf_of(request)
    pace_of(request).check(bearer.client)
    _check_protocol(request.headers.get("sync-protocol", str(PROTOCOL)))
    body, encoding = await read_packed(request), encoding_of(request)
    accepted = request.headers.get("accept-encoding", "")

    def work() -> tuple[PackedLines | Problem, bool]:
        asked = decode(unpacked(body, encoding), SyncRequest)
        ready, now = shelf.ready(bearer.village), context.clock()
        with context.database.unit_of_work() as unit:
            answer = exchange(unit, context.keys, bearer, village=village, request=asked, now=now, snapshot=ready)
            if isinstance(answer, Problem):
                return answer, False
            head = unit.villages.get(bearer.village) if asked.cursor == 0 else None
            unit.commit()
        return replies.packed_lines(answer, accepted), head is not None and shelf.is_due(head)

    async with turns_of(request).turn():
        answer, due = await run_in_threadpool(work)
    if isinstance(answer, Problem):
        return replies.problem(answer)
    response = replies.lines(answer)
    if due:
        response.background = BackgroundTask(shelf.make, context.database, bearer.village)
    return response


def _check_protocol(said: str) -> None:
    if not said.isdecimal() or int(said) < 1:
        raise ProblemError(Problem.of(ProblemType.PROTOCOL_TOO_OLD, "Update the application", min=1))
