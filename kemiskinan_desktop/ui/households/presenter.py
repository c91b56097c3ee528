"""What the list of families does: loads, filters, previews, opens. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import Protocol, TypeAlias

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import (
    HouseholdChip,
    HouseholdCounts,
    HouseholdDetail,
    HouseholdFilter,
    HouseholdRow,
)
from kemiskinan_desktop.services.lanes import Ticket, Work
from kemiskinan_desktop.services.workers import WorkerLine
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.households.filtering import Place, at_place, is_open, toggled
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.scoring import Assessment

Score: TypeAlias = Callable[[RecordId], Assessment]
Cover: TypeAlias = "Callable[[RecordId], tuple[WorkerLine, ...]]"
"""The workers of a family and where they stand."""
"""Gives the indicators of a family; asked on the storage lane."""


class Emptiness(Enum):
    """Why no family is shown."""

    NO_LIST = auto()
    NOTHING_FOUND = auto()


class Families(Protocol):
    """What this screen asks of the household service."""

    def rows(self, wanted: HouseholdFilter) -> tuple[HouseholdRow, ...]:
        """The families that the filter lets through."""

    def counts(self, wanted: HouseholdFilter) -> HouseholdCounts:
        """What each chip would show."""

    def detail(self, household: RecordId) -> HouseholdDetail | None:
        """Everything of one family."""


class HouseholdsView(Protocol):
    """What the presenter tells the screen."""

    def show_rows(self, rows: Sequence[HouseholdRow], total: int) -> None:
        """Show these families, out of so many."""

    def show_chips(self, counts: HouseholdCounts, chosen: frozenset[HouseholdChip]) -> None:
        """Show the chips with their numbers."""

    def show_places(self, places: Sequence[Place]) -> None:
        """Offer these places to narrow the list by."""

    def show_empty(self, why: Emptiness) -> None:
        """Say what the empty table means and what to do next."""

    def show_detail(self, detail: HouseholdDetail | None, beside: Beside) -> None:
        """Preview this family with what is known beside its records, or none."""

    def show_unreadable(self) -> None:
        """Say that the list could not be read."""

    def open_questionnaire(self, household: RecordId) -> None:
        """Go to the family's questionnaire."""

    def select(self, household: RecordId) -> None:
        """Put the mark on that family."""


@dataclass(frozen=True, slots=True)
class _Loaded:
    rows: tuple[HouseholdRow, ...]
    counts: HouseholdCounts
    places: tuple[Place, ...] | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What is computed over a family's records: its indicators and its workers."""

    advice: Assessment | None = None
    workers: tuple[WorkerLine, ...] = ()


_Read: TypeAlias = "tuple[HouseholdDetail | None, Beside]"


