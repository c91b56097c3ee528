"""Puts the server together, and runs it until it is told to stop."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import uvicorn
from fastapi import FastAPI, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect

from kemiskinan_domain.clock import Clock, system_clock
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.api import blobs, devices, metrics, public, reading, replies, scopes, snapshots, sync
from kemiskinan_server.api import bundles as bundle_files
from kemiskinan_server.api.context import ProblemError
from kemiskinan_server.api.journal import begin_journal
from kemiskinan_server.api.limits import SmallForms
from kemiskinan_server.api.traffic import Pace, Turns
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.services.keys import load_or_make_keys
from kemiskinan_server.services.snapshots import SnapshotShelf
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, DatabaseUnreachableError, ImpossibleValueError, open_database
from kemiskinan_server.storage.room import DiskFullError, has_no_room
from kemiskinan_server.storage.villages import VillageBusyError
from kemiskinan_server.web import (
    access,
    accounts,
    attachments,
    bundle_answers,
    bundle_decisions,
    bundles,
    code_lists,
    crossings,
    deliberations,
    differences,
    entrance,
    exports,
    families,
    forms,
    national,
    notices,
    prelists,
    receipts,
    villages,
    workers,
)
from kemiskinan_server.web import devices as laptops
from kemiskinan_server.web.sessions import ForeignFormError, NotSignedInError, NotYoursError

_log = logging.getLogger("kemiskinan_server")
_KEEP_ALIVE: Final = 75
"""Seconds that a connection may rest. A laptop that was given a slot keeps its line; closed just as the slot comes, it
would be reset and count as offline."""

API: Final = (
    devices.router,
    sync.router,
    snapshots.router,
    scopes.router,
    blobs.router,
    bundle_files.router,
    public.router,
    metrics.router,
    reading.router,
)
_PAGES: Final = (
    entrance.router,
    accounts.router,
    attachments.router,
    villages.router,
    laptops.router,
    families.router,
    differences.router,
    workers.router,
    deliberations.router,
    receipts.router,
    bundles.router,
    bundle_answers.router,
    bundle_decisions.router,
    prelists.router,
    crossings.router,
    forms.router,
    notices.router,
    code_lists.router,
    national.router,
    exports.router,
    access.router,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """What an installation consists of; `close` gives it back."""

    context: ServerContext

    def close(self) -> None:
        """Stop the database."""
        self.context.database.close()


def open_parts(settings: Settings, clock: Clock = system_clock, database: Database | None = None) -> Parts:
    """Open keys and database, with the tables of this version."""
    keys = load_or_make_keys(settings.keys_file)
    opened = database or open_database(settings)
    opened.migrate()
    return Parts(ServerContext(settings, opened, keys, clock))


def create_app(settings: Settings, clock: Clock = system_clock, parts: Parts | None = None) -> FastAPI:
    """The ASGI application; opens its own parts unless they are handed over."""
    owned = parts or open_parts(settings, clock)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        if parts is None:
            owned.close()

    app = FastAPI(
        title="Pendataan Kemiskinan Desa: server kabupaten",
        version="1",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
    )
    app.state.context = owned.context
    app.state.shelf = SnapshotShelf(owned.context.settings.snapshots_folder)
    app.state.turns, app.state.pace = Turns(clock), Pace()
    app.state.tally = metrics.Tally()
    app.add_middleware(SmallForms)
    app.add_middleware(metrics.Measured, tally=app.state.tally)
    for router in API:
        app.include_router(router)
    for pages in _PAGES:
        app.include_router(pages, include_in_schema=False)
    app.add_exception_handler(NotSignedInError, entrance.on_not_signed_in)
    app.add_exception_handler(NotYoursError, entrance.on_not_yours)
    app.add_exception_handler(ForeignFormError, entrance.on_foreign_form)
    app.add_exception_handler(ProblemError, _on_problem)
    app.add_exception_handler(VillageBusyError, _on_busy)
    app.add_exception_handler(DatabaseUnreachableError, _on_busy)
    app.add_exception_handler(ImpossibleValueError, _on_impossible)
    app.add_exception_handler(DiskFullError, _on_no_room)
    app.add_exception_handler(OSError, _on_system)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(ClientDisconnect, _on_gone)
    app.add_exception_handler(HTTPException, _on_http)
    app.add_exception_handler(Exception, _on_bug)
    return app


def _on_problem(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return replies.problem(error.problem)


def _on_busy(_: Request, __: Exception) -> Response:
    return replies.problem(Problem.of(ProblemType.BUSY, "Come back in a moment"))


def _on_no_room(request: Request, error: Exception) -> Response:
    """Nothing of the request was kept; the office has to make room, and the log tells it."""
    _log.error("no room on the disk at %s", _route_of(request))
    if _is_page(request):
        return entrance.on_no_room(request, error)
    return replies.problem(Problem.of(ProblemType.STORAGE_FULL, "The district's disk is full"))


def _on_system(request: Request, error: Exception) -> Response:
    """A file that waits on the disk while it comes in may find no room; every other fault of the system is ours."""
    if not has_no_room(error):
        raise error
    return _on_no_room(request, error)


def _on_impossible(request: Request, error: Exception) -> Response:
    if _is_page(request):
        return entrance.on_unusable(request, error)
    return replies.problem(Problem.of(ProblemType.MALFORMED, "A value has signs or a size that nothing can hold"))


def _on_invalid(request: Request, error: Exception) -> Response:
    """Says where a request is wrong and how, and never repeats what it held."""
    assert isinstance(error, RequestValidationError)
    if _is_page(request):
        return entrance.on_unusable(request, error)
    told = [{name: one[name] for name in ("type", "loc", "msg")} for one in error.errors()]
    return JSONResponse({"detail": jsonable_encoder(told)}, 422)


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith("/v1/")


def _on_gone(_: Request, __: Exception) -> Response:
    """Whoever asked went away in the middle of it, as village lines do; nobody reads the answer."""
    return replies.problem(Problem.of(ProblemType.TRUNCATED_BODY, "The line broke"))


def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and _is_page(request):
        return entrance.on_not_yours(request, error)
    if error.status_code == 404:
        return replies.problem(Problem.of(ProblemType.NOT_FOUND, "No such address"))
    return replies.problem(Problem("about:blank", error.status_code, str(error.detail)))


def _on_bug(request: Request, error: Exception) -> Response:
    _log.error("unexpected failure at %s", _route_of(request), exc_info=error)
    return replies.problem(Problem.of(ProblemType.INTERNAL, "The server failed; the failure was written down"))


def _route_of(request: Request) -> str:
    """The route and not the path: ids, and whatever somebody typed into the address, stay out of the log."""
    return str(getattr(request.scope.get("route"), "path", "other"))


class _Announcing(uvicorn.Server):
    """Tells its address once it listens, which with port 0 nobody can know before."""

    def __init__(self, config: uvicorn.Config, listening: Callable[[str], None]) -> None:
        super().__init__(config)
        self._listening = listening

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]  # sockets are passed on untouched
        """Listen, then tell."""
        await super().startup(sockets)  # type: ignore[arg-type]
        for server in self.servers if self.started else ():
            host, port = server.sockets[0].getsockname()[:2]
            self._listening(f"http://{host}:{port}")


def serve(settings: Settings, listening: Callable[[str], None], clock: Clock = system_clock) -> None:
    """Run until Ctrl+C or a termination signal; the embedded database stops too."""
    begin_journal()
    parts = open_parts(settings, clock)
    if not parts.context.database.waits_for_disk():
        _log.error("fsync or full_page_writes is off: a power cut may take what laptops have a receipt for")
    # What is built by now lives as long as the process; without it a push of hundreds of changes spends a fifth of
    # its time in looking for garbage that is not there.
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    # uvicorn hands a signal on once it has stopped; the embedded database must still be stopped after that.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        server_for(parts, listening).run()
    except KeyboardInterrupt:
        _log.info("stopped")
    finally:
        parts.close()


def server_for(parts: Parts, listening: Callable[[str], None]) -> uvicorn.Server:
    """A uvicorn server over the parts, not started."""
    settings = parts.context.settings
    config = uvicorn.Config(
        create_app(settings, parts.context.clock, parts),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        log_config=None,
        access_log=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=5,
        timeout_keep_alive=_KEEP_ALIVE,
    )
    return _Announcing(config, listening)
