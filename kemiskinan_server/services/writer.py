"""The one writer of a village: every push, review, import and remark goes through `write` (SYNC 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec

from kemiskinan_domain.changes import (
    ChainValue,
    Checksum,
    ReceiptEntry,
    Verdict,
    VerdictStatus,
    encode_line,
    line_digest,
    next_link,
)
from kemiskinan_domain.changes.verdict import PLAIN_OK
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_server.services.change_rules import Fault
from kemiskinan_server.services.duplicates import mark_duplicates
from kemiskinan_server.services.judge import Judge, Judged, read_body, wanted_parent
from kemiskinan_server.services.working_set import WorkingRecord, WorkingSet
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Client, HistoryEntry, RecordWrite, VillageHead


@dataclass(frozen=True, slots=True)
class Written:
    """What one batch made: the village's new head, the device's new chain value, results, what to receipt."""

    village: VillageHead
    chain: ChainValue
    last_mid: int
    verdicts: dict[int, Verdict]
    receipted: list[ReceiptEntry]
    mirrored: bool
    """Whether the records are just what the changes make of what stood, numbered as the changes came."""


def write(unit: UnitOfWork, village: VillageHead, client: Client, bodies: Sequence[bytes], now: datetime) -> Written:
    """Judge the bodies in order, number what they changed, and store all of it in the open transaction.

    The caller holds the locks of the device and the village (in this order) and has checked that the bodies follow
    the last processed change; the device's row is left to the caller.
    """
    records = WorkingSet(unit.villages, village.code)
    changes = [read_body(body) for body in bodies]
    _load(records, changes)
    judge = Judge(unit.villages, village.code, records, client.id, client.side)
    judged = [
        judge.judge(client.last_mid + place, body, change)
        for place, (body, change) in enumerate(zip(bodies, changes, strict=True), start=1)
    ]
    verdicts = [one.verdict for one in judged]
    last_place = _last_places(judged)
    doubled = mark_duplicates(
        unit.villages, village.code, records, {record: judged[place].origin for record, place in last_place.items()}
    )
    for record, conflicts in doubled.items():
        verdicts[last_place[record]] = _with_duplicates(verdicts[last_place[record]], conflicts)
    writes, checksum = _numbered(records, village, client.id)
    revisions = {write.id: write for write in writes}
    unit.villages.write(village.code, writes)
    chain, entries = _history(client, bodies, judged, verdicts, records=records, revisions=revisions, now=now)
    unit.ledger.add_history(village.code, client.id, entries)
    head = village.head + len(writes)
    if writes:
        unit.villages.save_head(village.code, head, checksum)
    return Written(
        village=replace(village, head=head, checksum=checksum),
        chain=chain,
        last_mid=client.last_mid + len(bodies),
        verdicts={client.last_mid + n: verdict for n, verdict in enumerate(verdicts, 1) if verdict is not PLAIN_OK},
        receipted=_receipted(last_place, records, revisions),
        mirrored=_is_mirrored(verdicts, last_place, writes),
    )


def _last_places(judged: Sequence[Judged]) -> dict[RecordId, int]:
    """Where each record was judged last, in that order."""
    places: dict[RecordId, int] = {}
    for place, one in enumerate(judged):
        if one.record:
            places.pop(one.record, None)
            places[one.record] = place
    return places


def _is_mirrored(verdicts: Sequence[Verdict], last_place: dict[RecordId, int], writes: Sequence[RecordWrite]) -> bool:
    if any(verdict is not PLAIN_OK for verdict in verdicts):
        return False
    return [write.id for write in writes] == list(last_place)


def _load(records: WorkingSet, changes: Sequence[object]) -> None:
    """Everything that the batch will surely ask for, in three queries instead of one for each change."""
    readable = [change for change in changes if not isinstance(change, Fault)]
    records.load(change.id for change in readable)  # type: ignore[attr-defined]
    parents: set[RecordId] = set()
    for change in readable:
        known = records.get(change.id)  # type: ignore[attr-defined]
        parents.update(filter(None, (known.parent if known else None, wanted_parent(change))))  # type: ignore[arg-type]
    records.load(parents)
    records.load(conflict for change in readable for conflict in getattr(change, "closes", ()))


def _with_duplicates(verdict: Verdict, conflicts: list[RecordId]) -> Verdict:
    if verdict is PLAIN_OK:
        return Verdict(VerdictStatus.CONFLICT, conflicts, "duplicate")
    return msgspec.structs.replace(verdict, c=[*verdict.c, *conflicts])


def _numbered(records: WorkingSet, village: VillageHead, client: str) -> tuple[list[RecordWrite], Checksum]:
    touched = records.touched
    revisions = {record.id: rev for rev, record in enumerate(touched, start=village.head + 1)}
    checksum, writes = village.checksum, []
    for record in touched:
        if record.kind is RecordKind.CONFLICT and record.document.get("settled_rev") == 0:
            parent = record.parent
            settled_at = revisions.get(parent) if parent else None
            known = records.get(parent) if parent else None
            record.document["settled_rev"] = settled_at or (known.rev if known else 0)
        line = encode_line(revisions[record.id], record.kind, record.id, record.deleted, record.document)
        write = _record_write(record, revisions[record.id], line, client)
        before = record.before
        if before is not None and not before.deleted:
            checksum = checksum.minus_digest(before.digest)
        if not record.deleted:
            checksum = checksum.plus_digest(write.digest)
        writes.append(write)
    return writes, checksum


def _record_write(record: WorkingRecord, rev: int, line: bytes, client: str) -> RecordWrite:
    held = msgspec.json.encode(record.document).decode() if record.deleted else None
    return RecordWrite(
        id=record.id,
        kind=record.kind,
        rev=rev,
        line=line,
        digest=line_digest(line),
        document=record.document,
        deleted=record.deleted,
        last_document=held,
        parent=record.parent,
        client=client,
        before=record.before,
        held=record.original,
    )


def _history(
    client: Client,
    bodies: Sequence[bytes],
    judged: Sequence[Judged],
    verdicts: Sequence[Verdict],
    *,
    records: WorkingSet,
    revisions: dict[RecordId, RecordWrite],
    now: datetime,
) -> tuple[ChainValue, list[HistoryEntry]]:
    chain, entries = client.chain, []
    for mid, (body, one, verdict) in enumerate(zip(bodies, judged, verdicts, strict=True), client.last_mid + 1):
        chain = next_link(chain, body)
        shown = next((revisions[c] for c in verdict.c if c in revisions), None) or revisions.get(one.record)
        known = records.get(one.record) if one.record and shown is None else None
        entries.append(
            HistoryEntry(
                mid=mid,
                chain=chain,
                rev=shown.rev if shown is not None else known.rev if known is not None else 0,
                record=one.record.replace("\x00", ""),
                author=one.origin.by.replace("\x00", ""),
                server_time=now,
                client_time=one.origin.at.replace("\x00", ""),
                body=body,
                verdict=None if verdict is PLAIN_OK else msgspec.json.encode(verdict).decode(),
            )
        )
    return chain, entries


def _receipted(
    last_place: dict[RecordId, int], records: WorkingSet, revisions: dict[RecordId, RecordWrite]
) -> list[ReceiptEntry]:
    entries = []
    for record in last_place:
        written = revisions.get(record)
        if written is not None:
            entries.append(ReceiptEntry(record, written.rev, written.digest))
            continue
        known = records.get(record)
        if known is not None and known.before is not None:
            entries.append(ReceiptEntry(record, known.before.rev, known.before.digest))
    return entries
