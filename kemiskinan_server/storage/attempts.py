"""Refused sign-ins by address; the address itself is not kept, only its keyed seal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, case, delete, select
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, text_key, whole


class SignInAttemptRow(ServerTable, table=True):
    """How often one address was refused since a moment."""

    __tablename__ = "sign_in_attempt"

    address: str = text_key(primary_key=True)
    since: datetime = moment()
    failures: int = whole()


_attempt = table_of(SignInAttemptRow)


class Attempts:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def failures(self, address: str, after: datetime) -> int:
        """Refusals in the window that began after that moment."""
        query = select(_attempt.c.failures).where(_attempt.c.address == address, _attempt.c.since > after)
        return self._connection.execute(query).scalar() or 0

    def count(self, address: str, now: datetime, after: datetime) -> None:
        """One more; a window that is over begins anew, and those of others are forgotten."""
        self._connection.execute(delete(_attempt).where(_attempt.c.since <= after, _attempt.c.address != address))
        statement = insert(_attempt).values(address=address, since=now, failures=1)
        over = _attempt.c.since <= after
        self._connection.execute(
            statement.on_conflict_do_update(
                index_elements=["address"],
                set_={
                    "since": case((over, now), else_=_attempt.c.since),
                    "failures": case((over, 1), else_=_attempt.c.failures + 1),
                },
            )
        )
