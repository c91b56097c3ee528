"""How a meeting is written: nothing of a locked one, each edit in one transaction, and whoever shows it is told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.meeting import Meeting, read_meeting
from kemiskinan_desktop.services.deliberations.values import EditRefusal
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import DeliberationsChanged, ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.submitting import submit
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.deliberation import Ruling
from kemiskinan_domain.records import RecordId, RecordKind

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


class MeetingWriter:
    """Run on the storage lane."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def put(self, unit: Unit, kind: RecordKind, record: RecordId, edits: Mapping[str, FieldEdit]) -> None:
        """Write fields as this person's change; the caller commits."""
        unit.changes.put(kind, record, edits, by=self.desk.person.id, at=self.desk.clock())

    def submit(self, unit: Unit, meeting: Meeting) -> None:
        """Hand a meeting that was just locked, and the families that it found *layak*, to the district's review.

        The caller commits.
        """
        submit(self.desk, unit, meeting.record)
        for row in meeting.rows:
            family = unit.records.get(RecordKind.HOUSEHOLD, row.household)
            if row.final and row.ruling is Ruling.ELIGIBLE and family is not None:
                submit(self.desk, unit, family)

    def edit(
        self,
        session: RecordId,
        kind: RecordKind,
        record: RecordId,
        edits: Mapping[str, FieldEdit],
        *households: RecordId,
    ) -> EditRefusal | None:
        """Change a record of an open meeting."""
        with self.desk.store.unit() as unit:
            meeting = editable(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            if unit.records.get(kind, record) is None:
                return EditRefusal.GONE
            if not edits:
                return None
            self.put(unit, kind, record, edits)
            unit.commit()
        self.tell(session, *households)
        return None

    def take_out(
        self, session: RecordId, kind: RecordKind, record: RecordId, why: str, *households: RecordId
    ) -> EditRefusal | None:
        """Take a record out of an open meeting."""
        with self.desk.store.unit() as unit:
            meeting = editable(unit, session)
            if isinstance(meeting, EditRefusal):
                return meeting
            if unit.records.get(kind, record) is None:
                return EditRefusal.GONE
            unit.changes.delete(kind, record, by=self.desk.person.id, at=self.desk.clock(), why=why)
            unit.commit()
        self.tell(session, *households)
        return None

    def tell(self, session: RecordId, *households: RecordId) -> None:
        """Publish after the commit."""
        self.desk.tell(DeliberationsChanged(frozenset({session})), ExchangeChanged())
        if households:
            self.desk.tell(HouseholdsChanged(frozenset(households)))


def editable(unit: Unit, session: RecordId) -> Meeting | EditRefusal:
    """The meeting, unless it is gone or closed for good."""
    meeting = read_meeting(unit, session)
    if meeting is None:
        return EditRefusal.GONE
    return EditRefusal.LOCKED if meeting.locked else meeting


def closed(unit: Unit, session: RecordId) -> Meeting | EditRefusal:
    """The meeting once it is locked: what is announced, objected to and amended."""
    meeting = read_meeting(unit, session)
    if meeting is None:
        return EditRefusal.GONE
    return meeting if meeting.locked else EditRefusal.NOT_LOCKED
