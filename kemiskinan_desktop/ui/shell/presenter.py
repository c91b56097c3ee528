"""What the shell decides: which page is in front, what a search finds, when the window may close. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Protocol

Closer = Callable[[Callable[[], None]], None]
"""Finishes saving and then calls what it was given; the window closes after the last one."""


class SendingPhase(Enum):
    """What the top bar says about sending."""

    RESTING = "resting"
    SENDING = "sending"
    QUEUED = "queued"
    """The district is crowded and has given this laptop a turn."""
    OFFLINE = "offline"
    ATTENTION = "attention"


@dataclass(frozen=True, slots=True)
class Sending:
    """State of sending: the phase, how many changes wait here, when the district last answered, and with QUEUED the
    turn that it gave.
    """

    phase: SendingPhase = SendingPhase.RESTING
    unsent: int = 0
    last: datetime | None = None
    slot: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that the search found, and where it opens."""

    title: str
    detail: str
    screen: str
    argument: object = None


@dataclass(frozen=True, slots=True)
class Place:
    """Whose data the window shows."""

    village: str
    district: str
    person: str
    training: bool = False


Search = Callable[[str, Callable[[Sequence[Hit]], None]], None]


@dataclass(frozen=True, slots=True)
class Doors:
    """What the shell asks of the rest of the application."""

    search: Search
    lock: Callable[[], None]
    closers: Sequence[Closer] = ()
    sending_screen: str = "kirim"


class ShellView(Protocol):
    """What the presenter tells the window."""

    def show_page(self, key: str, argument: object) -> None:
        """Bring that page to the front and tell it so."""

    def ask_leave(self, key: str, go: Callable[[], None]) -> None:
        """Ask that page whether it may be left."""

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Show what was found, or that nothing was."""

    def hide_hits(self) -> None:
        """Take the results away."""

    def show_closing(self) -> None:
        """Say that saving is being finished."""

    def close_now(self) -> None:
        """Close the window for good."""


class ShellPresenter:
    """Switches between screens. Keys are in the order of the rail."""

    def __init__(self, view: ShellView, keys: Sequence[str], doors: Doors) -> None:
        self._view = view
        self._keys = tuple(keys)
        self._doors = doors
        self._query = ""
        self._closing = False
        self.current: str | None = None

    def open(self, key: str, argument: object = None) -> None:
        """Go to a screen, when the present one lets go. Raises KeyError for a screen that was never registered."""
        if key not in self._keys:
            raise KeyError(key)
        if self.current is None or (key == self.current and argument is not None):
            self._show(key, argument)
        elif key != self.current:
            self._view.ask_leave(self.current, partial(self._show, key, argument))

    def find(self, query: str) -> None:
        """Look for that; an answer to an older question is dropped."""
        self._query = query
        if query:
            self._doors.search(query, partial(self._found, query))
        else:
            self._view.hide_hits()

    def choose(self, hit: Hit) -> None:
        """Open what was found."""
        self._query = ""
        self._view.hide_hits()
        self.open(hit.screen, hit.argument)

    def open_sending(self) -> None:
        """The state of sending was pressed: go where it is explained, if that screen is there."""
        if self._doors.sending_screen in self._keys:
            self.open(self._doors.sending_screen)

    def lock(self) -> None:
        """Lock the application; what was saved stays saved."""
        self._view.hide_hits()
        self._doors.lock()

    def close(self) -> None:
        """Ask the page, let every closer finish, then close."""
        if self._closing:
            return
        if self.current is None:
            self._finish()
        else:
            self._view.ask_leave(self.current, self._finish)

    def _show(self, key: str, argument: object) -> None:
        self.current = key
        self._view.show_page(key, argument)

    def _found(self, query: str, hits: Sequence[Hit]) -> None:
        if query == self._query:
            self._view.show_hits(hits)

    def _finish(self) -> None:
        if self._closing:
            return
        self._closing = True
        self._view.show_closing()
        self._close_from(0)

    def _close_from(self, place: int) -> None:
        if place == len(self._doors.closers):
            self._view.close_now()
        else:
            self._doors.closers[place](partial(self._close_from, place + 1))
