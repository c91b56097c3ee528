"""Two laptops of one village in one office network: each gives the other what the district has not seen yet.

The same files as on a stick go over the line, so that everything said of them holds: the author's own, sealed and
signed, carried unchanged, and nothing counts as sent before the district's answer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kemiskinan_desktop.services.bundles.service import BundleService
from kemiskinan_desktop.services.bundles.values import (
    BundleProgress,
    BundleRead,
    BundleStep,
    BundleWritten,
    WriteRefusal,
)
from kemiskinan_desktop.services.bundles.writing import Cancelled, Progress
from kemiskinan_desktop.sync.office import FIRST_PORT, OfficeError, OfficeProblem, new_code
from kemiskinan_desktop.sync.office_door import OfficeDoor
from kemiskinan_desktop.sync.office_guest import OfficeGuest


@dataclass(frozen=True, slots=True)
class _Folders:
    """What this laptop gives, and where the other's files land."""

    given: Path
    inbox: Path


_LOOK_EVERY: Final = 0.2
"""Seconds between two looks whether the person wants to stop waiting."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the person at the other laptop has to type; `port` is 0 where it is the usual one."""

    code: str
    port: int


@dataclass(frozen=True, slots=True)
class OfficeSwap:
    """How it went: own changes that the other laptop took along, and what came from there."""

    given: int
    read: BundleRead | None
    problem: OfficeProblem | None = None
    """Why it ended early; what came whole was read all the same."""


class OfficeExchange:
    """Run on the network lane, where no exchange goes on meanwhile."""

    def __init__(self, bundles: BundleService, host: str = "0.0.0.0") -> None:  # noqa: S104
        """`host`: the address to wait at; all of the laptop's by default."""
        self._bundles = bundles
        self._host = host

    def wait(self, invited: Callable[[Invitation], object], progress: Progress, cancelled: Cancelled) -> OfficeSwap:
        """Wait for the other laptop until it came and went, or the person stops. Raises what storage names."""
        return self._swap(partial(self._at_the_door, invited), progress, cancelled)

    def join(self, address: str, code: str, progress: Progress, cancelled: Cancelled) -> OfficeSwap:
        """Go to the laptop that waits there. Raises what storage names."""
        return self._swap(partial(_as_guest, address, code), progress, cancelled)

    def _swap(
        self, meet: Callable[[_Folders, Progress, Cancelled], None], progress: Progress, cancelled: Cancelled
    ) -> OfficeSwap:
        with tempfile.TemporaryDirectory() as folder:
            place = _Folders(Path(folder) / "given", Path(folder) / "inbox")
            place.given.mkdir()
            place.inbox.mkdir()
            written = self._bundles.write(place.given, progress, cancelled)
            if not isinstance(written, BundleWritten):
                no_room = written is WriteRefusal.NO_ROOM
                return OfficeSwap(0, None, OfficeProblem.NO_ROOM if no_room else OfficeProblem.CANCELLED)
            problem = None
            try:
                meet(place, progress, cancelled)
            except OfficeError as error:
                problem = error.problem
            read = self._bundles.read(place.inbox, progress, _never)
            came = read if isinstance(read, BundleRead) else None
            return OfficeSwap(written.changes if problem is None else 0, came, problem)

    def _at_the_door(
        self,
        invited: Callable[[Invitation], object],
        place: _Folders,
        progress: Progress,
        cancelled: Cancelled,
    ) -> None:
        progress(BundleProgress(BundleStep.WAITING))
        door = OfficeDoor(new_code(), place.given, place.inbox, self._host)
        try:
            invited(Invitation(door.code, 0 if door.port == FIRST_PORT else door.port))
            while not door.wait(_LOOK_EVERY):
                if cancelled():
                    raise OfficeError(OfficeProblem.CANCELLED)
        finally:
            door.close()
        if door.problem is not None:
            raise OfficeError(door.problem)


def _as_guest(address: str, code: str, place: _Folders, progress: Progress, cancelled: Cancelled) -> None:
    guest = OfficeGuest(address, code, cancelled)
    try:
        guest.swap(
            place.given, place.inbox, lambda done, total: progress(BundleProgress(BundleStep.SWAPPING, done, total))
        )
    finally:
        guest.close()


def _never() -> bool:
    """What came is read to the end, even after *Batal*: it is here already."""
    return False
