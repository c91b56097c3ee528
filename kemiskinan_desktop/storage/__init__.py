"""The laptop's encrypted file: units of work, lists, key slots, backups. Everything else in here is its inside."""

from kemiskinan_desktop.storage.audit import AuditLine
from kemiskinan_desktop.storage.cipher import DatabaseKey
from kemiskinan_desktop.storage.errors import (
    AlreadyOpenError,
    BackupDamagedError,
    DatabaseDamagedError,
    DatabaseExistsError,
    DatabaseMissingError,
    DatabaseNewerError,
    DiskFullError,
    FileError,
    KeySlotsDamagedError,
    KeySlotsMissingError,
    StorageError,
    StoreBusyError,
)
from kemiskinan_desktop.storage.exchange import (
    ApplyReport,
    Batch,
    ChecksumMismatchError,
    ForeignAcknowledgementError,
    WouldEmptyError,
)
from kemiskinan_desktop.storage.local import Person, StoredForm
from kemiskinan_desktop.storage.meta import Enrolment, ExchangeState
from kemiskinan_desktop.storage.queries import (
    AreaProgress,
    ConflictRow,
    DeliberationRow,
    HouseholdCounts,
    HouseholdFilter,
    HouseholdRow,
    MemberHit,
    MemberRow,
    ReceiptRow,
    RefusedChange,
    RemarkRow,
    SendState,
    SendSummary,
    WaitingRecord,
)
from kemiskinan_desktop.storage.records import StoredRecord
from kemiskinan_desktop.storage.store import Store
from kemiskinan_desktop.storage.unit import Unit

__all__ = [
    "AlreadyOpenError",
    "ApplyReport",
    "AreaProgress",
    "AuditLine",
    "BackupDamagedError",
    "Batch",
    "ChecksumMismatchError",
    "ConflictRow",
    "DatabaseDamagedError",
    "DatabaseExistsError",
    "DatabaseKey",
    "DatabaseMissingError",
    "DatabaseNewerError",
    "DeliberationRow",
    "DiskFullError",
    "Enrolment",
    "ExchangeState",
    "FileError",
    "ForeignAcknowledgementError",
    "HouseholdCounts",
    "HouseholdFilter",
    "HouseholdRow",
    "KeySlotsDamagedError",
    "KeySlotsMissingError",
    "MemberHit",
    "MemberRow",
    "Person",
    "ReceiptRow",
    "RefusedChange",
    "RemarkRow",
    "SendState",
    "SendSummary",
    "StorageError",
    "Store",
    "StoreBusyError",
    "StoredForm",
    "StoredRecord",
    "Unit",
    "WaitingRecord",
    "WouldEmptyError",
]
