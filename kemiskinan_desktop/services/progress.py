"""Counts over families: by place, by phase of the village's year, and what follows from them. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from kemiskinan_domain.records import RecordId, ReviewState, SurveyState

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import FamilyGroup

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

    groups: Sequence[FamilyGroup]
    sessions: Sequence[OpenSession]
    conflicts: int
    unsent: int
    last_backup: datetime | None


def phases(groups: Sequence[FamilyGroup]) -> tuple[PhaseProgress, ...]:
    """How far the village is."""
    total = _families(groups)
    done = {
        Phase.PRELIST: total,
        Phase.SURVEY: _count(groups, lambda group: group.survey is SurveyState.COMPLETE),
        Phase.DELIBERATION: _count(groups, lambda group: group.decided),
        Phase.DETERMINATION: _count(groups, lambda group: group.determined),
        Phase.SENT: _count(groups, lambda group: group.determined and group.arrived),
        Phase.APPROVED: _count(groups, lambda group: group.review is ReviewState.APPROVED),
    }
    return tuple(PhaseProgress(phase, count, total) for phase, count in done.items())


def current_phase(progress: Iterable[PhaseProgress]) -> Phase:
    """The first phase that is not through; an empty village waits for its pre-list."""
    for phase in progress:
        if phase.total == 0 or phase.done < phase.total:
            return phase.phase
    return Phase.APPROVED


def places(groups: Iterable[FamilyGroup]) -> tuple[PlaceProgress, ...]:
    """One line for each dusun, RW and RT, in that order."""
    by_place: dict[tuple[str, str, str], list[FamilyGroup]] = {}
    for group in groups:
        by_place.setdefault((group.dusun, group.rw, group.rt), []).append(group)
    return tuple(_place(place, here) for place, here in sorted(by_place.items()))


def next_steps(standing: Standing, now: datetime) -> tuple[NextStep, ...]:
    """What to do next, the most urgent first; steps that concern nobody are left out."""
    groups = standing.groups
    steps = [
        NextStep(NextStepKind.RECEIVE_PRELIST, int(not groups)),
        NextStep(NextStepKind.FIX_RETURNED, _count(groups, lambda group: group.review is ReviewState.RETURNED)),
        NextStep(NextStepKind.SETTLE_CONFLICTS, standing.conflicts),
        NextStep(NextStepKind.FINISH_DRAFTS, _surveyed(groups, SurveyState.DRAFT)),
        NextStep(NextStepKind.SURVEY_FAMILIES, _surveyed(groups, SurveyState.NOT_STARTED)),
        *_session_steps(standing),
        NextStep(NextStepKind.SEND, standing.unsent),
        NextStep(NextStepKind.MAKE_BACKUP, int(bool(groups) and _is_old(standing.last_backup, now))),
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
        waiting = _count(standing.groups, lambda one: one.survey is SurveyState.COMPLETE and not one.decided)
        steps.append(NextStep(NextStepKind.PREPARE_SESSION, waiting))
    return steps


def _place(place: tuple[str, str, str], groups: list[FamilyGroup]) -> PlaceProgress:
    return PlaceProgress(
        *place,
        total=_families(groups),
        not_started=_surveyed(groups, SurveyState.NOT_STARTED),
        draft=_surveyed(groups, SurveyState.DRAFT),
        complete=_surveyed(groups, SurveyState.COMPLETE),
        decided=_count(groups, lambda group: group.decided),
    )


def _families(groups: Iterable[FamilyGroup]) -> int:
    return sum(group.families for group in groups)


def _surveyed(groups: Iterable[FamilyGroup], state: SurveyState) -> int:
    return _count(groups, lambda group: group.survey is state)


def _count(groups: Iterable[FamilyGroup], wanted: Callable[[FamilyGroup], bool]) -> int:
    return _families(group for group in groups if wanted(group))


def _is_old(moment: datetime | None, now: datetime) -> bool:
    return moment is None or now - moment > BACKUP_IS_OLD
