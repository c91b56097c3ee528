"""Changes preferences, people, passphrases and backups off the UI thread; decides, knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Protocol

from kemiskinan_desktop.services.access import PassphraseTooWeak, PassphraseWeakness, PersonName, WrongPassphrase
from kemiskinan_desktop.services.backups import Backup, DrillResult
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.people import PassphraseChanged, RecoverySheet
from kemiskinan_desktop.services.preferences import Preferences
from kemiskinan_domain.people import Role


class PeopleDoor(Protocol):
    """What is asked about people."""

    def persons(self) -> tuple[PersonName, ...]:
        """All who may unlock."""

    def add(self, name: str, role: Role, passphrase: str) -> PersonName | PassphraseTooWeak:
        """One more person."""

    def change_passphrase(
        self, person: str, old: str, new: str
    ) -> PassphraseChanged | WrongPassphrase | PassphraseTooWeak:
        """Replace a passphrase."""

    def new_recovery_sheet(self) -> RecoverySheet:
        """A new recovery code in place of the former."""


class PreferencesDoor(Protocol):
    """What is asked about preferences."""

    def load(self) -> Preferences:
        """What was saved."""

    def save(self, preferences: Preferences) -> None:
        """Write them."""


class BackupsDoor(Protocol):
    """What is asked about backups."""

    def list(self) -> tuple[Backup, ...]:
        """Copies that are there."""

    def make(self) -> Backup:
        """One more copy."""

    def drill(self, backup: Backup) -> DrillResult:
        """Try a copy."""


@dataclass(frozen=True, slots=True)
class SettingsDoors:
    """The services behind this screen."""

    people: PeopleDoor
    preferences: PreferencesDoor
    backups: BackupsDoor
    person: PersonName


class SettingsView(Protocol):
    """What the presenter tells the page."""

    def show_preferences(self, preferences: Preferences) -> None:
        """Show what was chosen."""

    def show_persons(self, persons: Sequence[PersonName]) -> None:
        """Show who works here."""

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show the copies, the latest first."""

    def show_working(self, working: bool) -> None:
        """Say that something is under way."""

    def show_weak(self, weakness: PassphraseWeakness) -> None:
        """The new passphrase was refused."""

    def show_wrong(self, wait_seconds: int) -> None:
        """The old passphrase was wrong."""

    def show_changed(self) -> None:
        """The passphrase was replaced."""

    def show_added(self, person: PersonName) -> None:
        """One more person may unlock."""

    def show_recovery(self, sheet: RecoverySheet) -> None:
        """A new sheet is there, to be saved now."""

    def show_backup_made(self, backup: Backup) -> None:
        """A copy was made and opened for trial."""

    def show_drill(self, result: DrillResult) -> None:
        """What a copy holds."""

    def show_fault(self, fault: Exception) -> None:
        """The world stood in the way."""


class SettingsPresenter:
    """Each act is one job on the storage lane."""

    def __init__(self, view: SettingsView, lane: Work, doors: SettingsDoors) -> None:
        self._view = view
        self._lane = lane
        self._doors = doors
        self._preferences = Preferences()

    def start(self) -> None:
        """The page is in front."""
        self._lane.submit(self._doors.preferences.load, self._on_preferences, self._fail)
        self._lane.submit(self._doors.people.persons, self._view.show_persons, self._fail)
        self._lane.submit(self._doors.backups.list, self._view.show_backups, self._fail)

    def change(self, **changes: Any) -> None:  # the fields of Preferences, each of its own type
        """A preference was changed; it holds at once."""
        wanted = replace(self._preferences, **changes)
        if wanted == self._preferences:
            return
        self._preferences = wanted
        self._lane.submit(partial(self._doors.preferences.save, wanted), _nothing, self._fail)

    def change_passphrase(self, old: str, new: str) -> None:
        """The own passphrase, typed old and new."""
        job = partial(self._doors.people.change_passphrase, self._doors.person.id, old, new)
        self._work(job, self._on_passphrase)

    def add_person(self, name: str, role: Role, passphrase: str) -> None:
        """Somebody else is to work here too."""
        self._work(partial(self._doors.people.add, " ".join(name.split()), role, passphrase), self._on_added)

    def new_recovery_sheet(self) -> None:
        """The sheet was lost or seen: make another."""
        self._work(self._doors.people.new_recovery_sheet, self._view.show_recovery)

    def make_backup(self) -> None:
        """Copy the file now."""
        self._work(self._doors.backups.make, self._on_backup)

    def drill(self, backup: Backup) -> None:
        """Try whether a copy could be restored."""
        self._work(partial(self._doors.backups.drill, backup), self._view.show_drill)

    def _work(self, job: Callable[[], Any], done: Callable[[Any], None]) -> None:  # the job's own value
        def finished(value: object) -> None:
            self._view.show_working(working=False)
            done(value)

        self._view.show_working(working=True)
        self._lane.submit(job, finished, self._fail)

    def _on_preferences(self, preferences: Preferences) -> None:
        self._preferences = preferences
        self._view.show_preferences(preferences)

    def _on_passphrase(self, answer: PassphraseChanged | WrongPassphrase | PassphraseTooWeak) -> None:
        match answer:
            case PassphraseChanged():
                self._view.show_changed()
            case WrongPassphrase(wait_seconds):
                self._view.show_wrong(wait_seconds)
            case PassphraseTooWeak(weakness):
                self._view.show_weak(weakness)

    def _on_added(self, answer: PersonName | PassphraseTooWeak) -> None:
        if isinstance(answer, PassphraseTooWeak):
            self._view.show_weak(answer.weakness)
            return
        self._view.show_added(answer)
        self._lane.submit(self._doors.people.persons, self._view.show_persons, self._fail)

    def _on_backup(self, backup: Backup) -> None:
        self._view.show_backup_made(backup)
        self._lane.submit(self._doors.backups.list, self._view.show_backups, self._fail)

    def _fail(self, fault: Exception) -> None:
        self._view.show_working(working=False)
        self._view.show_fault(fault)


def _nothing(_value: object) -> None:
    """Saved: the screen shows the choice already."""
