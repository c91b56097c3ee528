"""Whether something may go by itself now, and who said that it may not: the person, for a while or for good."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum, auto
from typing import Final

from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_domain.clock import VILLAGE_TIME_ZONE, Clock

_MORNING: Final = time(6, 0)
"""When a pause until tomorrow ends, by the village's clock: before the office opens."""


class HoldReason(Enum):
    """Why nothing goes by itself."""

    SWITCHED_OFF = auto()
    """The person sends by the button alone."""
    PAUSED = auto()
    """The person asked for quiet until a time."""
    METERED = auto()
    """The line costs by the byte, and the person does not want it used."""


@dataclass(frozen=True, slots=True)
class Hold:
    """The reason, and when it ends by itself where it does."""

    why: HoldReason
    until: datetime | None = None


class ByItself:
    """Reads the person's wishes anew each time, and hears from the system what the line costs. Safe from any thread."""

    def __init__(self, preferences: PreferencesService, clock: Clock) -> None:
        self._preferences = preferences
        self._clock = clock
        self._metered = False

    def line_is_metered(self, metered: bool) -> None:
        """The system says whether the line of now costs by the byte; one that does not tell is taken as free."""
        self._metered = metered

    def hold(self) -> Hold | None:
        """What keeps an exchange from beginning by itself; None where nothing does."""
        wishes = self._preferences.load()
        if not wishes.exchange_automatically:
            return Hold(HoldReason.SWITCHED_OFF)
        until = _moment(wishes.exchange_paused_until)
        if until is not None and self._clock() < until:
            return Hold(HoldReason.PAUSED, until)
        if self._metered and not wishes.exchange_on_metered:
            return Hold(HoldReason.METERED)
        return None

    def allowed(self) -> bool:
        """Whether an exchange may begin by itself."""
        return self.hold() is None

    def pause_until_tomorrow(self) -> datetime:
        """Nothing goes by itself until tomorrow morning. Raises OSError when that cannot be written down."""
        tomorrow = self._clock().astimezone(VILLAGE_TIME_ZONE).date() + timedelta(days=1)
        until = datetime.combine(tomorrow, _MORNING, VILLAGE_TIME_ZONE)
        self._preferences.save(replace(self._preferences.load(), exchange_paused_until=until.isoformat()))
        return until

    def resume(self) -> None:
        """The pause is over, and sending by itself is switched on again. Raises OSError."""
        wishes = self._preferences.load()
        self._preferences.save(replace(wishes, exchange_automatically=True, exchange_paused_until=""))


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
