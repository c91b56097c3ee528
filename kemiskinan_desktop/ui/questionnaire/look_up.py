"""Looks in the village for whoever has the same NIK or No. KK. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError


class DuplicatesView(Protocol):
    """What is told about numbers."""

    def show_duplicates(self, path: str, hits: Sequence[DuplicateHit]) -> None:
        """Say who else has that number."""


class LookUp:
    """Of one open questionnaire; what was found stays until members come or go."""

    def __init__(self, view: DuplicatesView, lane: Work, duplicates: Callable[[str], tuple[DuplicateHit, ...]]) -> None:
        self._view = view
        self._lane = lane
        self._duplicates = duplicates
        self._found: dict[str, tuple[DuplicateHit, ...]] = {}
        self._closed = False

    def ask(self, path: str) -> None:
        """Look for the number at that question."""
        self._lane.submit(partial(self._duplicates, path), partial(self._on_found, path), self._on_failed)

    def show_again(self) -> None:
        """A page was turned to: what was found about its questions stands there again."""
        for path, hits in self._found.items():
            self._view.show_duplicates(path, hits)

    def forget(self) -> None:
        """Places have moved: what was found is no longer where it was."""
        self._found = {}

    def close(self) -> None:
        """Another questionnaire is open; answers that come late are dropped."""
        self._closed = True

    def _on_found(self, path: str, hits: tuple[DuplicateHit, ...]) -> None:
        if not self._closed:
            self._found[path] = hits
            self._view.show_duplicates(path, hits)

    def _on_failed(self, fault: Exception) -> None:
        # The number itself is saved; that nobody could be compared is no reason to stop the person.
        if not isinstance(fault, StorageError | OSError):
            raise fault
