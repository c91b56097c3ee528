"""The real server on loopback, whose process state can be thrown away between two requests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any
from uuid import uuid4

import uvicorn
from fastapi import FastAPI
from sqlalchemy import URL, create_engine, text

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.app import Parts, create_app, open_parts
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, engine_for
from tests.server.conftest import enrolment_code

_TEMPLATE = "kemiskinan_template"


@dataclass
class LiveDistrict:
    """One database and the application that serves it at the moment."""

    database_url: URL
    data_dir: Path
    parts: Parts
    app: FastAPI
    address: str = ""

    def __post_init__(self) -> None:
        self._numbers = count(2001)

    def restart(self) -> None:
        """All that a server process holds in memory is lost; the database stays."""
        self.parts.close()
        self.parts, self.app = _process(self.database_url, self.data_dir)

    def new_village(self) -> VillageCode:
        """A village without records."""
        code = VillageCode(f"32.03.01.{next(self._numbers)}")
        context = self.parts.context
        with context.database.unit_of_work() as unit:
            add_village(unit, Place(code, "Desa", "Cianjur", "Cianjur"), "test", context.clock())
            unit.commit()
        return code

    def code(self, village: VillageCode) -> str:
        """A fresh enrolment code."""
        return enrolment_code(self.parts, village)

    def rows(self, statement: str, **values: object) -> list[dict[str, Any]]:
        """What SQL answers."""
        with self.parts.context.database.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(statement), values).mappings()]

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app(scope, receive, send)


@contextmanager
def live_district(postgres: URL, folder: Path) -> Iterator[LiveDistrict]:
    """A fresh database of the test PostgreSQL behind uvicorn on a free port."""
    name = f"m{uuid4().hex}"
    _as_owner(postgres, f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATE}"')
    url = postgres.set(database=name)
    district = LiveDistrict(url, folder, *_process(url, folder))
    config = uvicorn.Config(district, host="127.0.0.1", port=0, log_level="warning", access_log=False, lifespan="off")
    # On a busy machine a laptop of the model may be silent for long: its line is to end by a fault alone.
    config.timeout_keep_alive = 600
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, name="uvicorn")
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            thread.join(0.01)
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        district.address = f"http://{host}:{port}"
        yield district
    finally:
        server.should_exit = True
        thread.join(20)
        district.parts.close()
        _as_owner(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


def _process(url: URL, folder: Path) -> tuple[Parts, FastAPI]:
    settings = Settings(data_dir=folder, port=0)
    parts = open_parts(settings, system_clock, Database(engine_for(url, timedelta(seconds=2))))
    return parts, create_app(settings, system_clock, parts)


def _as_owner(url: URL, statement: str) -> None:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
