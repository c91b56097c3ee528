"""What stands inside a bundle, line by line: a letter first, then the very lines that the network would carry.

A laptop's bundle holds its sync requests, an answer the lines of the reply and new questionnaires.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_domain.wire.enrolment import LedgerEntry
from kemiskinan_domain.wire.problems import Problem
from kemiskinan_domain.wire.sync import ReplyHead, ReplyTail, SyncRequest, encode_message


class DeviceNotice(msgspec.Struct, frozen=True):
    """A laptop of the village, as the district vouches for it: its key (Ed25519, base64) proves its bundles."""

    client: str
    name: str
    public_key: str


class DeviceList(msgspec.Struct, frozen=True):
    """The laptops of a village that may connect; `signature` is the district's Ed25519 over all else, base64."""

    village: str
    devices: list[DeviceNotice]
    signature: str = ""


class LaptopLetter(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="t", tag="laptop"):
    """First line of a laptop's bundle: which questionnaires it has, as (id, version)."""

    forms: list[tuple[str, str]] = []
    app_version: str = ""
    offers: list[str] = []
    """Names (SHA-256) of all attachments whose bytes go along in this and the files beside it."""
    wants: list[str] = []
    """Names of attachments whose bytes the laptop asks for."""
    scopes: dict[str, tuple[str, int]] = {}
    """Of each scope that the laptop reads: the epoch that it knows, and the revision that it keeps."""


class DistrictLetter(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="t", tag="district"):
    """First line of an answer: where its lines begin, what stands against the bundle, and the village's laptops.

    `ledger` is there where the laptop's file may be an older copy of itself.
    """

    server_time: str
    since: int = 0
    problem: Problem | None = None
    ledger: list[LedgerEntry] = []
    devices: list[DeviceNotice] = []
    held: list[str] = []
    """Of the attachments that the laptop offered, those whose bytes the district holds whole."""


class ScopeLetter(msgspec.Struct, frozen=True, tag_field="t", tag="scope"):
    """What is new in a scope since the revision that the laptop's letter named, or all of it from `since` 0 on.

    `lines` are feed lines, `csum` and `count` the checksum of the scope after them.
    """

    scope: str
    epoch: str
    since: int
    cursor: int
    count: int
    csum: str
    lines: list[msgspec.Raw] = []


class FormLetter(msgspec.Struct, frozen=True, tag_field="t", tag="form"):
    """A questionnaire version that the laptop lacks; the bundle's signature vouches for it."""

    id: str
    version: str
    digest: str
    text: str


_Line: TypeAlias = DistrictLetter | FormLetter | ScopeLetter | ReplyHead | ReplyTail
_line: msgspec.json.Decoder[_Line] = msgspec.json.Decoder(_Line)
_letter: msgspec.json.Decoder[LaptopLetter] = msgspec.json.Decoder(LaptopLetter)
_request: msgspec.json.Decoder[SyncRequest] = msgspec.json.Decoder(SyncRequest)


@dataclass(frozen=True, slots=True)
class Requests:
    """A laptop's bundle, read."""

    letter: LaptopLetter
    requests: tuple[SyncRequest, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, read. `head` and `tail` are None where the district took nothing in; `lines` are feed lines."""

    letter: DistrictLetter
    head: ReplyHead | None = None
    lines: tuple[bytes, ...] = ()
    tail: ReplyTail | None = None
    forms: tuple[FormLetter, ...] = ()
    scopes: tuple[ScopeLetter, ...] = ()


def sign_devices(listed: DeviceList, key: Ed25519PrivateKey) -> DeviceList:
    """The list with the district's signature."""
    signature = base64.b64encode(key.sign(_vouched(listed))).decode()
    return msgspec.structs.replace(listed, signature=signature)


def verify_devices(listed: DeviceList, key: Ed25519PublicKey) -> bool:
    """Whether the pinned district key signed exactly this list."""
    try:
        key.verify(base64.b64decode(listed.signature, validate=True), _vouched(listed))
    except (InvalidSignature, ValueError):
        return False
    return True


def _vouched(listed: DeviceList) -> bytes:
    return b"pendataan-kemiskinan devices 1\n" + encode_message(msgspec.structs.replace(listed, signature=""))


def write_requests(letter: LaptopLetter, requests: Iterable[bytes]) -> bytes:
    """The content of a laptop's bundle; `requests` are encoded sync requests."""
    return b"\n".join([encode_message(letter), *requests])


def read_requests(content: bytes) -> Requests | BundleRefusal:
    """The content of a laptop's bundle."""
    first, *lines = content.split(b"\n")
    try:
        found = Requests(_letter.decode(first), tuple(_request.decode(line) for line in lines))
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return BundleRefusal.MALFORMED
    return found if found.requests else BundleRefusal.MALFORMED


def write_answer(answer: Answer) -> bytes:
    """The content of an answer."""
    parts = [encode_message(answer.letter)]
    if answer.head is not None and answer.tail is not None:
        parts += [encode_message(answer.head), *answer.lines, encode_message(answer.tail)]
    return b"\n".join([*parts, *(encode_message(one) for one in (*answer.forms, *answer.scopes))])


def read_answer(content: bytes) -> Answer | BundleRefusal:
    """The content of an answer."""
    first, *lines = content.split(b"\n")
    try:
        letter = _line.decode(first)
        return _answer(letter, lines) if isinstance(letter, DistrictLetter) else BundleRefusal.MALFORMED
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
        return BundleRefusal.MALFORMED


def _answer(letter: DistrictLetter, lines: list[bytes]) -> Answer | BundleRefusal:
    head: ReplyHead | None = None
    tail: ReplyTail | None = None
    feed: list[bytes] = []
    forms: list[FormLetter] = []
    scopes: list[ScopeLetter] = []
    last = letter.since
    for raw in lines:
        if raw.startswith(b"["):
            rev = decode_line(raw).rev
            if head is None or tail is not None or rev <= last:
                return BundleRefusal.MALFORMED
            feed.append(raw)
            last = rev
            continue
        match _line.decode(raw):
            case ReplyHead() as found if head is None:
                head = found
            case ReplyTail() as found if head is not None and tail is None and not found.more:
                tail = found
            case FormLetter() as found:
                forms.append(found)
            case ScopeLetter() as found:
                scopes.append(found)
            case _:
                return BundleRefusal.MALFORMED
    if (head is None) is not (tail is None):
        return BundleRefusal.MALFORMED
    return Answer(letter, head, tuple(feed), tail, tuple(forms), tuple(scopes))
