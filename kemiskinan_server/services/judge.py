"""Judges one change after another against a working set: merged, kept aside, held, or refused, but always counted."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from kemiskinan_domain.changes import (
    Act,
    Change,
    Clash,
    ConflictReason,
    Delete,
    Put,
    RecordState,
    Verdict,
    VerdictStatus,
    decode_foreign_change,
    merge_change,
)
from kemiskinan_domain.changes.change import spread
from kemiskinan_domain.changes.conflict import WHOLE_CHANGES
from kemiskinan_domain.changes.verdict import PLAIN_OK
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import (
    LOCKED_REVIEW_STATES,
    PARENT_KIND,
    Document,
    RecordId,
    RecordKind,
    VillageCode,
)
from kemiskinan_domain.wire import LIMITS
from kemiskinan_server.services.change_rules import Fault, fault_in, is_forbidden
from kemiskinan_server.services.clashes import Origin, close, keep_clash, keep_whole, origin_of
from kemiskinan_server.services.working_set import WorkingRecord, WorkingSet, parent_in
from kemiskinan_server.storage.villages import Villages

LOCKED_BY_PARENT = frozenset({RecordKind.MEMBER, RecordKind.ATTENDANCE, RecordKind.DECISION})
"""People stand with their family under review; attendance and decisions with their closed session. Objections and
enrolments come after, so they stay open."""

_IN_FAMILY = frozenset({RecordKind.HOUSEHOLD, RecordKind.MEMBER})

_STATUS = {
    ConflictReason.LOCKED: VerdictStatus.HELD,
    ConflictReason.INVALID: VerdictStatus.INVALID,
    ConflictReason.FORBIDDEN: VerdictStatus.FORBIDDEN,
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What became of one change; `record` is empty where the body could not be read."""

    record: RecordId
    verdict: Verdict
    origin: Origin


def read_body(body: bytes) -> Change | Fault:
    """The change in a frozen body, or what is wrong with it."""
    if len(body) > LIMITS.record:
        return Fault("$", "too-large")
    try:
        return decode_foreign_change(body)
    except msgspec.ValidationError as error:
        _, _, path = str(error).rpartition("`")[0].rpartition("`")
        return Fault(path or "$", "not-a-change")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return Fault("$", "not-json")


