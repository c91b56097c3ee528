"""Typed columns of live records, written in the transaction of the record itself: an index, never the truth."""

from sqlalchemy import Index

from kemiskinan_domain.records import RecordKind
from kemiskinan_server.storage.base import ServerTable
from kemiskinan_server.storage.columns import plain_text, text_key, whole


class HouseholdRow(ServerTable, table=True):
    """A family that is not deleted."""

    __tablename__ = "household"
    __table_args__ = (Index(None, "village", "no_kk"), Index(None, "no_kk"))

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    no_kk: str | None = text_key(default=None)
    no_kk_state: str | None = text_key(default=None)
    head_name: str | None = plain_text(default=None)
    dusun: str | None = plain_text(default=None)
    rt: str | None = plain_text(default=None)
    rw: str | None = plain_text(default=None)
    address: str | None = plain_text(default=None)
    origin: str | None = text_key(default=None)
    desil: int | None = whole(default=None)
    survey_state: str | None = text_key(default=None)
    review: str | None = text_key(default=None)
    form: str | None = text_key(default=None)


class MemberRow(ServerTable, table=True):
    """A person of a family."""

    __tablename__ = "member"
    __table_args__ = (
        Index(None, "village", "nik"),
        Index(None, "village", "parent"),
        Index(None, "nik"),
    )

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    parent: str | None = text_key(default=None)
    position: int | None = whole(default=None)
    name: str | None = plain_text(default=None)
    nik: str | None = text_key(default=None)
    nik_state: str | None = text_key(default=None)
    sex: str | None = text_key(default=None)
    birth_date: str | None = text_key(default=None)
    relation: str | None = text_key(default=None)
    presence: str | None = text_key(default=None)


class PrelistEntryRow(ServerTable, table=True):
    """A family in one of the district's lists."""

    __tablename__ = "prelist_entry"
    __table_args__ = (Index(None, "village", "parent"), Index(None, "village", "source", "source_id"))

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    parent: str | None = text_key(default=None)
    batch: str | None = text_key(default=None)
    source: str | None = text_key(default=None)
    period: str | None = text_key(default=None)
    source_id: str | None = text_key(default=None)
    desil: int | None = whole(default=None)


class DeliberationRow(ServerTable, table=True):
    """A Musyawarah Desa."""

    __tablename__ = "deliberation"
    __table_args__ = (Index(None, "review", "date"),)

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    type: str | None = text_key(default=None)
    title: str | None = plain_text(default=None)
    number: str | None = plain_text(default=None)
    date: str | None = text_key(default=None)
    place: str | None = plain_text(default=None)
    state: str | None = text_key(default=None)
    lock_hash: str | None = text_key(default=None)
    lock_code: str | None = text_key(default=None)
    review: str | None = text_key(default=None)


class DecisionRow(ServerTable, table=True):
    """What a Musyawarah decided on one family."""

    __tablename__ = "decision"
    __table_args__ = (
        Index(None, "village", "household"),
        Index(None, "village", "parent", postgresql_include=["decision"]),
    )

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    parent: str | None = text_key(default=None)
    household: str | None = text_key(default=None)
    presence: str | None = text_key(default=None)
    decision: str | None = text_key(default=None)
    reasons: str | None = plain_text(default=None)
    """The codes, JSON."""
    reason_other: str | None = plain_text(default=None)
    dissent: str | None = plain_text(default=None)


class ConflictRow(ServerTable, table=True):
    """Values that met and what a person made of it."""

    __tablename__ = "conflict"
    __table_args__ = (Index(None, "village", "parent"), Index(None, "village", "other"))

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    parent: str | None = text_key(default=None)
    parent_kind: str | None = text_key(default=None)
    field: str | None = plain_text(default=None)
    why: str | None = text_key(default=None)
    state: str | None = text_key(default=None)
    other: str | None = text_key(default=None)
    """Of a duplicate: the other record."""


class WorkerCountRow(ServerTable, table=True):
    """How many workers of a village stood where when it was last counted; not a record, but counted from them."""

    __tablename__ = "worker_count"

    village: str = text_key(primary_key=True)
    day: str = plain_text()
    head: int = whole()
    book: str = plain_text()
    groups: str = plain_text()
    """JSON: status, field of work, people."""


PROJECTIONS: dict[RecordKind, type[ServerTable]] = {
    RecordKind.HOUSEHOLD: HouseholdRow,
    RecordKind.MEMBER: MemberRow,
    RecordKind.PRELIST_ENTRY: PrelistEntryRow,
    RecordKind.DELIBERATION: DeliberationRow,
    RecordKind.DECISION: DecisionRow,
    RecordKind.CONFLICT: ConflictRow,
}
"""The kinds that pages and rules ask about; a kind that is not here lives in `record` alone."""
