"""One embedded PostgreSQL for the whole run, a fresh database for each test, and a real server on loopback."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, create_engine, text

from kemiskinan_domain.clock import Clock, system_clock
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.app import Parts, open_parts, server_for
from kemiskinan_server.services.enrolment import NewCode, hand_out_code
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, engine_for
from kemiskinan_server.storage.embedded import EmbeddedPostgres
from tests.server.devices import Laptop

collect_ignore = [] if sys.platform == "linux" else ["test_behind_nginx.py"]
"""Districts run on Linux; nginx is installed by dev.py there alone."""

VILLAGE = VillageCode("32.03.01.2001")
OTHER_VILLAGE = VillageCode("32.03.01.2002")
_TEMPLATE = "kemiskinan_template"
_CARELESS = ("fsync = off", "full_page_writes = off", "max_wal_size = '256MB'", "autovacuum = off")


class Cluster:
    """An embedded PostgreSQL for many short-lived databases; its files are not synced, tests lose nothing."""

    def __init__(self, server: EmbeddedPostgres) -> None:
        self.url = server.url
        # The first database of a cluster only; what a test asks of its own goes by its own connections.
        self._owner = create_engine(self.url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
        for setting in _CARELESS:
            self._order(f"ALTER SYSTEM SET {setting}")
        self._order("SELECT pg_reload_conf()")
        self._order(f'CREATE DATABASE "{_TEMPLATE}"')
        template = Database(engine_for(self.url.set(database=_TEMPLATE)))
        template.migrate()
        template.close()

    def _order(self, statement: str) -> None:
        with self._owner.connect() as connection:
            connection.execute(text(statement))

    def create(self) -> str:
        """The name of a new database with all tables."""
        name = f"t{uuid4().hex}"
        self._order(f'CREATE DATABASE "{name}" TEMPLATE "{_TEMPLATE}" STRATEGY FILE_COPY')
        return name

    def drop(self, name: str) -> None:
        """Take a database away, whoever still looks at it."""
        self._order(f'DROP DATABASE "{name}" WITH (FORCE)')

    def close(self) -> None:
        """Let the owner's connection go."""
        self._owner.dispose()


class _Prepared(Database):
    """A copy of the template, which has all tables; looking for steps that are missing takes longer than most tests."""

    def migrate(self) -> None:
        """Nothing is missing."""


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for the tests of this process."""
    with tempfile.TemporaryDirectory(prefix="kemiskinan-pg-") as folder:
        Path(folder).chmod(0o755)
        with EmbeddedPostgres(Path(folder) / f"data-{os.getpid()}") as server:
            made = Cluster(server)
            yield made
            made.close()


@pytest.fixture(scope="session")
def postgres(cluster: Cluster) -> URL:
    """Where the PostgreSQL of this process answers."""
    return cluster.url


@pytest.fixture
def database(cluster: Cluster) -> Iterator[Database]:
    """A fresh database, gone after the test."""
    name = cluster.create()
    opened = _Prepared(engine_for(cluster.url.set(database=name), timedelta(seconds=2)))
    yield opened
    opened.close()
    cluster.drop(name)


@pytest.fixture
def clock() -> Clock:
    """The machine's time; a test module overrides it where the day matters."""
    return system_clock


@pytest.fixture
def parts(database: Database, tmp_path: Path, clock: Clock) -> Parts:
    """The server's parts over the fresh database, with two villages."""
    opened = open_parts(Settings(data_dir=tmp_path / "server", port=0), clock, database)
    with database.unit_of_work() as unit:
        for code, name in ((VILLAGE, "Babakankaret"), (OTHER_VILLAGE, "Limbangansari")):
            add_village(unit, Place(code, name, "Cianjur", "Cianjur"), "test", clock())
        unit.commit()
    return opened


@dataclass(frozen=True, slots=True)
class LiveServer:
    """A running server: its address, its parts, and direct questions to its database for oracles."""

    url: str
    parts: Parts

    def code(self, village: VillageCode = VILLAGE, role: Role = Role.SECRETARY) -> str:
        """A fresh enrolment code."""
        return enrolment_code(self.parts, village, role)

    def rows(self, statement: str, **values: object) -> list[dict[str, object]]:
        """What SQL answers."""
        with self.parts.context.database.engine.connect() as connection:
            return [dict(row) for row in connection.execute(text(statement), values).mappings()]


def enrolment_code(parts: Parts, village: VillageCode = VILLAGE, role: Role = Role.SECRETARY) -> str:
    """A fresh enrolment code."""
    context = parts.context
    with context.database.unit_of_work() as unit:
        code = hand_out_code(unit, context.keys, NewCode(village, role), "test", context.clock())
        unit.commit()
    assert isinstance(code, str)
    return code


@contextmanager
def running(parts: Parts) -> Iterator[LiveServer]:
    """uvicorn on a free port of loopback until the block ends."""
    addresses: list[str] = []
    ready = threading.Event()

    def listening(address: str) -> None:
        addresses.append(address)
        ready.set()

    context = replace(parts.context, settings=replace(parts.context.settings, port=0))
    server = server_for(Parts(context), listening)
    thread = threading.Thread(target=server.run, name="uvicorn")
    thread.start()
    try:
        assert ready.wait(20)
        yield LiveServer(addresses[0], parts)
    finally:
        server.should_exit = True
        thread.join(20)
    assert not thread.is_alive()


@pytest.fixture
def live_server(parts: Parts) -> Iterator[LiveServer]:
    """uvicorn on a free port of loopback, stopped after the test."""
    with running(parts) as server:
        yield server


Enrol = Callable[..., Laptop]
"""Answers a laptop of a village (the first one, unless another is named) that has a token."""


@pytest.fixture
def enrol(live_server: LiveServer) -> Iterator[Enrol]:
    """Enrols laptops and closes their connections after the test."""
    laptops: list[Laptop] = []

    def enrolled(village: VillageCode = VILLAGE) -> Laptop:
        laptop = Laptop(live_server.url, village)
        laptops.append(laptop)
        assert laptop.enrol(live_server.code(village)).status_code == 200
        assert laptop.ask_token().status_code == 200
        return laptop

    yield enrolled
    for laptop in laptops:
        laptop.http.close()


@pytest.fixture
def laptop(enrol: Enrol) -> Laptop:
    """A laptop of the first village."""
    return enrol()
