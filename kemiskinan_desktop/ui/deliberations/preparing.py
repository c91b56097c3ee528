"""The presenter of Persiapan: fields are written when they are left; candidates by rule and by hand. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.deliberations import (
    CandidateRow,
    CandidateRule,
    CandidateSelection,
    EditRefusal,
    SessionFields,
    SessionView,
)
from kemiskinan_desktop.services.households import SearchHit, SearchTarget
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.deliberations.sessions import selection_up_to
from kemiskinan_domain.records import RecordId


class Preparations(Protocol):
    """What Persiapan asks of the deliberation service."""

    def save_session(self, session: RecordId, seen: SessionFields, wanted: SessionFields) -> EditRefusal | None:
        """Write the fields that differ."""

    def add_candidates(self, session: RecordId, wanted: CandidateSelection | Sequence[RecordId]) -> int | EditRefusal:
        """Put families before the meeting; answers how many are new."""

    def save_pre_result(
        self, session: RecordId, household: RecordId, seen: tuple[str, str], wanted: tuple[str, str]
    ) -> EditRefusal | None:
        """What the pra-musyawarah said of a family: ruling and note."""

    def remove_candidate(self, session: RecordId, household: RecordId, why: str = "") -> EditRefusal | None:
        """Take a family off the list."""


class PreparationView(Protocol):
    """What the presenter tells the step."""

    def show_fields(self, fields: SessionFields, editable: bool) -> None:
        """Fill the form; a locked meeting is read only."""

    def show_candidates(self, rows: Sequence[CandidateRow]) -> None:
        """Show the families before the meeting."""

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Show families that were found by name or number."""

    def ask_remove(self, row: CandidateRow, confirmed: Callable[[], None]) -> None:
        """A family with a decision is about to leave the list: ask first."""


class PreparationPresenter:
    """`write` does an edit on the lane and has the meeting read again."""

    def __init__(
        self,
        view: PreparationView,
        preparations: Preparations,
        write: Callable[[Callable[[], object]], None],
        lane: Work,
        search: Callable[[str], Sequence[SearchHit]],
    ) -> None:
        self._view = view
        self._preparations = preparations
        self._write = write
        self._lane = lane
        self._search = search
        self._session: SessionView | None = None
        self._query = ""

    def show_session(self, session: SessionView) -> None:
        """The meeting was read; the form is filled only where it differs, so that typing is not disturbed."""
        before, self._session = self._session, session
        if before is None or (before.id, before.locked, before.fields) != (session.id, session.locked, session.fields):
            self._view.show_fields(session.fields, not session.locked)
        self._view.show_candidates(session.candidates)

    def save(self, wanted: SessionFields) -> None:
        """A field was left."""
        session = self._session
        if session is not None and not session.locked and wanted != session.fields:
            self._write(partial(self._preparations.save_session, session.id, session.fields, wanted))

    def add_up_to(self, desil: int | None, *, proposed: bool, complete: bool) -> None:
        """Add families of the pre-list up to that decile, proposals, and all whose survey is complete."""
        wanted = list(selection_up_to(desil, proposed=proposed))
        if complete:
            wanted.append(CandidateSelection(CandidateRule.SURVEY_COMPLETE))
        if wanted:
            self._add(wanted)

    def find(self, query: str) -> None:
        """Look for a family to add by hand."""
        self._query = query
        if query:
            self._lane.submit(partial(self._search, query), partial(self._found, query), self._on_failed)
        else:
            self._view.show_hits(())

    def add(self, hit: SearchHit) -> None:
        """Add the family that was found."""
        if hit.household is not None:
            self._add([[hit.household]])

    def remove(self, row: CandidateRow) -> None:
        """Take a family off the list; one that was decided on only after a question."""
        if row.decision.presence or row.decision.decision:
            self._view.ask_remove(row, partial(self._remove, row))
        else:
            self._remove(row)

    def pre_result(self, row: CandidateRow, ruling: str, note: str | None = None) -> None:
        """What the neighbourhood said; empty takes it back, a note of None leaves the note."""
        session = self._session
        wanted = (ruling, row.pre_note if note is None else note.strip())
        seen = (row.pre_ruling, row.pre_note)
        if session is not None and not session.locked and wanted != seen:
            self._write(partial(self._preparations.save_pre_result, session.id, row.household, seen, wanted))

    def _add(self, wanted: Sequence[CandidateSelection | Sequence[RecordId]]) -> None:
        if self._session is not None and not self._session.locked:
            self._write(partial(self._added, self._session.id, wanted))

    def _added(self, session: RecordId, wanted: Sequence[CandidateSelection | Sequence[RecordId]]) -> int | EditRefusal:
        """On the lane."""
        count = 0
        for selection in wanted:
            outcome = self._preparations.add_candidates(session, selection)
            if isinstance(outcome, EditRefusal):
                return outcome
            count += outcome
        return count

    def _remove(self, row: CandidateRow) -> None:
        if self._session is not None and not self._session.locked:
            self._write(partial(self._preparations.remove_candidate, self._session.id, row.household))

    def _found(self, query: str, hits: Sequence[SearchHit]) -> None:
        if query == self._query and self._session is not None:
            there = {row.household for row in self._session.candidates}
            families = {hit.household: hit for hit in hits if hit.target is not SearchTarget.SESSION}
            self._view.show_hits([hit for household, hit in families.items() if household not in there])

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
