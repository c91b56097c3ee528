"""The route of what is published for all villages: pages of a scope that the laptop's village reads."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kemiskinan_domain.wire import LIMITS, Problem
from kemiskinan_domain.wire.scopes import SCOPE_CHANGES
from kemiskinan_server.api import replies
from kemiskinan_server.api.context import bearer_of, context_of, pace_of
from kemiskinan_server.api.describing import answers
from kemiskinan_server.services.scopes import Asked, changes

router = APIRouter(tags=["sync"])

_LARGEST = 2**62


@router.get(
    SCOPE_CHANGES,
    responses={**answers(None, "Lines: head, records, tail", 401, 403, 409, 410, 429, 503), 304: {}},
)
def scope_changes(
    request: Request,
    scope: str,
    *,
    since: Annotated[int, Query(ge=0, le=_LARGEST)] = 0,
    limit: Annotated[int, Query(ge=1, le=_LARGEST)] = LIMITS.page,
    epoch: Annotated[str, Query(max_length=64)] = "",
    whole: Annotated[str, Query(max_length=8)] = "",
) -> Response:
    """What is new since a revision of an epoch; 304 where the laptop has all of it."""
    bearer, context = bearer_of(request), context_of(request)
    pace_of(request).check(bearer.client)
    with context.database.unit_of_work() as unit:
        answer = changes(unit, bearer, scope, Asked(epoch, since, limit, bool(whole)), context.clock())
        if isinstance(answer, Problem):
            return replies.problem(answer)
        unit.commit()
    tag = {"ETag": f'"{answer.tag}"'}
    if not answer.lines:
        return Response(status_code=304, headers=tag)
    response = replies.lines(replies.packed_lines(answer.lines, request.headers.get("accept-encoding", "")))
    response.headers.update(tag)
    return response
