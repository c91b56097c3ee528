"""Writes answers: small JSON messages, problems, and the lines of a sync reply as a stream."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
import zstandard
from fastapi import Response
from fastapi.responses import StreamingResponse

from kemiskinan_domain.wire import PROTOCOL, Problem

_LINES_A_FLUSH = 16


def message(content: Any, status: int = 200) -> Response:  # any msgspec.Struct
    """A small JSON message."""
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def problem(content: Problem) -> Response:
    """An `application/problem+json` answer."""
    headers = {"Retry-After": "5"} if content.status in (429, 503) else {}
    if content.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(msgspec.json.encode(content), content.status, headers, "application/problem+json")


def lines(content: Sequence[bytes], accepted: str) -> Response:
    """NDJSON, packed as the laptop offers, flushed so often that a cut stream still yields whole lines."""
    offered = {part.partition(";")[0].strip().lower() for part in accepted.split(",")}
    encoding = next((name for name in ("zstd", "gzip") if name in offered), "identity")
    headers = {"Sync-Protocol": str(PROTOCOL), "Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    chunks = _chunks(content)
    packed = _zstd(chunks) if encoding == "zstd" else _gzip(chunks) if encoding == "gzip" else chunks
    if len(content) <= _LINES_A_FLUSH:
        return Response(b"".join(packed), 200, headers, "application/x-ndjson")
    return StreamingResponse(packed, 200, headers, "application/x-ndjson")


def _chunks(content: Sequence[bytes]) -> Iterator[bytes]:
    for start in range(0, len(content), _LINES_A_FLUSH):
        yield b"\n".join(content[start : start + _LINES_A_FLUSH]) + b"\n"


def _zstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zstandard.ZstdCompressor(level=9).compressobj()
    for chunk in chunks:
        yield packer.compress(chunk) + packer.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)
    yield packer.flush(zstandard.COMPRESSOBJ_FLUSH_FINISH)


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(6, wbits=31)
    for chunk in chunks:
        yield packer.compress(chunk) + packer.flush(zlib.Z_SYNC_FLUSH)
    yield packer.flush(zlib.Z_FINISH)
