"""The presenter of Pengumuman & Sanggahan: the board, objections, and the addendum. Knows no Qt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.deliberations import EditRefusal, ObjectionRefused, ObjectionRow, SessionView
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.deliberation import Objection, ObjectionOutcome, ObjectionPeriod, ObjectionProblem
from kemiskinan_domain.records import RecordId


class Objections(Protocol):
    """What the step asks of the objection service."""

    def today(self) -> dt.date:
        """The day in the village."""

    def list(self, session: RecordId) -> Sequence[ObjectionRow]:
        """All objections to that list."""

    def announce(self, session: RecordId, period: ObjectionPeriod) -> EditRefusal | None:
        """The list hangs."""

    def record(
        self, session: RecordId, wanted: Objection, seen: Objection | None = None
    ) -> RecordId | ObjectionRefused | EditRefusal:
        """Write an objection."""

    def addendum(self, session: RecordId) -> RecordId | EditRefusal:
        """The meeting of change."""


class ContestView(Protocol):
    """What the presenter tells the step."""

    def show_board(self, session: SessionView, today: dt.date) -> None:
        """Show whether and how long the list hangs."""

    def show_objections(self, rows: Sequence[ObjectionRow], accepted: int) -> None:
        """Show the objections, and how many lead to an addendum."""

    def show_missing(self, problems: Sequence[ObjectionProblem]) -> None:
        """Say at the objection's fields what is missing."""

    def show_recorded(self) -> None:
        """The objection is written."""

    def show_refused(self, refusal: EditRefusal) -> None:
        """Say why nothing was written."""

    def show_unsaved(self) -> None:
        """The disk did not take it."""

    def open_meeting(self, session: RecordId) -> None:
        """Go into the addendum."""

    def reload(self) -> None:
        """The meeting changed: read it again."""


class ContestPresenter:
    """Reads the objections of the meeting that was shown last."""

    def __init__(self, view: ContestView, lane: Work, objections: Objections) -> None:
        self._view = view
        self._lane = lane
        self._objections = objections
        self._session: SessionView | None = None

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        self._session = session
        self._view.show_board(session, self._objections.today())
        if session.locked:
            job = partial(self._objections.list, session.id)
            self._lane.submit(job, self._listed, self._on_failed)

    def announce(self, begins: dt.date, days: int) -> None:
        """The list hangs from that day, so many days."""
        if self._session is not None:
            job = partial(self._objections.announce, self._session.id, ObjectionPeriod(begins, days))
            self._lane.submit(job, self._announced, self._on_failed)

    def record(self, wanted: Objection, seen: Objection | None) -> None:
        """A new objection, or what became of a known one."""
        if self._session is not None:
            job = partial(self._objections.record, self._session.id, wanted, seen)
            self._lane.submit(job, self._recorded, self._on_failed)

    def amend(self) -> None:
        """To the meeting of change."""
        if self._session is not None:
            job = partial(self._objections.addendum, self._session.id)
            self._lane.submit(job, self._amended, self._on_failed)

    def _listed(self, rows: Sequence[ObjectionRow]) -> None:
        accepted = sum(row.objection.outcome is ObjectionOutcome.ACCEPTED for row in rows)
        self._view.show_objections(rows, accepted)

    def _announced(self, refusal: EditRefusal | None) -> None:
        if refusal is not None:
            self._view.show_refused(refusal)
        self._view.reload()

    def _recorded(self, outcome: RecordId | ObjectionRefused | EditRefusal) -> None:
        if isinstance(outcome, ObjectionRefused):
            self._view.show_missing(outcome.problems)
            return
        if isinstance(outcome, EditRefusal):
            self._view.show_refused(outcome)
        else:
            self._view.show_recorded()
        self._view.reload()

    def _amended(self, outcome: RecordId | EditRefusal) -> None:
        if isinstance(outcome, EditRefusal):
            self._view.show_refused(outcome)
        else:
            self._view.open_meeting(outcome)

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_unsaved()
