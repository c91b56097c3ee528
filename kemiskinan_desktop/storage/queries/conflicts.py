"""Values that met, changes that were kept aside, comments."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, select

from kemiskinan_desktop.storage.tables import conflict, refused, remark
from kemiskinan_domain.changes import Change, ConflictState, Verdict, decode_change
from kemiskinan_domain.records import RecordId, RecordKind


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict record; its document has the log of the values."""

    id: RecordId
    parent: RecordId
    parent_kind: RecordKind
    field: str
    why: str
    open: bool


@dataclass(frozen=True, slots=True)
class RefusedChange:
    """A change that the district kept aside, with its verdict; `at` is when the laptop heard of it."""

    mid: int
    change: Change
    verdict: Verdict
    at: str


@dataclass(frozen=True, slots=True)
class RemarkRow:
    """A comment on one field."""

    id: RecordId
    parent: RecordId
    field: str
    text: str
    by: str
    at: str
    state: str


def conflicts(connection: Connection, open_only: bool) -> tuple[ConflictRow, ...]:
    """See `Queries.conflicts`."""
    columns = conflict.c
    query = select(columns.id, columns.parent, columns.parent_kind, columns.field, columns.why, columns.state).order_by(
        columns.id
    )
    if open_only:
        query = query.where(columns.state == ConflictState.OPEN.value)
    return tuple(
        ConflictRow(RecordId(row[0]), RecordId(row[1]), RecordKind(row[2]), row[3] or "", row[4], row[5] == "open")
        for row in connection.execute(query)
    )


def refused_changes(connection: Connection) -> tuple[RefusedChange, ...]:
    """See `Queries.refused`."""
    query = select(refused.c.mid, refused.c.body, refused.c.verdict, refused.c.at).order_by(
        refused.c.at.desc(), refused.c.mid.desc()
    )
    return tuple(
        RefusedChange(mid, decode_change(body), msgspec.json.decode(verdict, type=Verdict), at)
        for mid, body, verdict, at in connection.execute(query)
    )


def remarks(connection: Connection, parent: RecordId | None, open_only: bool) -> tuple[RemarkRow, ...]:
    """See `Queries.remarks`."""
    columns = ("id", "parent", "field", "text", "by", "at", "state")
    query = select(*(remark.c[name] for name in columns)).order_by(remark.c.id)
    if parent is not None:
        query = query.where(remark.c.parent == parent)
    if open_only:
        query = query.where(remark.c.state == "open")
    return tuple(
        RemarkRow(RecordId(row.id), RecordId(row.parent or ""), *(value or "" for value in row[2:]))
        for row in connection.execute(query)
    )
