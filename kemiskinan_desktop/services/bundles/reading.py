"""Takes in one file of a stick: an answer of the district, or another laptop's file to carry on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kemiskinan_desktop.services.bundles.values import BundleRead, Carrying, FileOutcome, FileRead
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.sync.bundle_carrying import carry_bundle, carry_photos
from kemiskinan_desktop.sync.bundle_reading import AnswerTaken, take_answer
from kemiskinan_domain.wire import device_of
from kemiskinan_domain.wire.bundle import BundleKind, BundleRefusal, turn_of
from kemiskinan_domain.wire.bundle_sealing import Envelope, open_envelope


@dataclass(slots=True)
class Brought:
    """What the files of a stick brought so far."""

    files: list[FileRead] = field(default_factory=list)
    answers: list[AnswerTaken] = field(default_factory=list)
    carried: int = 0
    photos: int = 0

    def summed(self) -> BundleRead:
        """All of it."""
        answers = self.answers
        return BundleRead(
            files=tuple(self.files),
            acknowledged=sum(one.acknowledged for one in answers),
            pulled=sum(one.pulled for one in answers),
            receipts=sum(one.receipts for one in answers),
            new_conflicts=sum(one.new_conflicts for one in answers),
            refused=sum(one.refused for one in answers),
            forms=sum(one.forms for one in answers),
            carried=self.carried,
            photos=self.photos + sum(one.photos for one in answers),
            held=sum(one.held for one in answers),
            notices=sum(one.notices for one in answers),
        )


def turn_in(path: Path) -> tuple[str, str, bool, int, int]:
    """Files in the order in which a laptop wrote them, its answers in the same; what is none comes first."""
    try:
        with path.open("rb") as file:
            envelope = open_envelope(file)
    except OSError:
        return ("", "", False, 0, 0)
    return turn_of(envelope.header) if isinstance(envelope, Envelope) else ("", "", False, 0, 0)


def take_file(desk: Desk, path: Path, brought: Brought, *, may_empty: bool) -> None:
    """Note what came of a file; an own bundle, which is for the district, is passed over."""
    try:
        with path.open("rb") as file:
            outcome = _taken(desk, file, brought, may_empty=may_empty)
    except OSError:
        outcome = BundleRefusal.NOT_A_BUNDLE
    if outcome is not None:
        brought.files.append(FileRead(path.name, outcome))


def _taken(desk: Desk, file: BinaryIO, brought: Brought, *, may_empty: bool) -> FileOutcome | None:
    envelope = open_envelope(file)
    if not isinstance(envelope, Envelope):
        return envelope
    with desk.store.view() as view:
        device = view.meta.enrolment().device
    if device_of(envelope.header.client) != device:
        return _carried(desk, file, envelope, brought)
    if envelope.header.kind is BundleKind.REQUEST:
        return None
    taken = take_answer(desk.store, envelope, desk.clock, may_empty=may_empty)
    if isinstance(taken, BundleRefusal):
        return taken
    brought.answers.append(taken)
    return taken.outcome


def _carried(desk: Desk, file: BinaryIO, envelope: Envelope, brought: Brought) -> FileOutcome:
    if envelope.header.photos:
        photos = carry_photos(desk.store, envelope, desk.clock)
        if isinstance(photos, BundleRefusal):
            return photos
        brought.photos += photos
        return Carrying.PHOTOS if photos else Carrying.KNOWN
    file.seek(0)
    carried = carry_bundle(desk.store, envelope, file.read(), desk.clock)
    if isinstance(carried, BundleRefusal):
        return carried
    brought.carried += carried
    return Carrying.CARRIED if carried else Carrying.KNOWN
