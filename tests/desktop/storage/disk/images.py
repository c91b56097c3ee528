"""Every state in which a power cut may leave a folder.

What a file was given since its last fsync may be there wholly, in part, in any order, or torn at sectors of 512 bytes.
A name that was made, moved or taken away since its folder was synced may be as it was before. A folder that was made is
there: a file system that knows a file knows the way to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from random import Random

from tests.desktop.storage.disk.recording import Did, Event

SECTOR = 512
NEVER_TRUSTED = ("-shm", ".lock")
"""Files that hold nothing that has to survive."""


@dataclass
class _Content:
    """A file: what is safe, and what was done to it since."""

    safe: bytearray = field(default_factory=bytearray)
    waiting: list[Event] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Naming:
    """A name that comes to stand for a file, or for none."""

    folder: str
    names: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class Cut:
    """One way in which things may have gone: which writes and which names are on the disk."""

    label: str
    writes: frozenset[int]
    names: frozenset[int]
    torn: tuple[int, int, int] | None = None
    """A write of which only the sectors from the second number on, by steps of the third, are there."""


class Disk:
    """Plays the record, event by event; `cuts` says in what states the power may leave it now."""

    def __init__(self, folder: Path) -> None:
        """Begins with what is in the folder, all of it safe."""
        self._files: dict[int, _Content] = {}
        self._live: dict[str, int] = {}
        self._safe: dict[str, int] = {}
        self._renamings: list[_Naming] = []
        for path in folder.rglob("*"):
            if path.is_file():
                self._name(str(path.relative_to(folder).as_posix()), path.read_bytes())

    def _name(self, name: str, content: bytes) -> None:
        number = len(self._files)
        self._files[number] = _Content(bytearray(content))
        self._live[name] = self._safe[name] = number

    def take(self, event: Event) -> None:
        match event.did:
            case Did.MADE:
                number = len(self._files)
                self._files[number] = _Content()
                self._rename(((event.name, number),))
            case Did.WROTE | Did.CUT:
                self._files[self._live[event.name]].waiting.append(event)
            case Did.SYNCED:
                self._sync(event.name)
            case Did.RENAMED:
                self._rename(((event.second, self._live[event.name]), (event.name, None)))
            case Did.LINKED:
                self._rename(((event.second, self._live[event.name]),))
            case Did.REMOVED if event.name in self._live:
                self._rename(((event.name, None),))

    def _rename(self, names: tuple[tuple[str, int | None], ...]) -> None:
        self._renamings.append(_Naming(str(PurePosixPath(names[0][0]).parent), names))
        _put(self._live, names)

    def _sync(self, name: str) -> None:
        number = self._live.get(name)
        if number is not None:
            content = self._files[number]
            for event in content.waiting:
                _apply(content.safe, event)
            content.waiting.clear()
            return
        for naming in self._renamings:
            if naming.folder == name:
                _put(self._safe, naming.names)
        self._renamings = [naming for naming in self._renamings if naming.folder != name]

    def copy(self) -> Disk:
        """The same disk, to be played on by itself."""
        return deepcopy(self)

    # cuts

    def _writes(self) -> list[tuple[int, Event]]:
        return [(number, event) for number, content in self._files.items() for event in content.waiting]

    def cuts(self, chance: Random) -> Iterator[Cut]:
        """Ways in which the power may go now, without what is the same."""
        writes, names = len(self._writes()), len(self._renamings)
        all_writes, all_names = frozenset(range(writes)), frozenset(range(names))
        yield Cut("all", all_writes, all_names)
        if writes:
            yield Cut("none", frozenset(), all_names)
            last = writes - 1
            for label, start, step in (("head", 0, 0), ("tail", 1, 1), ("odd", 1, 2)):
                yield Cut(f"torn {label}", all_writes, all_names, (last, start, step))
            if writes > 1:
                yield Cut("last alone", frozenset({last}), all_names)
                yield Cut("without first", all_writes - {0}, all_names)
                some = frozenset(place for place in all_writes if chance.random() < 0.5)
                yield Cut("some", some, all_names)
        if names:
            yield Cut("no names", all_writes, frozenset())
            yield Cut("nothing", frozenset(), frozenset())
            if names > 1:
                for place in range(names):
                    yield Cut("all names but one", all_writes, all_names - {place})
                    yield Cut("one name", frozenset(), frozenset({place}))

    def image(self, cut: Cut) -> dict[str, bytes]:
        """The folder as it would be found."""
        names = dict(self._safe)
        for place, naming in enumerate(self._renamings):
            if place in cut.names:
                _put(names, naming.names)
        contents = {number: bytearray(content.safe) for number, content in self._files.items()}
        for place, (number, event) in enumerate(self._writes()):
            if place not in cut.writes:
                continue
            if cut.torn is not None and cut.torn[0] == place:
                for part in _sectors(event, cut.torn[1], cut.torn[2]):
                    _apply(contents[number], part)
            else:
                _apply(contents[number], event)
        return {
            name: bytes(contents[number]) for name, number in sorted(names.items()) if not name.endswith(NEVER_TRUSTED)
        }


def write_image(image: dict[str, bytes], folder: Path) -> None:
    """Put an image into an empty folder."""
    for name, content in image.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _put(names: dict[str, int], changes: tuple[tuple[str, int | None], ...]) -> None:
    for name, number in changes:
        if number is None:
            names.pop(name, None)
        else:
            names[name] = number


def _apply(content: bytearray, event: Event) -> None:
    if event.did is Did.CUT:
        del content[event.offset :]
        content.extend(bytes(event.offset - len(content)))
        return
    content.extend(bytes(max(0, event.offset - len(content))))
    content[event.offset : event.offset + len(event.data)] = event.data


def _sectors(event: Event, start: int, step: int) -> Iterator[Event]:
    """The write in pieces that end at sectors: the first half (step 0), the second half (1), or every other one (2)."""
    if event.did is Did.CUT:
        return
    edges = [0]
    while edges[-1] < len(event.data):
        edges.append(min(len(event.data), edges[-1] + SECTOR - (event.offset + edges[-1]) % SECTOR))
    pieces = list(pairwise(edges))
    half = max(1, len(pieces) // 2)
    kept = {0: pieces[:half], 1: pieces[half:], 2: pieces[start::2]}[step]
    if len(pieces) == 1:
        # One sector is written wholly or not at all.
        return
    for begin, end in kept:
        yield Event(event.did, event.name, "", event.offset + begin, event.data[begin:end])
