"""Past exchanges, as the services describe them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from kemiskinan_desktop.storage.tables import exchange_log

_KEPT = 500


class ExchangeHistory:
    """`unit.exchange.history`: a short list of texts, the oldest forgotten."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, report: str, at: datetime) -> None:
        """Add the report (JSON of the service) of an exchange."""
        result = self._connection.execute(insert(exchange_log).values(at=at.isoformat(), report=report))
        newest = (result.inserted_primary_key or (0,))[0]
        self._connection.execute(delete(exchange_log).where(exchange_log.c.seq <= newest - _KEPT))

    def latest(self, limit: int = 100) -> tuple[tuple[str, str], ...]:
        """(time, report) of past exchanges, the latest first."""
        query = select(exchange_log.c.at, exchange_log.c.report).order_by(exchange_log.c.seq.desc()).limit(limit)
        return tuple((row.at, row.report) for row in self._connection.execute(query))
