"""Applies received feed lines to base and working tables, as fast as a village's first pull needs it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection

from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.overlaying import Overlayer
from kemiskinan_desktop.storage.projection import columns_of, row_values
from kemiskinan_desktop.storage.tables import WORKING
from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum, FeedLine, decode_line
from kemiskinan_domain.records import RecordKind

_CHUNK = 500


class ChecksumMismatchError(StorageError):
    """After applying, this village is not what the district says it is; nothing was written."""


class WouldEmptyError(StorageError):
    """The received state has no record left where `live` were; nothing was written until a person says so."""

    def __init__(self, live: int) -> None:
        super().__init__(str(live))
        self.live = live


@dataclass(frozen=True, slots=True)
class ApplyReport:
    """How many records changed, and which: screens repaint those alone."""

    applied: int
    records: frozenset[tuple[RecordKind, str]]
    new_conflicts: int = 0


def _decoded(raw: bytes) -> FeedLine:
    try:
        return decode_line(raw)
    except msgspec.MsgspecError as error:
        raise ChecksumMismatchError from error


class Application:
    """One applying: `full` replaces the base, otherwise only newer revisions count (SYNC 2.2, rule 5)."""

    def __init__(self, connection: Connection, *, full: bool) -> None:
        self._connection = connection
        self._full = full
        self._lines: list[FeedLine] = []

    def write_base(self, lines: Sequence[bytes], before: Checksum, expected: Checksum) -> None:
        """Bring the base to the received state. Raises ChecksumMismatchError where the result is not `expected`."""
        newest: dict[str, tuple[FeedLine, bytes]] = {}
        for raw in lines:
            line = _decoded(raw)
            known = newest.get(line.id)
            if known is None or known[0].rev < line.rev:
                newest[line.id] = (line, raw)
        after = self._cleared() if self._full else self._without_known(newest, before)
        for line, raw in newest.values():
            if not line.deleted:
                after = after.plus(raw)
        if after != expected:
            raise ChecksumMismatchError
        self._write_lines(newest)
        self._lines = [line for line, _ in newest.values()]

    def write_working(self, retired: Mapping[str, RecordKind]) -> ApplyReport:
        """Bring the working tables to base and outbox; `retired` are records whose changes just left the outbox."""
        query = "SELECT DISTINCT record, kind FROM outbox WHERE replay = 0"
        pending: dict[str, RecordKind] = {
            record: RecordKind(kind) for record, kind in self._connection.exec_driver_sql(query)
        }
        self._connection.exec_driver_sql(
            "DELETE FROM working WHERE id NOT IN (SELECT record FROM outbox WHERE replay = 0)"
        )
        self._write_rows([line for line in self._lines if line.id not in pending])
        received = {str(line.id): line.kind for line in self._lines}
        again = {record: kind for record, kind in retired.items() if record in pending or record not in received}
        if self._full:
            again |= pending
        else:
            again |= {record: kind for record, kind in received.items() if record in pending}
        Overlayer(self._connection).rebuild(again)
        conflicts = sum(1 for line in self._lines if line.kind is RecordKind.CONFLICT and not line.deleted)
        records = frozenset((kind, record) for record, kind in (received | again).items())
        return ApplyReport(len(self._lines), records, conflicts)

    def _cleared(self) -> Checksum:
        self._connection.exec_driver_sql("DELETE FROM base")
        self._connection.exec_driver_sql("DELETE FROM working")
        for table in WORKING.values():
            self._connection.execute(table.delete())
        return EMPTY_CHECKSUM

    def _without_known(self, newest: dict[str, tuple[FeedLine, bytes]], before: Checksum) -> Checksum:
        """Drop lines that are not newer than the base from `newest`; answers the checksum without their old lines."""
        ids = list(newest)
        for start in range(0, len(ids), _CHUNK):
            part = ids[start : start + _CHUNK]
            marks = ",".join("?" * len(part))
            query = f"SELECT id, rev, deleted, line FROM base WHERE id IN ({marks})"  # noqa: S608 - only question marks
            for record, rev, deleted, line in self._connection.exec_driver_sql(query, tuple(part)):
                if newest[record][0].rev <= rev:
                    del newest[record]
                elif not deleted:
                    before = before.minus(bytes(line))
        return before

    def _write_lines(self, newest: dict[str, tuple[FeedLine, bytes]]) -> None:
        rows = [(line.id, line.kind.value, line.rev, line.deleted, raw) for line, raw in newest.values()]
        if rows:
            self._connection.exec_driver_sql(
                "INSERT OR REPLACE INTO base (id, kind, rev, deleted, line) VALUES (?, ?, ?, ?, ?)", rows
            )

    def _write_rows(self, lines: list[FeedLine]) -> None:
        present: dict[RecordKind, list[tuple[Any, ...]]] = {}
        gone: dict[RecordKind, list[tuple[str]]] = {}
        for line in lines:
            if line.deleted:
                gone.setdefault(line.kind, []).append((line.id,))
            else:
                present.setdefault(line.kind, []).append(row_values(line.kind, line.id, line.document))
        for kind, rows in present.items():
            columns = columns_of(kind)
            names, marks = ", ".join(f'"{name}"' for name in columns), ", ".join("?" * len(columns))
            statement = f'INSERT OR REPLACE INTO "{kind.value}" ({names}) VALUES ({marks})'  # noqa: S608 - own names
            self._connection.exec_driver_sql(statement, rows)
        for kind, ids in gone.items():
            self._connection.exec_driver_sql(f'DELETE FROM "{kind.value}" WHERE id = ?', ids)  # noqa: S608 - own names
