"""Families as lists and previews show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto

from kemiskinan_domain.identity import Likeness
from kemiskinan_domain.records import (
    FamilyCardState,
    FieldValue,
    NikState,
    Origin,
    RecordId,
    RecordKind,
    ReviewState,
    SurveyState,
)


class SendState(Enum):
    """Where the family's own changes are."""

    UNCHANGED = auto()
    """Nothing was changed on this laptop since the district sent it."""
    UNSENT = auto()
    SENT = auto()
    """Acknowledged, the receipt is still awaited."""
    CONFIRMED = auto()
    """The district's signed receipt covers it: *terkirim*."""


class HouseholdChip(Enum):
    """The filters above the table; several chosen ones narrow together."""

    NOT_STARTED = auto()
    DRAFT = auto()
    COMPLETE = auto()
    WITH_WARNINGS = auto()
    DECIDED = auto()
    RETURNED = auto()
    UNSENT = auto()


@dataclass(frozen=True, slots=True)
class HouseholdFilter:
    """What the table shows. `text` finds name, NIK, No. KK and RT/RW; empty fields do not narrow."""

    text: str = ""
    chips: frozenset[HouseholdChip] = frozenset()
    dusun: str | None = None
    rt: str | None = None
    rw: str | None = None
    desil: frozenset[int] = frozenset()
    origin: Origin | None = None


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """One line of the table. `presence` and `decision` are codes of the decision form; None is not decided yet."""

    id: RecordId
    head_name: str
    no_kk: str | None
    no_kk_state: FamilyCardState | None
    dusun: str
    rt: str
    rw: str
    address: str
    desil: int | None
    origin: Origin
    survey_state: SurveyState
    review: ReviewState
    member_count: int
    decision: str | None
    presence: str | None
    errors: int
    """Faults that show without opening the questionnaire: unreadable and doubled NIK or No. KK."""
    warnings: int
    """NIK that differs from birth date, sex or region, and warnings that the surveyor gave a reason for."""
    has_conflict: bool
    send: SendState


@dataclass(frozen=True, slots=True)
class HouseholdCounts:
    """How many families each chip would show, with the rest of the filter as it is."""

    all: int
    not_started: int
    draft: int
    complete: int
    with_warnings: int
    decided: int
    returned: int
    unsent: int


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in the preview; `relation`, `sex` and `presence` are codes of the household form."""

    id: RecordId
    position: int
    name: str
    nik: str | None
    nik_state: NikState | None
    sex: str | None
    birth_date: date | None
    age: int | None
    """Full years on the day it was read."""
    relation: str | None
    presence: str | None


@dataclass(frozen=True, slots=True)
class PrelistEntry:
    """One row that the district sent about the family; `received` is the row as it came, column by column."""

    id: RecordId
    source: str
    period: str
    desil: int | None
    received: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionPast:
    """What a session decided about the family."""

    session: RecordId
    session_title: str
    date: str
    presence: str | None
    decision: str | None
    reasons: tuple[str, ...]
    locked: bool


@dataclass(frozen=True, slots=True)
class RemarkView:
    """A comment on one field, from either side."""

    id: RecordId
    field: str
    text: str
    by: str
    at: str
    open: bool


@dataclass(frozen=True, slots=True)
class ConflictMark:
    """An open conflict of the family or one of its members."""

    id: RecordId
    record: RecordId
    kind: RecordKind
    field: str


@dataclass(frozen=True, slots=True)
class HousePicture:
    """A photo of the house, as small as it travels in its record."""

    purpose: str
    thumbnail: bytes
    here: bool
    """The whole photo is on this laptop."""


@dataclass(frozen=True, slots=True)
class HouseholdDetail:
    """The preview of one family."""

    row: HouseholdRow
    members: tuple[MemberRow, ...]
    prelist: tuple[PrelistEntry, ...]
    decisions: tuple[DecisionPast, ...]
    remarks: tuple[RemarkView, ...]
    conflicts: tuple[ConflictMark, ...]
    duplicates: tuple[DuplicateHit, ...]
    unsent_since: datetime | None
    answers: tuple[tuple[str, FieldValue], ...] = ()
    pictures: tuple[HousePicture, ...] = ()


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A family that the village proposes (usulan baru)."""

    head_name: str
    no_kk: str = ""
    dusun: str = ""
    rt: str = ""
    rw: str = ""
    address: str = ""


class ProposalFault(Enum):
    """Why a proposal cannot be taken."""

    NAME_MISSING = auto()
    PLACE_MISSING = auto()
    NO_KK_UNREADABLE = auto()
    NO_KK_KNOWN = auto()
    """A family with that number is there already: see `hits`."""


@dataclass(frozen=True, slots=True)
class ProposalRefusal:
    """Nothing was written."""

    faults: tuple[ProposalFault, ...]
    hits: tuple[DuplicateHit, ...] = ()


@dataclass(frozen=True, slots=True)
class DuplicateHit:
    """Somebody else with the same number, or the same name and birth date (a hint)."""

    likeness: Likeness
    household: RecordId
    head_name: str
    dusun: str
    rt: str
    rw: str
    member: RecordId | None = None
    member_name: str | None = None


class SearchTarget(Enum):
    """What a search found."""

    HOUSEHOLD = auto()
    MEMBER = auto()
    SESSION = auto()


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One line of Ctrl+K; `household` is set for families and members."""

    target: SearchTarget
    id: RecordId
    title: str
    place: str
    household: RecordId | None = None
