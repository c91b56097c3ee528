"""Bundles that came in: what became of each, the answer for its laptop, and what was kept aside unopened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from kemiskinan_domain.people import Side
from kemiskinan_domain.wire.bundle import BundleRefusal
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
    size: int = whole(default=0)
    """Bytes of a file that was kept aside; 0 where none was."""
    inside: int = whole(default=0)
    """How many attachments' bytes are in a file that was kept aside. Such a file lies in the data folder."""
    decided_at: datetime | None = moment(default=None)
    decided_by: str = plain_text(default="")
    reason: str = plain_text(default="")
    """What became of a file that was kept aside, and why: the words of whoever decided."""


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
    size: int = 0
    inside: int = 0
    decided_at: datetime | None = None
    decided_by: str = ""
    reason: str = ""

    @property
    def asked(self) -> tuple[str, ...]:
        """Names of attachments that its laptop asked for."""
        return tuple(self.wanted.split())


ACCEPTED: Final = "accepted"
"""The outcome of a file that was kept aside and taken in after all."""
DISCARDED: Final = "discarded"
"""The outcome of one that was thrown away."""

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
            "size": taken.size,
            "inside": taken.inside,
            "decided_at": taken.decided_at,
            "decided_by": taken.decided_by,
            "reason": taken.reason,
            "content": content,
            "answer": answer,
        }
        statement = insert(_bundle).values(village=taken.village, digest=taken.digest, **values)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["village", "digest"], set_=values))

    def latest(self, limit: int) -> list[TakenBundle]:
        """What came in, the latest first."""
        statement = select(*_LISTED).order_by(_bundle.c.taken_at.desc(), _bundle.c.digest).limit(limit)
        return [_taken(row) for row in self._connection.execute(statement).mappings()]

    def aside(self) -> list[TakenBundle]:
        """What was kept aside and waits for somebody to decide on, in the order in which its laptops wrote it."""
        order = (_bundle.c.village, _bundle.c.client, _bundle.c.inside > 0, _bundle.c.first_mid, _bundle.c.seq)
        rows = self._connection.execute(select(*_LISTED).where(*_WAITING).order_by(*order))
        return [_taken(row) for row in rows.mappings()]

    def aside_bytes(self, village: str) -> int:
        """How much of a village was kept aside and waits."""
        total = select(func.coalesce(func.sum(_bundle.c.size), 0)).where(_bundle.c.village == village, *_WAITING)
        return int(self._connection.execute(total).scalar_one())

    def find(self, village: str, digest: str) -> TakenBundle | None:
        """What became of that file; None where it never came."""
        mine = (_bundle.c.village == village, _bundle.c.digest == digest)
        row = self._connection.execute(select(*_LISTED).where(*mine)).mappings().first()
        return None if row is None else _taken(row)

    def kept_aside(self, village: str, digest: str) -> tuple[TakenBundle, bytes | None] | None:
        """One that waits, and its bytes where they are not a file; None where nothing waits under that name."""
        mine = (_bundle.c.village == village, _bundle.c.digest == digest)
        row = self._connection.execute(select(*_LISTED, _bundle.c.content).where(*mine, *_WAITING)).mappings().first()
        if row is None:
            return None
        content = row["content"]
        return _taken(row), None if content is None else bytes(content)

    def decide(self, decided: TakenBundle) -> bool:
        """Note what somebody decided, and forget the bytes; False where somebody else was quicker."""
        mine = (_bundle.c.village == decided.village, _bundle.c.digest == decided.digest)
        values = {name: getattr(decided, name) for name in _DECISION}
        statement = update(_bundle).where(*mine, *_WAITING).values(content=None, **values)
        return self._connection.execute(statement).rowcount == 1

    def answer(self, village: str, digest: str) -> tuple[TakenBundle, bytes] | None:
        """The answer to a bundle; None where there is none, or a later one took its place."""
        statement = select(_bundle).where(_bundle.c.village == village, _bundle.c.digest == digest)
        row = self._connection.execute(statement).mappings().first()
        if row is None or row["answer"] is None:
            return None
        return _taken({**row, "answered": True}), bytes(row["answer"])

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


_LISTED: Final = (
    *(column for column in _bundle.c if column.name not in ("content", "answer")),
    _bundle.c.answer.is_not(None).label("answered"),
)
_WAITING: Final = (_bundle.c.outcome == BundleRefusal.REVOKED, _bundle.c.size > 0, _bundle.c.decided_at.is_(None))
_DECISION: Final = ("outcome", "changes", "photos", "decided_at", "decided_by", "reason")


def _taken(row: RowMapping | dict[str, Any]) -> TakenBundle:
    return TakenBundle(**{name: row[name] for name in row if name not in ("content", "answer")})
