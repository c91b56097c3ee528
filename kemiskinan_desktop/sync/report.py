"""What an exchange tells while it runs and when it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kemiskinan_desktop.sync.missing import Hindrance, Published
from kemiskinan_domain.records import RecordKind


class SyncProblem(StrEnum):
    """Why an exchange stopped; what was saved stays saved and is sent the next time."""

    OFFLINE = "offline"
    NOT_THE_DISTRICT = "not_the_district"
    BUSY = "busy"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    """The district does not know this laptop: it was restored from a backup of the time before."""
    PROTOCOL_OLD = "protocol_old"
    BAD_SIGNATURE = "bad_signature"
    CHECKSUM = "checksum"
    DISK_FULL = "disk_full"
    WOULD_EMPTY = "would_empty"
    CANCELLED = "cancelled"
    REFUSED = "refused"


class SyncStep(StrEnum):
    """What an exchange does at the moment."""

    CONNECTING = "connecting"
    SENDING = "sending"
    RECEIVING = "receiving"
    APPLYING = "applying"


@dataclass(frozen=True, slots=True)
class SyncProgress:
    """One step: changes acknowledged or revisions received, of how many; `total` is 0 while it is not known."""

    step: SyncStep
    done: int = 0
    total: int = 0


@dataclass(slots=True)
class SyncReport:
    """How an exchange went. Both sides agree where `problem` is None."""

    pushed: int = 0
    pulled: int = 0
    receipts: int = 0
    new_conflicts: int = 0
    refused: int = 0
    forms: int = 0
    scopes: bool = False
    """Whether something came that the district publishes for all villages."""
    notices: int = 0
    """Of it, notices for this village that were not here."""
    scope_problem: str = ""
    """What went wrong with it, a word for the log; the exchange itself is none the worse."""
    missing: dict[Published, Hindrance] = field(default_factory=dict)
    """What is published and did not come."""
    requests: int = 0
    problem: SyncProblem | None = None
    detail: str = ""
    """A stable word for the log: the problem's type."""
    retry_after: float | None = None
    slot: str = ""
    """With BUSY: when the district has room for this laptop, ISO time on the district's clock; empty where it named
    none."""
    live: int = 0
    """With WOULD_EMPTY: how many records are here."""
    records: set[tuple[RecordKind, str]] = field(default_factory=set)
    """What the screens should read again."""
    arrived: set[tuple[RecordKind, str]] = field(default_factory=set)
    """Those of `records` that the district sent."""
