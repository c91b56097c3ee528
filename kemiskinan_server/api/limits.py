"""No page takes more bytes than a form has; the pages that take files say themselves how much, and read it last."""

from __future__ import annotations

from typing import Final

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.api import replies

MOST_OF_A_FORM: Final = 1_000_000
_TAKES_FILES: Final = frozenset({"/berkas", "/daftar-awal", "/daftar-kode", "/kuesioner", "/nasional"})
_API: Final = "/v1/"
"""Its routes count their own bodies."""


class SmallForms:
    """Refuses a body that announces too much, or sends too much without announcing it, before anybody keeps it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what comes in; the application turns the error into its answer."""
        if scope["type"] != "http" or scope["path"] in _TAKES_FILES or scope["path"].startswith(_API):
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if announced.isdigit() and int(announced) > MOST_OF_A_FORM:
            problem = Problem.of(ProblemType.TOO_LARGE, "The form is too large", max_bytes=MOST_OF_A_FORM)
            await replies.problem(problem)(scope, receive, send)
            return
        came = 0

        async def counting() -> Message:
            nonlocal came
            message = await receive()
            came += len(message.get("body", b""))
            if came > MOST_OF_A_FORM:
                raise HTTPException(413, "The form is too large")
            return message

        await self._app(scope, counting, send)
