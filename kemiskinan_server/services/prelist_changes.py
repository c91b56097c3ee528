"""From the families of a pre-list to changes in their village: new families, and only an entry for known ones."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kemiskinan_domain.changes import Change
from kemiskinan_domain.prelist import PrelistFamily, PrelistMember, Source
from kemiskinan_domain.records import (
    Document,
    FieldValue,
    Origin,
    RecordId,
    RecordKind,
    SurveyState,
    VillageCode,
    new_record_id,
)
from kemiskinan_server.services.district import edit
from kemiskinan_server.services.working_set import WorkingSet
from kemiskinan_server.storage.villages import Villages

_ENTRIES = uuid.UUID("a4a5b3ce-0f6d-5b0c-9d0b-7f3b8a1f2c55")
_HEAD = "1"


@dataclass(frozen=True, slots=True)
class Batch:
    """What list it is, who brings it, and when."""

    source: Source
    period: str
    by: str
    now: datetime

    @property
    def name(self) -> str:
        """How entries of the batch are marked."""
        return f"{self.source}/{self.period}"


@dataclass(slots=True)
class Plan:
    """The changes for one village, and how many families they bring."""

    changes: list[Change] = field(default_factory=list)
    new: int = 0
    linked: int = 0
    unchanged: int = 0
    desil_changed: int = 0
    gone: int = 0
    """Families of the source's last list that this one does not name."""


class Planner:
    """Plans one village; the caller holds its locks, so that nothing moves between plan and write."""

    def __init__(self, villages: Villages, village: VillageCode, batch: Batch) -> None:
        self._villages = villages
        self._village = village
        self._batch = batch
        self._records = WorkingSet(villages, village)
        self._used: set[RecordId] = set()

    def plan(self, families: Sequence[PrelistFamily]) -> Plan:
        """What must be written so that each family stands once, with its entry for this period."""
        entries = {self._entry_id(family): family for family in families}
        self._records.load(entries)
        parents = {entry: known.parent for entry in entries if (known := self._records.get(entry)) is not None}
        self._used = {parent for parent in parents.values() if parent is not None}
        by_source = self._villages.entries_by_source(
            self._village, self._batch.source, {family.source_id for family in families if not _by_row(family)}
        )
        cards = {family.family_card for family in families if family.family_card is not None}
        by_card: dict[str, list[RecordId]] = {}
        for holder, card in self._villages.same_number(self._village, RecordKind.HOUSEHOLD, cards):
            by_card.setdefault(card, []).append(holder)
        listed = self._villages.last_listed(self._village, self._batch.source, self._batch.period)
        plan = Plan(gone=len(listed - {family.source_id for family in families}))
        for entry, family in entries.items():
            candidates = [] if _by_row(family) else by_source.get(family.source_id, [])
            household = parents.get(entry) or self._choose([*candidates, *by_card.get(family.family_card or "", [])])
            self._plan_family(plan, entry, family, household)
        return plan

    def _choose(self, candidates: Sequence[RecordId]) -> RecordId | None:
        """The first family that this list has not named yet: two families with one card stay two."""
        return next((household for household in candidates if household not in self._used), None)

    def _plan_family(self, plan: Plan, entry: RecordId, family: PrelistFamily, household: RecordId | None) -> None:
        before, listed = len(plan.changes), self._records.get(entry) is not None
        if household is None:
            household = new_record_id()
            plan.new += 1
            plan.changes += self._new_family(household, family)
        else:
            plan.linked += not listed
            newer = list(self._newer_desil(household, family))
            plan.desil_changed += len(newer)
            plan.changes += newer
        self._used.add(household)
        plan.changes += self._entry(entry, household, family)
        plan.unchanged += len(plan.changes) == before

    def _new_family(self, household: RecordId, family: PrelistFamily) -> Iterator[Change]:
        head = next((m for m in family.members if m.relation == _HEAD), family.members[0] if family.members else None)
        yield self._create(
            RecordKind.HOUSEHOLD,
            household,
            {
                "no_kk": family.family_card,
                "no_kk_state": family.family_card_state,
                "head_name": head.name if head else None,
                "address": family.address or None,
                "rt": family.rt or None,
                "rw": family.rw or None,
                "origin": Origin.PRELIST,
                "desil": family.desil,
                "survey_state": SurveyState.NOT_STARTED,
            },
        )
        for position, person in enumerate(family.members, start=1):
            yield self._create(RecordKind.MEMBER, new_record_id(), _person(household, position, person))

    def _newer_desil(self, household: RecordId, family: PrelistFamily) -> Iterator[Change]:
        known = self._records.get(household)
        if known is None or known.deleted or family.desil is None or known.document.get("desil") == family.desil:
            return
        pair: tuple[FieldValue, FieldValue] = (known.document.get("desil"), family.desil)
        yield edit(RecordKind.HOUSEHOLD, household, {"desil": pair}, by=self._batch.by, now=self._batch.now)

    def _entry(self, entry: RecordId, household: RecordId, family: PrelistFamily) -> Iterator[Change]:
        known = self._records.get(entry)
        document: Document = known.document if known is not None else {}
        wanted: Document = {
            "parent": household,
            "batch": self._batch.name,
            "source": self._batch.source,
            "period": self._batch.period,
            "source_id": family.source_id,
            "desil": family.desil,
            "received": {str(person.row): dict(person.received) for person in family.members},
        }
        if known is None:
            wanted["imported_at"] = self._batch.now.isoformat()
        fields = {name: (document.get(name), value) for name, value in wanted.items()}
        change = edit(RecordKind.PRELIST_ENTRY, entry, fields, by=self._batch.by, now=self._batch.now)
        if change.f:
            yield change

    def _create(self, kind: RecordKind, record: RecordId, values: Document) -> Change:
        fields: dict[str, tuple[FieldValue, FieldValue]] = {name: (None, value) for name, value in values.items()}
        return edit(kind, record, fields, by=self._batch.by, now=self._batch.now)

    def _entry_id(self, family: PrelistFamily) -> RecordId:
        key = family.source_id
        if _by_row(family):
            # A row number says nothing across files; the people who stand there do.
            people = "\n".join(f"{person.name}/{person.birth_date}" for person in family.members)
            key += hashlib.sha256(people.encode()).hexdigest()
        return RecordId(str(uuid.uuid5(_ENTRIES, f"{self._village}/{self._batch.name}/{key}")))


def _by_row(family: PrelistFamily) -> bool:
    return family.source_id == f"baris-{family.first_row}"


def _person(household: RecordId, position: int, person: PrelistMember) -> Document:
    return {
        "parent": household,
        "position": position,
        "name": person.name,
        "nik": person.nik,
        "nik_state": person.nik_state,
        "sex": person.sex,
        "birth_date": person.birth_date.isoformat() if person.birth_date else None,
        "relation": person.relation,
    }
