"""A line of the feed: one record as the district holds it, kept and checked as the exact bytes that were sent."""

from __future__ import annotations

from typing import Any, TypeAlias, cast

import msgspec

from kemiskinan_domain.records import Document, RecordId, RecordKind


class FeedLine(msgspec.Struct, frozen=True, array_like=True):
    """`[revision, kind, id, deleted, document]`; a tombstone's document is empty."""

    rev: int
    kind: RecordKind
    id: RecordId
    deleted: int
    document: dict[str, Any]


LineBytes: TypeAlias = bytes

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[FeedLine] = msgspec.json.Decoder(FeedLine)


def encode_line(rev: int, kind: RecordKind, record: RecordId, deleted: bool, document: Document) -> LineBytes:
    """The line's bytes without the newline; the server stores exactly these."""
    return _encoder.encode((rev, kind, record, int(deleted), {} if deleted else document))


def encode_line_around(rev: int, kind: RecordKind, record: RecordId, document: bytes) -> LineBytes:
    """As `encode_line`, of a live record whose document is encoded already."""
    return _encoder.encode((rev, kind, record, 0, msgspec.Raw(document)))


def decode_line(line: bytes | str) -> FeedLine:
    """Reads a line. Raises `msgspec.ValidationError` or `msgspec.DecodeError` where it is none."""
    return _decoder.decode(line)


def document_of(line: FeedLine) -> Document:
    """The line's document, typed."""
    return cast("Document", line.document)
