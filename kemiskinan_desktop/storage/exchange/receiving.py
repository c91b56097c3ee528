"""From feed lines to working tables: a page is staged with its cursor, the whole is applied in one transaction."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert, select

from kemiskinan_desktop.storage.exchange.applying import (
    Application,
    ApplyReport,
    ChecksumMismatchError,
    WouldEmptyError,
)
from kemiskinan_desktop.storage.exchange.sending import Sending
from kemiskinan_desktop.storage.meta import ExchangeState, MetaStore
from kemiskinan_desktop.storage.tables import stage
from kemiskinan_domain.changes import Checksum


class Receiving:
    """`unit.exchange.receiving`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._meta = MetaStore(connection)

    def stage(self, lines: Sequence[bytes], first_rev: int, last_rev: int) -> None:
        """Keep received lines, and with them the cursor at the last one: a cut never costs more than was not staged."""
        if lines:
            self._connection.execute(
                insert(stage).values(first_rev=first_rev, last_rev=last_rev, lines=b"\n".join(lines))
            )
        self.move_cursor(last_rev)

    def move_cursor(self, cursor: int) -> None:
        """Remember that everything up to this revision was received; it never goes back."""
        state = self._meta.exchange()
        if cursor > state.cursor:
            self._meta.change_exchange(state, cursor=cursor)

    def apply(self, expected: Checksum, *, durable_rev: int = 0, may_empty: bool = False) -> ApplyReport:
        """Bring base and working tables to the staged state and compare with the district's checksum.

        Raises ChecksumMismatchError or WouldEmptyError; the caller then leaves the unit without a commit.
        """
        state = self._meta.exchange()
        rows = self._connection.execute(select(stage.c.lines).order_by(stage.c.seq)).scalars()
        lines = [line for row in rows for line in row.split(b"\n")]
        before = Checksum.from_text(state.count, state.total)
        came = bool(lines) or state.full_pull
        application = Application(self._connection, full=state.full_pull)
        if came:
            application.write_base(lines, before, expected)
            if expected.count == 0 and before.count > 0 and not may_empty:
                raise WouldEmptyError(before.count)
            self._connection.execute(delete(stage))
        elif before != expected:
            raise ChecksumMismatchError
        self._note_applied(state, expected, durable_rev)
        sending = Sending(self._connection)
        retired = sending.take_retired()
        if not came and not retired and durable_rev <= state.durable_rev:
            return ApplyReport(0, frozenset())  # most exchanges of a quiet village
        report = application.write_working(retired)
        sending.forget_durable(durable_rev)
        return report

    def _note_applied(self, state: ExchangeState, expected: Checksum, durable_rev: int) -> None:
        applied = {
            "applied": state.cursor,
            "full_pull": False,
            "count": expected.count,
            "total": expected.text,
            "durable_rev": max(state.durable_rev, durable_rev),
        }
        changed = {name: value for name, value in applied.items() if getattr(state, name) != value}
        if changed:
            self._meta.change_exchange(state, **changed)

    def start_over(self) -> None:
        """Forget the stage and pull everything again; base, working tables and outbox stay until that is complete."""
        self._connection.execute(delete(stage))
        self._meta.change_exchange(
            self._meta.exchange(), cursor=0, applied=0, full_pull=True, snapshot_tag="", snapshot_offset=0
        )
