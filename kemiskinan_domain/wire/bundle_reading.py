"""Takes a bundle's content apart as it comes out of its packing: lines, then attachments' bytes by their SHA-256.

Lines are parted by a line end. An attachment is a line that tells name and size, a line end, and so many bytes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeAlias

import msgspec

from kemiskinan_domain.wire.blobs import BLOB_LIMITS, is_blob_name
from kemiskinan_domain.wire.bundle import MAX_CONTENT, MAX_FILE, BundleRefusal

TakeBlob: TypeAlias = Callable[[str, bytes], object]
"""Takes an attachment's name and bytes; the name fits. Called within the unpacking, one after the other."""

_BLOB: Final = b'{"t":"blob",'
_MAX_LETTER: Final = 256
_END: Final = b"\n"


class BlobLetter(msgspec.Struct, frozen=True, tag_field="t", tag="blob"):
    """What stands before an attachment's bytes."""

    sha256: str
    size: int


_letter: msgspec.json.Decoder[BlobLetter] = msgspec.json.Decoder(BlobLetter)


class StopReadingError(Exception):
    """The rest of a bundle's content is of no use."""


def written_blobs(blobs: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """Attachments as they follow the lines of a bundle."""
    for sha256, content in blobs:
        yield _END + msgspec.json.encode(BlobLetter(sha256, len(content))) + _END
        yield content


class ContentReader:
    """Is written to while a bundle is unpacked. Holds the lines and one attachment, and never more than the limits."""

    def __init__(self, take_blob: TakeBlob | None = None) -> None:
        self._take_blob = take_blob
        self._lines = bytearray()
        self._held = bytearray()
        """What was not looked at yet: the begin of a line that may tell of an attachment, or an attachment's bytes."""
        self._blob: BlobLetter | None = None
        self._seen = 0
        self._photos = 0
        self.refusal: BundleRefusal | None = None
        self.fault: BaseException | None = None

    def write(self, piece: bytes) -> int:
        """Take the next bytes. Raises StopReadingError."""
        self._seen += len(piece)
        if self._seen > MAX_FILE + MAX_CONTENT:
            raise self._stopped(BundleRefusal.TOO_LARGE)
        self._held += piece
        self._work()
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here for being written."""

    def finish(self) -> bytes | BundleRefusal:
        """All lines, once everything was written; what ends within an attachment is no bundle of ours."""
        if self._blob is not None:
            return BundleRefusal.MALFORMED
        try:
            self._keep(len(self._held))
        except StopReadingError:
            return self.refusal or BundleRefusal.MALFORMED
        return bytes(self._lines)

    def _work(self) -> None:
        while self._held:
            if self._blob is not None:
                if len(self._held) < self._blob.size:
                    return
                self._take(self._blob)
            elif not self._next_line():
                return

    def _next_line(self) -> bool:
        """Whether there was enough to go on."""
        held = self._held
        begins = held[len(_END) : len(_END) + len(_BLOB)] if held.startswith(_END) else b""
        if held.startswith(_END) and begins == _BLOB:
            end = held.find(_END, 1, _MAX_LETTER)
            if end < 0 and len(held) >= _MAX_LETTER:
                raise self._stopped(BundleRefusal.MALFORMED)
            if end >= 0:
                self._begin_blob(bytes(held[1:end]))
                del held[: end + 1]
            return end >= 0
        if held.startswith(_END) and _BLOB.startswith(begins):
            return False
        end = held.find(_END, 1)
        self._keep(end if end >= 0 else len(held))
        return True

    def _begin_blob(self, line: bytes) -> None:
        try:
            letter = _letter.decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            raise self._stopped(BundleRefusal.MALFORMED) from None
        if not is_blob_name(letter.sha256) or not 0 < letter.size <= BLOB_LIMITS.whole:
            raise self._stopped(BundleRefusal.MALFORMED)
        self._blob = letter

    def _take(self, letter: BlobLetter) -> None:
        content = bytes(self._held[: letter.size])
        del self._held[: letter.size]
        self._blob = None
        self._photos += 1
        if self._held and not self._held.startswith(_END):
            raise self._stopped(BundleRefusal.MALFORMED)
        if hashlib.sha256(content).hexdigest() != letter.sha256:
            raise self._stopped(BundleRefusal.MALFORMED)
        if self._take_blob is None:
            return
        try:
            self._take_blob(letter.sha256, content)
        except BaseException as fault:
            self.fault = fault
            raise

    def _keep(self, size: int) -> None:
        if self._photos and size:
            raise self._stopped(BundleRefusal.MALFORMED)
        self._lines += self._held[:size]
        del self._held[:size]
        if len(self._lines) > MAX_CONTENT:
            raise self._stopped(BundleRefusal.TOO_LARGE)

    def _stopped(self, refusal: BundleRefusal) -> StopReadingError:
        self.refusal = refusal
        return StopReadingError(refusal)
