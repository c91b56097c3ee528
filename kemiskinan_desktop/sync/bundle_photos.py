"""Attachments' bytes in files: which the district does not hold yet, and their files behind those of the records."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.storage.blob_records import carried_blobs, named_blobs
from kemiskinan_desktop.sync.blob_plan import order_of
from kemiskinan_desktop.sync.errors import CancelledError
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire.bundle import BundleHeader, private_key
from kemiskinan_domain.wire.bundle_reading import written_blobs
from kemiskinan_domain.wire.bundle_sealing import write_bundle

PHOTO_BYTES: Final = 1000 * 1000 * 1000
"""Bytes of attachments in one file; with what is around them it stays under SYNC 2.11's gigabyte."""
MOST_WANTED: Final = 2000
"""Attachments that one file asks for; the next one asks for the rest."""


@dataclass(frozen=True, slots=True)
class Photo:
    """An attachment's bytes that are here."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A file that is still to be written: as its bytes come from the store, never as a whole in memory."""

    header: BundleHeader
    lines: bytes
    photos: tuple[Photo, ...]
    recipients: tuple[Ed25519PublicKey, ...]

    @property
    def size(self) -> int:
        """About how many bytes it will have."""
        return len(self.lines) + sum(one.size for one in self.photos)


def photos_waiting(store: Store) -> tuple[Photo, ...]:
    """All that is here and that the district is not known to hold, own and carried; small ones first."""
    with store.view() as unit:
        named, carried = named_blobs(unit), carried_blobs(unit)
        epoch = unit.meta.exchange().epoch
    wanted = [*named, *sorted(carried - named.keys())]
    held = store.blobs.held(epoch)
    states = store.blobs.states([name for name in wanted if name not in held])
    sizes = {name: states[name].size for name in wanted if name in states and states[name].complete}
    order = order_of(sizes)
    return tuple(Photo(name, sizes[name]) for name in (*order.small, *order.large) if sizes[name])


def photos_wanted(store: Store) -> list[str]:
    """Names of bytes that are not here, first what somebody asked for."""
    with store.view() as unit:
        named = named_blobs(unit)
    here, asked = store.blobs.complete(), store.blobs.wanted()
    order = order_of({name: size for name, size in named.items() if name not in here}, asked)
    return [*order.small, *order.large][:MOST_WANTED]


def in_files(photos: Sequence[Photo], most: int = PHOTO_BYTES) -> list[tuple[Photo, ...]]:
    """In files of so many bytes at most, in their order."""
    files: list[list[Photo]] = []
    size = most + 1
    for photo in photos:
        if size + photo.size > most:
            files.append([])
            size = 0
        files[-1].append(photo)
        size += photo.size
    return [tuple(file) for file in files]


def write_photos(
    store: Store, target: BinaryIO, file: PhotoFile, told: Callable[[int], object], cancelled: Callable[[], bool]
) -> str:
    """Write that file; answers its SHA-256. `told` hears how many bytes went. Raises CancelledError, OSError."""
    with store.view() as unit:
        signing = private_key(unit.meta.enrolment().private_key)

    def blobs() -> Iterator[tuple[str, bytes]]:
        for photo in file.photos:
            if cancelled():
                raise CancelledError
            content = store.blobs.content(photo.name)
            # One that spoiled on this disk may not spoil the others: the reader refuses a file that holds such a one.
            if content and hashlib.sha256(content).hexdigest() == photo.name:
                yield photo.name, content
            told(photo.size)

    def content() -> Iterator[bytes]:
        yield file.lines
        yield from written_blobs(blobs())

    return write_bundle(target, file.header, content(), signing, file.recipients)


class Keeping:
    """Puts bytes that come with a file into the store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._blobs = store.blobs
        self._clock = clock
        self._here = set(store.blobs.complete())
        self.names: list[str] = []
        self.new = 0

    def __call__(self, name: str, content: bytes) -> None:
        """Keep them, if they are not here. Raises DiskFullError."""
        self.names.append(name)
        if name not in self._here:
            self._blobs.put(content, self._clock())
            self._here.add(name)
            self.new += 1
