"""A session as the Musyawarah screens see it; rules, findings, recap and quorum are the domain's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from kemiskinan_domain.deliberation import Finding, ObjectionPeriod, QuorumResult, Recap
from kemiskinan_domain.records import RecordId, ReviewState

Pictures: TypeAlias = list[bytes]
"""Pages as PNG."""


class EditRefusal(Enum):
    """Why an edit of a session was not taken; nothing was written."""

    LOCKED = auto()
    """The session is closed: its record, attendance and decisions do not change any more."""
    GONE = auto()
    NOT_A_CANDIDATE = auto()
    NOTHING_TO_UNDO = auto()
    NOT_LOCKED = auto()
    """Only a locked meeting is announced, objected to and amended."""


@dataclass(frozen=True, slots=True)
class SessionFields:
    """What the Persiapan page edits; names are the record's fields. Empty text is absent."""

    type: str = "first"
    """`first` or `change`."""
    purpose: str = ""
    number: str = ""
    title: str = ""
    date: dt.date | None = None
    start_time: dt.time | None = None
    end_time: dt.time | None = None
    place: str = ""
    chair_name: str = ""
    chair_position: str = ""
    chair_element: str = ""
    secretary_name: str = ""
    secretary_position: str = ""
    village_head_name: str = ""
    agenda: str = ""
    legal_basis: str = ""
    method: str = ""
    invited: int | None = None
    quorum_percent: int | None = None
    rt_count: int | None = None
    rw_count: int | None = None
    amends: str = ""
    """The locked session whose list this one changes."""


NewSession = SessionFields
"""A session is begun with whatever is known."""


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One line in the list of sessions."""

    id: RecordId
    title: str
    type: str
    date: dt.date | None
    place: str
    candidates: int
    decided: int
    attendees: int
    locked: bool
    lock_code: str | None
    signed: bool = False
    """A scan of the signed minutes is there: only then a locked session is *sah*."""


@dataclass(frozen=True, slots=True)
class AttendeeFields:
    """One line of the attendance list; `element` (unsur) and `mark` are codes of kemiskinan_domain.deliberation."""

    name: str
    element: str = ""
    sex: str = ""
    mark: str = ""
    signed_by: str = ""
    """Who stood in, or who signed above somebody who refused to."""
    arrived: dt.time | None = None
    """When somebody came who came late; the village's clock."""


@dataclass(frozen=True, slots=True)
class AttendeeRow:
    """An attendee with the id and the place in the list."""

    id: RecordId
    position: int
    fields: AttendeeFields


@dataclass(frozen=True, slots=True)
class DecisionInput:
    """What the meeting said of a family; codes are those of the decision form (`decision_choices`)."""

    presence: str | None = None
    decision: str | None = None
    reasons: tuple[str, ...] = ()
    reason_other: str = ""
    dissent: str = ""
    vote_yes: int | None = None
    vote_no: int | None = None
    vote_abstained: int | None = None
    exception: str = ""
    """Why the meeting settled a family whose questionnaire is not complete."""
    considerations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """One family before the meeting. NIK is not here on purpose: the projector shows this."""

    id: RecordId
    """Of the decision record."""
    household: RecordId
    position: int
    head_name: str
    no_kk: str | None
    dusun: str
    rt: str
    rw: str
    address: str
    desil: int | None
    member_count: int
    survey_complete: bool
    decision: DecisionInput
    earlier: tuple[str, str] | None
    """Presence and decision of the last locked session before this one."""
    changed_since: bool
    """The family's record is another than the one that was decided on."""
    findings: tuple[Finding, ...]
    proposed: bool = False
    """The village proposed the family; it stands in no pre-list."""
    pre_ruling: str = ""
    """What the neighbourhood's pra-musyawarah said: L, T, P or nothing."""
    pre_note: str = ""
    contested: bool = False
    """Two laptops decided differently and nobody chose yet."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Another meeting that this one is tied to."""

    id: RecordId
    number: str
    date: dt.date | None
    code: str
    locked: bool


@dataclass(frozen=True, slots=True)
class SessionView:
    """A session whole."""

    id: RecordId
    fields: SessionFields
    locked: bool
    lock_hash: str | None
    lock_code: str | None
    locked_at: str | None
    attendance: tuple[AttendeeRow, ...]
    candidates: tuple[CandidateRow, ...]
    recap: Recap
    quorum: QuorumResult
    blocks_lock: tuple[Finding, ...]
    """What stands against locking; empty: it can be locked."""
    can_undo: bool
    amends: Reference | None = None
    addenda: tuple[Reference, ...] = ()
    """Meetings that change this one's list, the first first."""
    period: ObjectionPeriod | None = None
    signed: int = 0
    """How many scans of the signed minutes are attached."""
    broken: bool = False
    """The data is no longer what was sealed."""
    review: ReviewState = ReviewState.DRAFT
    """Where the locked meeting stands with the district."""
    review_note: str = ""
    """What the district wrote with its last step."""

    @property
    def valid(self) -> bool:
        """*Sah*: locked, the data is what was sealed, and the signed minutes are attached."""
        return self.locked and self.signed > 0 and not self.broken


@dataclass(frozen=True, slots=True)
class DecisionSaved:
    """The decision is durable; `findings` say what still is to do for it (a reason is missing …)."""

    row: CandidateRow
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Sealed:
    """The session is closed; the code stands on the Berita Acara."""

    lock_hash: str
    lock_code: str


@dataclass(frozen=True, slots=True)
class Blocked:
    """The session stays open."""

    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list, with its words as the form has them."""

    code: str
    label: str
    only_for: str = ""
    """The decision that it can be said of; empty for any."""


@dataclass(frozen=True, slots=True)
class DecisionChoices:
    """The lists of the decision form, and of the meeting form the elements, in one language."""

    presence: tuple[Choice, ...]
    decision: tuple[Choice, ...]
    reason: tuple[Choice, ...]
    consideration: tuple[Choice, ...] = ()
    element: tuple[Choice, ...] = ()


class CandidateRule(Enum):
    """Which families become candidates together."""

    SURVEY_COMPLETE = auto()
    ALL_PRELIST = auto()
    PROPOSED = auto()
    """Families that the village proposed."""


@dataclass(frozen=True, slots=True)
class CandidateSelection:
    """A rule, narrowed to deciles where given."""

    rule: CandidateRule
    desil: frozenset[int] = frozenset()
