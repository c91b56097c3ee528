"""What the pages ask about conflicts: which there are, who wrote the value that stands, and whose laptop that was."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from kemiskinan_domain.changes import ConflictState
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import RecordId, VillageCode

_MOST_CHANGES = 2_000
"""Of the records of one page; what lies further back is not looked for."""
_PAGE = text(
    "SELECT c.id FROM conflict c JOIN record r ON r.village = c.village AND r.id = c.id "
    "WHERE c.village = :village AND c.state = :state ORDER BY r.rev DESC LIMIT :limit OFFSET :offset"
)
_COUNT = text("SELECT count(*) FROM conflict WHERE village = :village AND state = :state")
_ABOUT = text(
    "SELECT id FROM conflict WHERE village = :village AND state = :state AND parent = ANY(:parents) ORDER BY id"
)
_CHANGES = text(
    "SELECT record, client, author, client_time, body FROM history "
    "WHERE village = :village AND record = ANY(:records) ORDER BY rev DESC, mid DESC LIMIT :limit"
)
_DEVICES = text("SELECT id, side, person, device_name FROM client WHERE village = :village AND id = ANY(:clients)")


@dataclass(frozen=True, slots=True)
class WrittenChange:
    """A change of a record as it was received; `at` is the author's own clock."""

    record: RecordId
    client: str
    author: str
    at: str
    body: bytes


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """Whose hand a change came from."""

    side: Side
    person: str
    name: str


class Differences:
    """Questions within one transaction, each within one village; nothing is written here."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def page(self, village: VillageCode, state: ConflictState, limit: int, offset: int) -> list[RecordId]:
        """Conflicts of a village, the latest first."""
        asked = {"village": village, "state": state.value, "limit": limit, "offset": offset}
        return [RecordId(row.id) for row in self._connection.execute(_PAGE, asked)]

    def count(self, village: VillageCode, state: ConflictState) -> int:
        """How many there are."""
        return int(self._connection.execute(_COUNT, {"village": village, "state": state.value}).scalar_one())

    def settled_about(self, village: VillageCode, parents: Collection[RecordId]) -> list[RecordId]:
        """Settled conflicts about these records."""
        asked = {"village": village, "state": ConflictState.SETTLED.value, "parents": [*parents]}
        return [RecordId(row.id) for row in self._connection.execute(_ABOUT, asked)]

    def changes(self, village: VillageCode, records: Collection[RecordId]) -> Iterator[WrittenChange]:
        """What was ever proposed for these records, the latest first."""
        asked = {"village": village, "records": [*records], "limit": _MOST_CHANGES}
        for row in self._connection.execute(_CHANGES, asked):
            yield WrittenChange(RecordId(row.record), row.client, row.author, row.client_time, bytes(row.body))

    def devices(self, village: VillageCode, clients: Collection[str]) -> dict[str, KnownDevice]:
        """Laptops and the district's hand by their id."""
        rows = self._connection.execute(_DEVICES, {"village": village, "clients": [*clients]})
        return {row.id: KnownDevice(Side(row.side), row.person, row.device_name) for row in rows}
