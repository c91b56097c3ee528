"""Beranda: where the village stands in its year and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from kemiskinan_domain.records import RecordId


class Phase(Enum):
    """The village's year, in order."""

    PRELIST = auto()
    SURVEY = auto()
    DELIBERATION = auto()
    DETERMINATION = auto()
    SENT = auto()
    APPROVED = auto()


@dataclass(frozen=True, slots=True)
class PhaseProgress:
    """Families through a phase out of those that should be."""

    phase: Phase
    done: int
    total: int


class NextStepKind(Enum):
    """What is to be done; the view has the words and the button."""

    RECEIVE_PRELIST = auto()
    FIX_RETURNED = auto()
    SETTLE_CONFLICTS = auto()
    SURVEY_FAMILIES = auto()
    FINISH_DRAFTS = auto()
    PREPARE_SESSION = auto()
    DECIDE_CANDIDATES = auto()
    LOCK_SESSION = auto()
    SEND = auto()
    MAKE_BACKUP = auto()


@dataclass(frozen=True, slots=True)
class NextStep:
    """A step with how many it concerns; `session` where it is about one."""

    kind: NextStepKind
    count: int
    session: RecordId | None = None


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """Families of one RT by state of survey."""

    dusun: str
    rw: str
    rt: str
    total: int
    not_started: int
    draft: int
    complete: int
    decided: int


@dataclass(frozen=True, slots=True)
class ReturnedFamily:
    """A family that the district sent back."""

    id: RecordId
    head_name: str
    remark: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of Beranda."""

    phases: tuple[PhaseProgress, ...]
    current: Phase
    returned: tuple[ReturnedFamily, ...]
    next_steps: tuple[NextStep, ...]
    places: tuple[PlaceProgress, ...]
    families: int
    people: int
    unsent: int
    oldest_unsent: datetime | None
    last_success: datetime | None
    last_backup: datetime | None


class DashboardService:
    """Run on the storage lane."""

    def overview(self) -> Overview:
        """All of Beranda in one reading."""
