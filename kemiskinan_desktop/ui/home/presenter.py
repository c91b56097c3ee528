"""Reads the overview and leads to what comes next; decides, knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from kemiskinan_desktop.services.dashboard import NextStep, NextStepKind, Overview, ReturnedFamily
from kemiskinan_desktop.services.households import HouseholdChip
from kemiskinan_desktop.services.lanes import Work

SCREEN_OF_STEP: dict[NextStepKind, tuple[str, object]] = {
    NextStepKind.RECEIVE_PRELIST: ("kirim", None),
    NextStepKind.FIX_RETURNED: ("keluarga", HouseholdChip.RETURNED),
    NextStepKind.SETTLE_CONFLICTS: ("perbedaan", None),
    NextStepKind.SURVEY_FAMILIES: ("keluarga", HouseholdChip.NOT_STARTED),
    NextStepKind.FINISH_DRAFTS: ("keluarga", HouseholdChip.DRAFT),
    NextStepKind.PREPARE_SESSION: ("musyawarah", None),
    NextStepKind.DECIDE_CANDIDATES: ("musyawarah", None),
    NextStepKind.LOCK_SESSION: ("musyawarah", None),
    NextStepKind.SEND: ("kirim", None),
    NextStepKind.MAKE_BACKUP: ("pengaturan", "backups"),
}
"""Where each step is done; a step about a session takes its id along."""


class HomeView(Protocol):
    """What the presenter tells the page."""

    def show_overview(self, overview: Overview) -> None:
        """Show where the village stands."""

    def show_fault(self, fault: Exception) -> None:
        """Say that it could not be read."""

    def go(self, screen: str, argument: object) -> None:
        """Open another screen."""


class HomePresenter:
    """Loads off the UI thread each time the page comes to the front or something changed."""

    def __init__(self, view: HomeView, lane: Work, load: Callable[[], Overview]) -> None:
        self._view = view
        self._lane = lane
        self._load = load

    def refresh(self) -> None:
        """The page is in front, or something of it changed."""
        self._lane.submit(self._load, self._view.show_overview, self._view.show_fault)

    def take(self, step: NextStep) -> None:
        """A step was chosen."""
        screen, argument = SCREEN_OF_STEP[step.kind]
        self._view.go(screen, step.session if step.session is not None else argument)

    def open_family(self, family: ReturnedFamily) -> None:
        """A family that came back was chosen."""
        self._view.go("kuesioner", family.id)
