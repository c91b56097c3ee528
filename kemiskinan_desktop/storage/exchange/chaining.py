"""Chain values of this file's own changes: made of the bodies when they are asked for, since those never change."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from sqlalchemy import Connection

from kemiskinan_desktop.storage.meta import MetaStore
from kemiskinan_domain.changes import GENESIS, ChainValue, chain_over, next_link

_OWN: Final = """
    SELECT mid, prev, body_seq FROM outbox WHERE mid BETWEEN :first AND :last
    UNION ALL
    SELECT mid, prev, body_seq FROM archive WHERE client = :client AND mid BETWEEN :first AND :last
"""
_BODIES: Final = f"SELECT mid, prev, body FROM ({_OWN}) JOIN change_body ON seq = body_seq ORDER BY mid"  # noqa: S608 - put together from constants
_BEGUN: Final = f"SELECT mid, prev FROM ({_OWN}) WHERE prev IS NOT NULL ORDER BY mid DESC LIMIT 1"  # noqa: S608 - as above


class Chaining:
    """Answers within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._meta = MetaStore(connection)

    def after(self, mid: int) -> ChainValue | None:
        """The value after that change; None where it is not frozen, or too old for its bodies to be here."""
        state = self._meta.exchange()
        if mid == state.acked_mid:
            return ChainValue(state.acked_chain)
        if not 0 < mid <= state.frozen_mid:
            return GENESIS if mid == 0 else None
        first, prev = self._known_before(mid)
        rows = self._connection.exec_driver_sql(_BODIES, self._span(first, mid)).all()
        if [row[0] for row in rows] != list(range(first, mid + 1)):
            return None
        return chain_over(prev, (row[2] for row in rows))

    def all(self) -> dict[int, ChainValue]:
        """The values after every frozen change whose body is here."""
        state = self._meta.exchange()
        known = {0: GENESIS, state.acked_mid: ChainValue(state.acked_chain)}
        for mid, prev, body in self._connection.exec_driver_sql(_BODIES, self._span(1, state.frozen_mid)):
            before = ChainValue(prev) if prev is not None else known.get(mid - 1)
            if before is not None:
                known[mid] = next_link(before, body)
        return known

    def mark_runs(self, mids: list[int]) -> None:
        """Keep the value before each run of these changes, which a receipt settles and the archive forgets together."""
        gaps = [second for first, second in pairwise(mids) if second != first + 1]
        for mid in [mids[0], *gaps]:
            prev = self.after(mid - 1)
            self._connection.exec_driver_sql("UPDATE outbox SET prev = ? WHERE mid = ?", (prev, mid))

    def _known_before(self, mid: int) -> tuple[int, ChainValue]:
        """The nearest change, at most the one that follows it, before which the value is known."""
        state = self._meta.exchange()
        known = (state.acked_mid + 1, ChainValue(state.acked_chain)) if state.acked_mid < mid else (1, GENESIS)
        begun = self._connection.exec_driver_sql(_BEGUN, self._span(known[0], mid + 1)).first()
        return known if begun is None else (begun[0], ChainValue(begun[1]))

    def _span(self, first: int, last: int) -> dict[str, object]:
        return {"first": first, "last": last, "client": self._meta.enrolment().client}
