"""Copies of the village file: made, tried and put back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Backup:
    """One encrypted copy."""

    path: Path
    made_at: datetime
    size: int


class DrillProblem(Enum):
    """Why a copy could not be trusted."""

    MISSING = auto()
    WRONG_KEY = auto()
    DAMAGED = auto()


@dataclass(frozen=True, slots=True)
class DrillResult:
    """What a copy holds when it is opened; `problem` None means that it can be restored."""

    households: int = 0
    members: int = 0
    problem: DrillProblem | None = None


class BackupService:
    """Run on the storage lane."""

    def list(self) -> tuple[Backup, ...]:
        """Copies that are there, the latest first."""

    def make(self) -> Backup:
        """Copy the open file, encrypted as it is, and verify the copy by opening it."""

    def drill(self, backup: Backup) -> DrillResult:
        """Open a copy and count what is in it; the village file is not touched."""

    def restore(self, backup: Backup) -> DrillResult:
        """Put a copy in the place of the village file, which is itself kept as a copy first. The file is closed."""
