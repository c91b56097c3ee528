"""Takes in one bundle: who wrote it, whether it is for here, then the same exchange as over the network."""

from __future__ import annotations

import io
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from kemiskinan_domain.people import Side
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import ProblemType, device_of
from kemiskinan_domain.wire.bundle import BundleHeader, BundleKind, BundleRefusal, key_id, public_key, turn_of
from kemiskinan_domain.wire.bundle_letters import Requests, read_requests
from kemiskinan_domain.wire.bundle_sealing import Envelope, open_envelope
from kemiskinan_server.services.bundles.answering import run_requests, seal_answer
from kemiskinan_server.services.bundles.aside import keep_photos, room_for
from kemiskinan_server.services.bundles.photos import NoRoomError, Receiving, wanted_of
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.storage.bundles import ACCEPTED, TakenBundle
from kemiskinan_server.storage.room import DiskFullError
from kemiskinan_server.storage.values import Client

ASIDE_FULL: Final = "aside-full"
"""The outcome of a file for which no room is left beside those that wait to be decided on."""
TAKEN: Final = "taken"
"""The outcome of a bundle whose changes the district holds now."""

_REFUSALS: Final = {
    ProblemType.DEVICE_REVOKED: BundleRefusal.REVOKED,
    ProblemType.SCOPE_FORBIDDEN: BundleRefusal.OTHER_DEVICE,
    ProblemType.NOT_FOUND: BundleRefusal.OTHER_VILLAGE,
    ProblemType.MALFORMED: BundleRefusal.MALFORMED,
    ProblemType.TOO_LARGE: BundleRefusal.MALFORMED,
}
"""Problems that no laptop can act on; the others go back to it in the answer."""


@dataclass(frozen=True, slots=True)
class BundleResult:
    """What became of a bundle: `refusal`, nothing of it was taken; `problem`, the answer says what the laptop does."""

    digest: str
    header: BundleHeader | None = None
    refusal: BundleRefusal | None = None
    problem: ProblemType | None = None
    changes: int = 0
    """How many changes were new."""
    photos: int = 0
    """How many attachments' bytes were new."""
    answer: bytes | None = field(default=None, repr=False)
    taken: TakenBundle | None = None
    """As it was noted, where its writer is proven."""
    decided: str = ""
    """Of a laptop that was shut out: that this very file was taken in before, or that no more may wait."""

    @property
    def outcome(self) -> str:
        """A stable word for the log."""
        return self.decided or self.refusal or self.problem or TAKEN


def take_bundle(context: ServerContext, file: BinaryIO | bytes, by: str) -> BundleResult:
    """Take it in and make the answer. A bundle that came before, whole or in part, changes nothing.

    Each request and each attachment is a transaction of its own, as over the network; a file is read piece by piece.
    Raises `VillageBusyError`, and OSError where the file cannot be read.
    """
    reading = io.BytesIO(file) if isinstance(file, bytes) else file
    envelope = open_envelope(reading)
    if not isinstance(envelope, Envelope):
        return BundleResult("", refusal=envelope)
    plain = BundleResult(envelope.digest, envelope.header)
    device = _sender(context, envelope)
    if not isinstance(device, Client):
        return replace(plain, refusal=device)
    if device.revoked:
        return _put_aside(context, plain, envelope, reading, by)
    receiving = Receiving(context, VillageCode(device.village))
    wants: list[str] = []
    try:
        found = _requests(context, envelope, receiving)
    except NoRoomError:
        result = replace(plain, problem=ProblemType.STORAGE_FULL)
    else:
        if isinstance(found, Requests):
            result = _exchanged(context, plain, device, found)
            wants = wanted_of(context, VillageCode(device.village), found.letter.wants) if result.answer else []
        else:
            result = replace(plain, refusal=found)
    result = replace(result, photos=receiving.new)
    return _noted(context, result, by, wants)


def place_of(file: BinaryIO) -> tuple[str, str, bool, int, int]:
    """A key by which files follow each other as their laptops wrote them, so that no part comes before an earlier."""
    envelope = open_envelope(file)
    return turn_of(envelope.header) if isinstance(envelope, Envelope) else ("", "", False, 0, 0)


