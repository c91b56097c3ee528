"""One NIK on several people, or one No. KK on several families: never a refusal, always shown (SYNC 2.5).

A shared number is one conflict, however many records have it: `holders` names them all, each log entry the record
that came to the number. It settles by itself when no two records share the number any more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from kemiskinan_domain.changes import ConflictReason, ConflictState, append_rejected, settle
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode, conflict_id
from kemiskinan_server.services.clashes import Origin, entry_of, holders_in
from kemiskinan_server.services.working_set import WorkingRecord, WorkingSet
from kemiskinan_server.storage.villages import Villages

_NUMBER: Final = {RecordKind.MEMBER: "nik", RecordKind.HOUSEHOLD: "no_kk"}


@dataclass(slots=True)
class _Moves:
    """What one batch did to the holders of one number."""

    came: list[WorkingRecord] = field(default_factory=list)
    left: list[WorkingRecord] = field(default_factory=list)


def mark_duplicates(
    villages: Villages, code: VillageCode, records: WorkingSet, last_touch: Mapping[RecordId, Origin]
) -> dict[RecordId, list[RecordId]]:
    """Record to conflicts, for the records whose number this batch gave or changed.

    Having no number is nothing shared.
    """
    found: dict[RecordId, list[RecordId]] = {}
    for kind in _NUMBER:
        moves = _moves(records, kind, last_touch)
        if not moves:
            continue
        holders = _holders(villages, code, records, kind, moves)
        # A number that only one record has ever had needs no look at its conflict: nearly all of a first push.
        asked = {number: move for number, move in moves.items() if move.left or len(holders[number]) > 1}
        records.load(duplicate_id(code, kind, number) for number in asked)
        for number, move in asked.items():
            identity = duplicate_id(code, kind, number)
            having = sorted(holders[number])
            for one in _tell(records, identity, move, number=number, holders=having, last_touch=last_touch):
                found.setdefault(one, []).append(identity)
    return found


def duplicate_id(code: VillageCode, kind: RecordKind, number: str) -> RecordId:
    """The same for everybody who meets this number in this village, in whatever order its records arrive."""
    return conflict_id(RecordId(code), f"{_NUMBER[kind]}/{number}", ConflictReason.DUPLICATE)


def _moves(records: WorkingSet, kind: RecordKind, last_touch: Mapping[RecordId, Origin]) -> dict[str, _Moves]:
    moves: dict[str, _Moves] = defaultdict(_Moves)
    for record in records.touched:
        if record.kind is not kind or record.id not in last_touch:
            continue
        before, now = _number_in(kind, record.original), _number(record)
        if before == now:
            continue
        if before is not None:
            moves[before].left.append(record)
        if now is not None:
            moves[now].came.append(record)
    return moves


def _holders(
    villages: Villages, code: VillageCode, records: WorkingSet, kind: RecordKind, numbers: Collection[str]
) -> dict[str, set[RecordId]]:
    holders: dict[str, set[RecordId]] = {number: set() for number in numbers}
    for record, number in villages.same_number(code, kind, numbers):
        if not records.is_touched(record):
            holders[number].add(record)
    for working in records.touched:
        mine = _number(working) if working.kind is kind else None
        if mine in holders:
            holders[mine].add(working.id)
    return holders


def _tell(
    records: WorkingSet,
    identity: RecordId,
    move: _Moves,
    *,
    number: str,
    holders: list[RecordId],
    last_touch: Mapping[RecordId, Origin],
) -> list[RecordId]:
    """Bring the conflict of one number up to date; returns the records that it is news for."""
    known = records.get(identity)
    document = known.document if known is not None else None
    told = holders_in(document) if document is not None else []
    news = [one for one in move.came if one.id not in told] if len(holders) > 1 else []
    for one in news:
        entry = entry_of(last_touch[one.id], None, number, number, one.rev) | {"record": one.id}
        document = append_rejected(
            document,
            parent=holders[0],
            parent_kind=one.kind,
            field=_NUMBER[one.kind],
            why=ConflictReason.DUPLICATE,
            entry=entry,
        )
    if document is None:
        return []
    if len(holders) > 1:
        document = {**document, "parent": holders[0], "other": holders[1]}
    elif document.get("state") == ConflictState.OPEN:
        origin = last_touch[(move.left or move.came)[-1].id]
        # The revision is filled in when the transaction's revisions are given (see `Writer`).
        document = settle(document, by=origin.by, at=origin.at, rev=0)
    document = cast("Document", {**document, "holders": holders})
    if known is None or document != known.document:
        records.put(identity, RecordKind.CONFLICT, document)
    return [one.id for one in news]


def _number(record: WorkingRecord) -> str | None:
    return None if record.deleted else _number_in(record.kind, record.document)


def _number_in(kind: RecordKind, document: Document) -> str | None:
    """Sixteen digits that are not all zero; anything else names nobody, so it can be shared by ten people."""
    value = document.get(_NUMBER[kind])
    if isinstance(value, str) and len(value) == 16 and value.isascii() and value.isdigit() and value.strip("0"):
        return value
    return None
