"""A bundle: one file that carries an exchange without a network, on a stick, by WhatsApp or mail (SYNC 2.11).

Layout: magic, length of the header (4 bytes, big end first), the clear header (JSON), the content (zstd inside age),
the sender's Ed25519 signature over header and content, and last a footer with the length and SHA-256 of everything
before it. Cut or changed anywhere, it is refused before anything is read from it.

The keys of the exchange serve here too: age seals to an Ed25519 key through its `ssh-ed25519` recipients
(docs/decisions/0050).
"""

from __future__ import annotations

import base64
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

import msgspec
import pyrage
import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

BUNDLE_PROTOCOL: Final = 1
"""Goes into the header; a reader takes this and every earlier number."""
FOLDER: Final = "dsync"
SUFFIX: Final = ".dsb"
MAX_BUNDLE: Final = 64 * 1024 * 1024
"""Bytes of a file; a larger one is not read."""
MAX_CONTENT: Final = 128 * 1024 * 1024
"""Bytes after unpacking; more is refused while unpacking."""
MAX_HEADER: Final = 4096

_MAGIC: Final = b"\x89DSB\r\n\x1a\n"
"""A first byte that is no text and both line endings, so that a transfer as text shows at once."""
_END: Final = b"BSD."
_SIGNATURE: Final = 64
_FOOTER: Final = 8 + 32 + len(_END)
_PURPOSE: Final = b"pendataan-kemiskinan bundle 1\n"
_LEVEL: Final = 9


class BundleKind(StrEnum):
    """Which way it goes."""

    REQUEST = "request"
    ANSWER = "answer"


class BundleRefusal(StrEnum):
    """Why a bundle is not used; nothing was changed."""

    NOT_A_BUNDLE = "not-a-bundle"
    TRUNCATED = "truncated"
    DAMAGED = "damaged"
    TOO_LARGE = "too-large"
    NEWER = "newer"
    """Written by a newer program."""
    FORGED = "forged"
    """The signature is not that of the sender named in it."""
    NOT_FOR_US = "not-for-us"
    """Sealed to another key, or going the other way."""
    UNKNOWN_DEVICE = "unknown-device"
    OTHER_VILLAGE = "other-village"
    OTHER_DEVICE = "other-device"
    REVOKED = "revoked"
    MALFORMED = "malformed"
    """Signed by the right sender, and still not what such a file holds."""


class BundleHeader(msgspec.Struct, frozen=True, omit_defaults=True):
    """What anybody may read of a bundle: no name, no record. Of an answer, `seq` is that of the bundle answered."""

    protocol: int
    kind: BundleKind
    village: str
    client: str
    seq: int
    first: int = 0
    """Number of the first change that it carries, or of an answer acknowledges; 0 where there is none."""
    last: int = 0
    cursor: int = 0
    """Of a request, the revision up to which the laptop has everything; of an answer, up to which it goes."""
    part: int = 1
    parts: int = 1
    recipient: str = ""
    """Id of the key that it is sealed to."""
    made_at: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A whole, undamaged bundle; who wrote it is not known before `is_from`."""

    header: BundleHeader
    sealed: bytes
    signature: bytes
    signed: bytes

    def is_from(self, sender: Ed25519PublicKey) -> bool:
        """Whether that key signed exactly this header and content."""
        try:
            sender.verify(self.signature, self.signed)
        except InvalidSignature:
            return False
        return True

    def opened(self, key: Ed25519PrivateKey) -> bytes | BundleRefusal:
        """The content, for whom it was sealed to."""
        return _opened(self.sealed, key)


def seal_bundle(
    header: BundleHeader, content: bytes, signing: Ed25519PrivateKey, recipients: Sequence[Ed25519PublicKey]
) -> bytes:
    """The bytes of a bundle; `recipients` can each open it."""
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(content)
    sealed = bytes(pyrage.encrypt(packed, [_recipient(one) for one in recipients]))
    clear = msgspec.json.encode(header)
    head = _MAGIC + len(clear).to_bytes(4, "big") + clear
    body = head + sealed + signing.sign(_signed(head, sealed))
    return body + len(body).to_bytes(8, "big") + hashlib.sha256(body).digest() + _END


def read_envelope(content: bytes) -> Envelope | BundleRefusal:
    """Check that a file is a whole bundle, and read its header."""
    if len(content) > MAX_BUNDLE:
        return BundleRefusal.TOO_LARGE
    if not content.startswith(_MAGIC):
        return BundleRefusal.TRUNCATED if _MAGIC.startswith(content) else BundleRefusal.NOT_A_BUNDLE
    body, footer = content[:-_FOOTER], content[-_FOOTER:]
    if not footer.endswith(_END) or int.from_bytes(footer[:8], "big") != len(body):
        return BundleRefusal.TRUNCATED
    if hashlib.sha256(body).digest() != footer[8:40]:
        return BundleRefusal.DAMAGED
    start = len(_MAGIC) + 4
    size = int.from_bytes(body[len(_MAGIC) : start], "big")
    if size > MAX_HEADER or start + size + _SIGNATURE > len(body):
        return BundleRefusal.MALFORMED
    try:
        header = msgspec.json.decode(body[start : start + size], type=BundleHeader)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return BundleRefusal.MALFORMED
    if header.protocol > BUNDLE_PROTOCOL:
        return BundleRefusal.NEWER
    head, sealed = body[: start + size], body[start + size : -_SIGNATURE]
    return Envelope(header, sealed, body[-_SIGNATURE:], _signed(head, sealed))


def public_key(text: str) -> Ed25519PublicKey | None:
    """An Ed25519 public key from base64; None where it is none."""
    try:
        return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    except ValueError:
        return None


def private_key(text: str) -> Ed25519PrivateKey:
    """An Ed25519 key from the base64 of its seed. Raises ValueError."""
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(text, validate=True))


def bundle_path(header: BundleHeader) -> PurePosixPath:
    """Where a bundle lies on a stick: `dsync/{village}/{client}/{seq}.dsb`; readers go by the header, not by this."""
    name = f"{header.seq:06d}" if header.kind is BundleKind.REQUEST else f"{header.seq:06d}-jawaban"
    return PurePosixPath(FOLDER, header.village, header.client, name + SUFFIX)


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a key, for the header."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def _signed(head: bytes, sealed: bytes) -> bytes:
    return _PURPOSE + hashlib.sha256(head).digest() + hashlib.sha256(sealed).digest()


def _recipient(key: Ed25519PublicKey) -> pyrage.ssh.Recipient:
    return pyrage.ssh.Recipient.from_str(key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode())


def _opened(sealed: bytes, key: Ed25519PrivateKey) -> bytes | BundleRefusal:
    identity = key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    try:
        packed = bytes(pyrage.decrypt(sealed, [pyrage.ssh.Identity.from_buffer(identity)]))
    except pyrage.DecryptError:
        return BundleRefusal.NOT_FOR_US
    try:
        content = zstandard.ZstdDecompressor().stream_reader(io.BytesIO(packed)).read(MAX_CONTENT + 1)
    except zstandard.ZstdError:
        return BundleRefusal.MALFORMED
    return BundleRefusal.TOO_LARGE if len(content) > MAX_CONTENT else content
