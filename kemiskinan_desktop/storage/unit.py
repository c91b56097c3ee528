"""The unit of work: one transaction on the encrypted file; leaving it without `commit()` rolls everything back."""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, Transaction

from kemiskinan_desktop.storage.audit import AuditLog
from kemiskinan_desktop.storage.exchange import Exchange
from kemiskinan_desktop.storage.keying import DoubleEntries, Paradata
from kemiskinan_desktop.storage.local import Forms, People, Preferences, ResumePoints
from kemiskinan_desktop.storage.meta import MetaStore
from kemiskinan_desktop.storage.outbox import ChangeWriter
from kemiskinan_desktop.storage.queries import Queries
from kemiskinan_desktop.storage.records import RecordReader
from kemiskinan_desktop.storage.scopes import Scopes


class Unit:
    """Everything that may be asked and written within one transaction. Use it in one thread, as a context manager."""

    def __init__(self, engine: Engine, *, writing: bool) -> None:
        begin = "BEGIN IMMEDIATE" if writing else "BEGIN"
        self._engine = engine.execution_options(begin=begin)
        self._open: tuple[Connection, Transaction] | None = None

    def __enter__(self) -> Self:
        connection = self._engine.connect()
        try:
            self._open = (connection, connection.begin())
            MetaStore.begin(connection)
        except BaseException:
            connection.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        connection, transaction = self._required()
        self._open = None
        try:
            if transaction.is_active:
                transaction.rollback()
        finally:
            connection.close()

    def commit(self) -> None:
        """Make everything durable; the unit takes no more work. Raises DiskFullError, and then nothing was written."""
        self._required()[1].commit()

    @cached_property
    def records(self) -> RecordReader:
        """Documents as they stand here."""
        return RecordReader(self._connection)

    @cached_property
    def changes(self) -> ChangeWriter:
        """Own changes."""
        return ChangeWriter(self._connection)

    @cached_property
    def queries(self) -> Queries:
        """Lists and counts for screens."""
        return Queries(self._connection)

    @cached_property
    def exchange(self) -> Exchange:
        """What the exchange with the district writes; for `sync` alone."""
        return Exchange(self._connection)

    @cached_property
    def meta(self) -> MetaStore:
        """Who this laptop is and where the exchange stands."""
        return MetaStore(self._connection)

    @cached_property
    def scopes(self) -> Scopes:
        """What the district publishes for all villages."""
        return Scopes(self._connection)

    @cached_property
    def forms(self) -> Forms:
        """Questionnaires."""
        return Forms(self._connection)

    @cached_property
    def people(self) -> People:
        """Who works on this laptop."""
        return People(self._connection)

    @cached_property
    def resume(self) -> ResumePoints:
        """Where a family was left."""
        return ResumePoints(self._connection)

    @cached_property
    def preferences(self) -> Preferences:
        """How the program looks and works."""
        return Preferences(self._connection)

    @cached_property
    def double_entries(self) -> DoubleEntries:
        """Second entries under way."""
        return DoubleEntries(self._connection)

    @cached_property
    def paradata(self) -> Paradata:
        """How the keying went."""
        return Paradata(self._connection)

    @cached_property
    def audit(self) -> AuditLog:
        """The append-only log."""
        return AuditLog(self._connection)

    @property
    def _connection(self) -> Connection:
        return self._required()[0]

    def _required(self) -> tuple[Connection, Transaction]:
        if self._open is None:
            raise RuntimeError("A unit of work is used inside its `with` block only")
        return self._open
