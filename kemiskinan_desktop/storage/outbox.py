"""Writes own changes: working tables and outbox in the same transaction, so that neither is ever without the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from kemiskinan_desktop.storage.coalescing import coalesced, is_barrier
from kemiskinan_desktop.storage.meta import MetaStore
from kemiskinan_desktop.storage.overlaying import Overlayer
from kemiskinan_desktop.storage.records import RecordReader
from kemiskinan_desktop.storage.tables import base, change_body, outbox
from kemiskinan_domain.changes import Act, Change, Delete, FieldEdit, Put, decode_change, encode_change
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind

_HOUSEHOLD_FIELD: Final[dict[RecordKind, str]] = {
    RecordKind.MEMBER: "parent",
    RecordKind.PRELIST_ENTRY: "parent",
    RecordKind.DECISION: "household",
    RecordKind.OBJECTION: "household",
}
_OF_ANYBODY: Final = frozenset({RecordKind.ENROLMENT, RecordKind.ATTACHMENT, RecordKind.REMARK})
"""Kinds that belong to a person, a family or something else: what they belong to says where they show up."""


class ChangeWriter:
    """`unit.changes`: the only way to change a record on this laptop."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(
        self,
        kind: RecordKind,
        record: RecordId,
        edits: Mapping[str, FieldEdit],
        *,
        by: str,
        at: datetime,
        form: str | None = None,
        closes: Sequence[RecordId] = (),
    ) -> int:
        """Set fields to (value on screen when the person began, wanted value); makes the record where there is none.

        Answers the number of the change.
        """
        fields: dict[str, Any] = {field: [seen, wanted] for field, (seen, wanted) in edits.items()}
        change = Put(
            k=kind, id=record, base=self._rev(record), at=_stamp(at), by=by, f=fields, form=form, closes=list(closes)
        )
        return self._write(change)

    def delete(self, kind: RecordKind, record: RecordId, *, by: str, at: datetime, why: str) -> int:
        """Take a record out; `why` is a stable word. Answers the number of the change."""
        return self._write(Delete(k=kind, id=record, base=self._rev(record), at=_stamp(at), by=by, why=why))

    def act(
        self,
        kind: RecordKind,
        record: RecordId,
        act: str,
        state: tuple[str, str],
        *,
        by: str,
        at: datetime,
        note: str = "",
    ) -> int:
        """Take a step of the review, from the state on screen to the wanted one. Answers the number of the change."""
        rev = self._rev(record)
        return self._write(Act(k=kind, id=record, base=rev, at=_stamp(at), by=by, act=act, state=state, note=note))

    def _rev(self, record: RecordId) -> int:
        return self._connection.execute(select(base.c.rev).where(base.c.id == record)).scalar() or 0

    def _write(self, change: Change) -> int:
        mid = self._coalesce(change)
        if mid is None:
            mid = self._append(change)
        Overlayer(self._connection).rebuild({change.id: change.k})
        return mid

    def _coalesce(self, change: Change) -> int | None:
        """The number of the change that took this one in; None where it needs its own."""
        if not isinstance(change, Put) or is_barrier(change):
            return None
        newest = self._connection.execute(
            select(outbox.c.mid, outbox.c.body_seq, change_body.c.body)
            .join(change_body, change_body.c.seq == outbox.c.body_seq)
            .where(outbox.c.record == change.id, outbox.c.mid > MetaStore(self._connection).number("frozen_mid"))
            .order_by(outbox.c.mid.desc())
            .limit(1)
        ).first()
        if newest is None or self._barrier_after(newest.mid):
            return None
        merged = coalesced(decode_change(newest.body), change)
        if merged is None:
            return None
        body = update(change_body).where(change_body.c.seq == newest.body_seq).values(body=encode_change(merged))
        self._connection.execute(body)
        self._connection.execute(update(outbox).where(outbox.c.mid == newest.mid).values(saved_at=change.at))
        return int(newest.mid)

    def _barrier_after(self, mid: int) -> bool:
        query = select(outbox.c.mid).where(outbox.c.mid >= mid, outbox.c.barrier.is_(True)).limit(1)
        return self._connection.execute(query).first() is not None

    def _append(self, change: Change) -> int:
        meta = MetaStore(self._connection)
        mid = meta.number("top_mid") + 1
        meta.set_number("top_mid", mid)
        kept = insert(change_body).values(body=encode_change(change)).returning(change_body.c.seq)
        self._connection.execute(
            insert(outbox).values(
                mid=mid,
                record=change.id,
                kind=change.k.value,
                root=self._root(change),
                body_seq=self._connection.execute(kept).scalar_one(),
                barrier=is_barrier(change),
                saved_at=change.at,
                replay=False,
                acked=False,
            )
        )
        return mid

    def _root(self, change: Change) -> str:
        """The household that a change shows up under; the record itself for what belongs to no household."""
        if change.k in _OF_ANYBODY:
            parent = self._field_of(change, "parent")
            person = None if parent is None else RecordReader(self._connection).get(RecordKind.MEMBER, RecordId(parent))
            family = person.document.get("parent") if person is not None else parent
            return family if isinstance(family, str) else change.id
        field = _HOUSEHOLD_FIELD.get(change.k)
        return change.id if field is None else self._field_of(change, field) or change.id

    def _field_of(self, change: Change, field: str) -> str | None:
        """The text that the record will have in that field, or had before it was deleted."""
        value: FieldValue = None
        if isinstance(change, Put) and field in change.f:
            value = change.f[field][1]
        else:
            stored = RecordReader(self._connection).get(change.k, change.id)
            value = stored.document.get(field) if stored is not None else None
        return value if isinstance(value, str) else None


def _stamp(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError("A change needs an aware time")
    return moment.isoformat(timespec="seconds")
