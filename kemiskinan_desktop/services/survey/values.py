"""What the questionnaire's screen gets back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TypeAlias

from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind

FieldPath: TypeAlias = str
"""The engine's address of a question: `/data/identitas/dusun`, `/data/anggota[2]/nik` (places from 1)."""


@dataclass(frozen=True, slots=True)
class RecordWrite:
    """The fields of one record that a save writes: field to (seen, wanted)."""

    kind: RecordKind
    id: RecordId
    fields: tuple[tuple[str, FieldValue, FieldValue], ...]
    whole: Document
    """All that the person sees of the record, for the case that it was taken out elsewhere meanwhile."""


@dataclass(frozen=True, slots=True)
class RecordRemoval:
    """A record that a save takes out, and why."""

    kind: RecordKind
    id: RecordId
    why: str


@dataclass(frozen=True, slots=True)
class Save:
    """One action's writes: one transaction. Hand it to `commit` on the storage lane, in order."""

    number: int
    writes: tuple[RecordWrite, ...]
    removals: tuple[RecordRemoval, ...] = ()
    resume_path: FieldPath | None = None
    errors: int = 0
    """Faults and oddities of the family after this action, as lists show them."""
    warnings: int = 0


@dataclass(frozen=True, slots=True)
class Recorded:
    """The engine took it; `changed` are all paths whose state may look different now.

    `structure` tells that members came or went, so that places in paths have moved.
    """

    changed: frozenset[FieldPath]
    save: Save
    structure: bool = False


@dataclass(frozen=True, slots=True)
class Renewed:
    """The family was read again: whose answers differ, where the person is now (None: that place is gone), and what
    arrived at the question that is being typed at (None: nothing did)."""

    changed: frozenset[FieldPath]
    at: FieldPath | None = None
    arrived: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """Everything up to this save is durable: *tersimpan*."""

    number: int


class FinishProblem(Enum):
    """What stands between a draft and *lengkap*."""

    ERROR = auto()
    REQUIRED = auto()
    WARNING_WITHOUT_REASON = auto()
    NIK_TWICE_HERE = auto()
    """Two members of this family have one NIK."""
    UNDER_REVIEW = auto()
    """The district holds the family: nothing may be changed until it is returned."""


@dataclass(frozen=True, slots=True)
class ProblemAt:
    """One problem and the question that it opens; `message` is the form's own sentence where it gives one."""

    path: FieldPath | None
    problem: FinishProblem
    message: str = ""


@dataclass(frozen=True, slots=True)
class NotYet:
    """The questionnaire stays a draft."""

    problems: tuple[ProblemAt, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The questionnaire is complete; so many warnings stand with a reason."""

    warnings: int


class IdentityFinding(Enum):
    """What a NIK field should tell, beside what the engine refuses. Warnings, but for the last."""

    NIK_SEX_DIFFERS = auto()
    NIK_BIRTH_DATE_DIFFERS = auto()
    NIK_DATE_NOT_IN_CALENDAR = auto()
    NIK_REGION_DIFFERS = auto()
    NIK_TWICE_HERE = auto()
    """Another member of the same family has this NIK."""
    OLDER_THAN_120 = auto()
    """Born more than 120 years ago: nobody alive is known to be older, so a digit is probably wrong."""
