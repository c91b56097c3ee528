"""The tables of what a district publishes for all its villages (SYNC 2.1, Scopes)."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint

from kemiskinan_server.storage.base import ServerTable
from kemiskinan_server.storage.columns import moment, plain_text, text_key, whole


class ScopeRow(ServerTable, table=True):
    """One scope; its row is the lock under which revisions are given."""

    __tablename__ = "scope"

    name: str = text_key(primary_key=True)
    epoch: str = text_key()
    head: int = whole(default=0)
    live_count: int = whole(default=0)
    csum: str = text_key(default="0" * 32)
    floor: int = whole(default=0)
    """Up to here tombstones were forgotten."""


class ScopeRecordRow(ServerTable, table=True):
    """One record as it stands; `line` is the exact text of the feed."""

    __tablename__ = "scope_record"
    __table_args__ = (UniqueConstraint("scope", "rev"),)

    scope: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    kind: str = text_key()
    rev: int = whole()
    deleted: bool = False
    line: str = plain_text()
    last_document: str | None = plain_text(default=None)
    """Only of a tombstone: what was withdrawn, for the district's own pages."""
    actor: str = plain_text()
    at: datetime = moment()


class ScopeHistoryRow(ServerTable, table=True):
    """Every line that a scope ever published; rows are only added."""

    __tablename__ = "scope_history"

    scope: str = text_key(primary_key=True)
    rev: int = whole(primary_key=True)
    record: str = text_key()
    actor: str = plain_text()
    at: datetime = moment()
    line: str = plain_text()


class ScopeReaderRow(ServerTable, table=True):
    """How far a laptop says that it keeps a scope."""

    __tablename__ = "scope_reader"
    __table_args__ = (Index(None, "scope", "village"),)

    village: str = text_key(primary_key=True)
    client: str = text_key(primary_key=True)
    scope: str = text_key(primary_key=True)
    epoch: str = text_key()
    cursor: int = whole()
    seen_at: datetime = moment()
