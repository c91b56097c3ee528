"""Attachments' bytes of a village: taken in piece by piece, handed out, and collected once nothing names them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from kemiskinan_domain.people import Permission, permissions_of
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_domain.wire.blobs import BLOB_LIMITS, is_blob_name
from kemiskinan_server.services.enrolment import shut_out
from kemiskinan_server.services.tokens import Bearer
from kemiskinan_server.storage.blobs import BlobFiles, StoredBlob
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.room import DiskFullError

KEPT_LOOSE: Final = timedelta(days=90)
"""SYNC 2.10: an attachment may come back with a late laptop."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes of a blob, where they belong, and whether they are the last."""

    offset: int
    content: bytes
    last: bool


def admit(unit: UnitOfWork, bearer: Bearer, village: str, sha256: str, permission: Permission) -> Problem | None:
    """Why this device may not touch that blob; None where it may."""
    device = unit.ledger.client(bearer.client)
    if device is None or device.revoked:
        return shut_out(device)
    if bearer.village != village or device.village != village or permission not in permissions_of(bearer.role):
        return Problem.of(ProblemType.SCOPE_FORBIDDEN, "The token is for another village")
    return None if is_blob_name(sha256) else Problem.of(ProblemType.NOT_FOUND, "Not the name of a blob")


def state_of(unit: UnitOfWork, files: BlobFiles, village: VillageCode, sha256: str) -> StoredBlob | None:
    """How much of it is safe; None where nothing is, or where its file was lost."""
    stored = unit.blobs.get(village, sha256)
    return None if stored is None else _believed(files, village, sha256, stored)


def receive(
    unit: UnitOfWork, files: BlobFiles, village: VillageCode, sha256: str, *, piece: Piece, now: datetime
) -> StoredBlob | Problem:
    """Take a piece in. Commit whatever the answer is: also a refusal may have dropped wrong bytes."""
    stored = _believed(files, village, sha256, unit.blobs.lock(village, sha256, now)) or StoredBlob(0, complete=False)
    if stored.complete:
        return stored
    if piece.offset != stored.have:
        return Problem.of(ProblemType.OFFSET_MISMATCH, "Go on from the offset", offset=stored.have)
    have = stored.have + len(piece.content)
    if have > BLOB_LIMITS.whole:
        return Problem.of(ProblemType.TOO_LARGE, "The attachment is too large", max_bytes=BLOB_LIMITS.whole)
    try:
        files.append(village, sha256, piece.offset, piece.content)
        fits = not piece.last or files.finish(village, sha256)
    except DiskFullError:
        return Problem.of(ProblemType.STORAGE_FULL, "The district's disk is full", offset=stored.have)
    if not fits:
        unit.blobs.save(village, sha256, StoredBlob(0, complete=False))
        return Problem.of(ProblemType.BLOB_MISMATCH, "The bytes are not what their name says", offset=0)
    taken = StoredBlob(have, complete=piece.last)
    unit.blobs.save(village, sha256, taken)
    if taken.complete:
        hand_on(unit, files, village, sha256, now)
    return taken


def receive_whole(
    unit: UnitOfWork, files: BlobFiles, village: VillageCode, sha256: str, *, content: bytes, now: datetime
) -> StoredBlob | Problem:
    """Take all bytes in at once, as a bundle brings them; what is here already stays. Commit as after `receive`."""
    if not is_blob_name(sha256):
        return Problem.of(ProblemType.MALFORMED, "Not the name of a blob")
    stored = _believed(files, village, sha256, unit.blobs.lock(village, sha256, now)) or StoredBlob(0, complete=False)
    rest = Piece(stored.have, content[stored.have :], last=True)
    answer = receive(unit, files, village, sha256, piece=rest, now=now)
    if isinstance(answer, Problem) and answer.problem_type is ProblemType.BLOB_MISMATCH and stored.have:
        # What an earlier upload left may have been the wrong part.
        return receive(unit, files, village, sha256, piece=Piece(0, content, last=True), now=now)
    return answer


def hand_on(unit: UnitOfWork, files: BlobFiles, village: VillageCode, sha256: str, now: datetime) -> bool:
    """Whole bytes follow the families that moved while they were on their way; False where one village has no room.

    Each village keeps its own copy in its own folder, as if its own laptop had sent it.
    """
    stored = state_of(unit, files, village, sha256)
    if stored is None or not stored.complete:
        return True
    for target in unit.blobs.awaited(village, sha256):
        content = b"".join(files.read(village, sha256, 0, stored.have))
        if isinstance(receive_whole(unit, files, target, sha256, content=content, now=now), Problem):
            return False
        unit.blobs.arrived(village, sha256, target)
    return True


def collect(unit: UnitOfWork, files: BlobFiles, village: VillageCode, now: datetime) -> int:
    """Forget bytes that no record has named for 90 days; answers how many blobs.

    What is to follow a family and found no room goes first.
    """
    for sha256 in unit.blobs.all_awaited(village):
        hand_on(unit, files, village, sha256, now)
    unit.blobs.mark_loose(village, unit.blobs.named(village), now)
    loose = unit.blobs.loose_before(village, now - KEPT_LOOSE)
    for sha256 in loose:
        # The file first: a row without its file is asked for again, a file without its row would lie for ever.
        files.remove(village, sha256)
        unit.blobs.remove(village, sha256)
    return len(loose)


def _believed(files: BlobFiles, village: VillageCode, sha256: str, stored: StoredBlob) -> StoredBlob | None:
    """What the row says, as far as the file bears it out."""
    if stored.complete:
        return stored if files.is_whole(village, sha256, stored.have) else None
    return stored if stored.have <= files.part_size(village, sha256) else None
