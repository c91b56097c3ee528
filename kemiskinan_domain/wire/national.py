"""The file that carries what is published for the whole nation from whoever publishes it to a district's server.

Lines of text: a head (who, when, how many), the scope's feed lines as they stand with the publisher, and a foot with
the SHA-256 of everything before it, signed by the publisher's key. It is public; the signature proves who wrote it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kemiskinan_domain.wire.bundle import key_id, public_key
from kemiskinan_domain.wire.scopes import ScopeLine, decode_scope_line

NATIONAL_FORMAT: Final = 1
"""Goes into the head; a reader takes its own and every earlier one."""
LARGEST_NATIONAL: Final = 8_000_000
"""Bytes; a larger file is not read."""
_PURPOSE: Final = b"pendataan-kemiskinan national 1\n"


class NationalRefusal(StrEnum):
    """Why a file is not taken; nothing is changed."""

    NOT_ONE = "not-one"
    TOO_LARGE = "too-large"
    NEWER = "newer"
    """Written by a newer program, or with kinds of content that this one does not know."""
    DAMAGED = "damaged"
    FORGED = "forged"
    OTHER_PUBLISHER = "other-publisher"
    """Signed by another key than the files before it."""
    STALE = "stale"
    """A newer file of the publisher was taken in before."""
    UNUSABLE = "unusable"
    """Well signed, and still nothing that may be published."""
    VERSION_CHANGED = "version-changed"
    """A list of codes that is published here stands in it with other choices under the same version."""
    GONE = "gone"
    """Nothing was brought under that name, or it was taken in already."""


class NationalHead(msgspec.Struct, frozen=True, tag_field="t", tag="national"):
    """First line: which life of the publisher's scope and up to which revision, who publishes, and with which key."""

    format: int
    publisher: str
    made_at: str
    epoch: str
    head: int
    records: int
    key: str


class _Foot(msgspec.Struct, frozen=True, tag_field="t", tag="end"):
    sha256: str
    signature: str


_head: Final[msgspec.json.Decoder[NationalHead]] = msgspec.json.Decoder(NationalHead)
_foot: Final[msgspec.json.Decoder[_Foot]] = msgspec.json.Decoder(_Foot)


@dataclass(frozen=True, slots=True)
class NationalFile:
    """What a whole and well signed file says; `digest` is its own SHA-256."""

    head: NationalHead
    lines: tuple[ScopeLine, ...]
    digest: str

    @property
    def fingerprint(self) -> str:
        """A short name of the publisher's key, to be held against paper."""
        key = public_key(self.head.key)
        return "" if key is None else " ".join(key_id(key)[at : at + 4] for at in range(0, 16, 4))


def write_national(head: NationalHead, lines: list[bytes], key: Ed25519PrivateKey) -> bytes:
    """The bytes of a file."""
    before = b"".join(line + b"\n" for line in (msgspec.json.encode(head), *lines))
    digest = hashlib.sha256(before).digest()
    foot = _Foot(digest.hex(), base64.b64encode(key.sign(_PURPOSE + digest)).decode())
    return before + msgspec.json.encode(foot) + b"\n"


def read_national(content: bytes) -> NationalFile | NationalRefusal:
    """Read a file, down to its signature; what its lines say is not looked at here."""
    if len(content) > LARGEST_NATIONAL:
        return NationalRefusal.TOO_LARGE
    first, _, _ = content.partition(b"\n")
    try:
        head = _head.decode(first)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return NationalRefusal.NOT_ONE
    if head.format > NATIONAL_FORMAT:
        return NationalRefusal.NEWER
    before, _, last = content.removesuffix(b"\n").rpartition(b"\n")
    before += b"\n"
    try:
        foot = _foot.decode(last)
        lines = tuple(decode_scope_line(line) for line in before.split(b"\n")[1:-1])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return NationalRefusal.DAMAGED
    digest = hashlib.sha256(before).digest()
    if foot.sha256 != digest.hex() or len(lines) != head.records:
        return NationalRefusal.DAMAGED
    key = public_key(head.key)
    try:
        if key is None:
            return NationalRefusal.FORGED
        key.verify(base64.b64decode(foot.signature, validate=True), _PURPOSE + digest)
    except (InvalidSignature, binascii.Error, ValueError):
        return NationalRefusal.FORGED
    return NationalFile(head, lines, hashlib.sha256(content).hexdigest())
