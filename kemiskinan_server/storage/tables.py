"""The tables of the exchange (SYNC 2.1): a village's head, its records, the devices, and what they ever proposed."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from kemiskinan_server.storage.base import ServerTable
from kemiskinan_server.storage.columns import moment, octets, plain_text, text_key, whole


class VillageRow(ServerTable, table=True):
    """One village; its row is the lock under which revisions are given."""

    __tablename__ = "village"

    code: str = text_key(primary_key=True)
    name: str = plain_text()
    subdistrict: str = plain_text()
    district: str = plain_text()
    training: bool = False
    epoch: str = text_key()
    head: int = whole(default=0)
    live_count: int = whole(default=0)
    csum: str = text_key(default="0" * 32)
    durable_rev: int = whole(default=0)
    """Up to here the district has a backup."""
    floor: int = whole(default=0)
    """Up to here tombstones were forgotten."""


class RecordRow(ServerTable, table=True):
    """One record as it stands; `line` is the exact text of the feed."""

    __tablename__ = "record"
    __table_args__ = (UniqueConstraint("village", "rev"), Index(None, "village", "parent"))

    village: str = text_key(primary_key=True)
    id: str = text_key(primary_key=True)
    kind: str = text_key()
    rev: int = whole()
    deleted: bool = False
    line: str = plain_text()
    digest: str = text_key()
    """SHA-256 of the line: what receipts name."""
    last_document: str | None = plain_text(default=None)
    """Only of a tombstone: what the record held, so that an edit after the delete brings it back whole."""
    parent: str | None = text_key(default=None)
    last_client: str = text_key()


class ClientRow(ServerTable, table=True):
    """One device, or the district's own hand in a village; `last_mid` and `chain` say what was processed."""

    __tablename__ = "client"

    id: str = text_key(primary_key=True)
    village: str = text_key(index=True)
    side: str = text_key()
    role: str = text_key()
    person: str = plain_text(default="")
    public_key: str = text_key(default="")
    device_name: str = plain_text(default="")
    app_version: str = plain_text(default="")
    last_mid: int = whole(default=0)
    chain: str = text_key()
    enrolled_at: datetime = moment()
    last_seen: datetime | None = moment(default=None)
    cursor_seen: int = whole(default=0)
    waiting: int = whole(default=0)
    """Changes that the device said it still has to send, at its latest exchange."""
    revoked_at: datetime | None = moment(default=None)


class HistoryRow(ServerTable, table=True):
    """One change as it was received and what became of it: the ledger and the history in one; rows are only added."""

    __tablename__ = "history"
    __table_args__ = (Index(None, "village", "record", "rev"),)

    village: str = text_key(primary_key=True)
    client: str = text_key(primary_key=True)
    mid: int = whole(primary_key=True)
    chain: str = text_key()
    rev: int = whole()
    """The village's revision when the transaction of this change ended."""
    record: str = text_key()
    author: str = plain_text()
    server_time: datetime = moment()
    client_time: str = plain_text()
    body: bytes = octets()
    """The frozen bytes that the chain is over."""
    verdict: str | None = plain_text(default=None)
    """JSON; None where it is plainly ok."""


class ReceiptRow(ServerTable, table=True):
    """A signed receipt as it was handed out."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("village", "client", "first_mid", "last_mid"),)

    village: str = text_key(primary_key=True)
    code: str = text_key(primary_key=True, index=True)
    client: str = text_key()
    first_mid: int = whole()
    last_mid: int = whole()
    records: int = whole()
    rev: int = whole()
    issued_at: datetime = moment()
    body: str = plain_text()


class EnrolmentCodeRow(ServerTable, table=True):
    """A one-time code; only its keyed hash is kept."""

    __tablename__ = "enrolment_code"

    hash: str = text_key(primary_key=True)
    village: str = text_key(index=True)
    role: str = text_key()
    person: str = plain_text(default="")
    made_at: datetime = moment()
    expires_at: datetime = moment()
    used_at: datetime | None = moment(default=None)
    client: str | None = text_key(default=None)


class FormRow(ServerTable, table=True):
    """A compiled questionnaire; a version never changes once it is published."""

    __tablename__ = "form"

    id: str = text_key(primary_key=True)
    version: str = text_key(primary_key=True)
    compiled: str = plain_text()
    digest: str = text_key()
    signature: str = text_key()
    published_at: datetime = moment()
    area: str = plain_text(default="", sa_column_kwargs={"server_default": ""})
    """Region codes with commas between; the empty text is every village."""
    withdrawn_at: datetime | None = moment(default=None)


class BlobRow(ServerTable, table=True):
    """Bytes of an attachment, whole or on their way; they lie in a file of the data folder."""

    __tablename__ = "blob"

    village: str = text_key(primary_key=True)
    sha256: str = text_key(primary_key=True)
    have: int = whole(default=0)
    """Bytes that are on the disk for sure; what the file holds beyond them does not count."""
    complete: bool = False
    """All of them, and their SHA-256 was checked."""
    added_at: datetime = moment()
    loose_since: datetime | None = moment(default=None)
    """Since when upkeep has found no record that names them."""


class AccountRow(ServerTable, table=True):
    """A person of the district who signs in to the pages."""

    __tablename__ = "account"

    name: str = text_key(primary_key=True)
    full_name: str = plain_text(default="")
    role: str = text_key()
    password: str = plain_text()
    """Argon2id, with its parameters."""
    failures: int = whole(default=0)
    wait_until: datetime | None = moment(default=None)
    made_at: datetime = moment()
    area: str = plain_text(default="", sa_column_kwargs={"server_default": ""})
    """Region codes with commas between; the empty text is the whole district."""
    disabled: bool = Field(default=False, sa_column_kwargs={"server_default": "false"})
    totp_secret: str | None = plain_text(default=None)
    totp_step: int = whole(default=0, sa_column_kwargs={"server_default": "0"})


class AuditRow(ServerTable, table=True):
    """What was done by whom beside the exchange: enrolments, sign-ins, imports, revocations."""

    __tablename__ = "audit"

    id: int | None = whole(default=None, primary_key=True)
    at: datetime = moment(index=True)
    actor: str = plain_text()
    deed: str = text_key()
    village: str | None = text_key(default=None)
    detail: str = plain_text(default="")
