"""Opens the states in which a power cut may leave a folder, and says what was lost or halved."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Generic, TypeVar

from tests.desktop.storage.disk.images import Disk, write_image
from tests.desktop.storage.disk.recording import Did, Event, spread

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Moment(Generic[Found]):
    """What an image showed, and between which two oaths the power went."""

    step: int
    """How many oaths were sworn before."""
    at: int
    """After how many events."""
    label: str
    found: Found

    def __str__(self) -> str:
        return f"event {self.at}, oath {self.step}, {self.label}: {self.found}"


@dataclass
class Proof(Generic[Found]):
    """All that was looked at."""

    oaths: list[str]
    moments: list[Moment[Found]] = field(default_factory=list)
    cuts: int = 0
    """At how many places the power went."""
    distinct: int = 0
    """Images that differ from each other; the same one may stand for several cuts."""

    def __str__(self) -> str:
        return f"{self.cuts} cuts, {len(self.moments)} images, {self.distinct} of them different"


def prove(
    folder: Path,
    before: Disk,
    events: Sequence[Event],
    look: Callable[[Path], Found],
    each: int | None = None,
    only: str = "",
) -> Proof[Found]:
    """Look at what `before` and the events leave; at most `each` images between two oaths, or all of them.

    `folder` takes the images, one at a time; `only` names the one kind of cut that is made.
    """
    proof: Proof[Found] = Proof([event.data.decode() for event in events if event.did is Did.MARK])
    known: dict[bytes, Found] = {}
    wanted = _wanted(before, events, each, only)
    disk = before.copy()
    step = 0
    for at, event in enumerate(events):
        if event.did is Did.MARK:
            step += 1
        else:
            disk.take(event)
        chosen = [cut for place, cut in enumerate(disk.cuts(Random(at))) if (at, place) in wanted]
        proof.cuts += bool(chosen)
        for cut in chosen:
            found = _looked_at(folder, disk.image(cut), look, known)
            proof.moments.append(Moment(step, at, cut.label, found))
    proof.distinct = len(known)
    return proof


def _wanted(before: Disk, events: Sequence[Event], each: int | None, only: str) -> frozenset[tuple[int, int]]:
    places: list[list[tuple[int, int]]] = [[]]
    disk = before.copy()
    for at, event in enumerate(events):
        if event.did is Did.MARK:
            places.append([])
        else:
            disk.take(event)
        cuts = enumerate(disk.cuts(Random(at)))
        places[-1] += [(at, place) for place, cut in cuts if only in ("", cut.label)]
    return frozenset(
        chosen
        for between in places
        for chosen in (between if each is None else (between[n] for n in spread(each, range(len(between)))))
    )


def _looked_at(
    folder: Path, image: dict[str, bytes], look: Callable[[Path], Found], known: dict[bytes, Found]
) -> Found:
    digest = hashlib.sha256()
    for name, content in image.items():
        digest.update(f"{name}\n{len(content)}\n".encode() + content)
    if digest.digest() not in known:
        with tempfile.TemporaryDirectory(dir=folder) as place:
            write_image(image, Path(place))
            known[digest.digest()] = look(Path(place))
    return known[digest.digest()]
