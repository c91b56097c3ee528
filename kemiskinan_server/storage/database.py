"""Opens the database and hands out units of work; the only place that knows the engine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import psycopg
from sqlalchemy import URL, Connection, Engine, create_engine, make_url, text
from sqlalchemy.exc import DataError, DBAPIError, OperationalError

from kemiskinan_server.settings import Settings
from kemiskinan_server.storage import schema
from kemiskinan_server.storage.assertions import Assertions
from kemiskinan_server.storage.attempts import Attempts
from kemiskinan_server.storage.blobs import Blobs
from kemiskinan_server.storage.bundles import Bundles
from kemiskinan_server.storage.crossings import Crossings
from kemiskinan_server.storage.differences import Differences
from kemiskinan_server.storage.directory import Directory
from kemiskinan_server.storage.embedded import EmbeddedPostgres
from kemiskinan_server.storage.grants import Grants
from kemiskinan_server.storage.ledger import Ledger
from kemiskinan_server.storage.national_files import NationalFiles
from kemiskinan_server.storage.publications import Publications
from kemiskinan_server.storage.reading import Reading
from kemiskinan_server.storage.room import DiskFullError, has_no_room
from kemiskinan_server.storage.scopes import Scopes
from kemiskinan_server.storage.sessions import Sessions
from kemiskinan_server.storage.sharing import Sharing
from kemiskinan_server.storage.uploads import Uploads
from kemiskinan_server.storage.villages import Villages
from kemiskinan_server.storage.worker_counts import WorkerCounts


class DatabaseUnreachableError(Exception):
    """The database does not answer."""


class ImpossibleValueError(Exception):
    """A value was asked for or to be stored that no column can hold, such as a text with a NUL sign."""


class UnitOfWork:
    """One transaction and what can be asked within it; leaving without `commit` undoes everything."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.villages = Villages(connection)
        self.ledger = Ledger(connection)
        self.differences = Differences(connection)
        self.directory = Directory(connection)
        self.publications = Publications(connection)
        self.reading = Reading(connection)
        self.sessions = Sessions(connection)
        self.blobs = Blobs(connection)
        self.bundles = Bundles(connection)
        self.worker_counts = WorkerCounts(connection)
        self.uploads = Uploads(connection)
        self.attempts = Attempts(connection)
        self.assertions = Assertions(connection)
        self.crossings = Crossings(connection)
        self.grants = Grants(connection)
        self.sharing = Sharing(connection)
        self.national_files = NationalFiles(connection)
        self.scopes = Scopes(connection)

    def commit(self) -> None:
        """Make it lasting."""
        self._connection.commit()


class Database:
    """The district's PostgreSQL, embedded or not."""

    def __init__(self, engine: Engine, embedded: EmbeddedPostgres | None = None) -> None:
        self.engine = engine
        self._embedded = embedded

    @contextmanager
    def unit_of_work(self) -> Iterator[UnitOfWork]:
        """A transaction. Raises `DatabaseUnreachableError` where the server is gone, `ImpossibleValueError` at its end
        for what a person or a machine gave and no table can hold, `DiskFullError` where its disk is full.
        """
        try:
            connection = self.engine.connect()
        except OperationalError as error:
            raise DatabaseUnreachableError from error
        with connection:
            try:
                yield UnitOfWork(connection)
            except DataError as error:
                raise ImpossibleValueError from error
            except (DBAPIError, psycopg.Error) as error:
                # Rows that are copied go by the driver itself.
                if has_no_room(error):
                    raise DiskFullError from error
                raise

    def migrate(self) -> None:
        """Bring the tables to this version."""
        schema.upgrade(self.engine)

    def waits_for_disk(self) -> bool:
        """Whether the whole PostgreSQL keeps what it says that it kept, over a power cut."""
        query = "SELECT current_setting('fsync') = 'on' AND current_setting('full_page_writes') = 'on'"
        with self.engine.connect() as connection:
            return bool(connection.execute(text(query)).scalar_one())

    def close(self) -> None:
        """Give back all connections and stop the embedded server."""
        self.engine.dispose()
        if self._embedded is not None:
            self._embedded.close()


def open_database(settings: Settings) -> Database:
    """The named database, or the embedded one below the data folder."""
    if settings.database_url is not None:
        return Database(engine_for(make_url(settings.database_url), settings.lock_wait))
    embedded = EmbeddedPostgres(settings.data_dir / "postgres")
    return Database(engine_for(embedded.url, settings.lock_wait), embedded)


def engine_for(url: URL, lock_wait: timedelta = timedelta(seconds=5)) -> Engine:
    """An engine whose connections wait only so long for a lock, and drop a transaction that nobody ends.

    A commit waits for the disk whatever the database's own setting says: a receipt leaves after it.
    """
    wait = int(lock_wait.total_seconds() * 1000)
    asked = {
        "lock_timeout": wait,
        "jit": "off",
        "idle_in_transaction_session_timeout": 60_000,
        "synchronous_commit": "on",
    }
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        pool_size=10,
        max_overflow=30,
        pool_pre_ping=True,
        hide_parameters=True,
        connect_args={"options": " ".join(f"-c {name}={value}" for name, value in asked.items())},
    )