class HouseholdsPresenter:
    """Everything is read on the lane; an answer to an older question is dropped."""

    def __init__(
        self, view: HouseholdsView, lane: Work, families: Families, score: Score, cover: Cover = lambda _: ()
    ) -> None:
        self._view = view
        self._lane = lane
        self._families = families
        self._score = score
        self._cover = cover
        self._wanted = HouseholdFilter()
        self._places_known = False
        self._loading: Ticket | None = None
        self._asked = 0
        self._previewing: Ticket | None = None
        self._current: RecordId | None = None
        self._to_select: RecordId | None = None

    @property
    def wanted(self) -> HouseholdFilter:
        """What the list is narrowed by."""
        return self._wanted

    def start(self) -> None:
        """The screen is in front."""
        self._places_known = False
        self._load()

    def show_only(self, chips: frozenset[HouseholdChip]) -> None:
        """Come from another screen with exactly these chips on."""
        self._wanted = HouseholdFilter(chips=chips)
        self._load()

    def look_for(self, household: RecordId) -> None:
        """Come from another screen to one family, whatever the filter was."""
        self._wanted = HouseholdFilter()
        self._to_select = household
        self._load()

    def find(self, text: str) -> None:
        """Narrow by what was typed."""
        self._narrow(replace(self._wanted, text=text))

    def press_chip(self, chip: HouseholdChip | None) -> None:
        """Put a chip on or off; None puts all off."""
        chips = frozenset() if chip is None else toggled(self._wanted.chips, chip)
        self._wanted = replace(self._wanted, chips=chips)
        self._load()

    def choose_place(self, place: Place | None) -> None:
        """Narrow by a dusun or RT; None is the whole village."""
        self._narrow(at_place(self._wanted, place))

    def select(self, row: HouseholdRow | None) -> None:
        """Another family is marked; its preview is read, that of one passed over is not."""
        if self._previewing is not None:
            self._previewing.cancel()
        self._current = None if row is None else row.id
        if row is None:
            self._view.show_detail(None, Beside())
            return
        self._previewing = self._read(row.id)

    def open(self, row: HouseholdRow) -> None:
        """Enter on a family."""
        self._view.open_questionnaire(row.id)

    def proposed(self, household: RecordId) -> None:
        """A proposal was added: show it, whatever the filter was."""
        self.look_for(household)

    def on_changed(self, event: HouseholdsChanged) -> None:
        """Families changed elsewhere; the preview is read again only when it is meant."""
        self._places_known = self._places_known and event.ids is not None
        self._load()
        if self._current is not None and (event.ids is None or self._current in event.ids):
            self._read(self._current)

    def _narrow(self, wanted: HouseholdFilter) -> None:
        if wanted != self._wanted:
            self._wanted = wanted
            self._load()

    def _load(self) -> None:
        if self._loading is not None:
            self._loading.cancel()
        self._asked += 1
        job = partial(_load, self._families, self._wanted, not self._places_known)
        self._loading = self._lane.submit(job, partial(self._loaded, self._asked), self._on_failed)

    def _loaded(self, asked: int, loaded: _Loaded) -> None:
        if asked != self._asked:
            return
        if loaded.places is not None:
            self._places_known = True
            self._view.show_places(loaded.places)
        self._view.show_chips(loaded.counts, self._wanted.chips)
        if not loaded.rows:
            self._view.show_empty(Emptiness.NO_LIST if is_open(self._wanted) else Emptiness.NOTHING_FOUND)
        self._view.show_rows(loaded.rows, loaded.counts.all)
        if self._to_select is not None:
            self._view.select(self._to_select)
            self._to_select = None

    def _read(self, household: RecordId) -> Ticket:
        job = partial(_read, self._families, (self._score, self._cover), household)
        return self._lane.submit(job, partial(self._previewed, household), self._on_failed)

    def _previewed(self, household: RecordId, read: _Read) -> None:
        if household == self._current:
            self._view.show_detail(*read)

    def _on_failed(self, fault: Exception) -> None:
        self._view.show_unreadable()
        if not isinstance(fault, StorageError | OSError):
            raise fault


def _load(families: Families, wanted: HouseholdFilter, with_places: bool) -> _Loaded:
    rows = families.rows(wanted)
    places = None
    if with_places:
        everybody = rows if is_open(wanted) else families.rows(HouseholdFilter())
        places = places_of(everybody)
    return _Loaded(rows, families.counts(wanted), places)


def _read(families: Families, asked: tuple[Score, Cover], household: RecordId) -> _Read:
    detail, (score, cover) = families.detail(household), asked
    return detail, Beside() if detail is None else Beside(score(household), cover(household))


def places_of(rows: Sequence[HouseholdRow]) -> tuple[Place, ...]:
    """Every dusun, each followed by its RT and RW, in the order of their numbers."""
    found = sorted({(row.dusun, row.rw, row.rt) for row in rows})
    places: dict[Place, None] = {}
    for dusun, rw, rt in found:
        places[Place(dusun)] = None
        if rt or rw:
            places[Place(dusun, rt, rw)] = None
    return tuple(places)
