"""Remarks on the questions of an open family, and the history of the one that has the focus. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.field_history import FieldHistory, PastValue
from kemiskinan_desktop.services.lanes import Ticket, Work
from kemiskinan_desktop.services.remarks import Remark, RemarkRefusal, RemarkService
from kemiskinan_desktop.services.survey import SurveySession
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.questionnaire.states import RemarkLine
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import FieldValue, RecordId


class NotingView(Protocol):
    """What is told about remarks."""

    def show_remarked(self) -> None:
        """Remarks came or were settled: show them where they belong."""

    def show_history(self, path: str, past: Sequence[PastValue]) -> None:
        """What stood at that question before."""

    def tell_remark_refused(self, why: RemarkRefusal) -> None:
        """The remark was not written."""

    def tell_remark_failed(self) -> None:
        """The file did not take it."""


@dataclass(frozen=True, slots=True)
class NotingServices:
    """Who keeps remarks and history."""

    remarks: RemarkService
    history: FieldHistory


class Notes:
    """Of one open questionnaire. What belongs to members moves with them, because it is kept by their id."""

    def __init__(self, view: NotingView, lane: Work, session: SurveySession, services: NotingServices) -> None:
        self._view = view
        self._lane = lane
        self._session = session
        self._services = services
        self._by_field: dict[tuple[RecordId, str], tuple[RemarkLine, ...]] = {}
        self._asked: Ticket | None = None
        self._closed = False

    def close(self) -> None:
        """Another questionnaire is open; answers that come late are dropped."""
        self._closed = True

    def load(self) -> None:
        """Read the family's remarks anew."""
        entry = self._session.entry
        repeats = [group.path for group in entry.form.repeats() if group.path.count("/") == 2]
        members = [RecordId(one) for path in repeats for one in entry.instance_ids(path) if one]
        job = partial(self._services.remarks.of, self._session.household, *members)
        self._lane.submit(job, self._loaded, self._failed)

    def at(self, path: str) -> tuple[RemarkLine, ...]:
        """Remarks on one question, open ones first."""
        if not self._by_field:
            return ()
        found = self._session.record_at(path)
        return () if found is None else self._by_field.get((found[1], found[2]), ())

    def open_paths(self) -> tuple[str, ...]:
        """The question of each open remark."""
        paths = [
            self._session.path_of(record, field)
            for (record, field), lines in self._by_field.items()
            for line in lines
            if line.open
        ]
        return tuple(path for path in paths if path is not None)

    def add(self, path: str, words: str) -> None:
        """Write a remark on that question."""
        found = self._session.record_at(path)
        if found is not None:
            kind, record, field = found
            job = partial(self._services.remarks.add, kind, record, field, words)
            self._lane.submit(job, self._added, self._not_written)

    def settle(self, remark: RecordId) -> None:
        """Nothing remains to be done about it."""
        self._lane.submit(partial(self._services.remarks.settle, remark), lambda _done: self.load(), self._not_written)

    def ask_history(self, path: str) -> None:
        """Read what stood at that question before; of several in a row only the last one matters."""
        if self._asked is not None:
            self._asked.cancel()
        found = self._session.record_at(path)
        if found is not None:
            self._asked = self._lane.submit(
                partial(self._services.history.of, *found), partial(self._on_history, path), self._failed
            )

    def _loaded(self, remarks: Sequence[Remark]) -> None:
        if self._closed:
            return
        found: dict[tuple[RecordId, str], list[RemarkLine]] = {}
        for one in remarks:
            line = RemarkLine(one.id, one.text, one.by, one.at, one.open, one.side is Side.DISTRICT)
            found.setdefault((one.parent, one.field), []).append(line)
        by_field = {key: tuple(sorted(lines, key=lambda line: not line.open)) for key, lines in found.items()}
        if by_field != self._by_field:
            self._by_field = by_field
            self._view.show_remarked()

    def _added(self, made: Remark | RemarkRefusal) -> None:
        if isinstance(made, RemarkRefusal):
            self._view.tell_remark_refused(made)
        else:
            self.load()

    def _on_history(self, path: str, past: Sequence[PastValue]) -> None:
        if not self._closed:
            self._view.show_history(path, past)

    def _not_written(self, fault: Exception) -> None:
        self._view.tell_remark_failed()
        self._failed(fault)

    def _failed(self, fault: Exception) -> None:
        # Remarks and history stand beside the work: that they cannot be read now is no reason to stop the person.
        if not isinstance(fault, StorageError | OSError):
            raise fault


def raw_text(value: FieldValue) -> str:
    """A stored value as the engine has it: codes with blanks between."""
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return "" if value is None else str(value)
