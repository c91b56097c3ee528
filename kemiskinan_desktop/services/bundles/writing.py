"""Writes the files of one stick: the records first, whole, then photos as far as they were chosen and fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from kemiskinan_desktop.services.bundles.stick import bundle_files, room_in, write_file, write_whole
from kemiskinan_desktop.services.bundles.values import (
    MESSAGE_BYTES,
    BundleProgress,
    BundleStep,
    BundleWritten,
    PhotoChoice,
    WriteRefusal,
)
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.storage.bundles import BundleShelf, CarriedBundle, WrittenBundle
from kemiskinan_desktop.sync.bundle_photos import Photo, PhotoFile, photos_waiting, photos_wanted, write_photos
from kemiskinan_desktop.sync.bundle_writing import Going, Sealed, seal_waiting
from kemiskinan_desktop.sync.errors import CancelledError
from kemiskinan_domain.wire.blobs import BLOB_LIMITS
from kemiskinan_domain.wire.bundle import BundleHeader, BundleKind, bundle_path, seq_in
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope

Progress = Callable[[BundleProgress], None]
Cancelled = Callable[[], bool]

_SPARE: Final = 2 * 1024 * 1024
"""Bytes of a stick that are left free beside what is known to come."""
_AROUND: Final = 300
"""Bytes that a photo costs beside its own."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of requests, and of photos, that one file may hold."""

    records: int
    photos: int


def chosen_photos(photos: Sequence[Photo], choice: PhotoChoice) -> tuple[Photo, ...]:
    """The photos that go along, in their order."""
    match choice:
        case PhotoChoice.NONE:
            return ()
        case PhotoChoice.SMALL:
            return tuple(one for one in photos if one.size <= BLOB_LIMITS.large)
        case PhotoChoice.MESSAGE:
            return fitting(photos, MESSAGE_BYTES)
        case PhotoChoice.ALL:
            return tuple(photos)


def fitting(photos: Sequence[Photo], room: int) -> tuple[Photo, ...]:
    """Those from the first one on that fit into so many bytes."""
    taken: list[Photo] = []
    for photo in photos:
        room -= photo.size + _AROUND
        if room < 0:
            break
        taken.append(photo)
    return tuple(taken)


class Writing:
    """One writing to one folder."""

    def __init__(self, desk: Desk, folder: Path, progress: Progress, cancelled: Cancelled) -> None:
        self._desk = desk
        self._folder = folder
        self._progress = progress
        self._cancelled = cancelled
        self._done = self._total = 0

    def run(self, app_version: str, choice: PhotoChoice, sizes: Sizes) -> BundleWritten | WriteRefusal:
        """Records, what is carried for others, photos; each file is whole and read back before the next begins."""
        desk, folder = self._desk, self._folder
        self._progress(BundleProgress(BundleStep.COLLECTING))
        with desk.store.view() as view:
            enrolment, pending = view.meta.enrolment(), view.queries.send_summary().pending_bytes
            carried = BundleShelf(view).carried()
        own = bundle_path(BundleHeader(1, BundleKind.REQUEST, enrolment.village, enrolment.client, 0)).parent
        wished = chosen_photos(photos_waiting(desk.store), choice)
        photos = self._that_fit(wished, pending + sum(len(one.content) for one in carried))
        wants = () if choice is PhotoChoice.NONE else tuple(photos_wanted(desk.store))
        going = Going(photos, wants, _last_in(folder / own), sizes.records, sizes.photos)
        sealed = seal_waiting(desk.store, desk.clock, app_version, going)
        whole = [(folder / bundle_path(one.header), one.content) for one in sealed.records]
        whole += [(folder / _place(one), one.content) for one in carried]
        self._total = sum(len(content) for _, content in whole) + sum(one.size for one in sealed.photos)
        refusal = self._write_records(whole)
        if refusal is not None:
            return refusal
        self._note(sealed, photo_files=0)
        written = self._write_photos(sealed)
        if isinstance(written, WriteRefusal):
            return written
        names = [path.name for path, _ in whole]
        self._progress(BundleProgress(BundleStep.CHECKING, self._total, self._total))
        self._note(sealed, written)
        along = sum(len(one.photos) for one in sealed.photos[:written])
        return BundleWritten(
            files=(*names, *(bundle_path(one.header).name for one in sealed.photos[:written])),
            changes=sum(one.changes for one in sealed.records),
            size=sum(len(content) for _, content in whole) + sum(one.size for one in sealed.photos[:written]),
            carried=len(carried),
            photos=along,
            no_room_for=len(wished) - along,
        )

    def _that_fit(self, wished: Sequence[Photo], records: int) -> tuple[Photo, ...]:
        room = room_in(self._folder)
        return tuple(wished) if room is None else fitting(wished, room - records - _SPARE)

    def _write_records(self, wanted: Sequence[tuple[Path, bytes]]) -> WriteRefusal | None:
        for path, content in wanted:
            if self._cancelled():
                return WriteRefusal.CANCELLED
            self._tell(0)
            refusal = write_whole(path, content)
            if refusal is not None:
                return refusal
            self._done += len(content)
        return None

    def _write_photos(self, sealed: Sealed) -> int | WriteRefusal:
        """How many files could be written: a stick that is full meanwhile has the records and the earlier ones."""
        for at, file in enumerate(sealed.photos):
            fill = partial(self._fill, file)
            try:
                refusal = write_file(self._folder / bundle_path(file.header), fill)
            except CancelledError:
                return WriteRefusal.CANCELLED
            if refusal is WriteRefusal.NO_ROOM:
                return at
            if refusal is not None:
                return refusal
        return len(sealed.photos)

    def _fill(self, file: PhotoFile, target: BinaryIO) -> str:
        return write_photos(self._desk.store, target, file, self._tell, self._cancelled)

    def _tell(self, size: int) -> None:
        self._done += size
        self._progress(BundleProgress(BundleStep.WRITING, self._done, self._total))

    def _note(self, sealed: Sealed, photo_files: int) -> None:
        """What lies there whole."""
        now = self._desk.clock().isoformat()
        written = [(one.header, len(one.content)) for one in sealed.records]
        written += [(one.header, one.size) for one in sealed.photos[:photo_files]]
        with self._desk.store.unit() as unit:
            shelf = BundleShelf(unit)
            for header, size in written:
                shelf.add_written(WrittenBundle(header.client, header.seq, header.first, header.last, size, now))
            unit.commit()


def _last_in(folder: Path) -> int:
    """The highest number that a file of this laptop has there."""
    return max((seq_in(path.name) for path in bundle_files(folder) or ()), default=0)


def _place(carried: CarriedBundle) -> Path:
    envelope = read_envelope(carried.content)
    assert isinstance(envelope, Envelope)
    return Path(bundle_path(envelope.header))
