"""How a route reaches the server's parts, and who asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from fastapi import Request

from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.services.snapshots import SnapshotShelf
from kemiskinan_server.services.tokens import Bearer, read

if TYPE_CHECKING:
    from kemiskinan_server.api.traffic import Pace, Turns


class ProblemError(Exception):
    """Ends a request with a problem; raised in routes only, from a value that a service answered."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.type)
        self.problem = problem


def context_of(request: Request) -> ServerContext:
    """The parts of the application that serves this request."""
    return cast("ServerContext", request.app.state.context)


def shelf_of(request: Request) -> SnapshotShelf:
    """The files of whole villages."""
    return cast("SnapshotShelf", request.app.state.shelf)


def turns_of(request: Request) -> Turns:
    """Who may work on an exchange now."""
    return cast("Turns", request.app.state.turns)


def pace_of(request: Request) -> Pace:
    """Who asks too often."""
    return cast("Pace", request.app.state.pace)


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
