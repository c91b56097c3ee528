"""What the screen shows of a questionnaire, as plain values. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from kemiskinan_desktop.services.field_history import Past
from kemiskinan_desktop.services.survey import IdentityFinding
from kemiskinan_desktop.ui.questionnaire.keying import Option
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import ProblemKind


class Keyed(Enum):
    """How a question is answered."""

    TEXT = auto()
    PARAGRAPH = auto()
    """Text of several lines."""
    NUMBER = auto()
    DECIMAL = auto()
    RANGE = auto()
    DAY = auto()
    MONTH = auto()
    YEAR = auto()
    HOUR = auto()
    MOMENT = auto()
    PLACE = auto()
    SIXTEEN = auto()
    ONE = auto()
    MANY = auto()
    RANKED = auto()
    FILE = auto()
    READ = auto()
    """Shown only: a note."""


class PageKind(Enum):
    """What a page of the questionnaire is."""

    QUESTIONS = auto()
    MEMBERS = auto()
    MEMBER = auto()
    CHECK = auto()


class SaveSign(Enum):
    """Where one answer is on its way to the file."""

    NONE = auto()
    SAVING = auto()
    SAVED = auto()
    FAILED = auto()


class SaveTrouble(Enum):
    """Why answers could not be written."""

    DISK_FULL = auto()
    FILE_BUSY = auto()
    OTHER = auto()


class Held(Enum):
    """Why the questionnaire can only be read."""

    SUBMITTED = auto()
    UNDER_REVIEW = auto()
    APPROVED = auto()
    NEWER_FORM = auto()


@dataclass(frozen=True, slots=True)
class PageKey:
    """Which page: a section, one member of it (from 0), or the final check (no section)."""

    kind: PageKind
    section: str = ""
    member: int | None = None


CHECK = PageKey(PageKind.CHECK)


@dataclass(frozen=True, slots=True)
class ProblemState:
    """One problem of one answer; `message` is the form's own sentence, empty where it gives none."""

    kind: ProblemKind
    message: str
    hard: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RemarkLine:
    """A comment on the question, from this village or from the district."""

    id: RecordId
    text: str
    by: str
    at: datetime | None
    open: bool
    district: bool


@dataclass(frozen=True, slots=True)
class PastLine:
    """One step of the question's history, both values in words."""

    past: Past
    before: str
    after: str
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Limits:
    """Ends and step of a range, as the form writes them."""

    start: str
    end: str
    step: str = "1"


@dataclass(frozen=True, slots=True)
class ChoiceStyle:
    """How the choices of a question stand: `columns` 0 lets their words decide, `closed` shows them when asked."""

    columns: int = 0
    closed: bool = False
    quick: bool = False
    """A choice moves on at once, whatever the person's setting is."""


PLAIN = ChoiceStyle()


@dataclass(frozen=True, slots=True)
class FileState:
    """A photo or paper that answers a question; `here`: its bytes are on this laptop."""

    name: str
    size: int = 0
    thumbnail: bytes | None = None
    here: bool = False
    sent: bool = False


@dataclass(frozen=True, slots=True)
class NewerForm:
    """What a newer version of the form has different, by the labels of its questions."""

    version: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionState:
    """One question as it looks now."""

    path: str
    keyed: Keyed
    label: str
    hint: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()
    heading: str = ""
    required: bool = False
    readonly: bool = False
    visible: bool = True
    problems: tuple[ProblemState, ...] = ()
    findings: tuple[IdentityFinding, ...] = ()
    remarks: tuple[RemarkLine, ...] = ()
    limits: Limits | None = None
    style: ChoiceStyle = PLAIN
    file: FileState | None = None


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of the list at the left."""

    key: PageKey
    title: str
    asked: int = 0
    answered: int = 0
    errors: int = 0
    warnings: int = 0
    remarks: int = 0
    """Open ones."""


@dataclass(frozen=True, slots=True)
class MemberState:
    """One line of the table of members."""

    index: int
    name: str
    relation: str
    sex: str
    nik: str
    asked: int
    answered: int
    errors: int
    warnings: int


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the final check; `who` is the member it is about, or the section."""

    path: str
    who: str
    label: str
    problem: ProblemState
    twice: bool = False
    """Two members bear this NIK: no sentence of the form, but a rule of ours."""


@dataclass(frozen=True, slots=True)
class SideState:
    """What stands beside the question that has the focus."""

    label: str
    hint: str = ""
    guidance: str = ""
    prelist: str = ""
    earlier: str = ""
    remarks: tuple[RemarkLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Header:
    """Whose questionnaire it is."""

    name: str
    dusun: str
    rt: str
    rw: str
    desil: int | None
    held: Held | None = None