def _put_aside(
    context: ServerContext, result: BundleResult, envelope: Envelope, file: BinaryIO, by: str
) -> BundleResult:
    """What a shut-out laptop wrote is kept unopened for somebody to decide on, records and photos alike."""
    header, result = envelope.header, replace(result, refusal=BundleRefusal.REVOKED)
    size = file.seek(0, io.SEEK_END)
    with context.database.unit_of_work() as unit:
        known = unit.bundles.find(header.village, envelope.digest)
        room = room_for(unit, header.village, size)
    if known is not None and known.outcome in (TAKEN, ACCEPTED):
        return replace(result, decided=known.outcome, taken=known)
    waits = known is not None and known.outcome == BundleRefusal.REVOKED and known.size > 0
    if not room and not waits:
        # Not noted: it is brought again once somebody has decided on what waits.
        return replace(result, refusal=None, problem=ProblemType.STORAGE_FULL, decided=ASIDE_FULL)
    content = None
    try:
        if header.photos:
            keep_photos(context, envelope, file)
        else:
            file.seek(0)
            content = file.read()
    except DiskFullError:
        return replace(result, refusal=None, problem=ProblemType.STORAGE_FULL)
    return _noted(context, result, by, [], content=content, size=size)


def _sender(context: ServerContext, envelope: Envelope) -> Client | BundleRefusal:
    """The device that signed it."""
    header = envelope.header
    if header.kind is not BundleKind.REQUEST or header.recipient != key_id(context.keys.signing.public_key()):
        return BundleRefusal.NOT_FOR_US
    with context.database.unit_of_work() as unit:
        device = unit.ledger.client(device_of(header.client))
    key = public_key(device.public_key) if device is not None and device.side is Side.VILLAGE else None
    if device is None or key is None:
        return BundleRefusal.UNKNOWN_DEVICE
    if not envelope.is_from(key):
        return BundleRefusal.FORGED
    return device if device.village == header.village else BundleRefusal.OTHER_VILLAGE


def _requests(context: ServerContext, envelope: Envelope, receiving: Receiving) -> Requests | BundleRefusal:
    content = envelope.opened(context.keys.signing, receiving)
    if isinstance(content, BundleRefusal):
        return content
    found = read_requests(content)
    if isinstance(found, Requests) and any(one.client != envelope.header.client for one in found.requests):
        return BundleRefusal.OTHER_DEVICE
    return found


def _exchanged(context: ServerContext, result: BundleResult, device: Client, found: Requests) -> BundleResult:
    exchanged = run_requests(context, device, found)
    problem = exchanged.problem.problem_type if exchanged.problem is not None else None
    if problem in _REFUSALS:
        return replace(result, refusal=_REFUSALS[problem])
    assert result.header is not None
    answer = seal_answer(context, device, result.header, exchanged)
    return replace(result, problem=problem, changes=exchanged.changes, answer=answer)


def _noted(
    context: ServerContext,
    result: BundleResult,
    by: str,
    wants: list[str],
    *,
    content: bytes | None = None,
    size: int = 0,
) -> BundleResult:
    header = result.header
    assert header is not None
    now = context.clock()
    taken = TakenBundle(
        village=header.village,
        digest=result.digest,
        client=header.client,
        seq=header.seq,
        first_mid=header.first,
        last_mid=header.last,
        taken_at=now,
        taken_by=by,
        outcome=result.outcome,
        changes=result.changes,
        answered=result.answer is not None,
        photos=result.photos,
        wanted=" ".join(wants),
        size=size,
        inside=header.photos if size else 0,
    )
    with context.database.unit_of_work() as unit:
        unit.bundles.keep(taken, result.answer, content, header.seq - header.part + 1)
        unit.directory.note(now, by, "bundle", header.village, f"{header.client} {header.seq} {result.outcome}")
        unit.commit()
    return replace(result, taken=taken)
