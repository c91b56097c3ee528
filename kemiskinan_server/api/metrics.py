"""What a watcher of the server asks: counts of requests of this process, and how the district stands, without names.

The text is the exposition format of Prometheus, version 0.0.4
(https://prometheus.io/docs/instrumenting/exposition_formats/).
"""

from __future__ import annotations

import hmac
import json
import logging
import threading
import time
from collections import Counter
from typing import Any, Final

from fastapi import APIRouter, Request, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.api import replies
from kemiskinan_server.api.context import context_of
from kemiskinan_server.api.journal import REQUESTS

router = APIRouter()

_log = logging.getLogger(REQUESTS)
_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_UNKNOWN: Final = "other"
"""A path that is no route of ours; its text may hold anything, so it is not told."""


class Tally:
    """Requests of one process by method, route and status, and the seconds they took."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._seconds: Counter[tuple[str, str]] = Counter()

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """One request was answered."""
        with self._lock:
            self._requests[method, route, status] += 1
            self._seconds[method, route] += seconds  # type: ignore[assignment]  # a Counter adds any number

    def lines(self) -> list[str]:
        """As Prometheus reads them."""
        with self._lock:
            requests, seconds = sorted(self._requests.items()), sorted(self._seconds.items())
        told = ["# TYPE kemiskinan_requests_total counter"]
        told += [
            f'kemiskinan_requests_total{{method="{method}",route="{route}",status="{status}"}} {count}'
            for (method, route, status), count in requests
        ]
        told.append("# TYPE kemiskinan_request_seconds_total counter")
        told += [
            f'kemiskinan_request_seconds_total{{method="{method}",route="{route}"}} {spent:.6f}'
            for (method, route), spent in seconds
        ]
        return told


class Measured:
    """Counts every request and writes one line of JSON about it: the route and not the path, so that no id is told."""

    def __init__(self, app: ASGIApp, tally: Tally) -> None:
        self._app = app
        self._tally = tally

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on, and look at the status that goes back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noting)
        finally:
            seconds = time.perf_counter() - begun
            method, route = scope["method"], _route_of(scope)
            self._tally.count(method, route, status, seconds)
            told = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
            _log.info(json.dumps(told))


@router.get("/metrics", include_in_schema=False)
def metrics(request: Request) -> Response:
    """For whoever has the token of the settings; without a token there is no such address."""
    context = context_of(request)
    token = context.settings.metrics_token
    given = request.headers.get("authorization", "").removeprefix("Bearer ")
    if token is None or not hmac.compare_digest(given.encode(), token.encode()):
        return replies.problem(Problem.of(ProblemType.NOT_FOUND, "No such address"))
    with context.database.unit_of_work() as unit:
        gauges = unit.reading.gauges(context.clock())
    gauges["database_waits_for_disk"] = int(context.database.waits_for_disk())
    lines = request.app.state.tally.lines()
    for name, value in gauges.items():
        lines += [f"# TYPE kemiskinan_{name} gauge", f"kemiskinan_{name} {value}"]
    return Response("\n".join(lines) + "\n", media_type=_TYPE, headers={"Cache-Control": "no-store"})


def _route_of(scope: Scope) -> str:
    route: Any = scope.get("route")
    path = getattr(route, "path", None)
    return path if isinstance(path, str) else _UNKNOWN
