"""The meeting, who attended, the families before it and what it decided, as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from kemiskinan_domain.deliberation.codes import (
    PRESENT_MARKS,
    AttendanceMark,
    DeliberationKind,
    DeliberationState,
    Method,
    Presence,
    Purpose,
    Ruling,
    Sex,
)
from kemiskinan_domain.records import Origin, RecordId


@dataclass(frozen=True, slots=True)
class Officer:
    """Chair or secretary of the meeting; an empty name means that nobody was named yet."""

    name: str = ""
    position: str = ""
    element: str = ""
    """A code of the meeting form's list, such as `Element.VILLAGE_COUNCIL`; the district may add to it."""


@dataclass(frozen=True, slots=True)
class LockSeal:
    """What binds paper to data: SHA-256 as hexadecimal digits and the short code that is printed."""

    digest: str
    code: str


@dataclass(frozen=True, slots=True)
class Lock:
    """The seal and when it was set."""

    seal: LockSeal
    locked_at: datetime


DEFAULT_QUORUM_PERCENT = 50
"""Each village's tata tertib sets its own share; this stands until it is entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One Musyawarah Desa. Times are the village's wall clock on `held_on`."""

    id: RecordId
    kind: DeliberationKind = DeliberationKind.FIRST
    purpose: Purpose = Purpose.P3KE
    number: str = ""
    title: str = ""
    held_on: date | None = None
    start: time | None = None
    end: time | None = None
    place: str = ""
    chair: Officer = Officer()
    secretary: Officer = Officer()
    village_head: str = ""
    agenda: tuple[str, ...] = ()
    legal_basis: tuple[str, ...] = ()
    method: Method | None = None
    invited: int = 0
    rt_count: int | None = None
    rw_count: int | None = None
    quorum_percent: int = DEFAULT_QUORUM_PERCENT
    amends: RecordId | None = None
    """The locked meeting whose list this one changes; both stand."""
    state: DeliberationState = DeliberationState.PREPARED
    lock: Lock | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """One line of the attendance list; `signed_by` names who stood in or signed above a refusal.

    `arrived` is the village's clock where somebody came late; None is from the beginning.
    """

    id: RecordId
    name: str
    element: str = ""
    """A code of the meeting form's list; empty where it was not said."""
    sex: Sex | None = None
    mark: AttendanceMark = AttendanceMark.NOT_YET
    signed_by: str = ""
    position: int = 0
    arrived: time | None = None

    @property
    def present(self) -> bool:
        """Whether this person, or somebody in the person's place, was in the room."""
        return self.mark in PRESENT_MARKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A family before the meeting, as its record stands now."""

    household: RecordId
    head_name: str
    family_card: str = ""
    dusun: str = ""
    rt: str = ""
    rw: str = ""
    address: str = ""
    desil: int | None = None
    origin: Origin = Origin.PRELIST
    survey_complete: bool = False
    revision: int = 0
    surveyed_on: date | None = None
    occupation: str = ""
    """In what the head works, in the words of the questionnaire; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes that the family is *layak*, against it, and neither."""

    yes: int
    no: int
    abstained: int = 0

    @property
    def total(self) -> int:
        """All votes that were counted."""
        return self.yes + self.no + self.abstained


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What was decided on one family; None is what was not answered yet."""

    id: RecordId
    household: RecordId
    presence: Presence | None = None
    ruling: Ruling | None = None
    reasons: tuple[str, ...] = ()
    reason_other: str = ""
    dissent: str = ""
    votes: Votes | None = None
    household_revision: int = 0
    household_digest: str = ""
    """Of the family's content as it was decided on; the revision says little while a laptop is offline."""
    exception_note: str = ""
    pre_ruling: Ruling | None = None
    """What the neighbourhood's pra-musyawarah proposed; it advises, the meeting decides."""
    pre_note: str = ""
    position: int = 0
    considerations: tuple[str, ...] = ()
    """Codes of the decision form: what the meeting saw in the family, beside the reasons."""

    @property
    def begun(self) -> bool:
        """Whether anything was answered; a candidate's row stands blank until the meeting comes to it."""
        return self.presence is not None or self.ruling is not None

    @property
    def final(self) -> bool:
        """Whether presence and ruling are both there."""
        return self.presence is not None and self.ruling is not None
