"""What the district publishes and could not be brought: which of it, and why. The village's own exchange is none the
worse, and the next one tries again.
"""

from __future__ import annotations

from enum import StrEnum

from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_desktop.sync.errors import CancelledError, DistrictProblemError, OfflineError
from kemiskinan_desktop.sync.plan import Reaction, reaction_to


class Published(StrEnum):
    """What a village reads beside its own records."""

    FORMS = "forms"
    DISTRICT = "district"
    """Notices and lists of codes of the district."""
    NATIONAL = "national"


class Hindrance(StrEnum):
    """Why it did not come."""

    LINE = "line"
    BUSY = "busy"
    CANCELLED = "cancelled"
    DISK_FULL = "disk_full"
    REFUSED = "refused"
    """The district does not give it: to this laptop, or in this size."""
    UNPROVEN = "unproven"
    """What came is not what the district vouched for; nothing of it is used."""


def hindrance_of(error: Exception) -> Hindrance:
    """Why something did not come, from what ended it."""
    match error:
        case CancelledError():
            return Hindrance.CANCELLED
        case OfflineError():
            return Hindrance.LINE
        case DiskFullError():
            return Hindrance.DISK_FULL
        case DistrictProblemError():
            return Hindrance.BUSY if reaction_to(error.type) is Reaction.WAIT else Hindrance.REFUSED
        case _:
            return Hindrance.UNPROVEN
