"""The records of a scope: locked, read and written under the scope's row, by the one writer only."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    delete,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as insert_or
from sqlalchemy.exc import OperationalError

from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum
from kemiskinan_domain.people import Side
from kemiskinan_domain.wire.scopes import ScopeName
from kemiskinan_server.storage.base import table_of
from kemiskinan_server.storage.room import has_no_room
from kemiskinan_server.storage.scope_tables import ScopeHistoryRow, ScopeReaderRow, ScopeRecordRow, ScopeRow
from kemiskinan_server.storage.tables import ClientRow, RecordRow
from kemiskinan_server.storage.values import FeedPage
from kemiskinan_server.storage.villages import VillageBusyError

_scope = table_of(ScopeRow)
_record = table_of(ScopeRecordRow)
_history = table_of(ScopeHistoryRow)
_reader = table_of(ScopeReaderRow)
_client = table_of(ClientRow)
_village_record = table_of(RecordRow)
_MOST_LINES = 200
"""Of one page; a list of codes may weigh 700 kB, so that no more than a page's lines are read at a time."""


@dataclass(frozen=True, slots=True)
class StoredScope:
    """Where a scope stands."""

    name: ScopeName
    epoch: str
    head: int = 0
    checksum: Checksum = EMPTY_CHECKSUM
    floor: int = 0


@dataclass(frozen=True, slots=True)
class ScopeRecord:
    """One record of a scope; of a withdrawn one `document` is what it was, JSON."""

    id: str
    kind: str
    rev: int
    deleted: bool
    line: str
    document: str | None
    actor: str
    at: datetime


