"""The presenter of Hasil: recap, what stands against the lock, the minutes, the lock. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kemiskinan_desktop.documents import Paper
from kemiskinan_desktop.services.deliberations import Blocked, EditRefusal, Sealed, SessionView
from kemiskinan_desktop.services.lanes import Ticket, Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.deliberations.papering import Papers, cannot_be_made
from kemiskinan_desktop.ui.deliberations.session import Step
from kemiskinan_domain.deliberation import Finding, Problem, Recap
from kemiskinan_domain.records import RecordId


class Locks(Protocol):
    """What Hasil asks of the deliberation service."""

    def lock(self, session: RecordId) -> Sealed | Blocked | EditRefusal:
        """Close the session for good."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One kind of problem, how often, the first name it is about, and the step where it is settled."""

    problem: Problem
    count: int
    name: str
    step: Step
    household: RecordId | None


class ResultView(Protocol):
    """What the presenter tells the step."""

    def show_result(self, session: SessionView, recap: Recap, obstacles: Sequence[Obstacle]) -> None:
        """Show counts, what blocks, and the code once it is locked."""

    def show_pages(self, pages: Sequence[bytes] | None) -> None:
        """Show the minutes as pictures; None while they are being made."""

    def show_no_pages(self) -> None:
        """Say that the minutes could not be laid out."""

    def ask_lock(self, session: SessionView, confirmed: Callable[[], None]) -> None:
        """Say what the lock means and ask."""

    def show_locked(self, code: str) -> None:
        """Say that it is locked, with the code."""

    def show_refused(self, refusal: EditRefusal) -> None:
        """Say why it was not locked."""

    def show_not_locked(self) -> None:
        """Say that the lock could not be written: the meeting is as it was."""

    def reload(self) -> None:
        """The meeting changed: read it again."""


class ResultPresenter:
    """The preview is made only while this step is in front, and again only when the meeting changed."""

    def __init__(self, view: ResultView, lane: Work, locks: Locks, papers: Papers) -> None:
        self._view = view
        self._lane = lane
        self._locks = locks
        self._papers = papers
        self._session: SessionView | None = None
        self._paper = Paper.MINUTES
        self._drawn: tuple[SessionView, Paper] | None = None
        self._drawing: Ticket | None = None
        self._in_front = False

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        self._session = session
        self._view.show_result(session, session.recap, obstacles_of(session))
        if self._in_front:
            self._draw()

    def enter(self) -> None:
        """The step is in front."""
        self._in_front = True
        self._draw()

    def left(self) -> None:
        """Another step is in front."""
        self._in_front = False

    def lock(self) -> None:
        """The button *Kunci hasil*: ask, then close the meeting."""
        if self._session is not None and not self._session.locked and not self._session.blocks_lock:
            self._view.ask_lock(self._session, self._lock)

    def choose(self, paper: Paper) -> None:
        """Another paper is to be seen."""
        self._paper = paper
        self._draw()

    def _lock(self) -> None:
        if self._session is not None:
            self._lane.submit(partial(self._locks.lock, self._session.id), self._locked, self._on_not_locked)

    def _locked(self, outcome: Sealed | Blocked | EditRefusal) -> None:
        if isinstance(outcome, Sealed):
            self._view.show_locked(outcome.lock_code)
        elif isinstance(outcome, EditRefusal):
            self._view.show_refused(outcome)
        self._view.reload()

    def _draw(self) -> None:
        session = self._session
        if session is None or (session, self._paper) == self._drawn:
            return
        wanted = self._drawn = (session, self._paper)
        if self._drawing is not None:
            self._drawing.cancel()
        self._view.show_pages(None)
        done = partial(self._pages_made, wanted)
        job = partial(self._papers.pages, session.id, self._paper)
        self._drawing = self._lane.submit(job, done, self._on_no_pages)

    def _pages_made(self, made: tuple[SessionView, Paper], pages: Sequence[bytes]) -> None:
        if made == self._drawn:
            self._view.show_pages(pages)

    def _on_no_pages(self, fault: Exception) -> None:
        self._drawn = None
        if not cannot_be_made(fault):
            raise fault
        self._view.show_no_pages()

    def _on_not_locked(self, fault: Exception) -> None:
        _only_the_world(fault)
        self._view.show_not_locked()


_AT_ATTENDANCE = frozenset(
    {Problem.NO_ATTENDANCE, Problem.QUORUM_MISSING, Problem.CHAIR_NOT_PRESENT, Problem.SUBSTITUTE_NOT_NAMED}
)
_AT_PREPARATION = frozenset(
    {
        Problem.NO_CANDIDATES,
        Problem.NOT_A_CANDIDATE,
        Problem.LISTED_TWICE,
        Problem.INVITED_MISSING,
        Problem.CHAIR_MISSING,
        Problem.SECRETARY_MISSING,
        Problem.NUMBER_MISSING,
        Problem.DATE_MISSING,
        Problem.DATE_BEFORE_SURVEY,
        Problem.START_TIME_MISSING,
        Problem.END_TIME_MISSING,
        Problem.END_BEFORE_START,
        Problem.PLACE_MISSING,
        Problem.METHOD_MISSING,
    }
)
_UNDECIDED = frozenset({Problem.PRESENCE_MISSING, Problem.RULING_MISSING, Problem.NOT_DECIDED})


def obstacles_of(session: SessionView) -> tuple[Obstacle, ...]:
    """The findings gathered by problem; a family that nobody decided on is one obstacle, not two."""
    groups: dict[Problem, list[Finding]] = {}
    undecided: set[RecordId | None] = set()
    for finding in session.blocks_lock:
        if finding.problem in _UNDECIDED:
            if finding.about not in undecided:
                undecided.add(finding.about)
                groups.setdefault(Problem.NOT_DECIDED, []).append(finding)
        elif finding.problem is not Problem.ALREADY_LOCKED:
            groups.setdefault(finding.problem, []).append(finding)
    names = {row.household: row.head_name for row in session.candidates}
    names |= {row.id: row.fields.name for row in session.attendance}
    return tuple(
        Obstacle(
            problem,
            len(found),
            names.get(found[0].about, "") if found[0].about else "",
            _step_of(problem),
            _family(found[0], session),
        )
        for problem, found in groups.items()
    )


def _step_of(problem: Problem) -> Step:
    if problem in _AT_ATTENDANCE:
        return Step.ATTENDANCE
    return Step.PREPARATION if problem in _AT_PREPARATION else Step.DISCUSSION


def _family(finding: Finding, session: SessionView) -> RecordId | None:
    return finding.about if finding.about in {row.household for row in session.candidates} else None


def _only_the_world(fault: Exception) -> None:
    if not isinstance(fault, OSError | StorageError):
        raise fault
