"""Writes bundles to a stick or folder and reads what lies there: one at a time, told in values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from kemiskinan_desktop.services.bundles.carried import carried_items
from kemiskinan_desktop.services.bundles.stick import bundle_files, read_file, write_whole
from kemiskinan_desktop.services.bundles.values import (
    BundleOffer,
    BundleProgress,
    BundleRead,
    BundleStep,
    BundleWritten,
    CarriedItem,
    Carrying,
    FileOutcome,
    FileRead,
    ReadRefusal,
    WriteRefusal,
    WrittenFile,
)
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
from kemiskinan_desktop.storage.bundles import BundleShelf, CarriedBundle, WrittenBundle
from kemiskinan_desktop.sync.bundle_carrying import carry_bundle
from kemiskinan_desktop.sync.bundle_reading import AnswerTaken, take_answer
from kemiskinan_desktop.sync.bundle_writing import PART_BYTES, SealedBundle, seal_waiting
from kemiskinan_domain.wire import device_of
from kemiskinan_domain.wire.bundle import (
    BundleHeader,
    BundleKind,
    BundleRefusal,
    Envelope,
    bundle_path,
    read_envelope,
)

Progress = Callable[[BundleProgress], None]
Cancelled = Callable[[], bool]

_OVERHEAD: Final = 1200
"""Bytes of a bundle beside its content: header, seals, signature, footer."""
_PACKING: Final = 4
BY_FILE: Final = "by-file"
"""In the log: this came with a file."""


@dataclass(slots=True)
class _Sum:
    """What the files of a stick brought so far."""

    files: list[FileRead] = field(default_factory=list)
    answers: list[AnswerTaken] = field(default_factory=list)
    carried: int = 0


class BundleService:
    """`write` and `read` go on the network lane, so that they never meet a running exchange; the rest on storage."""

    def __init__(self, desk: Desk, app_version: str, part_bytes: int = PART_BYTES) -> None:
        self._desk = desk
        self._app_version = app_version
        self._part_bytes = part_bytes

    def offer(self) -> BundleOffer:
        """What a bundle would carry now, and how the last one fared."""
        with self._desk.store.view() as view:
            summary = view.queries.send_summary()
            shelf = BundleShelf(view)
            written = shelf.written(view.meta.enrolment().client)
            carried = len(shelf.carried())
        last = written[0] if written else None
        return BundleOffer(
            changes=summary.unsent,
            size=_OVERHEAD + summary.pending_bytes // _PACKING,
            carried=carried,
            last_written=datetime.fromisoformat(last.written_at) if last is not None else None,
            answered=last is not None and last.answered_at is not None,
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

    def write(self, folder: Path, progress: Progress, cancelled: Cancelled) -> BundleWritten | WriteRefusal:
        """Everything unacknowledged and what is carried for others; nothing counts as sent by it.

        Raises DiskFullError and what else storage names.
        """
        if not folder.is_dir():
            return WriteRefusal.NO_FOLDER
        progress(BundleProgress(BundleStep.COLLECTING))
        desk = self._desk
        with desk.store.view() as view:
            enrolment = view.meta.enrolment()
            carried = BundleShelf(view).carried()
        own = bundle_path(BundleHeader(1, BundleKind.REQUEST, enrolment.village, enrolment.client, 0)).parent
        sealed = seal_waiting(
            desk.store, desk.clock, self._app_version, after=_last_in(folder / own), part_bytes=self._part_bytes
        )
        wanted = [(folder / bundle_path(one.header), one.content) for one in sealed]
        wanted += [(folder / _place(one), one.content) for one in carried]
        refusal = _write_all(wanted, progress, cancelled)
        if refusal is not None:
            return refusal
        self._note_written(sealed)
        changes, size = sum(one.changes for one in sealed), sum(len(content) for _, content in wanted)
        desk.tell(ExchangeChanged())
        return BundleWritten(tuple(path.name for path, _ in wanted), changes, size, len(carried))

    def read(
        self, place: Path, progress: Progress, cancelled: Cancelled, *, may_empty: bool = False
    ) -> BundleRead | ReadRefusal:
        """Take in the district's answers, and other laptops' files to carry on. Raises what storage names."""
        found = bundle_files(place)
        if not found:
            return ReadRefusal.NO_FOLDER if found is None else ReadRefusal.NOTHING_FOUND
        brought = _Sum()
        waiting = []
        for at, path in enumerate(found):
            if cancelled():
                return ReadRefusal.CANCELLED
            progress(BundleProgress(BundleStep.READING, at, len(found)))
            waiting.append((_turn(path), path))
        # Read again one by one: a stick may hold more than fits into memory.
        for _, path in sorted(waiting):
            outcome = self._take(read_file(path), brought, may_empty=may_empty)
            if outcome is not None:
                brought.files.append(FileRead(path.name, outcome))
        if not brought.files:
            return ReadRefusal.NOTHING_FOUND
        return self._finish(brought)

    def _take(self, content: bytes | None, brought: _Sum, *, may_empty: bool) -> FileOutcome | None:
        """What came of a file; None for an own bundle, which is for the district."""
        envelope = BundleRefusal.NOT_A_BUNDLE if content is None else read_envelope(content)
        if content is None or not isinstance(envelope, Envelope):
            return envelope if isinstance(envelope, BundleRefusal) else BundleRefusal.NOT_A_BUNDLE
        store, clock = self._desk.store, self._desk.clock
        with store.view() as view:
            device = view.meta.enrolment().device
        if device_of(envelope.header.client) != device:
            carried = carry_bundle(store, envelope, content, clock)
            if isinstance(carried, BundleRefusal):
                return carried
            brought.carried += carried
            return Carrying.CARRIED if carried else Carrying.KNOWN
        if envelope.header.kind is BundleKind.REQUEST:
            return None
        taken = take_answer(store, envelope, clock, may_empty=may_empty)
        if isinstance(taken, BundleRefusal):
            return taken
        brought.answers.append(taken)
        return taken.outcome

    def _finish(self, brought: _Sum) -> BundleRead:
        answers = brought.answers
        read = BundleRead(
            files=tuple(brought.files),
            acknowledged=sum(one.acknowledged for one in answers),
            pulled=sum(one.pulled for one in answers),
            receipts=sum(one.receipts for one in answers),
            new_conflicts=sum(one.new_conflicts for one in answers),
            refused=sum(one.refused for one in answers),
            forms=sum(one.forms for one in answers),
            carried=brought.carried,
            notices=sum(one.notices for one in answers),
        )
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
        if any(one.records for one in answers) or read.acknowledged:
            self._desk.tell(HouseholdsChanged(None), DeliberationsChanged(None), ConflictsChanged())
        return read

    def _note_written(self, sealed: Sequence[SealedBundle]) -> None:
        now = self._desk.clock()
        with self._desk.store.unit() as unit:
            shelf = BundleShelf(unit)
            for one in sealed:
                header = one.header
                shelf.add_written(
                    WrittenBundle(
                        header.client, header.seq, header.first, header.last, len(one.content), now.isoformat()
                    )
                )
            unit.commit()


def _write_all(wanted: Sequence[tuple[Path, bytes]], progress: Progress, cancelled: Cancelled) -> WriteRefusal | None:
    total, done = sum(len(content) for _, content in wanted), 0
    for path, content in wanted:
        if cancelled():
            return WriteRefusal.CANCELLED
        progress(BundleProgress(BundleStep.WRITING, done, total))
        refusal = write_whole(path, content)
        if refusal is not None:
            return refusal
        done += len(content)
    progress(BundleProgress(BundleStep.CHECKING, done, total))
    return None


def _last_in(folder: Path) -> int:
    """The highest number that a file of this laptop has there."""
    found = bundle_files(folder) or ()
    return max((int(path.stem) for path in found if path.stem.isdecimal()), default=0)


def _place(carried: CarriedBundle) -> Path:
    envelope = read_envelope(carried.content)
    assert isinstance(envelope, Envelope)
    return Path(bundle_path(envelope.header))


def _turn(path: Path) -> tuple[str, str, int]:
    """Files in the order in which a laptop wrote them, its answers in the same."""
    envelope = read_envelope(read_file(path) or b"")
    if not isinstance(envelope, Envelope):
        return ("", "", 0)
    return (envelope.header.village, envelope.header.client, envelope.header.seq)
