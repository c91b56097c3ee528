"""Routes by which a laptop enrols, gets a token and asks for its ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool

from kemiskinan_domain.wire import (
    EnrolmentReply,
    EnrolmentRequest,
    LedgerReply,
    Paths,
    Problem,
    TokenReply,
    TokenRequest,
)
from kemiskinan_server.api import replies
from kemiskinan_server.api.bodies import read_message
from kemiskinan_server.api.context import bearer_of, context_of, turns_of
from kemiskinan_server.api.describing import answers, takes
from kemiskinan_server.services import enrolment

router = APIRouter(tags=["devices"])


@router.post(
    Paths.ENROLL,
    openapi_extra=takes(EnrolmentRequest),
    responses=answers(EnrolmentReply, "Who the laptop is now", 400, 404, 409, 410),
)
async def enrol(request: Request) -> Response:
    """Enrol a laptop with a one-time code and its public key."""
    asked = await read_message(request, EnrolmentRequest)
    context = context_of(request)

    def work() -> EnrolmentReply | Problem:
        with context.database.unit_of_work() as unit:
            answer = enrolment.enrol(unit, context.keys, asked, context.clock())
            unit.commit()
            return answer

    async with turns_of(request).brief():
        return _reply(await run_in_threadpool(work))


@router.post(
    Paths.TOKEN, openapi_extra=takes(TokenRequest), responses=answers(TokenReply, "An access token", 400, 401, 403)
)
async def token(request: Request) -> Response:
    """Give a token for a signed assertion."""
    asked = await read_message(request, TokenRequest)
    context = context_of(request)

    def work() -> TokenReply | Problem:
        with context.database.unit_of_work() as unit:
            life = context.settings.token_life
            answer = enrolment.give_token(unit, context.keys, asked, life, now=context.clock())
            unit.commit()
            return answer

    async with turns_of(request).brief():
        return _reply(await run_in_threadpool(work))


@router.get(Paths.LEDGER, responses=answers(LedgerReply, "What was processed", 401, 404))
def ledger(request: Request, client: str) -> Response:
    """Number and chain value of every processed change of a device, from `?from=` on."""
    context, bearer = context_of(request), bearer_of(request)
    start = request.query_params.get("from", "1")
    with context.database.unit_of_work() as unit:
        return _reply(enrolment.ledger_of(unit, bearer, client, int(start) if start.isdecimal() else 1))


def _reply(answer: EnrolmentReply | TokenReply | LedgerReply | Problem) -> Response:
    return replies.problem(answer) if isinstance(answer, Problem) else replies.message(answer)
