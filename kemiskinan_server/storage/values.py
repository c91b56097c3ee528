"""What storage hands out and takes: plain frozen values, never rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kemiskinan_domain.changes import ChainValue, Checksum
from kemiskinan_domain.people import WHOLE_DISTRICT, Area, Role, Side
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode


@dataclass(frozen=True, slots=True)
class VillageHead:
    """A village and where its revisions stand."""

    code: VillageCode
    name: str
    subdistrict: str
    district: str
    training: bool
    epoch: str
    head: int
    checksum: Checksum
    durable_rev: int
    floor: int = 0
    """Tombstones up to here were forgotten: a feed that begins below it, but not at 0, would miss deletes."""


@dataclass(frozen=True, slots=True)
class Client:
    """A device, or the district's own hand in a village."""

    id: str
    village: VillageCode
    side: Side
    role: Role
    person: str
    public_key: str
    last_mid: int
    chain: ChainValue
    revoked: bool
    cursor_seen: int = 0
    last_seen: datetime | None = None
    waiting: int = 0
    """Changes that it said it still has to send."""


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as the last transaction left it."""

    id: RecordId
    kind: RecordKind
    rev: int
    deleted: bool
    line: bytes
    digest: str
    last_document: str | None
    parent: RecordId | None


@dataclass(frozen=True, slots=True)
class RecordWrite:
    """A record's new state; `before` is what it replaces."""

    id: RecordId
    kind: RecordKind
    rev: int
    line: bytes
    digest: str
    document: Document
    deleted: bool
    last_document: str | None
    parent: RecordId | None
    client: str
    before: StoredRecord | None
    held: Document
    """What the record held before; nothing of a new or deleted one."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One processed change."""

    mid: int
    chain: ChainValue
    rev: int
    record: str
    author: str
    server_time: datetime
    client_time: str
    body: bytes
    verdict: str | None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Lines after a cursor, in order of revision; `cursor` is that of the last line."""

    lines: list[bytes]
    cursor: int
    last: bool = False
    """Nothing follows."""


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """A receipt as it was handed out; `body` is its JSON."""

    village: VillageCode
    code: str
    client: str
    first_mid: int
    last_mid: int
    records: int
    rev: int
    issued_at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class StoredCode:
    """An enrolment code by its hash."""

    hash: str
    village: VillageCode
    role: Role
    person: str
    expires_at: datetime
    client: str | None


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A published questionnaire version."""

    id: str
    version: str
    compiled: str
    digest: str
    signature: str


@dataclass(frozen=True, slots=True)
class Account:
    """A person of the district who signs in."""

    name: str
    full_name: str
    role: Role
    password: str
    failures: int = 0
    wait_until: datetime | None = None
    area: Area = WHOLE_DISTRICT
    disabled: bool = False
    totp_secret: str | None = None
    """Base32 (RFC 6238); None while the second factor is not set up."""
    totp_step: int = 0
    """The step of the last code that was taken: none is taken twice."""
