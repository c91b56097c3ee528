"""Makes a visible record of every value that was not applied (SYNC 2.5): nothing that a person wrote is dropped."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_domain.changes import Change, Clash, ConflictReason, append_rejected, settle
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, conflict_id
from kemiskinan_server.services.working_set import WorkingSet


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose change it was: the device, its number, the person and the time that the person's clock showed."""

    client: str
    mid: int
    by: str = ""
    at: str = ""
    base: int = 0


def origin_of(change: Change, client: str, mid: int) -> Origin:
    """Who stands behind a change."""
    return Origin(client, mid, change.by, change.at, change.base)


def keep_clash(records: WorkingSet, change: Change, clash: Clash, origin: Origin) -> RecordId:
    """Append the value to the conflict of that field and device."""
    identity = conflict_id(change.id, clash.field, origin.client)
    target = records.get(change.id)
    entry = entry_of(origin, clash.seen, clash.current, clash.wanted, target.rev if target else 0)
    _append(records, identity, (change.id, change.k, clash.field, clash.why), entry)
    return identity


def keep_whole(
    records: WorkingSet, body: bytes, origin: Origin, why: ConflictReason, about: tuple[RecordId, RecordKind]
) -> RecordId:
    """Set a change aside with all its bytes: it could not be read, or its author may not make it."""
    record, kind = about
    identity = conflict_id(record, f"/{why}", origin.client)
    entry = entry_of(origin, None, None, None, 0) | {"body": body.decode("utf-8", "backslashreplace")}
    _append(records, identity, (record, kind, "", why), entry)
    return identity


def close(
    records: WorkingSet, conflict: RecordId, origin: Origin, chosen_on: RecordId | None = None, reason: str = ""
) -> bool:
    """Settle a conflict; with `chosen_on`, only one that is about that record; with `reason`, for ever with it."""
    known = records.get(conflict)
    if known is None or known.kind is not RecordKind.CONFLICT or known.document.get("state") != "open":
        return False
    if chosen_on is not None and chosen_on not in _about(known.document):
        return False
    # The revision is filled in when the transaction's revisions are given (see `Writer`).
    settled = settle(known.document, by=origin.by, at=origin.at, rev=0, reason=reason)
    records.put(conflict, RecordKind.CONFLICT, settled)
    return True


def holders_in(conflict: Document) -> list[FieldValue]:
    """Of a shared number: the records that have it."""
    holders = conflict.get("holders")
    return holders if isinstance(holders, list) else []


def _append(
    records: WorkingSet, identity: RecordId, about: tuple[RecordId, RecordKind, str, ConflictReason], entry: Document
) -> None:
    parent, kind, field, why = about
    known = records.get(identity)
    document = append_rejected(
        known.document if known is not None else None,
        parent=parent,
        parent_kind=kind,
        field=field,
        why=why,
        entry=entry,
    )
    records.put(identity, RecordKind.CONFLICT, document)


def entry_of(origin: Origin, seen: FieldValue, current: FieldValue, wanted: FieldValue, rev: int) -> Document:
    """One entry of a conflict's log: who, when, and the values that met."""
    return {
        "client": origin.client,
        "mid": origin.mid,
        "base": origin.base,
        "by": origin.by,
        "at": origin.at,
        "seen": seen,
        "current": current,
        "wanted": wanted,
        "rev": rev,
    }


def _about(conflict: Document) -> list[FieldValue]:
    """The records that a choice on this conflict may be made on: the one, or all that share a number."""
    return [conflict.get("parent"), *holders_in(conflict)]
