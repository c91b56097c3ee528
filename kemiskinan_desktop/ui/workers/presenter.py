"""What the screen Pekerja does: reads the village once, narrows by itself, makes lists and takes answers. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.events import DeliberationsChanged, HouseholdsChanged
from kemiskinan_desktop.services.lanes import Ticket, Work
from kemiskinan_desktop.services.workers import (
    AnswerReport,
    Overview,
    WorkerChip,
    WorkerDetail,
    WorkerFilter,
    WorkerRow,
    filtered,
)
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_domain.records import RecordId

_STATUSES = frozenset({WorkerChip.TO_CHECK, WorkerChip.ELIGIBLE, WorkerChip.COVERED, WorkerChip.NOT_ELIGIBLE})


class Workers(Protocol):
    """What this screen asks of the worker service."""

    def overview(self) -> Overview:
        """Everybody with the counts."""

    def detail(self, member: RecordId) -> WorkerDetail | None:
        """Everything of one worker."""

    def export(self, receiver: str, wanted: WorkerFilter) -> bytes:
        """The list for a receiver."""

    def read_answer(self, content: bytes, name: str) -> AnswerReport:
        """What a file from BPJS says."""


class WorkersView(Protocol):
    """What the presenter tells the screen."""

    def show_overview(self, overview: Overview) -> None:
        """Show gauge, counts and places of the whole village."""

    def show_rows(self, rows: Sequence[WorkerRow], chips: frozenset[WorkerChip]) -> None:
        """Show these workers, with these chips on."""

    def show_detail(self, detail: WorkerDetail | None) -> None:
        """Show one worker at the side, or none."""

    def show_unreadable(self) -> None:
        """Say that the workers could not be read."""

    def show_answer(self, report: AnswerReport) -> None:
        """Show what a file holds, or why it holds nothing."""

    def show_exported(self, path: Path) -> None:
        """Say that the list was written."""

    def show_file_trouble(self) -> None:
        """Say that a file could not be read or written."""


class WorkersPresenter:
    """Everything is read on the lane; an answer to an older question is dropped."""

    def __init__(self, view: WorkersView, lane: Work, workers: Workers) -> None:
        self._view = view
        self._lane = lane
        self._workers = workers
        self._overview: Overview | None = None
        self._wanted = WorkerFilter()
        self._asked = 0
        self._reading: Ticket | None = None
        self._current: RecordId | None = None

    @property
    def wanted(self) -> WorkerFilter:
        """What the list is narrowed by."""
        return self._wanted

    @property
    def day(self) -> date | None:
        """The day on which the village was read."""
        return None if self._overview is None else self._overview.day

    def start(self) -> None:
        """The screen is in front, or something changed: read the village."""
        if self._reading is not None:
            self._reading.cancel()
        self._asked += 1
        self._reading = self._lane.submit(self._workers.overview, partial(self._read, self._asked), self._on_failed)

    def on_changed(self, _event: HouseholdsChanged | DeliberationsChanged) -> None:
        """Somebody's record or a decision changed."""
        self.start()
        if self._current is not None:
            self._read_detail(self._current)

    def find(self, text: str) -> None:
        """Narrow by what was typed."""
        self._narrow(replace(self._wanted, text=text))

    def press_chip(self, chip: WorkerChip | None) -> None:
        """Put a chip on or off; None puts all off. A person has one status, so statuses put each other out."""
        chips = self._wanted.chips
        if chip is None:
            chips = frozenset()
        elif chip in chips:
            chips = chips - {chip}
        else:
            chips = (chips - _STATUSES if chip in _STATUSES else chips) | {chip}
        self._narrow(replace(self._wanted, chips=chips))

    def choose_dusun(self, dusun: str | None) -> None:
        """Narrow by a dusun; None is the whole village."""
        self._narrow(replace(self._wanted, dusun=dusun))

    def select(self, row: WorkerRow | None) -> None:
        """Another worker is marked."""
        self._current = None if row is None else row.id
        if row is None:
            self._view.show_detail(None)
        else:
            self._read_detail(row.id)

    def export(self, receiver: str, path: Path) -> None:
        """Write the list of what the table is narrowed to."""
        job = partial(self._write, receiver, replace(self._wanted, chips=frozenset()), path)
        self._lane.submit(job, self._view.show_exported, self._on_file_failed)

    def read_answer(self, path: Path) -> None:
        """Read a file from BPJS."""
        job = partial(self._read_file, path)
        self._lane.submit(job, self._view.show_answer, self._on_file_failed)

    def _write(self, receiver: str, wanted: WorkerFilter, path: Path) -> Path:
        write_whole(path, self._workers.export(receiver, wanted))
        return path

    def _read_file(self, path: Path) -> AnswerReport:
        return self._workers.read_answer(path.read_bytes(), path.name)

    def _read_detail(self, member: RecordId) -> None:
        self._lane.submit(partial(self._workers.detail, member), partial(self._detailed, member), self._on_failed)

    def _detailed(self, member: RecordId, detail: WorkerDetail | None) -> None:
        if member == self._current:
            self._view.show_detail(detail)

    def _read(self, asked: int, overview: Overview) -> None:
        if asked != self._asked:
            return
        self._overview = overview
        self._view.show_overview(overview)
        self._show()

    def _narrow(self, wanted: WorkerFilter) -> None:
        self._wanted = wanted
        self._show()

    def _show(self) -> None:
        if self._overview is not None:
            self._view.show_rows(filtered(self._overview.rows, self._wanted), self._wanted.chips)

    def _on_failed(self, fault: Exception) -> None:
        self._view.show_unreadable()
        if not isinstance(fault, StorageError | OSError):
            raise fault

    def _on_file_failed(self, fault: Exception) -> None:
        if not isinstance(fault, StorageError | OSError):
            raise fault
        self._view.show_file_trouble()
