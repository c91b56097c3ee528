"""One NIK on two people, or one No. KK on two families: never a refusal, always shown (SYNC 2.5)."""

from __future__ import annotations

from collections.abc import Mapping

from kemiskinan_domain.changes import ConflictReason
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode
from kemiskinan_server.services.clashes import Origin, close, keep_duplicate
from kemiskinan_server.services.working_set import WorkingRecord, WorkingSet
from kemiskinan_server.storage.villages import Villages

_NUMBER = {RecordKind.MEMBER: "nik", RecordKind.HOUSEHOLD: "no_kk"}


def mark_duplicates(
    villages: Villages, code: VillageCode, records: WorkingSet, last_touch: Mapping[RecordId, Origin]
) -> dict[RecordId, list[RecordId]]:
    """Record to conflicts, for the records whose number this batch gave or changed.

    A number that a record no longer has settles what was said of it. Having no number is nothing shared.
    """
    found: dict[RecordId, list[RecordId]] = {}
    for kind, field in _NUMBER.items():
        moved = [
            record
            for record in records.touched
            if record.kind is kind and record.id in last_touch and _number(record) != _original(record)
        ]
        _settle_left(villages, code, records, [r for r in moved if _original(r)], last_touch)
        given = {record.id: number for record in moved if (number := _number(record)) is not None}
        if not given:
            continue
        holders = _holders(villages, code, records, kind, set(given.values()))
        for record, number in given.items():
            for other in sorted(holders[number] - {record}):
                one = records.get(record)
                if one is not None:
                    conflict = keep_duplicate(records, one, other, field, last_touch[record])
                    found.setdefault(record, []).append(conflict)
    return found


def _holders(
    villages: Villages, code: VillageCode, records: WorkingSet, kind: RecordKind, numbers: set[str]
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


def _settle_left(
    villages: Villages,
    code: VillageCode,
    records: WorkingSet,
    moved: list[WorkingRecord],
    last_touch: Mapping[RecordId, Origin],
) -> None:
    if not moved:
        return
    by_id = {record.id: record for record in moved}
    conflicts = villages.open_conflicts(code, by_id, ConflictReason.DUPLICATE)
    records.load(conflicts)
    for conflict in conflicts:
        known = records.get(conflict)
        if known is not None:
            one = (
                by_id.get(RecordId(str(known.document.get("parent"))))
                or by_id[RecordId(str(known.document.get("other")))]
            )
            close(records, conflict, last_touch[one.id])


def _number(record: WorkingRecord) -> str | None:
    return None if record.deleted else _number_in(record.kind, record.document)


def _original(record: WorkingRecord) -> str | None:
    return _number_in(record.kind, record.original)


def _number_in(kind: RecordKind, document: Document) -> str | None:
    """Sixteen digits that are not all zero; anything else names nobody, so it can be shared by ten people."""
    value = document.get(_NUMBER[kind])
    if isinstance(value, str) and len(value) == 16 and value.isascii() and value.isdigit() and value.strip("0"):
        return value
    return None
