"""Workers as lists, panels and dialogs show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from typing import TYPE_CHECKING

from kemiskinan_domain.records import FieldValue, RecordId
from kemiskinan_domain.social_security import (
    AnswerLine,
    AnswerRefusal,
    Book,
    ClaimDue,
    Cover,
    CoverState,
    Enrolment,
    EnrolmentFault,
    Missing,
    Payer,
    Standing,
    WorkerFacts,
    WorkerStatus,
)

if TYPE_CHECKING:
    from kemiskinan_desktop.services.attachments import AttachmentRefusal, AttachmentView
    from kemiskinan_desktop.services.remarks import Remark
    from kemiskinan_desktop.storage import FamilyPlace, PersonAnswers
    from kemiskinan_domain.prelist import FileRefusal


class WorkerChip(Enum):
    """The filters above the table: the four statuses widen each other, all else narrows."""

    TO_CHECK = auto()
    ELIGIBLE = auto()
    COVERED = auto()
    NOT_ELIGIBLE = auto()
    CARD_DUE = auto()
    WAITING = auto()
    EXPIRING = auto()
    INCOMPLETE = auto()
    SHARED_NUMBER = auto()
    REMARKED = auto()


@dataclass(frozen=True, slots=True)
class WorkerFilter:
    """What the table shows; without a status chip everybody but those who are not eligible."""

    text: str = ""
    chips: frozenset[WorkerChip] = frozenset()
    dusun: str | None = None
    rt: str | None = None
    rw: str | None = None


@dataclass(frozen=True, slots=True)
class WorkerRow:
    """A member with where they stand today."""

    person: PersonAnswers
    family: FamilyPlace
    facts: WorkerFacts
    standing: Standing
    cover: Cover
    missing: tuple[Missing, ...]
    number_shared: bool = False
    remarked: bool = False

    @property
    def id(self) -> RecordId:
        """The member's."""
        return self.person.id

    @property
    def status(self) -> WorkerStatus:
        """By rule or by a person."""
        return self.standing.status

    @property
    def kpj(self) -> str | None:
        """Of the enrolment that counts; else as the survey heard it."""
        one = self.cover.enrolment
        if one is not None:
            return one.kpj
        heard = self.person.answers.get("kpj")
        return heard if isinstance(heard, str) else None


@dataclass(frozen=True, slots=True)
class DusunCover:
    """How many of those who should be covered are: `covered` of `covered + eligible`; `to_check` is open."""

    dusun: str
    covered: int = 0
    eligible: int = 0
    to_check: int = 0


@dataclass(frozen=True, slots=True)
class WorkerCounts:
    """How many each chip shows, the gauge by dusun, and what is missing how often."""

    people: int
    chips: dict[WorkerChip, int] = field(default_factory=dict)
    dusun: tuple[DusunCover, ...] = ()
    missing: tuple[tuple[Missing, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that the screen shows before somebody is chosen, of one moment."""

    rows: tuple[WorkerRow, ...]
    counts: WorkerCounts
    book: Book
    day: date
    book_unreadable: bool = False
    """The district's newer rules cannot be read by this program; the ones that came with it are in use."""


@dataclass(frozen=True, slots=True)
class EnrolmentView:
    """One enrolment of the history. `fields` is the record as shown, so that an edit says what was seen."""

    enrolment: Enrolment
    state: CoverState
    claims: tuple[ClaimDue, ...]
    files: tuple[AttachmentView, ...]
    fields: dict[str, FieldValue]


@dataclass(frozen=True, slots=True)
class WorkerDetail:
    """One worker; the latest enrolment first."""

    row: WorkerRow
    enrolments: tuple[EnrolmentView, ...]
    book: Book
    remarks: tuple[Remark, ...] = ()
    """On the worker and their enrolments, the oldest first; settled ones too."""


@dataclass(frozen=True, slots=True)
class Saved:
    """It is written, and will travel with the next exchange."""

    record: RecordId


@dataclass(frozen=True, slots=True)
class EnrolmentRefusal:
    """Nothing was written; `holder` has the number already."""

    faults: tuple[EnrolmentFault, ...]
    holder: str = ""


class WorkerRefusal(Enum):
    """Why something about a worker was not written."""

    GONE = auto()
    """The record is not there any more."""
    REASON_MISSING = auto()
    DATE_MISSING = auto()
    DATE_IN_FUTURE = auto()
    BEFORE_START = auto()
    ENDED_ALREADY = auto()
    NAME_MISSING = auto()
    PROOF_MISSING = auto()
    NUMBER_MISSING = auto()
    """There is no card without a number."""


@dataclass(frozen=True, slots=True)
class HandOver:
    """A card given out: to whom, when, and a photo, a scan or a drawn signature as (name, bytes)."""

    on: date
    to: str
    files: tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class FileRefused:
    """The card's photo or signature was not taken, so that nothing was written."""

    name: str
    why: AttachmentRefusal


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """What a file from BPJS holds, row by row; with a refusal there are no lines."""

    name: str
    sheet: str
    lines: tuple[AnswerLine, ...]
    refusal: FileRefusal | AnswerRefusal | None = None


@dataclass(frozen=True, slots=True)
class AnswerTerms:
    """What the letter beside the list says of all its people; None where it does not say."""

    payer: Payer | None = None
    start: date | None = None
    end: date | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """How many rows were recorded; `stale` are rows for which the village's data changed since the file was read."""

    written: int
    stale: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WorkerLine:
    """A worker on a paper or in a family's preview: plain values only."""

    member: RecordId
    household: RecordId
    name: str
    nik: str
    status: WorkerStatus
    rule: str
    kpj: str
    programmes: str
    payer: str
    start: date | None
    end: date | None
