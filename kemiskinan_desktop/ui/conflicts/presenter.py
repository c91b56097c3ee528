"""Perbedaan: which values met, and what the person chooses. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.exchange import Checked, ConflictView, Resolution, Third
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.changes import ConflictReason
from kemiskinan_domain.records import FieldValue, RecordId

_WITH_VALUE = frozenset({ConflictReason.FIELD, ConflictReason.LOCKED, ConflictReason.STATE})


class Conflicts(Protocol):
    """What this screen asks of the exchange service."""

    def conflicts(self) -> tuple[ConflictView, ...]:
        """The conflicts, the oldest first."""

    def resolve(self, conflict: RecordId, choice: Resolution, seen: ConflictView) -> bool:
        """Write the choice; False when it was settled meanwhile."""


class ConflictsScreen(Protocol):
    """What the presenter tells the page."""

    def show_conflicts(self, still_open: Sequence[ConflictView], settled: Sequence[ConflictView]) -> None:
        """Show the lists."""

    def show_conflict(self, conflict: ConflictView | None) -> None:
        """Show both values of one; None where nothing is chosen."""

    def ask_all(self, count: int, choice: Resolution, confirmed: Callable[[], None]) -> None:
        """All at once: say how many, and ask."""

    def show_settled(self, count: int, settled_elsewhere: int) -> None:
        """Say what was settled, and what somebody else had settled before."""

    def show_third_fault(self) -> None:
        """What was typed does not fit the field."""

    def show_unreadable(self) -> None:
        """The list could not be read."""

    def show_not_written(self) -> None:
        """The choice could not be written."""


class ConflictsPresenter:
    """Every choice is a new change: the value that loses stays in the conflict's log. What was settled since the
    page was made stays listed."""

    def __init__(self, view: ConflictsScreen, lane: Work, conflicts: Conflicts) -> None:
        self._view = view
        self._lane = lane
        self._service = conflicts
        self._all: tuple[ConflictView, ...] = ()
        self._current: RecordId | None = None
        self._household: RecordId | None = None
        self._settled: dict[RecordId, ConflictView] = {}

    def start(self, household: RecordId | None = None) -> None:
        """The page is in front, perhaps for one family only."""
        self._household = household
        self.reload()

    def reload(self) -> None:
        """Something changed: read again."""
        self._lane.submit(self._service.conflicts, self._read, self._on_unreadable)

    def select(self, conflict: ConflictView | None) -> None:
        """A line of the list was chosen."""
        self._current = conflict.id if conflict else None
        self._view.show_conflict(conflict)

    def choose(self, choice: Resolution) -> None:
        """Mine, theirs or a third value for the one in front."""
        conflict = self._chosen()
        if conflict is not None and conflict.open and not is_duplicate(conflict):
            self._settle([conflict], choice)

    def leave(self) -> None:
        """The shared number in front was checked and may stay."""
        conflict = self._chosen()
        if conflict is not None and conflict.open and is_duplicate(conflict):
            self._settle([conflict], Checked())

    def choose_third(self, typed: str) -> None:
        """A value of the person's own; a number stays a number."""
        conflict = self._chosen()
        if conflict is None or not conflict.open:
            return
        value = read_third(typed, conflict)
        if value is None:
            self._view.show_third_fault()
        else:
            self.choose(Third(value))

    def choose_all(self, choice: Resolution) -> None:
        """One side for every open conflict of the list that has sides, after a question."""
        still_open = [one for one in self._shown() if has_sides(one)]
        if still_open:
            self._view.ask_all(len(still_open), choice, partial(self._settle, still_open, choice))

    def _shown(self) -> list[ConflictView]:
        return [one for one in self._all if self._household is None or self._household in one.households]

    def _chosen(self) -> ConflictView | None:
        return next((one for one in self._all if one.id == self._current), None)

    def _read(self, conflicts: tuple[ConflictView, ...]) -> None:
        there = {one.id for one in conflicts}
        self._all = (*conflicts, *(one for one in self._settled.values() if one.id not in there))
        shown = self._shown()
        still_open = [one for one in shown if one.open]
        self._view.show_conflicts(still_open, [one for one in shown if not one.open])
        current = next((one for one in shown if one.id == self._current), None)
        if current is None or not current.open:
            current = still_open[0] if still_open else None
        self.select(current)

    def _settle(self, conflicts: Sequence[ConflictView], choice: Resolution) -> None:
        self._lane.submit(
            partial(self._write, conflicts, choice), partial(self._written, conflicts), self._on_not_written
        )

    def _write(self, conflicts: Sequence[ConflictView], choice: Resolution) -> tuple[int, int]:
        """On the lane: how many were settled, and how many had been before."""
        written = sum(self._service.resolve(one.id, choice, one) for one in conflicts)
        return written, len(conflicts) - written

    def _written(self, conflicts: Sequence[ConflictView], counts: tuple[int, int]) -> None:
        self._settled |= {one.id: replace(one, open=False) for one in conflicts}
        self._view.show_settled(*counts)
        self.reload()

    def _on_unreadable(self, fault: Exception) -> None:
        _only_the_world(fault)
        self._view.show_unreadable()

    def _on_not_written(self, fault: Exception) -> None:
        _only_the_world(fault)
        self._view.show_not_written()
        self.reload()


def read_third(typed: str, conflict: ConflictView) -> FieldValue:
    """The typed value in the type of the two that met; None where it is empty or does not fit."""
    words = typed.strip()
    if not words:
        return None
    sample = conflict.mine.value if conflict.mine.value is not None else conflict.theirs.value
    if isinstance(sample, bool):
        return {"ya": True, "tidak": False}.get(words.casefold())
    if isinstance(sample, int):
        return int(words) if words.lstrip("-").isdecimal() else None
    if isinstance(sample, list):
        return [part.strip() for part in words.split(",") if part.strip()]
    return words


def is_duplicate(conflict: ConflictView) -> bool:
    """Whether it is about a number that several records have."""
    return conflict.why is ConflictReason.DUPLICATE


def has_sides(conflict: ConflictView) -> bool:
    """Whether there is a value to choose: a shared number has none."""
    return conflict.open and not is_duplicate(conflict)


def takes_third(conflict: ConflictView) -> bool:
    """Only where two values of one field met; a deletion has no third way."""
    plain = not any(isinstance(one.value, dict | float) for one in (conflict.mine, conflict.theirs))
    return conflict.open and conflict.why in _WITH_VALUE and plain


def _only_the_world(fault: Exception) -> None:
    if not isinstance(fault, OSError | StorageError):
        raise fault
