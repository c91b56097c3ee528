"""What all tests share so that thousands of them stay quick: waits and costs that none of them is about."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn.server
from argon2 import PasswordHasher
from fastapi import routing
from sqlalchemy import Engine

from kemiskinan_desktop.storage import schema
from kemiskinan_domain.survey import Form, xlsform
from kemiskinan_server.services import accounts
from tests.desktop.storage.empty_file import EmptyFile


class _Impatient:
    """`asyncio` as uvicorn's server sees it: it rests a tenth of a second twice before it stops, on every test."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(seconds: float) -> None:
        """Rest, but briefly."""
        await asyncio.sleep(min(seconds, 0.01))


@pytest.fixture(scope="session", autouse=True)
def prompt_servers() -> Iterator[None]:
    """Servers of this process stop as soon as they are told."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn.server, "asyncio", _Impatient())
        yield


@pytest.fixture(scope="session", autouse=True)
def known_routes() -> Iterator[None]:
    """What FastAPI finds out about a route is kept: each application of a test has the same ones and states apart.

    It inspects every handler anew for each application, which costs more than all else that a server starts with.
    """
    inspect = routing._EffectiveRouteContext.from_api_route
    known: dict[int, tuple[routing.APIRoute, Any]] = {}

    def from_api_route(*, original_route: routing.APIRoute, include_context: Any) -> Any:
        if id(original_route) not in known:
            found = inspect(original_route=original_route, include_context=include_context)
            known[id(original_route)] = (original_route, found)
        return known[id(original_route)][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(routing._EffectiveRouteContext, "from_api_route", from_api_route)
        yield


@pytest.fixture(scope="session", autouse=True)
def plain_lines() -> Iterator[None]:
    """Clients of tests read the list of the world's authorities once; they speak with this machine alone."""
    authorities = httpx.create_ssl_context()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(httpx._transports.default, "create_ssl_context", lambda **_: authorities)
        yield


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> Iterator[None]:
    """Passwords of the district's accounts cost next to nothing; tests of the cost ask for `dear_passwords`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(accounts, "PasswordHasher", partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def dear_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords cost what they cost people."""
    monkeypatch.setattr(accounts, "PasswordHasher", PasswordHasher)


_SHIPPED = Path(__file__).parents[1] / "resources"


@pytest.fixture(scope="session", autouse=True)
def known_forms() -> Iterator[None]:
    """A form that was compiled or read once is not again: the same text gives the same form, which never changes.

    The shipped questionnaire takes a second, and hundreds of tests begin with it.
    """
    convert = xlsform._converted
    texts: dict[str, xlsform.Compiled] = {}

    def converted(source: Path | str, read: Any) -> xlsform.Compiled:
        if isinstance(source, Path) and not source.resolve().is_relative_to(_SHIPPED):
            return convert(source, read)  # Files beside it may have changed.
        key = source if isinstance(source, str) else f"{source}\n{source.read_text(encoding='utf-8')}"
        if key not in texts:
            texts[key] = convert(source, read)
        return texts[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsform, "_converted", converted)
        patch.setattr(Form, "from_xml", lru_cache(maxsize=16)(Form.from_xml))
        yield


_upgrade = schema.upgrade


@pytest.fixture(scope="session", autouse=True)
def quick_files() -> Iterator[None]:
    """A new village file gets the tables that the steps made once; tests of the steps ask for `every_step`."""
    empty = EmptyFile(_upgrade)

    def upgrade(engine: Engine, revision: str = schema.HEAD) -> None:
        if revision != schema.HEAD or schema.current_revision(engine) is not None or not empty.fill(engine):
            _upgrade(engine, revision)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "upgrade", upgrade)
        yield


@pytest.fixture
def every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """New files of this test go through each step of Alembic, as on a laptop."""
    monkeypatch.setattr(schema, "upgrade", _upgrade)
