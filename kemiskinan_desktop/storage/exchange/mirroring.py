"""Takes in a push of which the district sent no lines back: the laptop made them itself, a signature proves them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from sqlalchemy import Connection

from kemiskinan_desktop.storage.exchange.applying import ChecksumMismatchError
from kemiskinan_desktop.storage.exchange.sending import Batch, Sending
from kemiskinan_desktop.storage.meta import MetaStore
from kemiskinan_desktop.storage.overlaying import Overlayer
from kemiskinan_domain.changes import Checksum, FeedLine, Receipt, RecordState, decode_line
from kemiskinan_domain.changes.change import decode_light
from kemiskinan_domain.changes.mirror import Made, MirroredLine, merged, mirrored_lines, numbered_lines
from kemiskinan_domain.records import RecordId, RecordKind

_TOUCHED: Final = "SELECT record FROM outbox WHERE mid BETWEEN ? AND ?"
_CHANGED: Final = """
    SELECT record, kind, CAST(document AS BLOB)
    FROM (SELECT record, kind, max(mid) AS mid FROM outbox WHERE mid BETWEEN :first AND :last GROUP BY record) AS last
    LEFT JOIN (SELECT id, document FROM working) ON id = record
        AND NOT EXISTS (SELECT 1 FROM outbox WHERE record = last.record AND mid > :last)
    ORDER BY mid
"""
"""With the document on screen, where nothing that is changed later lies over it."""
_AMONG: Final = "IN (SELECT value FROM json_each(?))"


class Mirroring:
    """`unit.exchange.mirroring`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._meta = MetaStore(connection)

    def is_possible(self, batch: Batch) -> bool:
        """Whether the base is the whole village up to the cursor and nothing of the batch is sent a second time.

        An empty file of a village that has nothing yet is whole too; the district's head tells whether it is so.
        """
        state = self._meta.exchange()
        begun = not state.full_pull or (state.cursor == 0 and not self._any("SELECT 1 FROM base LIMIT 1"))
        whole = begun and state.cursor == state.applied and not self._any("SELECT 1 FROM stage LIMIT 1")
        return whole and self.is_fresh(batch)

    def is_fresh(self, batch: Batch) -> bool:
        """Whether nothing of the batch was acknowledged before."""
        again = "SELECT 1 FROM outbox WHERE mid BETWEEN ? AND ? AND (replay = 1 OR acked = 1) LIMIT 1"
        return not self._any(again, (batch.first, batch.last))

    def records_in(self, batch: Batch) -> int:
        """How many records the batch changes: so many revisions a district gives that takes all of it in plainly."""
        query = "SELECT count(DISTINCT record) FROM outbox WHERE mid BETWEEN ? AND ?"
        return int(self._connection.exec_driver_sql(query, (batch.first, batch.last)).scalar_one())

    def lines(self, batch: Batch, rev: int) -> list[MirroredLine]:
        """What the batch makes of the village, where it brought it to that revision, made of what the screens show.

        That is what the district holds in nearly every case; a signature tells, and `merged_lines` is for the rest.
        """
        span = {"first": batch.first, "last": batch.last}
        changed = [
            (RecordKind(kind), RecordId(record), shown)
            for record, kind, shown in self._connection.exec_driver_sql(_CHANGED, span).all()
        ]
        hidden = {record for _, record, shown in changed if shown is None}
        states = self._merged(batch, hidden) if hidden else {}
        made: list[Made] = [
            (kind, record, states[record] if shown is None else shown) for kind, record, shown in changed
        ]
        return numbered_lines(made, rev)

    def merged_lines(self, batch: Batch, rev: int) -> list[MirroredLine]:
        """What the batch makes of the base, where it brought the village to that revision."""
        held = {line.id: line for line, _ in self._base_lines(batch.first, batch.last)}
        return mirrored_lines(map(decode_light, batch.bodies), held, rev)

    def _merged(self, batch: Batch, records: set[RecordId]) -> dict[RecordId, RecordState]:
        held = {line.id: line for line, _ in self._base_lines(batch.first, batch.last) if line.id in records}
        changes = (change for change in map(decode_light, batch.bodies) if change.id in records)
        return {record: state for record, (_, state) in merged(changes, held).items()}

    def settle(
        self,
        batch: Batch,
        receipt: Receipt,
        lines: Sequence[MirroredLine],
        expected: Checksum,
        *,
        durable_rev: int,
        at: datetime,
    ) -> int:
        """Bring base, working tables and outbox to what a verified receipt says; answers how many changes it settled.

        Raises ForeignAcknowledgementError, and ChecksumMismatchError where the village is not `expected` then.
        """
        before = self._meta.exchange()
        checksum = Checksum.from_text(before.count, before.total)
        for line, raw in self._base_lines(batch.first, batch.last):
            checksum = checksum if line.deleted else checksum.minus(raw)
        for made, entry in zip(lines, receipt.records, strict=True):
            checksum = checksum if made.deleted else checksum.plus_digest(entry.digest)
        if checksum != expected:
            raise ChecksumMismatchError
        settled = Sending(self._connection).archive_settled(batch, receipt, at)
        self._connection.exec_driver_sql(
            "INSERT OR REPLACE INTO base (id, kind, rev, deleted, line) VALUES (?, ?, ?, ?, ?)",
            [(one.id, one.kind.value, one.rev, one.deleted, one.raw) for one in lines],
        )
        self._show(lines)
        self._meta.change_exchange(
            self._meta.exchange(),
            cursor=receipt.rev,
            applied=receipt.rev,
            full_pull=False,
            count=expected.count,
            total=expected.text,
            durable_rev=max(before.durable_rev, durable_rev),
        )
        Sending(self._connection).forget_durable(durable_rev)
        return settled

    def _base_lines(self, first: int, last: int) -> Iterable[tuple[FeedLine, bytes]]:
        query = f"SELECT line FROM base WHERE id IN ({_TOUCHED})"  # noqa: S608 - put together from constants
        for (raw,) in self._connection.exec_driver_sql(query, (first, last)):
            yield decode_line(raw), raw

    def _show(self, lines: Sequence[MirroredLine]) -> None:
        """Take the overlay off; typed rows that show the same already stay untouched, which is nearly all of them."""
        pending = self._pending(lines)
        plain = [one for one in lines if one.id not in pending]
        self._connection.exec_driver_sql(f"DELETE FROM working WHERE id {_AMONG}", (_ids(plain),))  # noqa: S608 - constants
        overlayer = Overlayer(self._connection)
        overlayer.write_rows(
            (one.kind, one.id, None if one.deleted else one.document)
            for one in plain
            if one.deleted or one.document is not None
        )
        overlayer.rebuild({one.id: one.kind for one in lines if one.id in pending})

    def _pending(self, lines: Sequence[MirroredLine]) -> set[str]:
        query = f"SELECT record FROM outbox WHERE record {_AMONG} AND replay = 0"  # noqa: S608 - constants
        return {row[0] for row in self._connection.exec_driver_sql(query, (_ids(lines),))}

    def _any(self, query: str, values: tuple[int, ...] = ()) -> bool:
        return self._connection.exec_driver_sql(query, values).first() is not None


def _ids(lines: Iterable[MirroredLine]) -> str:
    return msgspec.json.encode([line.id for line in lines]).decode()


def repainted(lines: Iterable[MirroredLine]) -> set[tuple[RecordKind, str]]:
    """The records that screens show in another state now."""
    return {(line.kind, line.id) for line in lines}
