"""What a person records about one worker: an enrolment, its end, another status, a card that was handed over."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.attachments import AttachmentRefusal, AttachmentService, Purpose
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.workers.answers import holders_of
from kemiskinan_desktop.services.workers.values import (
    EnrolmentRefusal,
    FileRefused,
    HandOver,
    Saved,
    WorkerRefusal,
)
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.identity import read_kpj
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, new_record_id
from kemiskinan_domain.social_security import (
    EndReason,
    Enrolment,
    EnrolmentDraft,
    EnrolmentFault,
    WorkerStatus,
    draft_fields,
    faults_in,
    read_enrolment,
)

if TYPE_CHECKING:
    from kemiskinan_desktop.services.workers.values import EnrolmentView
    from kemiskinan_desktop.storage import Unit

_GROUP: Final = "worker"


class EnrolmentService:
    """Writes on the storage lane; everything travels as changes and merges field by field."""

    def __init__(self, desk: Desk, attachments: AttachmentService) -> None:
        self._desk = desk
        self._attachments = attachments

    def save(
        self, member: RecordId, draft: EnrolmentDraft, edited: EnrolmentView | None = None
    ) -> Saved | EnrolmentRefusal | WorkerRefusal:
        """A new enrolment, or a correction of the one that was shown; only fields that differ become changes."""
        with self._desk.store.unit() as unit:
            parent = self._member_parent(unit, member)
            if parent is None:
                return WorkerRefusal.GONE
            number = read_kpj(draft.kpj)
            holders = holders_of(unit, number) if isinstance(number, str) else ()
            faults = faults_in(draft, holders, member)
            if faults:
                other = next((one for one in holders if one != member), None)
                shown = self._name(unit, other) if EnrolmentFault.KPJ_OF_ANOTHER in faults and other else ""
                return EnrolmentRefusal(faults, shown)
            record = new_record_id() if edited is None else edited.enrolment.id
            fields: dict[str, FieldValue] = {"parent": member, **draft_fields(draft)}
            seen: dict[str, FieldValue] = {} if edited is None else edited.fields
            self._put(unit, record, {name: (seen.get(name), value) for name, value in fields.items()})
            unit.commit()
        self._tell(parent)
        return Saved(record)

    def end(self, enrolment: RecordId, on: date, reason: EndReason, note: str = "") -> Saved | WorkerRefusal:
        """The cover ended that day. The record stays; what heirs can claim follows from it."""
        if on > self._today():
            return WorkerRefusal.DATE_IN_FUTURE
        with self._desk.store.unit() as unit:
            found = self._enrolment(unit, enrolment)
            if found is None:
                return WorkerRefusal.GONE
            if found.ended_on is not None:
                return WorkerRefusal.ENDED_ALREADY
            if found.start is not None and on < found.start:
                return WorkerRefusal.BEFORE_START
            ended: dict[str, FieldEdit] = {
                "ended_on": (None, on.isoformat()),
                "end_reason": (None, reason.value),
                "end_note": (None, note.strip() or None),
            }
            self._put(unit, enrolment, ended)
            parent = self._member_parent(unit, found.member)
            unit.commit()
        self._tell(parent)
        return Saved(enrolment)

    def overrule(self, member: RecordId, status: WorkerStatus | None, reason: str = "") -> Saved | WorkerRefusal:
        """Put another status in place of the rules', with the reason; None lets the rules speak again."""
        if status is not None and not reason.strip():
            return WorkerRefusal.REASON_MISSING
        with self._desk.store.unit() as unit:
            record = unit.records.get(RecordKind.MEMBER, member)
            parent = self._member_parent(unit, member)
            if record is None or parent is None:
                return WorkerRefusal.GONE
            group = record.document.get(_GROUP)
            seen = group if isinstance(group, dict) else {}
            said: dict[str, FieldValue] = {
                "status": None if status is None else status.value,
                "reason": None if status is None else reason.strip(),
                "by": None if status is None else self._desk.person.name,
                "at": None if status is None else self._today().isoformat(),
            }
            edits: dict[str, FieldEdit] = {
                f"{_GROUP}.{name}": (seen.get(name), value) for name, value in said.items() if seen.get(name) != value
            }
            if edits:
                self._write(unit, RecordKind.MEMBER, member, edits)
            unit.audit.append("worker-overruled", by=self._desk.person.id, at=self._desk.clock(), subject=member)
            unit.commit()
        self._tell(parent)
        return Saved(member)

    def hand_over(self, enrolment: RecordId, card: HandOver) -> Saved | WorkerRefusal | FileRefused:
        """The card was given out. Files go first, so that a hand-over never stands without its proof."""
        refusal = self._hand_over_refusal(enrolment, card)
        if refusal is not None:
            return refusal
        for name, content in card.files:
            added = self._attachments.add(RecordKind.ENROLMENT, enrolment, Purpose.CARD_HANDOVER.value, content, name)
            if isinstance(added, AttachmentRefusal):
                return FileRefused(name, added)
        with self._desk.store.unit() as unit:
            found = self._enrolment(unit, enrolment)
            if found is None:
                return WorkerRefusal.GONE
            given: dict[str, FieldEdit] = {
                "handed_on": (None if found.handed_on is None else found.handed_on.isoformat(), card.on.isoformat()),
                "handed_to": (found.handed_to or None, card.to.strip()),
                "handed_by": (found.handed_by or None, self._desk.person.name),
            }
            self._put(unit, enrolment, given)
            parent = self._member_parent(unit, found.member)
            unit.commit()
        self._tell(parent)
        return Saved(enrolment)

    def _hand_over_refusal(self, enrolment: RecordId, card: HandOver) -> WorkerRefusal | None:
        with self._desk.store.view() as view:
            found = self._enrolment(view, enrolment)
        checks = (
            (found is None, WorkerRefusal.GONE),
            (found is not None and found.kpj is None, WorkerRefusal.NUMBER_MISSING),
            (not card.to.strip(), WorkerRefusal.NAME_MISSING),
            (card.on > self._today(), WorkerRefusal.DATE_IN_FUTURE),
            (not card.files, WorkerRefusal.PROOF_MISSING),
        )
        return next((refusal for holds, refusal in checks if holds), None)

    def _enrolment(self, unit: Unit, enrolment: RecordId) -> Enrolment | None:
        record = unit.records.get(RecordKind.ENROLMENT, enrolment)
        return None if record is None else read_enrolment(record.id, record.document, record.rev)

    def _member_parent(self, unit: Unit, member: RecordId) -> RecordId | None:
        record = unit.records.get(RecordKind.MEMBER, member)
        parent = None if record is None else record.document.get("parent")
        return RecordId(parent) if isinstance(parent, str) else None

    def _name(self, unit: Unit, member: RecordId) -> str:
        record = unit.records.get(RecordKind.MEMBER, member)
        name = None if record is None else record.document.get("name")
        return name if isinstance(name, str) else ""

    def _put(self, unit: Unit, record: RecordId, edits: dict[str, FieldEdit]) -> None:
        changed = {name: (seen, wanted) for name, (seen, wanted) in edits.items() if seen != wanted}
        if changed:
            self._write(unit, RecordKind.ENROLMENT, record, changed)

    def _write(self, unit: Unit, kind: RecordKind, record: RecordId, edits: dict[str, FieldEdit]) -> None:
        unit.changes.put(kind, record, edits, by=self._desk.person.id, at=self._desk.clock())

    def _tell(self, household: RecordId | None) -> None:
        ids = None if household is None else frozenset({household})
        self._desk.tell(HouseholdsChanged(ids), ExchangeChanged())

    def _today(self) -> date:
        return village_day(self._desk.clock())
