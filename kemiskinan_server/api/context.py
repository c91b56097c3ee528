"""How a route reaches the server's parts, and who asks."""

from __future__ import annotations

from typing import cast

from fastapi import Request

from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.services.tokens import Bearer, read


class ProblemError(Exception):
    """Ends a request with a problem; raised in routes only, from a value that a service answered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.type)
        self.problem = problem


def context_of(request: Request) -> ServerContext:
    """The parts of the application that serves this request."""
    return cast("ServerContext", request.app.state.context)


def bearer_of(request: Request) -> Bearer:
    """The device that asks. Raises `ProblemError` where its token is missing, not ours or too old."""
    context = context_of(request)
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise ProblemError(
            Problem.of(ProblemType.TOKEN_EXPIRED, "A token is needed", server_time=context.clock().isoformat())
        )
    bearer = read(context.keys, token.strip(), context.clock())
    if isinstance(bearer, Problem):
        raise ProblemError(bearer)
    return bearer
