"""How the program looks and behaves on this laptop; nothing of the village is in it, so it can be read before unlock."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Theme(StrEnum):
    """Colours of the window."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Language(StrEnum):
    """Languages of the window."""

    INDONESIAN = "id"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Preferences:
    """One typed object; `text_scale` is percent of the system's size, 100 to 200."""

    text_scale: int = 100
    theme: Theme = Theme.SYSTEM
    language: Language = Language.INDONESIAN
    auto_lock_minutes: int = 10
    """0 never locks by itself."""
    mask_on_screen: bool = False
    backup_folder: str = ""
    """A second folder or stick; empty is none."""
    exchange_automatically: bool = True


class PreferencesService:
    """A small file beside the village's."""

    def load(self) -> Preferences:
        """What was saved; what is missing or unreadable in the file has its default."""

    def save(self, preferences: Preferences) -> None:
        """Write and publish `PreferencesChanged`. Raises OSError when the folder cannot be written."""
