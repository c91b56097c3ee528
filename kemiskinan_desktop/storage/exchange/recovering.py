"""After a restore on either side: a new identity for a copied file, the archive again for a district that went back.

A laptop that a restored district has never heard of needs both.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, Table, delete, exists, func, insert, select, update

from kemiskinan_desktop.storage.coalescing import is_barrier
from kemiskinan_desktop.storage.exchange.chaining import Chaining
from kemiskinan_desktop.storage.exchange.receiving import Receiving
from kemiskinan_desktop.storage.meta import Enrolment, ExchangeState, MetaStore
from kemiskinan_desktop.storage.tables import archive, change_body, outbox, refused
from kemiskinan_domain.changes import GENESIS, decode_change


class Recovering:
    """`unit.exchange.recovering`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._meta = MetaStore(connection)

    def resend_archive(self, epoch: str) -> int:
        """The district was restored from a backup: everything it may have lost waits again (rule 7).

        Answers how many changes that are.
        """
        client = self._meta.enrolment().client
        rows = self._archived(client)
        own = [row for row in rows if row.client == client and row.mid > 0]
        self._insert([{**_shared(row), "mid": row.mid, "prev": row.prev, **_AGAIN} for row in own])
        self._connection.execute(update(outbox).where(outbox.c.mid > 0).values(acked=False, rev=None))
        state = self._meta.exchange()
        top = self._append([row for row in rows if row not in own], state.top_mid)
        self._connection.execute(delete(archive))
        state = self._meta.change_exchange(state, epoch=epoch, top_mid=top, durable_rev=0)
        self._forget_acknowledged(state)
        Receiving(self._connection).start_over()
        return len(rows)

    def _archived(self, client: str) -> list[Row[*tuple[Any, ...]]]:
        """Each identity's changes by their numbers, the present one's last: a clock that was set back turns nothing."""
        rows = self._connection.execute(_with_bodies(archive).order_by(archive.c.mid)).all()
        began: dict[str, str] = {}
        for row in rows:
            began.setdefault(row.client, row.saved_at)
        return sorted(rows, key=lambda row: (row.client == client, began[row.client], row.client, row.mid))

    def has(self, mid: int) -> bool:
        """Whether that change of the present identity is still here."""
        client = self._meta.enrolment().client
        archived = select(archive.c.mid).where(archive.c.client == client, archive.c.mid == mid)
        waiting = select(outbox.c.mid).where(outbox.c.mid == mid, outbox.c.mid <= self._meta.exchange().frozen_mid)
        return self._connection.execute(archived.union(waiting)).first() is not None

    def reincarnate(self, client: str, ledger: Mapping[int, str]) -> int:
        """This file is a copy: go on under a new client id with what the old one did not get through (rule 6).

        `ledger` is (number, chain value) of everything that the district has of the old id. Answers how many are kept.
        """
        old = self._meta.enrolment().client
        chain = Chaining(self._connection).all()
        there = {mid for mid, value in ledger.items() if chain.get(mid) == value}
        rows = self._connection.execute(_with_bodies(outbox).order_by(outbox.c.mid)).all()
        held = [row for row in rows if row.mid < 0 or row.mid in there]
        kept = [row for row in rows if row.mid > 0 and row.mid not in there]
        lost = self._take_from_archive(old, ledger.keys() - there)
        self._connection.execute(delete(outbox))
        # The district has these; they lie over the old base, under no number that will be sent, until the full pull.
        self._insert([{**_shared(row), "mid": place - len(held), **_HELD} for place, row in enumerate(held)])
        top = self._append(lost, 0)
        self._renumber(kept, top)
        self._meta.set_client(client)
        self._meta.change_exchange(
            self._meta.exchange(),
            top_mid=top + len(kept),
            **_NOTHING_SENT,
        )
        Receiving(self._connection).start_over()
        return len(kept)

    def enrol_again(self, enrolment: Enrolment, held: Mapping[int, str] | None) -> int:
        """Go on as another device: what the district does not hold of the old one waits again, in its order.

        `held` is (number, chain value) of what it has of the old client id, None where it does not know it at all: then
        all goes again that is still here. Answers how many changes wait.
        """
        if held is None:
            self._begin_anew()
        else:
            self.reincarnate(enrolment.client, held)
        self._meta.write(enrolment)
        return self._meta.exchange().top_mid

    def _begin_anew(self) -> None:
        archived = self._archived(self._meta.enrolment().client)
        waiting = self._connection.execute(_with_bodies(outbox).order_by(outbox.c.mid)).all()
        self._forget_refusals()
        for table in (outbox, archive):
            self._connection.execute(delete(table))
        top = self._append(archived, 0)
        self._renumber(waiting, top)
        self._meta.change_exchange(
            self._meta.exchange(), epoch="", top_mid=top + len(waiting), durable_rev=0, **_NOTHING_SENT
        )
        Receiving(self._connection).start_over()

    def _forget_refusals(self) -> None:
        """What is judged once more is not listed twice."""
        again = exists().where(archive.c.client == refused.c.client, archive.c.mid == refused.c.mid)
        waiting = exists().where(outbox.c.mid == refused.c.mid, refused.c.client == self._meta.enrolment().client)
        self._connection.execute(delete(refused).where(again | waiting))

    def _forget_acknowledged(self, state: ExchangeState) -> None:
        first = self._connection.execute(
            select(func.min(outbox.c.mid)).where(outbox.c.mid.between(1, state.frozen_mid))
        ).scalar()
        if first is not None:
            chain = Chaining(self._connection).after(first - 1)
            self._meta.change_exchange(state, acked_mid=first - 1, acked_chain=chain or GENESIS)

    def _take_from_archive(self, client: str, others: Collection[int]) -> list[Row[*tuple[Any, ...]]]:
        """Archived changes under whose numbers the district has others; they leave the archive, their bodies stay."""
        query = _with_bodies(archive).where(archive.c.client == client).order_by(archive.c.mid)
        rows = [row for row in self._connection.execute(query) if row.mid in others]
        gone = [(client, row.mid) for row in rows]
        if gone:
            self._connection.exec_driver_sql("DELETE FROM archive WHERE client = ? AND mid = ?", gone)
        return rows

    def _append(self, rows: list[Row[*tuple[Any, ...]]], top: int) -> int:
        """Let archived changes wait again under new numbers; the base shows them already."""
        self._insert([{**_shared(row), "mid": top + place, **_AGAIN} for place, row in enumerate(rows, 1)])
        return top + len(rows)

    def _renumber(self, rows: Sequence[Row[*tuple[Any, ...]]], top: int) -> None:
        """Let what waited wait under new numbers, shown by the base or not as it was."""
        self._insert(
            [{**_shared(row), "mid": top + place, **_AGAIN, "replay": row.replay} for place, row in enumerate(rows, 1)]
        )

    def _insert(self, rows: list[dict[str, Any]]) -> None:
        if rows:
            self._connection.execute(insert(outbox), rows)


_AGAIN: Final[dict[str, Any]] = {"replay": True, "acked": False}
_NOTHING_SENT: Final = {"frozen_mid": 0, "acked_mid": 0, "acked_chain": GENESIS}
_HELD: Final[dict[str, Any]] = {"replay": False, "acked": True, "rev": 1}


def _with_bodies(table: Table) -> Select[*tuple[Any, ...]]:
    return select(table, change_body.c.body).join(change_body, change_body.c.seq == table.c.body_seq)


def _shared(row: Row[*tuple[Any, ...]]) -> dict[str, Any]:
    change = decode_change(row.body)
    return {
        "record": row.record,
        "kind": row.kind,
        "root": row.root,
        "body_seq": row.body_seq,
        "saved_at": row.saved_at,
        "barrier": is_barrier(change),
    }
