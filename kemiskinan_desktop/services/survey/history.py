"""What can be taken back in this sitting. Actions are kept by member id, because places in paths move."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from kemiskinan_domain.survey import Entry, template_of


@dataclass(frozen=True, slots=True)
class Place:
    """A question: in the member with that id, or in the household where there is none."""

    template: str
    instance: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The text that stood there before."""

    place: Place
    before: str


@dataclass(frozen=True, slots=True)
class Reasoned:
    """The reason that stood there before."""

    place: Place
    before: str


@dataclass(frozen=True, slots=True)
class Added:
    """A member who was not there before."""

    instance: str


@dataclass(frozen=True, slots=True)
class Removed:
    """A member who was there, with the answers."""

    instance: str
    answers: tuple[tuple[str, str], ...]


Action: TypeAlias = Answered | Reasoned | Added | Removed


class Sitting:
    """The actions of one sitting, what was taken back of them, and who came back under a new id."""

    def __init__(self, entry: Entry, repeat: str, former: Sitting | None = None) -> None:
        """`former` is the sitting before the family was read again: what was done in it can still be taken back."""
        self._entry = entry
        self._repeat = repeat
        self._done: list[Action] = [] if former is None else former._done
        self._undone: list[Action] = [] if former is None else former._undone
        self._renamed: dict[str, str] = {} if former is None else former._renamed

    def did(self, action: Action) -> None:
        """Remember a new action; what was taken back before it cannot come again."""
        self._done.append(action)
        self._undone.clear()

    def last(self) -> Action | None:
        """Take the last action off; what takes it back is told to `undid`."""
        return self._done.pop() if self._done else None

    def undid(self, inverse: Action) -> None:
        """An action was taken back; `inverse` does it again."""
        self._undone.append(inverse)

    def next(self) -> Action | None:
        """Take off the action that was taken back last; what takes it back again is told to `redid`."""
        return self._undone.pop() if self._undone else None

    def redid(self, inverse: Action) -> None:
        """An action was done again; `inverse` takes it back."""
        self._done.append(inverse)

    def rename(self, old: str, new: str) -> None:
        """A member who was taken out is back: earlier actions mean the new record."""
        self._renamed[old] = new

    def place(self, path: str) -> Place:
        """Where a path is now, in words that last."""
        return Place(template_of(path), self.instance_at(path))

    def instance_at(self, path: str) -> str | None:
        """The id of the member that a path leads into."""
        if not path.startswith(f"{self._repeat}["):
            return None
        number, _, _ = path[len(self._repeat) + 1 :].partition("]")
        ids = self._entry.instance_ids(self._repeat)
        return ids[int(number) - 1] if number.isdigit() and 1 <= int(number) <= len(ids) else None

    def path(self, place: Place) -> str | None:
        """Where that question is at present; None when its member is gone."""
        if place.instance is None:
            return place.template
        index = self.index(place.instance)
        if index is None:
            return None
        return place.template.replace(self._repeat, f"{self._repeat}[{index + 1}]", 1)

    def index(self, instance: str) -> int | None:
        """The member's place, from 0."""
        while instance in self._renamed:
            instance = self._renamed[instance]
        ids = self._entry.instance_ids(self._repeat)
        return ids.index(instance) if instance in ids else None
