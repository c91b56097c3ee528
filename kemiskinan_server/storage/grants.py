"""Tokens of other systems that may read, by the hash of their secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, plain_text, text_key


class ReadGrantRow(ServerTable, table=True):
    """What one system may read."""

    __tablename__ = "read_grant"

    id: str = text_key(primary_key=True)
    system: str = plain_text()
    hash: str = text_key()
    """SHA-256 of the token's secret part."""
    area: str = plain_text()
    """Region codes with commas between; the empty text is the whole district."""
    fields: str = plain_text()
    made_by: str = plain_text()
    made_at: datetime = moment()
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(default=None)
    last_used_at: datetime | None = moment(default=None)


@dataclass(frozen=True, slots=True)
class StoredGrant:
    """A row as it stands."""

    id: str
    system: str
    hash: str
    area: str
    fields: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


_grant = table_of(ReadGrantRow)


class Grants:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, grant: StoredGrant) -> None:
        """A new one."""
        values = {column.name: getattr(grant, column.name) for column in _grant.columns}
        self._connection.execute(insert(_grant).values(values))

    def get(self, grant: str) -> StoredGrant | None:
        """One."""
        row = self._connection.execute(select(_grant).where(_grant.c.id == grant)).mappings().first()
        return None if row is None else StoredGrant(**row)

    def all(self) -> list[StoredGrant]:
        """All, the latest first."""
        rows = self._connection.execute(select(_grant).order_by(_grant.c.made_at.desc(), _grant.c.id)).mappings()
        return [StoredGrant(**row) for row in rows]

    def used(self, grant: str, now: datetime) -> None:
        """It read something."""
        self._connection.execute(update(_grant).where(_grant.c.id == grant).values(last_used_at=now))

    def revoke(self, grant: str, now: datetime) -> None:
        """It reads nothing any more."""
        self._connection.execute(update(_grant).where(_grant.c.id == grant).values(revoked_at=now))
