"""What every service of an open village file works with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.admission import PersonName, VillageNames
from kemiskinan_desktop.services.events import Event, Events
from kemiskinan_domain.clock import Clock

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Store


@dataclass(frozen=True, slots=True)
class Desk:
    """The open file, who sits before it, the clock on the wall, and whom to tell."""

    store: Store
    person: PersonName
    village: VillageNames
    clock: Clock
    events: Events
    device: str = ""
    """The laptop's name, for papers."""

    def tell(self, *events: Event) -> None:
        """Publish after a commit."""
        for event in events:
            self.events.publish(event)
