"""Working tables: the typed index of each kind's document (`TYPED_FIELDS`), written with it in one transaction."""

from typing import Final

from sqlalchemy import Index, Table
from sqlmodel import Field

from kemiskinan_desktop.storage.base import CLUSTERED, DesktopTable
from kemiskinan_domain.records import RecordKind


class IndexRow(DesktopTable):
    """Parent of the typed rows: the key is the record's own id."""

    id: str = Field(primary_key=True)


class HouseholdIndex(IndexRow, table=True):
    """A family as lists and searches need it."""

    __tablename__ = "household"
    __table_args__ = (Index(None, "no_kk"), CLUSTERED)

    no_kk: str | None = None
    no_kk_state: str | None = None
    head_name: str | None = None
    dusun: str | None = None
    rt: str | None = None
    rw: str | None = None
    address: str | None = None
    origin: str | None = None
    desil: int | None = None
    survey_state: str | None = None
    review: str | None = None
    form: str | None = None
    search: str = ""
    """Folded words of what a person may look for."""


class MemberIndex(IndexRow, table=True):
    """A person of a family."""

    __tablename__ = "member"
    __table_args__ = (Index(None, "parent", "search"), Index(None, "nik"), CLUSTERED)

    parent: str | None = None
    position: int | None = None
    name: str | None = None
    nik: str | None = None
    nik_state: str | None = None
    sex: str | None = None
    birth_date: str | None = None
    relation: str | None = None
    presence: str | None = None
    search: str = ""
    """Folded words of what a person may look for."""


class PrelistEntryIndex(IndexRow, table=True):
    """One row of a district's list."""

    __tablename__ = "prelist_entry"
    __table_args__ = (Index(None, "parent"), CLUSTERED)

    parent: str | None = None
    batch: str | None = None
    source: str | None = None
    period: str | None = None
    received: str | None = None
    source_id: str | None = None
    desil: int | None = None


class DeliberationIndex(IndexRow, table=True):
    """A session of the Musyawarah Desa."""

    __tablename__ = "deliberation"
    __table_args__ = CLUSTERED

    type: str | None = None
    purpose: str | None = None
    number: str | None = None
    title: str | None = None
    date: str | None = None
    start_time: str | None = None
    end_time: str | None = None
    place: str | None = None
    chair_name: str | None = None
    chair_position: str | None = None
    secretary_name: str | None = None
    village_head_name: str | None = None
    agenda: str | None = None
    legal_basis: str | None = None
    method: str | None = None
    invited: int | None = None
    quorum_percent: int | None = None
    state: str | None = None
    lock_hash: str | None = None
    lock_code: str | None = None
    locked_at: str | None = None


class AttendanceIndex(IndexRow, table=True):
    """Somebody on the attendance list."""

    __tablename__ = "attendance"
    __table_args__ = (Index(None, "parent"), CLUSTERED)

    parent: str | None = None
    position: int | None = None
    name: str | None = None
    element: str | None = None
    sex: str | None = None
    mark: str | None = None
    signed_by: str | None = None


class DecisionIndex(IndexRow, table=True):
    """What a session decided on a family."""

    __tablename__ = "decision"
    __table_args__ = (Index(None, "parent"), Index(None, "household"), CLUSTERED)

    parent: str | None = None
    household: str | None = None
    position: int | None = None
    presence: str | None = None
    decision: str | None = None
    reasons: str | None = None
    reason_other: str | None = None
    dissent: str | None = None
    vote_yes: int | None = None
    vote_no: int | None = None
    household_rev: int | None = None
    exception: str | None = None


class ObjectionIndex(IndexRow, table=True):
    """An objection to a decision."""

    __tablename__ = "objection"
    __table_args__ = (Index(None, "parent"), CLUSTERED)

    parent: str | None = None
    household: str | None = None
    objector: str | None = None
    text: str | None = None
    outcome: str | None = None
    date: str | None = None


class EnrolmentIndex(IndexRow, table=True):
    """A worker's enrolment in a programme."""

    __tablename__ = "enrolment"
    __table_args__ = (Index(None, "parent"), CLUSTERED)

    parent: str | None = None
    programme: str | None = None
    segment: str | None = None
    kpj: str | None = None
    payer: str | None = None
    start_date: str | None = None
    end_date: str | None = None


class AttachmentIndex(IndexRow, table=True):
    """What is known of an attached file."""

    __tablename__ = "attachment"
    __table_args__ = (Index(None, "parent"), CLUSTERED)

    parent: str | None = None
    purpose: str | None = None
    sha256: str | None = None
    size: int | None = None
    mime: str | None = None
    file_name: str | None = None


class RemarkIndex(IndexRow, table=True):
    """A comment on one field."""

    __tablename__ = "remark"
    __table_args__ = (Index(None, "parent"), CLUSTERED)

    parent: str | None = None
    field: str | None = None
    text: str | None = None
    by: str | None = None
    at: str | None = None
    state: str | None = None


class ConflictIndex(IndexRow, table=True):
    """Values that met."""

    __tablename__ = "conflict"
    __table_args__ = (Index(None, "parent"), CLUSTERED)

    parent: str | None = None
    parent_kind: str | None = None
    field: str | None = None
    why: str | None = None
    state: str | None = None


WORKING_TABLES: Final[dict[RecordKind, Table]] = {
    RecordKind.HOUSEHOLD: DesktopTable.metadata.tables[HouseholdIndex.__tablename__],
    RecordKind.MEMBER: DesktopTable.metadata.tables[MemberIndex.__tablename__],
    RecordKind.PRELIST_ENTRY: DesktopTable.metadata.tables[PrelistEntryIndex.__tablename__],
    RecordKind.DELIBERATION: DesktopTable.metadata.tables[DeliberationIndex.__tablename__],
    RecordKind.ATTENDANCE: DesktopTable.metadata.tables[AttendanceIndex.__tablename__],
    RecordKind.DECISION: DesktopTable.metadata.tables[DecisionIndex.__tablename__],
    RecordKind.OBJECTION: DesktopTable.metadata.tables[ObjectionIndex.__tablename__],
    RecordKind.ENROLMENT: DesktopTable.metadata.tables[EnrolmentIndex.__tablename__],
    RecordKind.ATTACHMENT: DesktopTable.metadata.tables[AttachmentIndex.__tablename__],
    RecordKind.REMARK: DesktopTable.metadata.tables[RemarkIndex.__tablename__],
    RecordKind.CONFLICT: DesktopTable.metadata.tables[ConflictIndex.__tablename__],
}
"""The working table of each kind."""
