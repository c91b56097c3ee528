"""Counts the keying of an open questionnaire and hands it to the lane now and then. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Final

from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey.paradata import Effort, ParadataService
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.records import RecordId

ANSWERS_AT_ONCE: Final = 20
"""So many answers go into one line of the file: a lost power costs a minute of counts and no answer."""


class Timing:
    """Of one open questionnaire. A count that cannot be written is dropped: it must never stand in anybody's way."""

    def __init__(self, lane: Work, paradata: ParadataService, household: RecordId, keys: Callable[[], int]) -> None:
        """`keys` gives how many keys were pressed since it was last asked."""
        self._lane = lane
        self._paradata = paradata
        self._household = household
        self._keys = keys
        self._effort = Effort(monotonic)
        self._answers = 0
        keys()

    def enter(self, section: str) -> None:
        """The person is in that section now."""
        self._effort.press(self._keys())
        self._effort.enter(section)

    def answer(self, *, corrected: bool) -> None:
        """An answer was given; `corrected`: another one stood there."""
        self._effort.press(self._keys())
        self._effort.answer(corrected=corrected)
        self._answers += 1
        if self._answers >= ANSWERS_AT_ONCE:
            self._write()

    def leave(self) -> None:
        """The person goes elsewhere."""
        self._effort.press(self._keys())
        self._effort.leave()
        self._write()

    def _write(self) -> None:
        self._answers = 0
        found = self._effort.taken()
        if found:
            self._lane.submit(partial(self._paradata.add, self._household, found), lambda _done: None, _dropped)


def _dropped(fault: Exception) -> None:
    if not isinstance(fault, StorageError | OSError):
        raise fault
