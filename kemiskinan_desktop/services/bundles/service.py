"""Writes bundles to a stick or folder and reads what lies there: one at a time, told in values."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from kemiskinan_desktop.services.bundles.carried import carried_items
from kemiskinan_desktop.services.bundles.reading import Brought, take_file, turn_in
from kemiskinan_desktop.services.bundles.stick import bundle_files
from kemiskinan_desktop.services.bundles.values import (
    BundleOffer,
    BundleProgress,
    BundleRead,
    BundleStep,
    BundleWritten,
    CarriedItem,
    PhotoChoice,
    PhotoOffer,
    ReadRefusal,
    WriteRefusal,
    WrittenFile,
)
from kemiskinan_desktop.services.bundles.writing import Cancelled, Progress, Sizes, Writing, chosen_photos
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import (
    ConflictsChanged,
    DeliberationsChanged,
    ExchangeChanged,
    HouseholdsChanged,
    NoticesChanged,
)
from kemiskinan_desktop.services.exchange.journal import log_text
from kemiskinan_desktop.services.exchange.values import ExchangeReport
from kemiskinan_desktop.storage.bundles import BundleShelf
from kemiskinan_desktop.sync.bundle_photos import PHOTO_BYTES, Photo, photos_waiting, photos_wanted
from kemiskinan_desktop.sync.bundle_writing import PART_BYTES

_OVERHEAD: Final = 1200
"""Bytes of a bundle beside its content: header, seals, signature, footer."""
_PACKING: Final = 4
BY_FILE: Final = "by-file"
"""In the log: this came with a file."""


class BundleService:
    """`write` and `read` go on the network lane, so that they never meet a running exchange; the rest on storage."""

    def __init__(
        self, desk: Desk, app_version: str, part_bytes: int = PART_BYTES, photo_bytes: int = PHOTO_BYTES
    ) -> None:
        self._desk = desk
        self._app_version = app_version
        self._sizes = Sizes(part_bytes, photo_bytes)

    def offer(self) -> BundleOffer:
        """What a bundle would carry now, and how the last one fared."""
        with self._desk.store.view() as view:
            summary = view.queries.send_summary()
            shelf = BundleShelf(view)
            written = shelf.written(view.meta.enrolment().client)
            carried = len(shelf.carried())
        photos = photos_waiting(self._desk.store)
        last = written[0] if written else None
        return BundleOffer(
            changes=summary.unsent,
            size=_OVERHEAD + summary.pending_bytes // _PACKING,
            carried=carried,
            last_written=datetime.fromisoformat(last.written_at) if last is not None else None,
            answered=last is not None and last.answered_at is not None,
            photos={choice: _offered(chosen_photos(photos, choice)) for choice in PhotoChoice},
            wanted=len(photos_wanted(self._desk.store)),
        )

    def written(self) -> tuple[WrittenFile, ...]:
        """Bundles that were written, the latest first."""
        with self._desk.store.view() as view:
            found = BundleShelf(view).written(view.meta.enrolment().client)
        return tuple(
            WrittenFile(
                at=datetime.fromisoformat(one.written_at),
                changes=one.last_mid - one.first_mid + 1 if one.first_mid else 0,
                size=one.size,
                answered=one.answered_at is not None,
            )
            for one in found
        )

    def carried(self) -> tuple[CarriedItem, ...]:
        """What other laptops of the village changed, as far as their files came here and the district has not ruled."""
        with self._desk.store.view() as view:
            return carried_items(view)

    def write(
        self, folder: Path, progress: Progress, cancelled: Cancelled, choice: PhotoChoice = PhotoChoice.ALL
    ) -> BundleWritten | WriteRefusal:
        """Everything unacknowledged, what is carried for others, and photos; nothing counts as sent by it.

        Raises DiskFullError and what else storage names.
        """
        if not folder.is_dir():
            return WriteRefusal.NO_FOLDER
        written = Writing(self._desk, folder, progress, cancelled).run(self._app_version, choice, self._sizes)
        if isinstance(written, BundleWritten):
            self._desk.tell(ExchangeChanged())
        return written

    def read(
        self, place: Path, progress: Progress, cancelled: Cancelled, *, may_empty: bool = False
    ) -> BundleRead | ReadRefusal:
        """Take in the district's answers, and other laptops' files to carry on. Raises what storage names."""
        found = bundle_files(place)
        if not found:
            return ReadRefusal.NO_FOLDER if found is None else ReadRefusal.NOTHING_FOUND
        brought = Brought()
        waiting = []
        for at, path in enumerate(found):
            if cancelled():
                return ReadRefusal.CANCELLED
            progress(BundleProgress(BundleStep.READING, at, len(found)))
            waiting.append((turn_in(path), path))
        # Read again one by one: a stick may hold more than fits into memory.
        for _, path in sorted(waiting):
            take_file(self._desk, path, brought, may_empty=may_empty)
        if not brought.files:
            return ReadRefusal.NOTHING_FOUND
        return self._finish(brought)

    def _finish(self, brought: Brought) -> BundleRead:
        answers, read = brought.answers, brought.summed()
        if answers:
            with self._desk.store.unit() as unit:
                report = ExchangeReport(
                    read.acknowledged,
                    read.pulled,
                    read.receipts,
                    read.new_conflicts,
                    read.refused,
                    notices=read.notices,
                )
                unit.exchange.history.append(log_text(report, BY_FILE), self._desk.clock())
                unit.commit()
            self._desk.tell(NoticesChanged())
        self._desk.tell(ExchangeChanged())
        if any(one.records for one in answers) or read.acknowledged or read.photos or read.held:
            self._desk.tell(HouseholdsChanged(None), DeliberationsChanged(None), ConflictsChanged())
        return read


def _offered(photos: tuple[Photo, ...]) -> PhotoOffer:
    return PhotoOffer(len(photos), sum(one.size for one in photos))
