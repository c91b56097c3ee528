"""`unit.scopes`: what the district publishes for all villages, received page by page and applied when it is whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, delete, insert, select

from kemiskinan_desktop.storage.exchange.applying import ChecksumMismatchError
from kemiskinan_desktop.storage.tables import scope, scope_record, scope_stage
from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.wire.scopes import ScopeKind, ScopeLine, ScopeName, decode_scope_line, scope_tag

_INCOMPLETE: Final = "?"


@dataclass(frozen=True, slots=True)
class ScopeState:
    """Where a scope stands here."""

    name: ScopeName
    epoch: str = ""
    cursor: int = 0
    applied: int = 0
    whole: bool = True
    count: int = 0
    total: str = EMPTY_CHECKSUM.text

    @property
    def tag(self) -> str:
        """What the district calls this state; a word that it never says while something is missing."""
        return scope_tag(self.epoch, self.applied) if self.cursor == self.applied else _INCOMPLETE


@dataclass(frozen=True, slots=True)
class ScopeDocument:
    """One live record of a scope."""

    scope: ScopeName
    id: RecordId
    document: Mapping[str, Any]


class Scopes:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def state(self, name: ScopeName) -> ScopeState:
        """Where a scope stands; one that was never read stands at its beginning."""
        row = self._connection.execute(select(scope).where(scope.c.name == name)).mappings().first()
        return ScopeState(name) if row is None else ScopeState(**row)

    def stage(self, state: ScopeState, epoch: str, lines: Sequence[bytes], cursor: int) -> ScopeState:
        """Keep received lines, and with them how far they reach."""
        if lines:
            self._connection.execute(insert(scope_stage).values(scope=state.name, lines=b"\n".join(lines)))
        return self._write(replace(state, epoch=epoch, cursor=max(cursor, state.cursor)))

    def apply(self, state: ScopeState, expected: Checksum) -> ScopeState:
        """Bring the records to the staged state and compare with the district's checksum.

        Raises ChecksumMismatchError; the caller then leaves the unit without a commit.
        """
        staged = select(scope_stage.c.lines).where(scope_stage.c.scope == state.name).order_by(scope_stage.c.seq)
        raw = [line for lines in self._connection.execute(staged).scalars() for line in lines.split(b"\n")]
        newest = _newest(raw)
        mine = scope_record.c.scope == state.name
        checksum = Checksum.from_text(state.count, state.total)
        if state.whole:
            self._connection.execute(delete(scope_record).where(mine))
            checksum = EMPTY_CHECKSUM
        for line, content in newest.values():
            known = self._record(state.name, line.id)
            if known is not None and known.rev >= line.rev:
                continue
            if known is not None and not known.deleted:
                checksum = checksum.minus(known.line)
            if not line.deleted:
                checksum = checksum.plus(content)
            self._put(state.name, line, content)
        if checksum != expected:
            raise ChecksumMismatchError
        self._connection.execute(delete(scope_stage).where(scope_stage.c.scope == state.name))
        done = replace(state, applied=state.cursor, whole=False, count=expected.count, total=expected.text)
        return self._write(done)

    def start_over(self, name: ScopeName) -> ScopeState:
        """Forget what was staged and read the scope anew; what is shown stays until that is whole."""
        self._connection.execute(delete(scope_stage).where(scope_stage.c.scope == name))
        return self._write(replace(self.state(name), epoch="", cursor=0, applied=-1, whole=True))

    def tags(self) -> tuple[tuple[str, str], ...]:
        """Where every scope stands: as long as it is the same, so is everything that `documents` gives."""
        rows = self._connection.execute(select(scope.c.name, scope.c.epoch, scope.c.applied).order_by(scope.c.name))
        return tuple((name, scope_tag(epoch, applied)) for name, epoch, applied in rows)

    def documents(self, kind: ScopeKind) -> Iterator[ScopeDocument]:
        """The live records of a kind in all scopes."""
        rows = self._connection.execute(
            select(scope_record.c.scope, scope_record.c.id, scope_record.c.line)
            .where(scope_record.c.kind == kind.value, scope_record.c.deleted.is_(False))
            .order_by(scope_record.c.scope, scope_record.c.rev)
        )
        for name, record, line in rows:
            yield ScopeDocument(ScopeName(name), RecordId(record), decode_scope_line(line).document)

    def _record(self, name: str, record: str) -> Any:  # a row of SQLAlchemy, or None
        key = (scope_record.c.scope == name, scope_record.c.id == record)
        columns = (scope_record.c.rev, scope_record.c.deleted, scope_record.c.line)
        return self._connection.execute(select(*columns).where(*key)).first()

    def _put(self, name: str, line: ScopeLine, content: bytes) -> None:
        self._connection.execute(
            insert(scope_record)
            .prefix_with("OR REPLACE")
            .values(scope=name, id=line.id, kind=line.kind, rev=line.rev, deleted=bool(line.deleted), line=content)
        )

    def _write(self, state: ScopeState) -> ScopeState:
        values = {field: getattr(state, field) for field in ScopeState.__slots__}
        self._connection.execute(insert(scope).prefix_with("OR REPLACE").values(**values))
        return state


def _newest(lines: Sequence[bytes]) -> dict[str, tuple[ScopeLine, bytes]]:
    """Of each record the line with the highest revision. Raises ChecksumMismatchError for what is no line."""
    newest: dict[str, tuple[ScopeLine, bytes]] = {}
    for raw in lines:
        try:
            line = decode_scope_line(raw)
        except msgspec.MsgspecError as error:
            raise ChecksumMismatchError from error
        known = newest.get(line.id)
        if known is None or known[0].rev < line.rev:
            newest[line.id] = (line, raw)
    return newest
