"""`unit.exchange`: the sending, the receiving and the starting over, within one transaction."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from kemiskinan_desktop.storage.exchange.history import ExchangeHistory
from kemiskinan_desktop.storage.exchange.mirroring import Mirroring
from kemiskinan_desktop.storage.exchange.receiving import Receiving
from kemiskinan_desktop.storage.exchange.recovering import Recovering
from kemiskinan_desktop.storage.exchange.sending import Sending


class Exchange:
    """The parts, each made when it is asked for."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def sending(self) -> Sending:
        """Outbox: freeze, batch, acknowledge."""
        return Sending(self._connection)

    @cached_property
    def receiving(self) -> Receiving:
        """Stage and apply."""
        return Receiving(self._connection)

    @cached_property
    def mirroring(self) -> Mirroring:
        """Pushes whose lines this laptop makes itself."""
        return Mirroring(self._connection)

    @cached_property
    def recovering(self) -> Recovering:
        """After a restore on either side."""
        return Recovering(self._connection)

    @cached_property
    def history(self) -> ExchangeHistory:
        """Past exchanges."""
        return ExchangeHistory(self._connection)
