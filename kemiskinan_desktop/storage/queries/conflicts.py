"""Values that met, changes that were kept aside, comments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Select, Text, cast, func, select

from kemiskinan_desktop.storage.tables import base, conflict, refused, remark, working
from kemiskinan_domain.changes import Change, ConflictState, Verdict, decode_change
from kemiskinan_domain.records import RecordId, RecordKind


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """A conflict record; its document has the log of the values. `holders` are all records that share a number."""

    id: RecordId
    parent: RecordId
    parent_kind: RecordKind
    field: str
    why: str
    open: bool
    holders: frozenset[RecordId] = frozenset()


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


_holders: Final = func.coalesce(
    func.json_extract(working.c.document, "$.holders"),
    func.json_extract(cast(base.c.line, Text), "$[4].holders"),
)
"""The list of sharers inside the conflict's document: as overlaid here, else as the district's line has it."""
_documents: Final = conflict.outerjoin(base, base.c.id == conflict.c.id).outerjoin(
    working, working.c.id == conflict.c.id
)


def open_holders() -> Select[*tuple[Any, ...]]:
    """The ids of all records that share a number in an open conflict."""
    sharer = func.json_each(_holders).table_valued("value", joins_implicitly=True)
    return select(sharer.c.value).select_from(_documents).where(conflict.c.state == ConflictState.OPEN.value)


def conflicts(connection: Connection, open_only: bool) -> tuple[ConflictRow, ...]:
    """See `Queries.conflicts`."""
    columns = conflict.c
    query = (
        select(columns.id, columns.parent, columns.parent_kind, columns.field, columns.why, columns.state, _holders)
        .select_from(_documents)
        .order_by(columns.id)
    )
    if open_only:
        query = query.where(columns.state == ConflictState.OPEN.value)
    return tuple(
        ConflictRow(
            RecordId(row[0]), RecordId(row[1]), RecordKind(row[2]), row[3] or "", row[4], row[5] == "open", _ids(row[6])
        )
        for row in connection.execute(query)
    )


def _ids(text: str | None) -> frozenset[RecordId]:
    return frozenset(RecordId(one) for one in msgspec.json.decode(text, type=list[str])) if text else frozenset()


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
