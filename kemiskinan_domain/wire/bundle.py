"""A bundle: one file that carries an exchange without a network, on a stick, by WhatsApp or mail (SYNC 2.11).

Here stands what anybody may know of it: the header, the name, the limits, whose keys, why one is refused. How it is
sealed and opened: `bundle_sealing`. The keys of the exchange serve here too (docs/decisions/0050).
"""

from __future__ import annotations

import base64
import hashlib
import re
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

BUNDLE_PROTOCOL: Final = 1
"""Goes into the header of a file of records; a reader takes every number up to `NEWEST_PROTOCOL`."""
PHOTO_PROTOCOL: Final = 2
"""Of a file with attachments' bytes: an older reader refuses it by name, and takes the records beside it."""
NEWEST_PROTOCOL: Final = PHOTO_PROTOCOL
FOLDER: Final = "dsync"
SUFFIX: Final = ".dsb"
MAX_BUNDLE: Final = 64 * 1024 * 1024
"""Bytes of a file of records; a larger one is not read."""
MAX_FILE: Final = 1024 * 1024 * 1024
"""Bytes of a file with attachments (SYNC 2.11); such a one is never in memory as a whole."""
MAX_CONTENT: Final = 128 * 1024 * 1024
"""Bytes of lines after unpacking; more is refused while unpacking."""
MAX_HEADER: Final = 4096
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._~-]{0,99}")


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
    photos: int = 0
    """How many attachments' bytes are in it; such a file may be larger."""
    recipient: str = ""
    """Id of the key that it is sealed to."""
    made_at: str = ""


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
    """Where a bundle lies on a stick: `dsync/{village}/{client}/{seq}.dsb`; readers go by the header, not by this.

    An answer's photos have several files under the number that they answer.
    """
    name = f"{header.seq:06d}" if header.kind is BundleKind.REQUEST else f"{header.seq:06d}-jawaban"
    if header.photos:
        name += "-foto" if header.kind is BundleKind.REQUEST else f"-foto-{header.part}"
    return PurePosixPath(FOLDER, header.village, header.client, name + SUFFIX)


def is_sound(header: BundleHeader) -> bool:
    """Whether names are names and numbers fit: they become parts of paths and columns, and anybody may write them."""
    names = all(_NAME.fullmatch(name) for name in (header.village, header.client))
    numbers = (header.seq, header.first, header.last, header.cursor, header.part, header.parts, header.photos)
    texts = all(len(text) <= 64 and text.isprintable() for text in (header.recipient, header.made_at))
    return names and texts and header.protocol > 0 and all(0 <= number < 2**53 for number in numbers)


def seq_in(name: str) -> int:
    """The number that such a name begins with; 0 where it begins with none."""
    digits = name.partition("-")[0].removesuffix(SUFFIX)
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 9 else 0


def turn_of(header: BundleHeader) -> tuple[str, str, bool, int, int]:
    """A key by which files follow each other as their laptops wrote them: records in their order, then photos."""
    return (header.village, header.client, header.photos > 0, header.first, header.seq)


def key_id(key: Ed25519PublicKey) -> str:
    """A short name of a key, for the header."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]
