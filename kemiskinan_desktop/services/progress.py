"""Counts over families: by place, by phase of the village's year, and what follows from them. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from kemiskinan_desktop.services.households.values import HouseholdRow, SendState
from kemiskinan_domain.records import RecordId, ReviewState, SurveyState

BACKUP_IS_OLD: Final = timedelta(days=7)


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
class OpenSession:
    """A session that is not locked yet."""

    id: RecordId
    candidates: int
    decided: int


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the next steps rest on."""

    rows: Sequence[HouseholdRow]
    sessions: Sequence[OpenSession]
    conflicts: int
    unsent: int
    last_backup: datetime | None


def phases(rows: Sequence[HouseholdRow], determined: frozenset[RecordId]) -> tuple[PhaseProgress, ...]:
    """How far the village is; `determined` are the families that a locked session decided on."""
    settled = [row for row in rows if row.id in determined]
    arrived = sum(row.send in {SendState.CONFIRMED, SendState.UNCHANGED} for row in settled)
    return (
        PhaseProgress(Phase.PRELIST, len(rows), len(rows)),
        PhaseProgress(Phase.SURVEY, _count(rows, lambda row: row.survey_state is SurveyState.COMPLETE), len(rows)),
        PhaseProgress(Phase.DELIBERATION, _count(rows, lambda row: row.decision is not None), len(rows)),
        PhaseProgress(Phase.DETERMINATION, len(settled), len(rows)),
        PhaseProgress(Phase.SENT, arrived, len(rows)),
        PhaseProgress(Phase.APPROVED, _count(rows, lambda row: row.review is ReviewState.APPROVED), len(rows)),
    )


def current_phase(progress: Iterable[PhaseProgress]) -> Phase:
    """The first phase that is not through; an empty village waits for its pre-list."""
    for phase in progress:
        if phase.total == 0 or phase.done < phase.total:
            return phase.phase
    return Phase.APPROVED


def places(rows: Iterable[HouseholdRow]) -> tuple[PlaceProgress, ...]:
    """One line for each dusun, RW and RT, in that order."""
    by_place: dict[tuple[str, str, str], list[HouseholdRow]] = {}
    for row in rows:
        by_place.setdefault((row.dusun, row.rw, row.rt), []).append(row)
    return tuple(_place(place, group) for place, group in sorted(by_place.items()))


def next_steps(standing: Standing, now: datetime) -> tuple[NextStep, ...]:
    """What to do next, the most urgent first; steps that concern nobody are left out."""
    rows = standing.rows
    states = Counter(row.survey_state for row in rows)
    steps = [
        NextStep(NextStepKind.RECEIVE_PRELIST, int(not rows)),
        NextStep(NextStepKind.FIX_RETURNED, _count(rows, lambda row: row.review is ReviewState.RETURNED)),
        NextStep(NextStepKind.SETTLE_CONFLICTS, standing.conflicts),
        NextStep(NextStepKind.FINISH_DRAFTS, states[SurveyState.DRAFT]),
        NextStep(NextStepKind.SURVEY_FAMILIES, states[SurveyState.NOT_STARTED]),
        *_session_steps(standing),
        NextStep(NextStepKind.SEND, standing.unsent),
        NextStep(NextStepKind.MAKE_BACKUP, int(bool(rows) and _is_old(standing.last_backup, now))),
    ]
    return tuple(step for step in steps if step.count)


def _session_steps(standing: Standing) -> list[NextStep]:
    steps = []
    for session in standing.sessions:
        undecided = session.candidates - session.decided
        if not session.candidates:
            steps.append(NextStep(NextStepKind.PREPARE_SESSION, 1, session.id))
        elif undecided:
            steps.append(NextStep(NextStepKind.DECIDE_CANDIDATES, undecided, session.id))
        else:
            steps.append(NextStep(NextStepKind.LOCK_SESSION, session.decided, session.id))
    if not standing.sessions:
        waiting = _count(standing.rows, lambda row: row.survey_state is SurveyState.COMPLETE and row.decision is None)
        steps.append(NextStep(NextStepKind.PREPARE_SESSION, waiting))
    return steps


def _place(place: tuple[str, str, str], rows: list[HouseholdRow]) -> PlaceProgress:
    states = Counter(row.survey_state for row in rows)
    return PlaceProgress(
        *place,
        total=len(rows),
        not_started=states[SurveyState.NOT_STARTED],
        draft=states[SurveyState.DRAFT],
        complete=states[SurveyState.COMPLETE],
        decided=_count(rows, lambda row: row.decision is not None),
    )


def _count(rows: Iterable[HouseholdRow], wanted: Callable[[HouseholdRow], bool]) -> int:
    return sum(1 for row in rows if wanted(row))


def _is_old(moment: datetime | None, now: datetime) -> bool:
    return moment is None or now - moment > BACKUP_IS_OLD
