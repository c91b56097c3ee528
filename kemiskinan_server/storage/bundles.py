"""Bundles that came in: what became of each, the answer for its laptop, and what was kept aside unopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_domain.people import Side
from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.columns import moment, octets, plain_text, text_key, whole
from kemiskinan_server.storage.tables import ClientRow


class BundleRow(ServerTable, table=True):
    """One bundle whose sender is proven; the same file twice is one row, with the later result."""

    __tablename__ = "bundle"

    village: str = text_key(primary_key=True)
    digest: str = text_key(primary_key=True)
    """SHA-256 of the file."""
    client: str = text_key()
    seq: int = whole()
    first_mid: int = whole()
    last_mid: int = whole()
    taken_at: datetime = moment(index=True)
    taken_by: str = plain_text()
    outcome: str = text_key()
    changes: int = whole()
    """How many changes were new."""
    content: bytes | None = octets(default=None)
    """Only of a device that was shut out: the file as it came, for somebody to decide on."""
    answer: bytes | None = octets(default=None)
    """The newest answers of each laptop only."""
    photos: int = whole(default=0)
    """How many attachments' bytes were new."""
    wanted: str = plain_text(default="")
    """Names of attachments that the laptop asked for, parted by spaces; only beside an answer."""


@dataclass(frozen=True, slots=True)
class TakenBundle:
    """A bundle as pages list it."""

    village: str
    digest: str
    client: str
    seq: int
    first_mid: int
    last_mid: int
    taken_at: datetime
    taken_by: str
    outcome: str
    changes: int
    answered: bool
    photos: int = 0
    wanted: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of attachments that its laptop asked for."""
        return tuple(self.wanted.split())


_bundle = table_of(BundleRow)
_client = table_of(ClientRow)


class Bundles:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(
        self, taken: TakenBundle, answer: bytes | None = None, content: bytes | None = None, first_seq: int = 0
    ) -> None:
        """Note what became of a bundle; an answer takes the place of those to files before `first_seq`.

        `first_seq`: the first of the files that were written together; none of their answers stands for another's.
        """
        if answer is not None:
            former = (_bundle.c.client == taken.client, _bundle.c.seq < (first_seq or taken.seq))
            same = (_bundle.c.client == taken.client, _bundle.c.seq == taken.seq)
            stale = or_(and_(*former), and_(*same))
            self._connection.execute(update(_bundle).where(stale).values(answer=None, wanted=""))
        values = {
            "client": taken.client,
            "seq": taken.seq,
            "first_mid": taken.first_mid,
            "last_mid": taken.last_mid,
            "taken_at": taken.taken_at,
            "taken_by": taken.taken_by,
            "outcome": taken.outcome,
            "changes": taken.changes,
            "photos": taken.photos,
            "wanted": taken.wanted,
            "content": content,
            "answer": answer,
        }
        statement = insert(_bundle).values(village=taken.village, digest=taken.digest, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["village", "digest"], set_=values))

    def latest(self, limit: int) -> list[TakenBundle]:
        """What came in, the latest first."""
        columns = [column for column in _bundle.c if column.name not in ("content", "answer")]
        statement = select(*columns, _bundle.c.answer.is_not(None).label("answered"))
        rows = self._connection.execute(statement.order_by(_bundle.c.taken_at.desc(), _bundle.c.digest).limit(limit))
        return [_taken(row) for row in rows.mappings()]

    def answer(self, village: str, digest: str) -> tuple[TakenBundle, bytes] | None:
        """The answer to a bundle; None where there is none, or a later one took its place."""
        statement = select(_bundle).where(_bundle.c.village == village, _bundle.c.digest == digest)
        row = self._connection.execute(statement).mappings().first()
        if row is None or row["answer"] is None:
            return None
        values = {name: row[name] for name in row if name not in ("content", "answer")}
        return TakenBundle(**values, answered=True), bytes(row["answer"])

    def devices(self, village: str) -> list[tuple[str, str, str]]:
        """Id, name and public key of every laptop of the village that may connect."""
        rows = self._connection.execute(
            select(_client.c.id, _client.c.device_name, _client.c.public_key)
            .where(
                _client.c.village == village,
                _client.c.side == Side.VILLAGE,
                _client.c.public_key != "",
                _client.c.revoked_at.is_(None),
            )
            .order_by(_client.c.enrolled_at, _client.c.id)
        )
        return [(row[0], row[1], row[2]) for row in rows]


def _taken(row: RowMapping) -> TakenBundle:
    return TakenBundle(**row)
