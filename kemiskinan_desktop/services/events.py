"""What happened, for screens that show it: published by services, delivered in the receiver's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from kemiskinan_desktop.services.lanes import Dispatcher
from kemiskinan_domain.records import RecordId


@dataclass(frozen=True, slots=True)
class HouseholdsChanged:
    """Families whose record, members, pre-list or decision changed; None means: read all again."""

    ids: frozenset[RecordId] | None = None


@dataclass(frozen=True, slots=True)
class DeliberationsChanged:
    """Sessions whose record, attendance or decisions changed; None means: read all again."""

    ids: frozenset[RecordId] | None = None


@dataclass(frozen=True, slots=True)
class ExchangeChanged:
    """What waits, what was sent or how the last exchange went is different now."""


@dataclass(frozen=True, slots=True)
class ConflictsChanged:
    """A conflict came or was settled."""


@dataclass(frozen=True, slots=True)
class NoticesChanged:
    """A notice of the district came, went, or was read."""


@dataclass(frozen=True, slots=True)
class PreferencesChanged:
    """Preferences were saved."""


@dataclass(frozen=True, slots=True)
class Locked:
    """The file was closed: nothing of the village may stay on screen."""


Event: TypeAlias = (
    HouseholdsChanged
    | DeliberationsChanged
    | ExchangeChanged
    | ConflictsChanged
    | NoticesChanged
    | PreferencesChanged
    | Locked
)
EventT = TypeVar("EventT", bound=Event)


class Events:
    """Handlers by type of event. Safe from any thread; handlers run where the dispatcher delivers."""

    def __init__(self, dispatcher: Dispatcher) -> None:
        self._dispatcher = dispatcher
        self._lock = threading.Lock()
        self._handlers: dict[type[Any], list[Callable[[Any], None]]] = {}

    def subscribe(self, event_type: type[EventT], handler: Callable[[EventT], None]) -> Callable[[], None]:
        """Call `handler` for each event of that type; answers the call that ends it (may be called twice)."""
        with self._lock:
            self._handlers.setdefault(event_type, []).append(handler)

        def unsubscribe() -> None:
            with self._lock:
                handlers = self._handlers.get(event_type, [])
                if handler in handlers:
                    handlers.remove(handler)

        return unsubscribe

    def publish(self, event: Event) -> None:
        """Deliver the event; whoever unsubscribed before it arrives does not hear it."""
        with self._lock:
            handlers = list(self._handlers.get(type(event), ()))
        for handler in handlers:
            self._dispatcher.deliver(lambda handler=handler: self._hand(event, handler))  # type: ignore[misc]

    def _hand(self, event: Event, handler: Callable[[Any], None]) -> None:
        with self._lock:
            wanted = handler in self._handlers.get(type(event), ())
        if wanted:
            handler(event)
