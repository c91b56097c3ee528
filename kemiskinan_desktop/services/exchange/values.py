"""What the Kirim & Terima screens see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TypeAlias

from kemiskinan_desktop.sync import Hindrance, Published
from kemiskinan_domain.changes import ConflictReason, VerdictStatus
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind


class ExchangeProblem(Enum):
    """Why an exchange stopped. What was saved stays saved and is sent the next time."""

    OFFLINE = auto()
    NOT_THE_DISTRICT = auto()
    BUSY = auto()
    REVOKED = auto()
    UNKNOWN = auto()
    """The district does not know this laptop: it was restored from a backup of the time before."""
    PROTOCOL_OLD = auto()
    BAD_SIGNATURE = auto()
    CHECKSUM = auto()
    DISK_FULL = auto()
    WOULD_EMPTY = auto()
    CANCELLED = auto()
    REFUSED = auto()
    """The district answered with something else than it should; the log has the word."""
    ALREADY_RUNNING = auto()


class ExchangeStep(Enum):
    """What an exchange does at the moment."""

    CONNECTING = auto()
    SENDING = auto()
    RECEIVING = auto()
    APPLYING = auto()
    CHECKING = auto()
    """Both sides were compared; what happened is being noted."""


@dataclass(frozen=True, slots=True)
class ExchangeProgress:
    """One step of the way; `total` is 0 while it is not known."""

    step: ExchangeStep
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class ExchangeStatus:
    """The state of sending, for the top bar and the page."""

    unsent: int
    oldest_unsent: datetime | None
    last_success: datetime | None
    last_problem: ExchangeProblem | None
    pending_bytes: int
    """About what goes over the line, compressed."""
    next_attempt: datetime | None
    running: bool
    open_conflicts: int
    attachments_waiting: int = 0
    """Attachments whose bytes the district does not hold yet; their records may be there."""
    attachment_bytes: int = 0
    slot: datetime | None = None
    """The turn that a district under load gave this laptop, by this laptop's clock; None where none is ahead."""
    missing: tuple[tuple[Published, Hindrance], ...] = ()
    """What the district publishes and did not come with the last exchange."""

    @property
    def waiting(self) -> int:
        """Changes and attachments that the district does not hold: only at none of either all is sent."""
        return self.unsent + self.attachments_waiting

    @property
    def to_send(self) -> int:
        """Bytes of both, about."""
        return self.pending_bytes + self.attachment_bytes


@dataclass(frozen=True, slots=True)
class ExchangeReport:
    """How an exchange went."""

    pushed: int = 0
    pulled: int = 0
    receipts_verified: int = 0
    new_conflicts: int = 0
    refused: int = 0
    problem: ExchangeProblem | None = None
    attachments_sent: int = 0
    attachments_received: int = 0
    attachments_for_a_better_line: int = 0
    """Large ones that wait, since the line is too slow for them."""
    notices: int = 0
    """Notices of the district that were not here before."""
    slot: datetime | None = None
    """With BUSY: the turn that the district gave, by this laptop's clock."""
    received: tuple[tuple[RecordKind, int], ...] = ()
    """How many records of each kind came from the district."""
    missing: tuple[tuple[Published, Hindrance], ...] = ()
    """What the district publishes and did not come; the village's own exchange is none the worse."""


@dataclass(frozen=True, slots=True)
class WaitingItem:
    """A record with changes that the district does not hold yet."""

    kind: RecordKind
    id: RecordId
    household: RecordId | None
    title: str
    changes: int
    since: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A verified receipt."""

    code: str
    at: str
    records: int
    first_mid: int
    last_mid: int


@dataclass(frozen=True, slots=True)
class LogLine:
    """One exchange of the past."""

    at: datetime
    report: ExchangeReport
    detail: str = ""


class Author(Enum):
    """Who wrote a value, as far as this laptop can know."""

    PERSON = auto()
    """Somebody with a name here."""
    INITIAL_LIST = auto()
    DISTRICT = auto()
    OTHER_LAPTOP = auto()
    UNKNOWN = auto()


@dataclass(frozen=True, slots=True)
class ConflictEntry:
    """One value that was not applied: who wrote it and when."""

    value: FieldValue
    by: str
    """The person's name, where `author` is one."""
    at: str
    author: Author = Author.PERSON
    here: bool = True
    """Whether it was written on this laptop."""
    words: str | None = None
    """The value in the questionnaire's words; None where it has none better."""


@dataclass(frozen=True, slots=True)
class Holder:
    """A person with a shared NIK, or a family with a shared No. KK, and where they live."""

    record: RecordId
    household: RecordId
    head_name: str
    member_name: str | None
    dusun: str
    rt: str
    rw: str


@dataclass(frozen=True, slots=True)
class ConflictView:
    """Two values that met in one field, or one number that several records have."""

    id: RecordId
    record: RecordId
    """The record that a choice is written on."""
    kind: RecordKind
    field: str
    why: ConflictReason
    household: RecordId | None
    title: str
    """The family's head or the session's title."""
    member_name: str | None
    question: str | None
    """The question's own words from the form, `…` for the member's name; None for a field that no question has."""
    mine: ConflictEntry
    """The value that was not applied; for a delete that met an edit, why it was to be deleted; for a duplicate, the
    shared number."""
    theirs: ConflictEntry
    """The value that stands."""
    seen: FieldValue
    open: bool
    holders: tuple[Holder, ...] = ()
    """Of a duplicate: all that have the number in this file now, corrections that were not sent yet included."""

    @property
    def households(self) -> frozenset[RecordId]:
        """Every family that it is about."""
        own = frozenset() if self.household is None else frozenset({self.household})
        return own | {holder.household for holder in self.holders}


@dataclass(frozen=True, slots=True)
class Mine:
    """Take the value that was not applied."""


@dataclass(frozen=True, slots=True)
class Theirs:
    """Let stand what stands."""


@dataclass(frozen=True, slots=True)
class Third:
    """Take neither but this."""

    value: FieldValue


@dataclass(frozen=True, slots=True)
class Checked:
    """A shared number was checked: everybody keeps it. The only choice on a duplicate."""


Resolution: TypeAlias = Mine | Theirs | Third | Checked


@dataclass(frozen=True, slots=True)
class RefusedItem:
    """A change that the district did not take as it was."""

    kind: RecordKind
    id: RecordId
    title: str
    status: VerdictStatus
    why: str
