"""The route of the exchange: push and pull of one village in one round trip."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from kemiskinan_domain.wire import PROTOCOL, Paths, Problem, ProblemType, SyncRequest
from kemiskinan_server.api import replies
from kemiskinan_server.api.bodies import decode, encoding_of, read_packed, unpacked
from kemiskinan_server.api.context import ProblemError, bearer_of, context_of
from kemiskinan_server.api.describing import answers, takes
from kemiskinan_server.api.replies import PackedLines
from kemiskinan_server.services.exchange import exchange

router = APIRouter(tags=["sync"])


@router.post(
    Paths.SYNC,
    openapi_extra=takes(SyncRequest),
    responses=answers(None, "Lines: head, records, tail", 400, 401, 403, 409, 413, 415, 426, 503),
)
async def sync(request: Request, village: str) -> Response:
    """Take in a laptop's changes, tell what became of them, and send what it has not seen."""
    bearer, context = bearer_of(request), context_of(request)
    _check_protocol(request.headers.get("sync-protocol", str(PROTOCOL)))
    body, encoding = await read_packed(request), encoding_of(request)
    accepted = request.headers.get("accept-encoding", "")

    def work() -> PackedLines | Problem:
        asked = decode(unpacked(body, encoding), SyncRequest)
        with context.database.unit_of_work() as unit:
            answer = exchange(unit, context.keys, bearer, village=village, request=asked, now=context.clock())
            if isinstance(answer, Problem):
                return answer
            unit.commit()
        return replies.packed_lines(answer, accepted)

    answer = await run_in_threadpool(work)
    if isinstance(answer, Problem):
        return replies.problem(answer)
    return replies.lines(answer)


def _check_protocol(said: str) -> None:
    if not said.isdecimal() or int(said) < 1:
        raise ProblemError(Problem.of(ProblemType.PROTOCOL_TOO_OLD, "Update the application", min=1))