class Judge:
    """For one village, one device and one side."""

    def __init__(self, villages: Villages, code: VillageCode, records: WorkingSet, client: str, side: Side) -> None:
        self._villages = villages
        self._code = code
        self._records = records
        self._client = client
        self._side = side

    def judge(self, mid: int, body: bytes, read: Change | Fault) -> Judged:
        """Apply what can be applied and keep the rest where people see it."""
        if isinstance(read, Fault):
            return self._unreadable(mid, body, read)
        origin = origin_of(read, self._client, mid)
        record = self._records.get(read.id)
        if record is not None:
            read = spread(read)
        fault = fault_in(read, body, record)
        if fault is not None:
            return self._set_aside(read, body, origin, ConflictReason.INVALID, fault)
        if is_forbidden(read, record, self._side):
            return self._set_aside(read, body, origin, ConflictReason.FORBIDDEN, None)
        if isinstance(read, Act) and read.act == "submit":
            waiting = self._open_conflicts(read.id)
            if waiting:
                return Judged(read.id, Verdict(VerdictStatus.HELD, waiting, "open-conflict"), origin)
        verdict = self._merge(read, record, origin)
        # A list that the district brings in does not overrule a village that took a family out.
        wakes = isinstance(read, Put) and self._side is Side.VILLAGE
        woken = self._wake_family(read, origin) if wakes else None
        if woken is not None:
            verdict = Verdict(VerdictStatus.CONFLICT, [*verdict.c, woken], ConflictReason.EDIT_VS_DELETE)
        return Judged(read.id, verdict, origin)

    def _wake_family(self, change: Change, origin: Origin) -> RecordId | None:
        """A member or what belongs to one that is written into a deleted family brings the family back, as an edit of
        the family itself would: it would be seen by nobody otherwise. The conflict that tells of it.
        """
        family = self._family_of(change.id)
        if family is None or not family.deleted:
            return None
        self._records.put(family.id, family.kind, family.document)
        clash = Clash("", ConflictReason.EDIT_VS_DELETE, None, None, None)
        return keep_clash(
            self._records, Put(k=family.kind, id=family.id, base=0, at=origin.at, by=origin.by), clash, origin
        )

    def _family_of(self, record: RecordId) -> WorkingRecord | None:
        """Of a live record below a household; at most member, then enrolment."""
        known = self._records.get(record)
        for _ in range(2):
            if known is None or known.deleted or PARENT_KIND.get(known.kind) not in _IN_FAMILY or known.parent is None:
                return None
            known = self._records.get(known.parent)
            if known is not None and known.kind is RecordKind.HOUSEHOLD:
                return known
        return None

    def _merge(self, change: Change, record: WorkingRecord | None, origin: Origin) -> Verdict:
        merged = merge_change(change, self._state(change, record), self._side)
        if merged.changed:
            self._records.put(change.id, change.k, merged.document, deleted=merged.deleted)
        if not merged.clashes:
            if isinstance(change, Put):
                for conflict in change.closes:
                    reason = self._reason_for(change, conflict)
                    close(self._records, conflict, origin, None if reason else change.id, reason)
            return PLAIN_OK
        kept = [keep_clash(self._records, change, clash, origin) for clash in merged.clashes]
        why = merged.clashes[0].why
        return Verdict(_STATUS.get(why, VerdictStatus.CONFLICT), kept, why)

    def _reason_for(self, change: Put, conflict: RecordId) -> str:
        """A remark of the district closes a change that was set aside whole: such a one may be about no record."""
        known = self._records.get(conflict)
        if self._side is not Side.DISTRICT or change.k is not RecordKind.REMARK or known is None:
            return ""
        text = change.wanted("text")
        return text if known.document.get("why") in WHOLE_CHANGES and isinstance(text, str) else ""

    def _state(self, change: Change, record: WorkingRecord | None) -> RecordState | None:
        locked = change.k in LOCKED_BY_PARENT and self._side is Side.VILLAGE and self._parent_locked(change, record)
        if record is None:
            # What does not exist cannot be locked, but adding it to a locked family would change the family.
            return RecordState({}, True, 0, parent_locked=True) if locked else None
        others = isinstance(change, Delete) and self._villages.changed_by_others(
            self._code, change.id, change.base, self._client
        )
        return RecordState(record.document, record.deleted, record.rev, others, locked)

    def _parent_locked(self, change: Change, record: WorkingRecord | None) -> bool:
        parents = {record.parent if record is not None else None, wanted_parent(change)}
        return any(self._is_locked(parent) for parent in parents if parent is not None)

    def _is_locked(self, parent: RecordId) -> bool:
        known = self._records.get(parent)
        if known is None or known.deleted:
            return False
        document: Document = known.document
        return document.get("review") in LOCKED_REVIEW_STATES or (
            known.kind is RecordKind.DELIBERATION and document.get("state") == "locked"
        )

    def _open_conflicts(self, record: RecordId) -> list[RecordId]:
        stored = self._villages.open_conflicts(self._code, record)
        self._records.load(stored)
        made = [w.id for w in self._records.touched if w.kind is RecordKind.CONFLICT and w.parent == record]
        return [
            conflict
            for conflict in dict.fromkeys([*stored, *made])
            if (known := self._records.get(conflict)) is not None and known.document.get("state") == "open"
        ]

    def _set_aside(
        self, change: Change, body: bytes, origin: Origin, why: ConflictReason, fault: Fault | None
    ) -> Judged:
        kept = keep_whole(self._records, body, origin, why, (change.id, change.k))
        word, path = (fault.why, fault.path) if fault is not None else (str(why), "")
        return Judged(change.id, Verdict(_STATUS[why], [kept], word, path), origin)

    def _unreadable(self, mid: int, body: bytes, fault: Fault) -> Judged:
        origin = Origin(self._client, mid)
        about = (RecordId(f"{self._client}/{mid}"), RecordKind.CONFLICT)
        kept = keep_whole(self._records, body, origin, ConflictReason.INVALID, about)
        return Judged(RecordId(""), Verdict(VerdictStatus.INVALID, [kept], fault.why, fault.path), origin)


def wanted_parent(change: Change) -> RecordId | None:
    """The parent that a put sets."""
    return parent_in({"parent": change.wanted("parent")}) if isinstance(change, Put) else None
