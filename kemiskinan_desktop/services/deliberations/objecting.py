"""After the lock: the list on the board, objections to it, and the meeting of change that an accepted one leads to."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.fields import edits_between, session_values
from kemiskinan_desktop.services.deliberations.tied import addenda_of, addendum_fields
from kemiskinan_desktop.services.deliberations.values import EditRefusal, SessionFields
from kemiskinan_desktop.services.deliberations.writing import MeetingWriter, closed
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.deliberation import (
    MAY_STAND,
    DeliberationState,
    Objection,
    ObjectionOutcome,
    ObjectionPeriod,
    ObjectionProblem,
    check_objection,
    objection_document,
    read_objection,
    read_period,
)
from kemiskinan_domain.records import (
    ANNOUNCED_FIELD,
    DAYS_FIELD,
    FieldValue,
    RecordId,
    RecordKind,
    decision_id,
    fields_of,
    new_record_id,
    read_field,
)

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An objection with the name of the family that it is about, and what is strange about it."""

    objection: Objection
    family: str
    files: int
    problems: tuple[ObjectionProblem, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRefused:
    """Nothing was written; the problems say what is missing."""

    problems: tuple[ObjectionProblem, ...]


class ObjectionService:
    """Run on the storage lane. Only a locked meeting is announced, objected to and amended."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._writer = MeetingWriter(desk)

    def today(self) -> dt.date:
        """The day in the village."""
        return village_day(self._desk.clock())

    def list(self, session: RecordId) -> tuple[ObjectionRow, ...]:
        """All objections to that meeting's list, the first first."""
        with self._desk.store.view() as view:
            record = view.records.get(RecordKind.DELIBERATION, session)
            period = None if record is None else read_period(record.document)
            found = [
                read_objection(one.id, one.document) for one in view.records.children(RecordKind.OBJECTION, session)
            ]
            found.sort(key=lambda one: (one.made_on or dt.date.max, one.id))
            return tuple(_row(view, one, period) for one in found)

    def announce(self, session: RecordId, period: ObjectionPeriod) -> EditRefusal | None:
        """The list hangs from that day, so many days. It may be set right later; the seal does not cover it."""
        wanted: dict[str, FieldValue] = {ANNOUNCED_FIELD: period.begins.isoformat(), DAYS_FIELD: period.days}
        with self._desk.store.unit() as unit:
            meeting = closed(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            seen = {name: read_field(meeting.record.document, name) for name in wanted}
            edits = edits_between(seen, wanted)
            if edits:
                self._writer.put(unit, RecordKind.DELIBERATION, session, edits)
                unit.commit()
        self._writer.tell(session)
        return None

    def record(
        self, session: RecordId, wanted: Objection, seen: Objection | None = None
    ) -> RecordId | ObjectionRefused | EditRefusal:
        """Write a new objection, or what differs from `seen` in a known one; answers its id."""
        record = wanted.id if seen is not None else new_record_id()
        with self._desk.store.unit() as unit:
            meeting = closed(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            stored = unit.records.get(RecordKind.OBJECTION, record)
            if seen is not None and stored is None:
                return EditRefusal.GONE
            if wanted.outcome is not None and wanted.decided_on is None:
                wanted = replace(wanted, decided_on=self.today())
            lacks = tuple(one for one in check_objection(wanted, None) if one not in MAY_STAND)
            if lacks:
                return ObjectionRefused(lacks)
            shown = {} if seen is None else fields_of(objection_document(seen, session))
            # A field that was emptied is in no document; it has to be named to be taken out.
            edits = edits_between(shown, {**dict.fromkeys(shown), **fields_of(objection_document(wanted, session))})
            if edits:
                self._writer.put(unit, RecordKind.OBJECTION, record, edits)
                unit.commit()
        self._writer.tell(session)
        return record

    def addendum(self, session: RecordId) -> RecordId | EditRefusal:
        """The meeting of change with the families of accepted objections before it: begun, or the open one completed.

        The first meeting stays as it is; both are kept and name each other.
        """
        with self._desk.store.unit() as unit:
            meeting = closed(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            known = [one for one in addenda_of(unit, session) if one.state is not DeliberationState.LOCKED]
            change = known[-1].id if known else self._begin(unit, session)
            there = {one.document.get("household") for one in unit.records.children(RecordKind.DECISION, change)}
            families = [one for one in _accepted(unit, session) if one not in there]
            for place, household in enumerate(families, len(there) + 1):
                values: dict[str, FieldValue] = {"parent": change, "household": household, "position": place}
                self._writer.put(unit, RecordKind.DECISION, decision_id(change, household), edits_between({}, values))
            unit.commit()
        self._writer.tell(session)
        self._writer.tell(change, *families)
        return change

    def _begin(self, unit: Unit, session: RecordId) -> RecordId:
        base = unit.records.get(RecordKind.DELIBERATION, session)
        assert base is not None
        change = new_record_id()
        fields = SessionFields(**addendum_fields(base))  # type: ignore[arg-type]  # names are checked by its tests
        values = {**session_values(fields), "state": str(DeliberationState.PREPARED)}
        self._writer.put(unit, RecordKind.DELIBERATION, change, edits_between({}, values))
        return change


def _row(view: Unit, objection: Objection, period: ObjectionPeriod | None) -> ObjectionRow:
    family = view.queries.household(objection.household) if objection.household is not None else None
    files = len(view.records.children(RecordKind.ATTACHMENT, objection.id))
    name = family.head_name if family is not None else objection.about
    return ObjectionRow(objection, name, files, check_objection(objection, period))


def _accepted(view: Unit, session: RecordId) -> list[RecordId]:
    found = (read_objection(one.id, one.document) for one in view.records.children(RecordKind.OBJECTION, session))
    wanted = (one.household for one in found if one.outcome is ObjectionOutcome.ACCEPTED)
    return [
        one
        for one in dict.fromkeys(wanted)
        if one is not None and view.records.get(RecordKind.HOUSEHOLD, one) is not None
    ]
