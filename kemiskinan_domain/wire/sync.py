"""The sync exchange: one request, and a reply of lines that is useful even when it is cut (SYNC 2.4)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, TypeAlias

import msgspec

from kemiskinan_domain.changes import ChainValue, FeedLine, Receipt, Verdict, decode_line

PROTOCOL: Final = 1
"""Goes in the header `Sync-Protocol`; the server takes pushes of this and every earlier number."""


@dataclass(frozen=True, slots=True)
class Limits:
    """SYNC 2.8; bytes unless named otherwise."""

    changes: int = 10_000
    compressed: int = 256 * 1024
    decompressed: int = 8 * 1024 * 1024
    field: int = 64 * 1024
    record: int = 1024 * 1024
    page: int = 64 * 1024
    depth: int = 32


LIMITS: Final = Limits()


class Capability(StrEnum):
    """What a server can beyond protocol 1's beginnings; a laptop uses one only after a reply named it."""

    ZSTD = "zstd"
    """Requests may come with `Content-Encoding: zstd`."""
    SNAPSHOT = "snapshot"
    """The whole village can be had as one file."""
    SCOPES = "scopes"
    """What a district publishes for all its villages can be followed (`wire.scopes`)."""


class SyncRequest(msgspec.Struct, frozen=True, omit_defaults=True, rename={"first": "from"}):
    """What a laptop says. `muts` are frozen bodies, embedded byte for byte, since the chain is over those bytes."""

    client: str
    epoch: str
    """The epoch that the laptop knows; empty before the first reply."""
    cursor: int
    top_mid: int
    """The highest number that the laptop ever gave, sent or not."""
    acked_mid: int
    """Up to here the laptop has stored results; the server may forget them."""
    first: int = 0
    """Number of the first of `muts`; 0 when there is nothing to push."""
    prev: str = ""
    """Chain value before the first of `muts`."""
    chain: str = ""
    """Chain value after the last of `muts`."""
    muts: list[msgspec.Raw] = []
    limit_bytes: int = LIMITS.page
    """How many bytes of feed lines the reply may carry."""
    echo: bool = True
    """False: what `muts` make of the records that it holds, the laptop makes itself (`ReplyHead.mirrored`)."""
    whole: bool = False
    """The laptop takes the whole village: what lies before its cursor came from this very feed, so that no forgotten
    delete can be missing (`ProblemType.CURSOR_TOO_OLD`)."""


class Acknowledgement(msgspec.Struct, frozen=True):
    """Up to this number, under this chain value, the district has processed the laptop's changes."""

    to: int
    chain: ChainValue


class ReplyHead(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="t", tag="head"):
    """First line of a reply: acknowledgement, results that are not plain ok (by number), receipt."""

    epoch: str
    ack: Acknowledgement
    server_time: str
    protocol: int = PROTOCOL
    results: dict[int, Verdict] = {}
    receipt: Receipt | None = None
    can: list[str] = []
    """The server's `Capability` words; a laptop passes over words that it does not know."""
    mirrored: int = 0
    """So many of the latest revisions are just what the laptop's changes make: their lines do not come, nor the
    receipt's entries for them. The signature is over the whole receipt, so it proves what the laptop made."""


class ReplyTail(msgspec.Struct, frozen=True, omit_defaults=True, tag_field="t", tag="tail"):
    """Last line of a reply. `count` and `csum` stand only where `more` is false."""

    cursor: int
    head: int
    more: bool = False
    count: int = 0
    csum: str = ""
    durable_rev: int = 0
    snapshot: int = 0
    """With `more`: a file of the whole village up to this revision is ready (`Paths.snapshot`)."""
    forms: str = ""
    """`forms_digest` of what villages are to use; empty from a server that does not tell."""
    scopes: dict[str, str] = {}
    """Where each scope that the village reads stands (`scope_tag`); one without a word is empty."""


ReplyLine: TypeAlias = ReplyHead | ReplyTail | FeedLine

_encoder = msgspec.json.Encoder()
_frame: msgspec.json.Decoder[ReplyHead | ReplyTail] = msgspec.json.Decoder(ReplyHead | ReplyTail)


def encode_message(message: Any) -> bytes:  # any msgspec.Struct of this package
    """The JSON bytes of a message, on one line."""
    return _encoder.encode(message)


def decode_reply_line(line: bytes) -> ReplyLine:
    """Reads one line of a reply. Raises `msgspec.MsgspecError` where it is none: a cut line, a captive portal."""
    return decode_line(line) if line.startswith(b"[") else _frame.decode(line)
