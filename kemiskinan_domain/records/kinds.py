"""The kinds of record of DESIGN section 3."""

from __future__ import annotations

from enum import StrEnum


class RecordKind(StrEnum):
    """What a record is about; the value is what travels and what is stored."""

    HOUSEHOLD = "household"
    MEMBER = "member"
    PRELIST_ENTRY = "prelist_entry"
    DELIBERATION = "deliberation"
    ATTENDANCE = "attendance"
    DECISION = "decision"
    OBJECTION = "objection"
    ENROLMENT = "enrolment"
    ATTACHMENT = "attachment"
    REMARK = "remark"
    CONFLICT = "conflict"


PARENT_KIND: dict[RecordKind, RecordKind] = {
    RecordKind.MEMBER: RecordKind.HOUSEHOLD,
    RecordKind.PRELIST_ENTRY: RecordKind.HOUSEHOLD,
    RecordKind.ATTENDANCE: RecordKind.DELIBERATION,
    RecordKind.DECISION: RecordKind.DELIBERATION,
    RecordKind.OBJECTION: RecordKind.DELIBERATION,
    RecordKind.ENROLMENT: RecordKind.MEMBER,
}
"""Whose id the field `parent` of a kind holds, where that is always the same kind."""
