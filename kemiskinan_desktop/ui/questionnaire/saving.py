"""Hands every answer to the storage lane and says what became of it. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.lanes import Ticket, Work
from kemiskinan_desktop.services.survey import Save, Saved
from kemiskinan_desktop.storage.errors import DiskFullError, StorageError, StoreBusyError
from kemiskinan_desktop.ui.questionnaire.states import SaveSign, SaveTrouble


class SavingView(Protocol):
    """What is told about saving."""

    def show_sign(self, path: str, sign: SaveSign) -> None:
        """Where that answer is."""

    def show_trouble(self, trouble: SaveTrouble | None) -> None:
        """Why answers could not be written; None when all are in the file again."""


class Saver:
    """Saves in the order of the answers. A failed save stays with the session; `retry` writes it again."""

    def __init__(
        self,
        view: SavingView,
        lane: Work,
        commit: Callable[[Save], Saved],
        settled: Callable[[], None] | None = None,
    ) -> None:
        """`settled` is called whenever every answer is in the file."""
        self._view = view
        self._lane = lane
        self._commit = commit
        self._settled = settled
        self._waiting: dict[str, int] = {}
        self._last: Save | None = None
        self._failed = False
        self._place: Ticket | None = None

    @property
    def settled(self) -> bool:
        """Whether every answer is in the file."""
        return not self._waiting

    def save(self, save: Save, path: str) -> None:
        """Write an answer that was given at `path`."""
        self._waiting[path] = save.number
        self._view.show_sign(path, SaveSign.SAVING)
        self._submit(save)

    def remember_place(self, save: Save) -> None:
        """Write where the person is; of several places in a row only the last one matters."""
        if self._place is not None:
            self._place.cancel()
        self._place = self._submit(save)

    def retry(self) -> None:
        """Try again to write what could not be written."""
        if self._last is not None:
            for path in self._waiting:
                self._view.show_sign(path, SaveSign.SAVING)
            self._submit(self._last)

    def _submit(self, save: Save) -> Ticket:
        self._last = save
        return self._lane.submit(partial(self._commit, save), self._on_saved, self._on_failed)

    def _on_saved(self, saved: Saved) -> None:
        done = [path for path, number in self._waiting.items() if number <= saved.number]
        for path in done:
            del self._waiting[path]
            self._view.show_sign(path, SaveSign.SAVED)
        if self._failed:
            self._failed = False
            self._view.show_trouble(None)
        if self._settled is not None and self.settled:
            self._settled()

    def _on_failed(self, fault: Exception) -> None:
        self._failed = True
        for path in self._waiting:
            self._view.show_sign(path, SaveSign.FAILED)
        self._view.show_trouble(trouble_of(fault))
        if not isinstance(fault, StorageError | OSError):
            raise fault


def trouble_of(fault: Exception) -> SaveTrouble:
    """What the person should be told."""
    if isinstance(fault, DiskFullError):
        return SaveTrouble.DISK_FULL
    return SaveTrouble.FILE_BUSY if isinstance(fault, StoreBusyError) else SaveTrouble.OTHER
