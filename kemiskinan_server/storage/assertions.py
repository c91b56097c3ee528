"""Which of a device's signed assertions were used up, for all servers of a district."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_domain.records import VillageCode
from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, text_key


class SpentAssertionRow(ServerTable, table=True):
    """One assertion that a token was given for."""

    __tablename__ = "spent_assertion"

    village: str = text_key(primary_key=True)
    client: str = text_key(primary_key=True)
    said: datetime = moment(primary_key=True)
    """The time that the device signed."""


_spent = table_of(SpentAssertionRow)


class Assertions:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def spend(self, village: VillageCode, client: str, said: datetime, forgotten: datetime) -> bool:
        """Use it up; False where it was before. Its own from before `forgotten` are refused for their age anyway."""
        own = (_spent.c.village == village, _spent.c.client == client)
        self._connection.execute(delete(_spent).where(*own, _spent.c.said < forgotten))
        kept = insert(_spent).values(village=village, client=client, said=said).on_conflict_do_nothing()
        return self._connection.execute(kept.returning(_spent.c.said)).first() is not None
