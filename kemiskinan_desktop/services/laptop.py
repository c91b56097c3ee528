"""What is known before a file is open."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.places import Places
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.storage.keys import DEFAULT_COST, KeyCost
from kemiskinan_domain.clock import Clock


@dataclass(frozen=True, slots=True)
class Laptop:
    """Where the files are, the clock, whom to tell, what the laptop is called, and what a passphrase guess costs."""

    places: Places
    clock: Clock
    events: Events
    device: str = ""
    cost: KeyCost = DEFAULT_COST
