"""Files of laptops that were shut out: kept as they came, until an administrator takes them in or throws them away."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from typing import BinaryIO, Final

import msgspec

from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem, ProblemType, SyncRequest, device_of
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_domain.wire.bundle_letters import Requests, read_requests
from kemiskinan_domain.wire.bundle_sealing import Envelope, open_envelope
from kemiskinan_server.services.bundles.answering import push_admitted
from kemiskinan_server.services.bundles.photos import NoRoomError, Receiving
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.storage.aside import AsideFiles
from kemiskinan_server.storage.bundles import ACCEPTED, DISCARDED, TakenBundle
from kemiskinan_server.storage.database import UnitOfWork

MOST_ASIDE: Final = 4 * 1024 * 1024 * 1024
"""Bytes that may wait for one village: twice the photos of a large one."""
_FRESH: Final = timedelta(days=1)


class AsideRefusal(StrEnum):
    """Why a decision was not carried out; the file waits as before."""

    NOT_THERE = "not-there"
    """Nothing waits under that name: somebody else has decided."""
    NO_REASON = "no-reason"
    LOST = "lost"
    """The data folder does not have it any more."""
    EARLIER_FIRST = "earlier-first"
    """It goes on where an earlier file of the laptop ends, and that one was not taken in."""
    OTHER_PAST = "other-past"
    """Its numbers mean other changes than those that the district has."""
    UNREADABLE = "unreadable"
    NO_ROOM = "no-room"


_REFUSALS: Final = {
    ProblemType.MUTATION_GAP: AsideRefusal.EARLIER_FIRST,
    ProblemType.MUTATION_FORK: AsideRefusal.OTHER_PAST,
    ProblemType.CLIENT_ROLLED_BACK: AsideRefusal.OTHER_PAST,
}


def room_for(unit: UnitOfWork, village: str, size: int) -> bool:
    """Whether so many bytes more may wait for that village."""
    return unit.bundles.aside_bytes(village) + size <= MOST_ASIDE


def keep_photos(context: ServerContext, envelope: Envelope, file: BinaryIO) -> None:
    """Keep a file of photos. Raises `DiskFullError`."""
    AsideFiles(context.settings.blobs_folder).keep(envelope.header.village, envelope.digest, file)


def accept(context: ServerContext, village: str, digest: str, by: str, reason: str) -> TakenBundle | AsideRefusal:
    """Take it in as if its laptop were still let in; nothing is answered, so that it learns nothing of the village.

    Each request and each photo is a transaction of its own, as always. Raises `VillageBusyError`.
    """
    if not reason.strip():
        return AsideRefusal.NO_REASON
    with context.database.unit_of_work() as unit:
        kept = unit.bundles.kept_aside(village, digest)
    if kept is None:
        return AsideRefusal.NOT_THERE
    taken, content = kept
    receiving = Receiving(context, VillageCode(village))
    with _opened(context, taken, content) as file:
        if file is None:
            return AsideRefusal.LOST
        try:
            changes = _taken_in(context, taken, file, receiving)
        except NoRoomError:
            return AsideRefusal.NO_ROOM
    if isinstance(changes, AsideRefusal):
        return changes
    return _decided(context, replace(taken, changes=changes, photos=receiving.new), ACCEPTED, by, reason)


def discard(context: ServerContext, village: str, digest: str, by: str, reason: str) -> TakenBundle | AsideRefusal:
    """Throw it away for good."""
    if not reason.strip():
        return AsideRefusal.NO_REASON
    with context.database.unit_of_work() as unit:
        kept = unit.bundles.kept_aside(village, digest)
    return AsideRefusal.NOT_THERE if kept is None else _decided(context, kept[0], DISCARDED, by, reason)


def sweep(context: ServerContext, village: str) -> int:
    """Take away files that were decided on and are still there, because power failed in between."""
    with context.database.unit_of_work() as unit:
        waiting = {one.digest for one in unit.bundles.aside() if one.village == village}
    before = (context.clock() - _FRESH).timestamp()
    return AsideFiles(context.settings.blobs_folder).sweep(village, waiting, before)


@contextmanager
def _opened(context: ServerContext, taken: TakenBundle, content: bytes | None) -> Iterator[BinaryIO | None]:
    if content is not None:
        yield io.BytesIO(content)
        return
    file = AsideFiles(context.settings.blobs_folder).open(taken.village, taken.digest)
    if file is None:
        yield None
        return
    with file:
        yield file


def _taken_in(context: ServerContext, taken: TakenBundle, file: BinaryIO, receiving: Receiving) -> int | AsideRefusal:
    """How many changes were new."""
    envelope = open_envelope(file)
    with context.database.unit_of_work() as unit:
        device = unit.ledger.client(device_of(taken.client))
    if not isinstance(envelope, Envelope) or envelope.digest != taken.digest or device is None:
        return AsideRefusal.UNREADABLE
    content = envelope.opened(context.keys.signing, receiving)
    found = content if isinstance(content, BundleRefusal) else read_requests(content)
    if not isinstance(found, Requests) or any(one.client != taken.client for one in found.requests):
        return AsideRefusal.UNREADABLE
    answer = push_admitted(context, device, [_pushed(one) for one in found.requests if one.muts])
    if isinstance(answer, Problem):
        kind = answer.problem_type
        return AsideRefusal.UNREADABLE if kind is None else _REFUSALS.get(kind, AsideRefusal.UNREADABLE)
    return answer


def _pushed(request: SyncRequest) -> SyncRequest:
    """What it sends, without what it asks for: where the laptop stood when it wrote says nothing any more."""
    return msgspec.structs.replace(request, epoch="", cursor=0)


def _decided(
    context: ServerContext, taken: TakenBundle, outcome: str, by: str, reason: str
) -> TakenBundle | AsideRefusal:
    now = context.clock()
    decided = replace(taken, outcome=outcome, decided_at=now, decided_by=by, reason=reason.strip())
    with context.database.unit_of_work() as unit:
        if not unit.bundles.decide(decided):
            return AsideRefusal.NOT_THERE
        said = f"{taken.client} {taken.seq} {taken.digest} {decided.reason}"
        unit.directory.note(now, by, f"bundle-{outcome}", taken.village, said)
        unit.commit()
    AsideFiles(context.settings.blobs_folder).remove(taken.village, taken.digest)
    return decided
