"""Paradata: how long a person works on each section, how many keys and how many corrections. No answer is in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.storage import ParadataLine
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.records import RecordId

IDLE: Final = 120.0
"""Seconds without a sign of the person after which the time is not counted: somebody came to the counter."""


@dataclass(slots=True)
class SectionEffort:
    """What was done in one section since it was last taken; seconds of work, idle time left out."""

    seconds: float = 0.0
    keys: int = 0
    answers: int = 0
    corrections: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing was done that is worth a line."""
        return not self.keys and not self.answers and self.seconds < 1


@dataclass(slots=True)
class Effort:
    """Counts while a questionnaire is open; `tick` gives seconds that never run backwards."""

    tick: Callable[[], float]
    _section: str = ""
    _last: float | None = None
    _parts: dict[str, SectionEffort] = field(default_factory=dict)

    def enter(self, section: str) -> None:
        """The person is in that section now."""
        self._pass_time()
        self._section = section

    def press(self, keys: int) -> None:
        """So many keys were pressed."""
        self._pass_time()
        self._part().keys += keys

    def answer(self, *, corrected: bool) -> None:
        """An answer was given; `corrected`: another one stood there."""
        self._pass_time()
        part = self._part()
        part.answers += 1
        part.corrections += corrected

    def leave(self) -> None:
        """The person goes elsewhere: what passes until the next sign is not work on this family."""
        self._pass_time()
        self._last = None

    def taken(self) -> dict[str, SectionEffort]:
        """The counts by section since the last time; parts of a second stay for the next."""
        found = {section: part for section, part in self._parts.items() if section and not part.empty}
        for section, part in found.items():
            whole = int(part.seconds)
            self._parts[section] = SectionEffort(part.seconds - whole)
            part.seconds = whole
        return found

    def _part(self) -> SectionEffort:
        return self._parts.setdefault(self._section, SectionEffort())

    def _pass_time(self) -> None:
        now = self.tick()
        if self._last is not None and now - self._last <= IDLE:
            self._part().seconds += now - self._last
        self._last = now


class ParadataService:
    """Run on the storage lane."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def add(self, household: RecordId, efforts: dict[str, SectionEffort]) -> None:
        """Keep what the present person did. Raises what storage names."""
        person, day = self._desk.person.id, village_day(self._desk.clock()).isoformat()
        with self._desk.store.unit() as unit:
            unit.paradata.add(
                ParadataLine(household, section, person, day, int(one.seconds), one.keys, one.answers, one.corrections)
                for section, one in efforts.items()
            )
            unit.commit()
