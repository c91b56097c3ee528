"""What the questionnaire's screen gets back."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import Any, TypeAlias

from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind

FieldPath: TypeAlias = Any
"""The engine's address of a question."""


@dataclass(frozen=True, slots=True)
class RecordWrite:
    """The fields of one record that a save writes: field to (seen, wanted)."""

    kind: RecordKind
    id: RecordId
    fields: tuple[tuple[str, FieldValue, FieldValue], ...]


@dataclass(frozen=True, slots=True)
class RecordRemoval:
    """A record that a save takes out; `document` is what undo would put back."""

    kind: RecordKind
    id: RecordId
    why: str
    document: Document


@dataclass(frozen=True, slots=True)
class Save:
    """One action's writes: one transaction. Hand it to `commit` on the storage lane, in order."""

    number: int
    writes: tuple[RecordWrite, ...]
    removals: tuple[RecordRemoval, ...] = ()
    resume_path: str | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """The engine took it; `changed` are all paths whose state may look different now."""

    changed: frozenset[FieldPath]
    save: Save


@dataclass(frozen=True, slots=True)
class Saved:
    """The save is durable: *tersimpan*."""

    number: int


class FinishProblem(Enum):
    """What stands between a draft and *lengkap*."""

    ERROR = auto()
    REQUIRED = auto()
    WARNING_WITHOUT_REASON = auto()
    NOT_SAVED = auto()
    """An answer could not be written (disk full …): save it again first."""
    UNDER_REVIEW = auto()
    """The district holds the family: nothing may be changed until it is returned."""


@dataclass(frozen=True, slots=True)
class ProblemAt:
    """One problem and the question that it opens."""

    path: FieldPath | None
    problem: FinishProblem


@dataclass(frozen=True, slots=True)
class NotYet:
    """The questionnaire stays a draft."""

    problems: tuple[ProblemAt, ...]


@dataclass(frozen=True, slots=True)
class Finished:
    """The questionnaire is complete; `warnings` were given a reason."""

    warnings: int


class IdentityFinding(Enum):
    """What a NIK or No. KK field should tell, beside what the engine refuses. Warnings only."""

    NIK_SEX_DIFFERS = auto()
    NIK_BIRTH_DATE_DIFFERS = auto()
    NIK_DATE_NOT_IN_CALENDAR = auto()
    NIK_REGION_DIFFERS = auto()
    NIK_TWICE_HERE = auto()
    """Another member of the same family has this NIK."""