class Scopes:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, name: str) -> StoredScope | None:
        """The scope as the last commit left it."""
        return self._one(select(_scope).where(_scope.c.name == name))

    def lock(self, name: str, epoch: str) -> StoredScope:
        """The scope, kept still until the transaction ends; one that nothing was published in begins with that epoch.

        Raises `VillageBusyError`.
        """
        begun = insert_or(_scope).values(name=name, epoch=epoch, head=0, live_count=0, csum="0" * 32, floor=0)
        try:
            self._connection.execute(begun.on_conflict_do_nothing())
        except OperationalError as error:
            if has_no_room(error):
                raise
            raise VillageBusyError from error
        found = self._one(select(_scope).where(_scope.c.name == name).with_for_update())
        assert found is not None
        return found

    def _one(self, statement: Select[*tuple[object, ...]]) -> StoredScope | None:
        try:
            row = self._connection.execute(statement).mappings().first()
        except OperationalError as error:
            if has_no_room(error):
                raise
            raise VillageBusyError from error
        return None if row is None else _as_scope(row)

    def all(self) -> list[StoredScope]:
        """Every scope that something was published in."""
        return [_as_scope(row) for row in self._connection.execute(select(_scope).order_by(_scope.c.name)).mappings()]

    def write(self, scope: StoredScope, record: ScopeRecord) -> None:
        """Replace one record and note where the scope stands after it."""
        key = (_record.c.scope == scope.name, _record.c.id == record.id)
        self._connection.execute(delete(_record).where(*key))
        self._connection.execute(
            insert(_record).values(
                scope=scope.name,
                id=record.id,
                kind=record.kind,
                rev=record.rev,
                deleted=record.deleted,
                line=record.line,
                last_document=record.document,
                actor=record.actor,
                at=record.at,
            )
        )
        self._connection.execute(
            insert(_history).values(
                scope=scope.name,
                rev=record.rev,
                record=record.id,
                actor=record.actor,
                at=record.at,
                line=record.line,
            )
        )
        self._connection.execute(
            update(_scope)
            .where(_scope.c.name == scope.name)
            .values(head=scope.head, live_count=scope.checksum.count, csum=scope.checksum.text)
        )

    def start_epoch(self, name: str, epoch: str) -> None:
        """After a restore from backup: what laptops keep of the scope may be of a past that is not ours."""
        self._connection.execute(update(_scope).where(_scope.c.name == name).values(epoch=epoch))

    def record(self, scope: str, record: str) -> ScopeRecord | None:
        """One record, withdrawn or not."""
        statement = select(_record).where(_record.c.scope == scope, _record.c.id == record)
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _as_record(row)

    def records(self, scopes: Collection[str], kind: str) -> list[tuple[str, ScopeRecord]]:
        """Those of a kind with their scope, withdrawn ones too, the latest first."""
        statement = (
            select(_record)
            .where(_record.c.scope == func.any(list(scopes)), _record.c.kind == kind)
            .order_by(_record.c.at.desc(), _record.c.rev.desc())
        )
        return [(row["scope"], _as_record(row)) for row in self._connection.execute(statement).mappings()]

    def page(self, scope: StoredScope, since: int, limit_bytes: int) -> FeedPage:
        """At least one line where there is one, else as many as fit; the cursor is the head where no more follow.

        The last revision may be of a tombstone that was forgotten, so that the lines alone do not tell the end.
        """
        rows = self._connection.execute(
            select(_record.c.rev, _record.c.line)
            .where(_record.c.scope == scope.name, _record.c.rev > since)
            .order_by(_record.c.rev)
            .limit(_MOST_LINES)
        ).all()
        lines: list[bytes] = []
        cursor, room = since, limit_bytes
        for rev, line in rows:
            encoded = line.encode()
            if lines and len(encoded) + 1 > room:
                return FeedPage(lines, cursor)
            lines.append(encoded)
            room -= len(encoded) + 1
            cursor = rev
        return FeedPage(lines, cursor if len(rows) == _MOST_LINES else scope.head)

    def note_reader(self, village: str, client: str, at: StoredScope, cursor: int, now: datetime) -> None:
        """A laptop keeps the scope up to that revision of its present epoch; written only where that is news."""
        key = {"village": village, "client": client, "scope": at.name}
        known = self._connection.execute(
            select(_reader.c.epoch, _reader.c.cursor).where(
                _reader.c.village == village, _reader.c.client == client, _reader.c.scope == at.name
            )
        ).first()
        if known is not None and tuple(known) == (at.epoch, cursor):
            return
        values = {"epoch": at.epoch, "cursor": cursor, "seen_at": now}
        noted = insert_or(_reader).values(**key, **values)
        self._connection.execute(noted.on_conflict_do_update(constraint="pk_scope_reader", set_=values))

    def readers(self, scope: StoredScope, villages: Collection[str] | None = None) -> dict[str, list[tuple[str, int]]]:
        """The laptops of these villages (or of all) that may connect: which, and how far it keeps the scope."""
        chosen = () if villages is None else (_reader.c.village == func.any(list(villages)),)
        rows = self._connection.execute(
            select(_reader.c.village, _reader.c.client, _reader.c.cursor)
            .join(_client, _client.c.id == _reader.c.client)
            .where(
                _reader.c.scope == scope.name,
                _reader.c.epoch == scope.epoch,
                _client.c.revoked_at.is_(None),
                _client.c.side == Side.VILLAGE,
                *chosen,
            )
        )
        found: dict[str, list[tuple[str, int]]] = {}
        for village, client, cursor in rows:
            found.setdefault(village, []).append((client, cursor))
        return found

    def laptops(self, villages: Iterable[str]) -> dict[str, int]:
        """How many enrolled laptops each of these villages has; a village without one is not there."""
        rows = self._connection.execute(
            select(_client.c.village, func.count())
            .where(
                _client.c.village == func.any(list(villages)),
                _client.c.side == Side.VILLAGE,
                _client.c.revoked_at.is_(None),
                func.strpos(_client.c.id, "~") == 0,
            )
            .group_by(_client.c.village)
        )
        return {row[0]: row[1] for row in rows}

    def readings(self, villages: Collection[str], notices: Collection[str]) -> list[tuple[str, str, str]]:
        """What people of these villages wrote on these notices: the village, the notice, and the record's feed line."""
        columns = _village_record.c
        rows = self._connection.execute(
            select(columns.village, columns.parent, columns.line).where(
                columns.village == func.any(list(villages)),
                columns.parent == func.any(list(notices)),
                columns.deleted.is_(False),
            )
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def forget_tombstones(self, scope: StoredScope, rev: int) -> int:
        """Drop the tombstones up to a revision; answers how many. The caller holds the scope's lock."""
        old = (_record.c.scope == scope.name, _record.c.deleted.is_(True), _record.c.rev <= rev)
        newest = self._connection.execute(select(func.max(_record.c.rev)).where(*old)).scalar()
        if newest is None:
            return 0
        gone = self._connection.execute(delete(_record).where(*old)).rowcount
        floor = max(scope.floor, newest)
        self._connection.execute(update(_scope).where(_scope.c.name == scope.name).values(floor=floor))
        return gone


def grown(scope: StoredScope, checksum: Checksum) -> StoredScope:
    """The scope one revision later."""
    return replace(scope, head=scope.head + 1, checksum=checksum)


def _as_scope(row: RowMapping) -> StoredScope:
    return StoredScope(
        ScopeName(row["name"]),
        row["epoch"],
        row["head"],
        Checksum.from_text(row["live_count"], row["csum"]),
        row["floor"],
    )


def _as_record(row: RowMapping) -> ScopeRecord:
    return ScopeRecord(
        id=row["id"],
        kind=row["kind"],
        rev=row["rev"],
        deleted=row["deleted"],
        line=row["line"],
        document=row["last_document"],
        actor=row["actor"],
        at=row["at"],
    )
