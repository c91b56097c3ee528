"""How a bundle is sealed, signed, checked and opened: as it streams, so that a gigabyte needs no gigabyte of memory.

Layout: magic, length of the header (4 bytes, big end first), the clear header (JSON), the content (zstd inside age),
the sender's Ed25519 signature over header and content, and last a footer with the length and SHA-256 of everything
before it. Cut or changed anywhere, it is refused before anything is read from it.

age seals to an Ed25519 key through its `ssh-ed25519` recipients (docs/decisions/0050).
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

import msgspec
import pyrage
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kemiskinan_domain.wire.bundle import (
    MAX_BUNDLE,
    MAX_FILE,
    MAX_HEADER,
    NEWEST_PROTOCOL,
    BundleHeader,
    BundleRefusal,
    is_sound,
)
from kemiskinan_domain.wire.bundle_reading import ContentReader, StopReadingError, TakeBlob

_MAGIC: Final = b"\x89DSB\r\n\x1a\n"
"""A first byte that is no text and both line endings, so that a transfer as text shows at once."""
_END: Final = b"BSD."
_SIGNATURE: Final = 64
_FOOTER: Final = 8 + 32 + len(_END)
_PURPOSE: Final = b"pendataan-kemiskinan bundle 1\n"
_PIECE: Final = 256 * 1024
_WINDOW: Final = 8 * 1024 * 1024
"""The most that unpacking looks back, and so keeps in memory; no writer of ours needs more."""
_TEXT_LEVEL: Final = 9
_PHOTO_LEVEL: Final = 1
"""Photos are packed already."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A whole, undamaged bundle; who wrote it is not known before `is_from`. `digest`: SHA-256 of the file."""

    header: BundleHeader
    digest: str
    signature: bytes
    signed: bytes
    _file: BinaryIO
    _begin: int
    _end: int

    def is_from(self, sender: Ed25519PublicKey) -> bool:
        """Whether that key signed exactly this header and content."""
        try:
            sender.verify(self.signature, self.signed)
        except InvalidSignature:
            return False
        return True

    def opened(self, key: Ed25519PrivateKey, take_blob: TakeBlob | None = None) -> bytes | BundleRefusal:
        """The lines, for whom it was sealed to; `take_blob` hears of each attachment whose bytes fit its name.

        What `take_blob` raises comes out as it is.
        """
        reader = ContentReader(take_blob)
        identity = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
        unpacking = zstandard.ZstdDecompressor(max_window_size=_WINDOW).stream_writer(reader, write_size=_PIECE)  # type: ignore[arg-type]
        sealed = _Pulled(_slice(self._file, self._begin, self._end))
        try:
            pyrage.decrypt_io(sealed, unpacking, [pyrage.ssh.Identity.from_buffer(identity)])
        except pyrage.DecryptError:
            return BundleRefusal.NOT_FOR_US
        except (zstandard.ZstdError, OSError, StopReadingError):
            if reader.fault is not None:
                raise reader.fault from None
            return reader.refusal or BundleRefusal.MALFORMED
        return reader.finish()


def seal_bundle(
    header: BundleHeader, content: bytes, signing: Ed25519PrivateKey, recipients: Sequence[Ed25519PublicKey]
) -> bytes:
    """The bytes of a bundle; `recipients` can each open it."""
    made = io.BytesIO()
    write_bundle(made, header, [content], signing, recipients)
    return made.getvalue()


def write_bundle(
    target: BinaryIO,
    header: BundleHeader,
    content: Iterable[bytes],
    signing: Ed25519PrivateKey,
    recipients: Sequence[Ed25519PublicKey],
) -> str:
    """Write a bundle piece by piece; answers the SHA-256 of the file. What `content` or `target` raise comes out."""
    clear = msgspec.json.encode(header)
    head = _MAGIC + len(clear).to_bytes(4, "big") + clear
    writing = _Hashed(target)
    writing.write(head)
    sealed = _seal(writing, _packed(content, _PHOTO_LEVEL if header.photos else _TEXT_LEVEL), recipients)
    writing.write(signing.sign(_signed(head, sealed)))
    writing.write(writing.size.to_bytes(8, "big") + writing.whole.digest() + _END)
    return writing.whole.hexdigest()


def read_envelope(content: bytes) -> Envelope | BundleRefusal:
    """Check that bytes are a whole bundle, and read its header."""
    return open_envelope(io.BytesIO(content))


