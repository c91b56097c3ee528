"""Writes answers: small JSON messages, problems, and the lines of a sync reply as a stream."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
import zstandard
from fastapi import Response
from fastapi.responses import StreamingResponse

from kemiskinan_domain.wire import PROTOCOL, Problem

_LINES_A_FLUSH: Final = 16
_PIECE: Final = 4 * 1024
"""Packed bytes of one write: what a cut may cost. Each write costs the server about as much as packing this does."""
_LEVEL: Final = 9
_QUICK_LEVEL: Final = 5
_LARGE: Final = 512 * 1024
"""Only a line that has shown that it is quick asks for so much at once (SYNC 2.8); on it packing costs more time."""


@dataclass(frozen=True, slots=True)
class PackedLines:
    """A reply ready to be written, in pieces."""

    encoding: str
    pieces: list[bytes]


def message(content: Any, status: int = 200) -> Response:  # any msgspec.Struct
    """A small JSON message."""
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def problem(content: Problem) -> Response:
    """An `application/problem+json` answer."""
    headers = {"Retry-After": str(content.extra.get("retry_after", 5))} if content.status in (429, 503) else {}
    if content.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(msgspec.json.encode(content), content.status, headers, "application/problem+json")


def packed_lines(content: Sequence[bytes], accepted: str) -> PackedLines:
    """NDJSON, packed as the laptop offers; made where the work is done, not where the answers are written."""
    offered = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    encoding = next((name for name in ("zstd", "gzip") if name in offered), "identity")
    chunks = _chunks(content)
    packed = _zstd(chunks, content) if encoding == "zstd" else _gzip(chunks) if encoding == "gzip" else chunks
    return PackedLines(encoding, list(_pieces(packed)))


def lines(packed: PackedLines) -> Response:
    """The lines as a stream whose beginning is worth something when it is cut."""
    headers = {"Sync-Protocol": str(PROTOCOL), "Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if packed.encoding != "identity":
        headers["Content-Encoding"] = packed.encoding
    if len(packed.pieces) == 1:
        return Response(packed.pieces[0], 200, headers, "application/x-ndjson")
    return StreamingResponse(_sent(packed.pieces), 200, headers, "application/x-ndjson")


async def _sent(pieces: Sequence[bytes]) -> AsyncIterator[bytes]:
    for piece in pieces:
        yield piece


def _pieces(packed: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks joined until they are worth a write of their own; each ends with a flush of the packer."""
    held: list[bytes] = []
    size = 0
    for chunk in packed:
        held.append(chunk)
        size += len(chunk)
        if size >= _PIECE:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)


def _chunks(content: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(content), _LINES_A_FLUSH):
        yield b"\n".join(content[start : start + _LINES_A_FLUSH]) + b"\n"


def _zstd(chunks: Iterator[bytes], content: Sequence[bytes]) -> Iterator[bytes]:
    large = sum(map(len, content)) > _LARGE
    packer = zstandard.ZstdCompressor(level=_QUICK_LEVEL if large else _LEVEL).compressobj()
    for chunk in chunks:
        yield packer.compress(chunk) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    yield packer.flush(zstandard.COMPRESSOBJ_FLUSH_FINISH)


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=31)
    for chunk in chunks:
        yield packer.compress(chunk) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush(zlib.Z_FINISH)
