"""Reads a request's body within limits: counted as it comes, checked against its digest, unpacked with a ceiling."""

from __future__ import annotations

import base64
import binascii
import hashlib
import zlib
from collections.abc import Callable
from typing import Final, TypeVar

import msgspec
import zstandard
from fastapi import Request

from kemiskinan_domain.changes import has_name_twice
from kemiskinan_domain.wire import LIMITS, Problem, ProblemType
from kemiskinan_server.api.context import ProblemError

_Message = TypeVar("_Message")
_SMALL = 64 * 1024
_MOST_VALUES: Final = 500_000
"""Commas of one body. Laptops send half of the bytes that are allowed at most, and at least ten bytes a value; a body
of nothing but commas would become thirty times its size in memory."""


async def read_message(request: Request, kind: type[_Message]) -> _Message:
    """A small plain JSON message. Raises `ProblemError`."""
    return decode(await read_limited(request, _SMALL), kind)


async def read_packed(request: Request) -> bytes:
    """A sync request's body as it was sent, packed or not, checked against its digest. Raises `ProblemError`."""
    encoding = encoding_of(request)
    if encoding not in ("identity", *_UNPACKERS):
        raise ProblemError(Problem.of(ProblemType.UNSUPPORTED_ENCODING, "Send gzip", accept="gzip, zstd"))
    body = await read_limited(request, LIMITS.decompressed if encoding == "identity" else LIMITS.compressed)
    _check_digest(request.headers.get("content-digest"), body)
    return body


def encoding_of(request: Request) -> str:
    """The name of the body's packing."""
    return request.headers.get("content-encoding", "identity").strip().lower()


def unpacked(body: bytes, encoding: str) -> bytes:
    """The JSON in a packed body, with a ceiling; work for a thread. Raises `ProblemError`."""
    plain = body if encoding == "identity" else _UNPACKERS[encoding](body)
    if plain.count(b",") > _MOST_VALUES:
        raise ProblemError(_too_large())
    return plain


async def read_limited(request: Request, limit: int) -> bytes:
    """The bytes as they were sent, no more than the limit."""
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > limit:
        raise ProblemError(_too_large())
    received = bytearray()
    async for chunk in request.stream():
        received += chunk
        if len(received) > limit:
            raise ProblemError(_too_large())
    return bytes(received)


def decode(body: bytes, kind: type[_Message]) -> _Message:
    """The message in the bytes. Raises `ProblemError` where they are not one, or where a name stands twice in it."""
    try:
        message = msgspec.json.decode(body, type=kind)
        # As our own encoder wrote it, a message cannot have a name twice, and most are.
        twice = msgspec.json.encode(message) != body and has_name_twice(body, below=False)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise ProblemError(Problem.of(ProblemType.MALFORMED, "The body is not the message expected")) from error
    if twice:
        raise ProblemError(Problem.of(ProblemType.MALFORMED, "A name stands twice"))
    return message


def _too_large() -> Problem:
    return Problem.of(
        ProblemType.TOO_LARGE, "The body is too large", max_bytes=LIMITS.compressed, max_muts=LIMITS.changes
    )


def _check_digest(header: str | None, body: bytes) -> None:
    if header is None:
        return
    name, _, value = header.strip().partition("=")
    try:
        said = base64.b64decode(value.strip(":"), validate=True)
    except (ValueError, binascii.Error):
        said = b""
    if name.strip().lower() != "sha-256" or said != hashlib.sha256(body).digest():
        raise ProblemError(Problem.of(ProblemType.DIGEST_MISMATCH, "The body is not what was sent"))


def _unpack_zstd(body: bytes) -> bytes:
    """A frame has to announce its size: nothing larger than the limit is ever made room for."""
    try:
        size = zstandard.frame_content_size(body)
        if size > LIMITS.decompressed:
            raise ProblemError(_too_large())
        if size < 0:
            raise ProblemError(Problem.of(ProblemType.MALFORMED, "The frame does not say its size"))
        return zstandard.ZstdDecompressor().decompress(body, allow_extra_data=False) if size else b""
    except zstandard.ZstdError as error:
        raise ProblemError(Problem.of(ProblemType.TRUNCATED_BODY, "The body cannot be unpacked")) from error


def _unpack_gzip(body: bytes) -> bytes:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        plain = unpacker.decompress(body, LIMITS.decompressed + 1)
    except zlib.error as error:
        raise ProblemError(Problem.of(ProblemType.TRUNCATED_BODY, "The body cannot be unpacked")) from error
    if len(plain) > LIMITS.decompressed:
        raise ProblemError(_too_large())
    if not unpacker.eof or unpacker.unused_data:
        raise ProblemError(Problem.of(ProblemType.TRUNCATED_BODY, "The body is cut"))
    return plain


_UNPACKERS: Final[dict[str, Callable[[bytes], bytes]]] = {"gzip": _unpack_gzip, "zstd": _unpack_zstd}