def open_envelope(file: BinaryIO) -> Envelope | BundleRefusal:
    """Check that a file is a whole bundle, and read its header; `file` stays open as long as the envelope is used.

    Raises OSError where it cannot be read.
    """
    size = file.seek(0, io.SEEK_END)
    file.seek(0)
    head = file.read(len(_MAGIC) + 4)
    if size > MAX_FILE:
        return BundleRefusal.TOO_LARGE
    if not head.startswith(_MAGIC):
        return BundleRefusal.TRUNCATED if _MAGIC.startswith(head) else BundleRefusal.NOT_A_BUNDLE
    body = size - _FOOTER
    file.seek(max(0, body))
    footer = file.read(_FOOTER)
    if not footer.endswith(_END) or int.from_bytes(footer[:8], "big") != body:
        return BundleRefusal.TRUNCATED
    return _checked(file, int.from_bytes(head[len(_MAGIC) :], "big"), body, footer)


def _checked(file: BinaryIO, header_size: int, body: int, footer: bytes) -> Envelope | BundleRefusal:
    begin, end = len(_MAGIC) + 4 + header_size, body - _SIGNATURE
    if begin > end:
        # Which byte went wrong cannot be said without the sum.
        whole = _sum(_slice(file, 0, body))
        return BundleRefusal.MALFORMED if whole.digest() == footer[8:40] else BundleRefusal.DAMAGED
    whole, sealed = hashlib.sha256(), hashlib.sha256()
    for piece in _slice(file, 0, begin):
        whole.update(piece)
    for piece in _slice(file, begin, end):
        whole.update(piece)
        sealed.update(piece)
    signature = b"".join(_slice(file, end, body))
    whole.update(signature)
    if whole.digest() != footer[8:40]:
        return BundleRefusal.DAMAGED
    header = _header(file, begin, header_size)
    if isinstance(header, BundleRefusal):
        return header
    if body + _FOOTER > MAX_BUNDLE and not header.photos:
        return BundleRefusal.TOO_LARGE
    whole.update(footer)
    signed = _PURPOSE + _sum(_slice(file, 0, begin)).digest() + sealed.digest()
    return Envelope(header, whole.hexdigest(), signature, signed, file, begin, end)


def _header(file: BinaryIO, begin: int, size: int) -> BundleHeader | BundleRefusal:
    if size > MAX_HEADER:
        return BundleRefusal.MALFORMED
    try:
        header = msgspec.json.decode(b"".join(_slice(file, begin - size, begin)), type=BundleHeader)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return BundleRefusal.MALFORMED
    if header.protocol > NEWEST_PROTOCOL:
        return BundleRefusal.NEWER
    return header if is_sound(header) else BundleRefusal.MALFORMED


def _signed(head: bytes, sealed: bytes) -> bytes:
    return _PURPOSE + hashlib.sha256(head).digest() + sealed


def _seal(target: _Hashed, content: Iterator[bytes], recipients: Sequence[Ed25519PublicKey]) -> bytes:
    """Seal into the target; answers the SHA-256 of what was written."""
    pulled, writing = _Pulled(content), _Hashed(target)
    try:
        pyrage.encrypt_io(pulled, writing, [_recipient(one) for one in recipients])
    except pyrage.EncryptError:
        fault = pulled.fault or writing.fault
        if fault is None:
            raise
        raise fault from None
    return writing.whole.digest()


def _packed(content: Iterable[bytes], level: int) -> Iterator[bytes]:
    packing = zstandard.ZstdCompressor(level=level).compressobj()
    for piece in content:
        view = memoryview(piece)
        for start in range(0, len(view), _PIECE):
            if made := packing.compress(view[start : start + _PIECE]):
                yield made
    yield packing.flush()


def _recipient(key: Ed25519PublicKey) -> pyrage.ssh.Recipient:
    return pyrage.ssh.Recipient.from_str(key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode())


def _slice(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    file.seek(start)
    while start < end and (piece := file.read(min(_PIECE, end - start))):
        start += len(piece)
        yield piece


def _sum(pieces: Iterator[bytes]) -> hashlib._Hash:
    whole = hashlib.sha256()
    for piece in pieces:
        whole.update(piece)
    return whole


class _Hashed:
    """Writes on, and sums up what went through; keeps what went wrong, which age's library only tells in words."""

    def __init__(self, target: BinaryIO | _Hashed) -> None:
        self._target = target
        self.whole = hashlib.sha256()
        self.size = 0
        self.fault: BaseException | None = None

    def write(self, piece: bytes) -> int:
        try:
            self._target.write(piece)
        except BaseException as fault:
            self.fault = fault
            raise
        self.whole.update(piece)
        self.size += len(piece)
        return len(piece)

    def flush(self) -> None:
        """Whoever opened the target flushes it."""


class _Pulled:
    """Pieces as they come, read like a file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.fault: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        while not self._rest:
            try:
                piece = next(self._pieces, None)
            except BaseException as fault:
                self.fault = fault
                raise
            if piece is None:
                return b""
            self._rest = memoryview(piece)
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)
