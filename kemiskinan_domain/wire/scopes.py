"""Scopes beside the village's own: what a district or the nation publishes for all, read by laptops and never written.

Each has an epoch, a head, a checksum and a feed of its own, of the same lines as a village's (SYNC 2.1, 2.3).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, Final, NewType, TypeAlias
from urllib.parse import quote, urlencode

import msgspec

from kemiskinan_domain.identity import RegionLevel, level_of, read_region_code
from kemiskinan_domain.records import Document, RecordId
from kemiskinan_domain.wire.sync import ReplyTail

ScopeName = NewType("ScopeName", str)
"""`district:32.03` or `national`."""

NATIONAL: Final = ScopeName("national")
_DISTRICT: Final = "district:"
_BLOCKS: Final = 2
"""Provinsi and kabupaten: so much of a village's code names its district."""


class ScopeKind(StrEnum):
    """What a record of a scope is; a laptop keeps kinds that it does not know and shows nothing of them."""

    NOTICE = "notice"
    CODE_LIST = "code_list"


def district_scope(code: str) -> ScopeName:
    """The scope of the kabupaten that a region code lies in."""
    return ScopeName(_DISTRICT + ".".join(code.split(".")[:_BLOCKS]))


def followed_by(village: str) -> tuple[ScopeName, ScopeName]:
    """The scopes that a laptop of that village reads, the nearer one first."""
    return district_scope(village), NATIONAL


def read_scope_name(text: str) -> ScopeName | None:
    """A scope's name; None for what is none."""
    if text == NATIONAL:
        return NATIONAL
    code = read_region_code(text.removeprefix(_DISTRICT)) if text.startswith(_DISTRICT) else None
    if not isinstance(code, str) or level_of(code) is not RegionLevel.DISTRICT or text != _DISTRICT + code:
        return None
    return ScopeName(text)


def scope_tag(epoch: str, head: int) -> str:
    """Where a scope stands, in one word: equal words on both sides mean that nothing is new."""
    return f"{epoch}.{head}" if epoch else ""


class ScopeHead(msgspec.Struct, frozen=True, tag_field="t", tag="scope"):
    """First line of a reply: whose lines these are, and of which life of the district's database."""

    scope: str
    epoch: str


class ScopeLine(msgspec.Struct, frozen=True, array_like=True):
    """`[revision, kind, id, deleted, document]`, as a village's feed line but with kinds of its own."""

    rev: int
    kind: str
    id: RecordId
    deleted: int
    document: dict[str, Any]


ScopeReplyLine: TypeAlias = ScopeHead | ReplyTail | ScopeLine

_encoder = msgspec.json.Encoder()
_line: msgspec.json.Decoder[ScopeLine] = msgspec.json.Decoder(ScopeLine)
_frame: msgspec.json.Decoder[ScopeHead | ReplyTail] = msgspec.json.Decoder(ScopeHead | ReplyTail)


def encode_scope_line(rev: int, kind: ScopeKind, record: RecordId, document: Document | None) -> bytes:
    """The line's bytes without the newline; without a document it is a tombstone."""
    return _encoder.encode((rev, kind, record, int(document is None), document or {}))


def decode_scope_line(line: bytes) -> ScopeLine:
    """Reads a feed line. Raises `msgspec.MsgspecError` where it is none."""
    return _line.decode(line)


def decode_scope_reply_line(line: bytes) -> ScopeReplyLine:
    """Reads one line of a reply. Raises `msgspec.MsgspecError` where it is none."""
    return _line.decode(line) if line.startswith(b"[") else _frame.decode(line)


def changes_path(scope: ScopeName, *, epoch: str, since: int, limit: int, whole: bool = False) -> str:
    """What is new in a scope since a revision of an epoch, at most so many bytes of lines.

    `whole`: the laptop reads the scope from its beginning, so that it lacks no tombstone that was forgotten.
    """
    asked: dict[str, str | int] = {"since": since, "limit": limit}
    if epoch:
        asked["epoch"] = epoch
    if whole:
        asked["whole"] = 1
    return f"/v1/scopes/{quote(scope, safe=':')}/changes?{urlencode(asked)}"


SCOPE_CHANGES: Final = "/v1/scopes/{scope}/changes"
"""The route."""
