"""Laporan: counts by place at three depths, by decile, and the files made from them. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.reports import DesilLine, Recap, RecapLine
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_domain.deliberation import Ruling


class Depth(Enum):
    """How finely places are told apart."""

    DUSUN = "dusun"
    RT = "rt"


class Reports(Protocol):
    """What this screen asks of the report service."""

    def recap(self) -> Recap:
        """Counted now."""

    def export_households(self, masked: bool, reason: str) -> bytes:
        """The families as XLSX."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place with its counts; `rt` and `rw` are empty for a whole dusun."""

    dusun: str
    rw: str
    rt: str
    families: int
    people: int
    not_started: int
    draft: int
    complete: int
    eligible: int
    not_eligible: int
    postponed: int

    @property
    def undecided(self) -> int:
        """Families without a decision."""
        return max(self.families - self.eligible - self.not_eligible - self.postponed, 0)


@dataclass(frozen=True, slots=True)
class DesilRow:
    """Families of one decile by decision; None is outside the pre-list."""

    desil: int | None
    eligible: int
    not_eligible: int
    postponed: int
    undecided: int

    @property
    def total(self) -> int:
        """All families of the decile."""
        return self.eligible + self.not_eligible + self.postponed + self.undecided


class ReportsView(Protocol):
    """What the presenter tells the page."""

    def show_places(self, rows: Sequence[PlaceRow], total: PlaceRow) -> None:
        """Show the counts by place."""

    def show_deciles(self, rows: Sequence[DesilRow]) -> None:
        """Show the counts by decile."""

    def show_unreadable(self) -> None:
        """The counts could not be read."""

    def ask_reason(self, entered: Callable[[str | None], None]) -> None:
        """Full numbers leave the laptop: ask what for."""

    def ask_place(self, *, masked: bool, chosen: Callable[[Path | None], None]) -> None:
        """Ask where the file goes."""

    def show_exported(self, path: Path) -> None:
        """The file stands there."""

    def show_not_exported(self) -> None:
        """The file could not be written."""

    def show_reason_missing(self) -> None:
        """Without a reason nothing was written."""


class ReportsPresenter:
    """Counts are read on the lane whenever the page comes to the front."""

    def __init__(self, view: ReportsView, lane: Work, reports: Reports) -> None:
        self._view = view
        self._lane = lane
        self._reports = reports
        self._depth = Depth.DUSUN
        self._recap: Recap | None = None

    def start(self) -> None:
        """The page is in front, or families changed."""
        self._lane.submit(self._reports.recap, self._read, self._on_unreadable)

    def choose_depth(self, depth: Depth) -> None:
        """By dusun or by RT."""
        self._depth = depth
        self._show()

    def export(self, *, masked: bool) -> None:
        """Families as a spreadsheet: masked at once, in full only for a reason."""
        if masked:
            self._view.ask_place(masked=True, chosen=partial(self._write, True, ""))
        else:
            self._view.ask_reason(self._reason_entered)

    def _reason_entered(self, reason: str | None) -> None:
        if reason is None:
            return
        if not reason.strip():
            self._view.show_reason_missing()
            return
        self._view.ask_place(masked=False, chosen=partial(self._write, False, reason.strip()))

    def _write(self, masked: bool, reason: str, path: Path | None) -> None:
        if path is not None:
            job = partial(self._exported, masked, reason, path)
            self._lane.submit(job, self._view.show_exported, self._on_not_exported)

    def _exported(self, masked: bool, reason: str, path: Path) -> Path:
        """On the lane."""
        write_whole(path, self._reports.export_households(masked, reason))
        return path

    def _read(self, recap: Recap) -> None:
        self._recap = recap
        self._show()

    def _show(self) -> None:
        if self._recap is None:
            return
        fine = [place_row(line) for line in self._recap.places]
        rows = fine if self._depth is Depth.RT else by_dusun(fine)
        self._view.show_places(rows, summed(fine))
        self._view.show_deciles([desil_row(line) for line in self._recap.deciles])

    def _on_unreadable(self, fault: Exception) -> None:
        _only_the_world(fault)
        self._view.show_unreadable()

    def _on_not_exported(self, fault: Exception) -> None:
        _only_the_world(fault)
        self._view.show_not_exported()


def place_row(line: RecapLine) -> PlaceRow:
    """The service's line with its decisions by name."""
    counts = dict(line.decisions)
    return PlaceRow(
        line.dusun,
        line.rw,
        line.rt,
        line.families,
        line.people,
        line.not_started,
        line.draft,
        line.complete,
        counts.get(Ruling.ELIGIBLE, 0),
        counts.get(Ruling.NOT_ELIGIBLE, 0),
        counts.get(Ruling.POSTPONED, 0),
    )


def desil_row(line: DesilLine) -> DesilRow:
    """The service's line with its decisions by name."""
    counts = dict(line.decisions)
    return DesilRow(
        line.desil,
        counts.get(Ruling.ELIGIBLE, 0),
        counts.get(Ruling.NOT_ELIGIBLE, 0),
        counts.get(Ruling.POSTPONED, 0),
        line.undecided,
    )


def by_dusun(rows: Sequence[PlaceRow]) -> list[PlaceRow]:
    """The rows of each dusun as one, in the order in which they came."""
    groups: dict[str, list[PlaceRow]] = {}
    for row in rows:
        groups.setdefault(row.dusun, []).append(row)
    return [summed(group, dusun) for dusun, group in groups.items()]


def summed(rows: Sequence[PlaceRow], dusun: str = "") -> PlaceRow:
    """All rows as one."""
    names = ("families", "people", "not_started", "draft", "complete", "eligible", "not_eligible", "postponed")
    total: Counter[str] = Counter()
    for row in rows:
        total.update({name: getattr(row, name) for name in names})
    return PlaceRow(dusun, "", "", *(total[name] for name in names))


def _only_the_world(fault: Exception) -> None:
    if not isinstance(fault, OSError | StorageError):
        raise fault
