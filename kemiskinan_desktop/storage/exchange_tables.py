"""Tables that the exchange with the district lives on (SYNC 2.2)."""

from sqlalchemy import Index
from sqlmodel import Field

from kemiskinan_desktop.storage.base import CLUSTERED, DesktopTable


class BaseRow(DesktopTable, table=True):
    """One record exactly as the district sent it; `line` is the feed line byte for byte."""

    __tablename__ = "base"
    __table_args__ = (Index(None, "kind"),)

    id: str = Field(primary_key=True)
    kind: str
    rev: int
    deleted: bool
    line: bytes


class WorkingRow(DesktopTable, table=True):
    """A record that own pending changes lie over: base ⊕ overlay. A null document is a record deleted here."""

    __tablename__ = "working"
    __table_args__ = (Index(None, "kind"),)

    id: str = Field(primary_key=True)
    kind: str
    document: str | None


class ChangeBodyRow(DesktopTable, table=True):
    """The encoding of one own change: written when it is saved, and never again once it is frozen.

    Apart from the rows that say how far the change is: those are written anew at every step of an exchange, and a
    village's bodies are megabytes to encrypt.
    """

    __tablename__ = "change_body"

    seq: int | None = Field(default=None, primary_key=True)
    body: bytes


class OutboxRow(DesktopTable, table=True):
    """One own change that still lies over the base; it is frozen from `frozen_mid` of the exchange's state back."""

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "acked", "rev"), Index(None, "record"), Index(None, "root"))

    mid: int = Field(primary_key=True)
    record: str
    kind: str
    root: str
    """The household that the change belongs to, so that a family's state is one look; else the record itself."""
    body_seq: int
    barrier: bool
    """A step of a review, a lock or a delete: no later edit may slip in front of it."""
    saved_at: str
    replay: bool = False
    """Was acknowledged before the district lost it: sent again, while the base shows it already."""
    prev: str | None = None
    """Chain value before this change, where a receipt's run of changes begins with it; the rest follows from bodies."""
    acked: bool = False
    rev: int | None = None
    """Village revision under which the acknowledging receipt was given."""
    verdict: str | None = None
    """JSON of a verdict that is not plain ok."""


class ArchiveRow(DesktopTable, table=True):
    """A change that the district acknowledged, kept until the district has backed it up."""

    __tablename__ = "archive"
    __table_args__ = (Index(None, "record"), Index(None, "rev"), CLUSTERED)

    client: str = Field(primary_key=True)
    mid: int = Field(primary_key=True)
    record: str
    kind: str
    root: str
    body_seq: int
    saved_at: str
    prev: str | None
    """As in the outbox."""
    rev: int


class RefusedRow(DesktopTable, table=True):
    """A change that the district kept aside instead of applying; stays listed for the person who wrote it."""

    __tablename__ = "refused"
    __table_args__ = CLUSTERED

    client: str = Field(primary_key=True)
    mid: int = Field(primary_key=True)
    record: str
    kind: str
    verdict: str
    body: bytes
    at: str


class StageRow(DesktopTable, table=True):
    """Feed lines that were received and not applied yet, as they came."""

    __tablename__ = "stage"

    seq: int | None = Field(default=None, primary_key=True)
    first_rev: int
    last_rev: int
    lines: bytes


class MetaRow(DesktopTable, table=True):
    """One named value of the exchange's state: client, epoch, cursors, keys."""

    __tablename__ = "meta"
    __table_args__ = CLUSTERED

    name: str = Field(primary_key=True)
    value: str


class ReceiptRow(DesktopTable, table=True):
    """A receipt whose signature was verified; `body` is its JSON."""

    __tablename__ = "receipt"
    __table_args__ = CLUSTERED

    code: str = Field(primary_key=True)
    client: str
    first_mid: int
    last_mid: int
    rev: int
    records: int
    time: str
    received_at: str
    body: bytes


class ReceiptEntryRow(DesktopTable, table=True):
    """The latest receipt that names a record."""

    __tablename__ = "receipt_entry"
    __table_args__ = CLUSTERED

    id: str = Field(primary_key=True)
    rev: int
    digest: str
    receipt: str


class ExchangeLogRow(DesktopTable, table=True):
    """How one exchange went; `report` is JSON of the service that ran it."""

    __tablename__ = "exchange_log"

    seq: int | None = Field(default=None, primary_key=True)
    at: str
    report: str
