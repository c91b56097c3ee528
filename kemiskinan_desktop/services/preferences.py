"""How the program looks and behaves on this laptop; nothing of the village, so that it is readable before unlock."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from kemiskinan_desktop.services.events import Events, PreferencesChanged
from kemiskinan_desktop.storage.whole_files import write_whole

TEXT_SCALES: Final = (100, 200)
"""Smallest and largest text, percent of the system's."""


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
    exchange_paused_until: str = ""
    """Nothing goes by itself before this moment (ISO); empty is no pause."""
    exchange_on_metered: bool = True
    """Also over a line that costs by the byte: a day's answers weigh a few kB."""
    auto_advance: bool = True
    """In the questionnaire a code that can mean nothing else moves on by itself."""


class PreferencesService:
    """A small JSON file beside the village's; replaced whole, so that a power cut leaves the old one or the new."""

    def __init__(self, path: Path, events: Events) -> None:
        self._path = path
        self._events = events
        self._lock = threading.Lock()

    def load(self) -> Preferences:
        """What was saved; what is missing or unreadable in the file has its default."""
        try:
            raw = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return Preferences()
        return _read(raw) if isinstance(raw, dict) else Preferences()

    def save(self, preferences: Preferences) -> None:
        """Write and publish `PreferencesChanged`. Raises OSError when the folder cannot be written."""
        with self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._path, json.dumps(asdict(preferences), indent=1).encode())
        self._events.publish(PreferencesChanged())


def _read(raw: dict[str, Any]) -> Preferences:
    default = Preferences()
    return Preferences(
        text_scale=min(max(_number(raw, "text_scale", default.text_scale), TEXT_SCALES[0]), TEXT_SCALES[1]),
        theme=Theme(raw["theme"]) if raw.get("theme") in set(Theme) else default.theme,
        language=Language(raw["language"]) if raw.get("language") in set(Language) else default.language,
        auto_lock_minutes=max(_number(raw, "auto_lock_minutes", default.auto_lock_minutes), 0),
        mask_on_screen=_flag(raw, "mask_on_screen", default.mask_on_screen),
        backup_folder=_text(raw, "backup_folder", default.backup_folder),
        exchange_automatically=_flag(raw, "exchange_automatically", default.exchange_automatically),
        exchange_paused_until=_text(raw, "exchange_paused_until", default.exchange_paused_until),
        exchange_on_metered=_flag(raw, "exchange_on_metered", default.exchange_on_metered),
        auto_advance=_flag(raw, "auto_advance", default.auto_advance),
    )


def _text(raw: dict[str, Any], name: str, default: str) -> str:
    value = raw.get(name)
    return value if isinstance(value, str) else default


def _number(raw: dict[str, Any], name: str, default: int) -> int:
    value = raw.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else default


def _flag(raw: dict[str, Any], name: str, default: bool) -> bool:
    value = raw.get(name)
    return value if isinstance(value, bool) else default
