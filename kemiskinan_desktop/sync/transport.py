"""HTTP to the district: one kept-alive session, packed bodies, replies read line by line even when they are cut."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import os
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, TypeVar
from urllib.parse import urlsplit

import msgspec
import requests
import urllib3.exceptions
import zstandard

from kemiskinan_desktop.sync.errors import DistrictProblemError, NotTheDistrictError, OfflineError, ReplyCutError
from kemiskinan_domain.wire import PROTOCOL, Problem, ProblemType

_CONNECT: Final = 15.0
_SILENCE: Final = 60.0
"""Seconds without a byte, not in all: on 2G a reply may take minutes and still be alive."""
_CHUNK: Final = 16 * 1024
_ONE_WRITE: Final = 16 * 1024
"""A larger body goes out in blocks, so that the time allowed is for each block and not for the whole."""
_ZSTD_LEVELS: Final = (9, 1)
"""Of a small request and of a large one: only a line that has shown that it is quick is asked for so much at once
(SYNC 2.8), and on it a hundredth fewer bytes cost a tenth of the whole push.
"""
_LARGE: Final = 256 * 1024
_GZIP_LEVEL: Final = 6
_RATE_PAUSE: Final = 60.0
"""Seconds of silence where the district asks for fewer requests and names no time."""
_LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
_ANSWERS: Final = frozenset({200, 206, 304})
"""Whole, from some byte on, or nothing new; everything else is a problem or not the district."""
_Message = TypeVar("_Message")


def read_server_address(text: str) -> str | None:
    """The district's address as it is used; None for what is none, or plain http to anything but this computer."""
    typed = text.strip().rstrip("/")
    typed = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(typed)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.username or parts.query or parts.fragment or parts.path:
        return None
    if parts.scheme == "https" or (parts.scheme == "http" and host in _LOOPBACK):
        name = f"[{host}]" if ":" in host else host
        return f"{parts.scheme}://{name}" + (f":{port}" if port else "")
    return None


@dataclass(frozen=True, slots=True)
class Packed:
    """A request's body as it travels."""

    content: bytes
    encoding: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """A file on its way: its tag, where in it the bytes begin, the bytes, and how to stop."""

    tag: str
    start: int
    chunks: Iterator[bytes]
    close: Callable[[], None]


def pack(body: bytes, *, zstd: bool) -> Packed:
    """Pack a request; `zstd` only for a server that said that it unpacks it, every server unpacks gzip."""
    if zstd:
        level = _ZSTD_LEVELS[len(body) > _LARGE]
        return Packed(zstandard.ZstdCompressor(level=level).compress(body), "zstd")
    return Packed(gzip.compress(body, _GZIP_LEVEL, mtime=0), "gzip")


class District:
    """The server at one address. Not for several threads at once."""

    def __init__(self, address: str, app_version: str, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._address = address.rstrip("/")
        self._monotonic = monotonic
        self._silent_until = 0.0
        self._session = requests.Session()
        self._session.headers.update({"Sync-Protocol": str(PROTOCOL), "App-Version": app_version})
        # Looked up once: `requests` would read the whole environment and the file system for every request.
        self._session.proxies.update(requests.utils.get_environ_proxies(self._address))
        self._session.verify = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True
        self._session.trust_env = False

    def close(self) -> None:
        """Give the connection back."""
        self._session.close()

    def post(self, path: str, message: msgspec.Struct, kind: type[_Message]) -> _Message:
        """Send a small message and read the answer. Raises the errors of this package."""
        headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        response = self._request("POST", path, headers, msgspec.json.encode(message))
        return _read_message(response, kind)

    def get(self, path: str, kind: type[_Message], token: str = "") -> _Message:
        """Ask for a small message. Raises the errors of this package."""
        return _read_message(self._request("GET", path, authorised(token)), kind)

    def get_signed(self, path: str) -> tuple[bytes, str]:
        """A file and the signature that came with it (base64). Raises the errors of this package."""
        response = self._request("GET", path, {"Accept-Encoding": "gzip"})
        signature = response.headers.get("Form-Signature", "")
        if not signature:
            raise NotTheDistrictError
        return content_of(response), signature

    def exchange(self, path: str, packed: Packed, token: str) -> Iterator[bytes]:
        """Send a request and read the reply's lines as they come. Raises ReplyCutError after the last whole line."""
        digest = base64.b64encode(hashlib.sha256(packed.content).digest()).decode()
        headers = {
            **authorised(token),
            "Content-Type": "application/json",
            "Content-Encoding": packed.encoding,
            "Content-Digest": f"sha-256=:{digest}:",
            "Accept-Encoding": "zstd, gzip",
        }
        return _lines_of(self._request("POST", path, headers, packed.content))

    def feed(self, path: str, token: str) -> Iterator[bytes] | None:
        """The lines of what is new, read as they come; None where nothing is. Raises as `exchange`."""
        response = self._request("GET", path, {**authorised(token), "Accept-Encoding": "zstd, gzip"})
        if response.status_code == requests.codes.not_modified:
            response.close()
            return None
        return _lines_of(response)

    def fetch(self, path: str, token: str, *, tag: str, offset: int) -> Fetched:
        """A file, from `offset` on where it is still the one with that tag, else from its beginning.

        Reading it raises ReplyCutError where the line breaks.
        """
        headers = {**authorised(token), "Accept-Encoding": "identity"}
        if offset:
            headers |= {"Range": f"bytes={offset}-", "If-Range": tag}
        response = self._request("GET", path, headers)
        if not response.headers.get("Content-Type", "").startswith("application/zstd"):
            response.close()
            raise NotTheDistrictError
        start = offset if response.status_code == requests.codes.partial_content else 0
        return Fetched(response.headers.get("ETag", ""), start, _pieces(response), response.close)

    def _request(self, method: str, path: str, headers: dict[str, str], body: bytes | None = None) -> requests.Response:
        waiting = self._silent_until - self._monotonic()
        if waiting > 0:
            raise DistrictProblemError(Problem.of(ProblemType.RATE_LIMITED), waiting)
        try:
            response = self._session.request(
                method,
                self._address + path,
                data=body if body is None or len(body) <= _ONE_WRITE else io.BytesIO(body),
                headers=headers,
                timeout=(_CONNECT, _SILENCE),
                stream=True,
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            raise NotTheDistrictError from error
        except requests.RequestException as error:
            raise OfflineError from error
        if response.status_code not in _ANSWERS:
            raise self._noted(problem_in(response))
        return response

    def _noted(self, error: Exception) -> Exception:
        """A district that asks for fewer requests gets none at all, of whatever kind, until its time has passed."""
        if isinstance(error, DistrictProblemError) and error.type is ProblemType.RATE_LIMITED:
            self._silent_until = self._monotonic() + (error.retry_after or _RATE_PAUSE)
        return error


class _Unpacker(Protocol):
    def decompress(self, data: bytes, /) -> bytes: ...


class _Plain:
    def decompress(self, data: bytes, /) -> bytes:
        return data


def authorised(token: str) -> dict[str, str]:
    """The header that carries the token; none for the requests that need none."""
    return {"Authorization": f"Bearer {token}"} if token else {}


def problem_in(response: requests.Response) -> Exception:
    """What a refusal says: the district's problem, or that somebody else answered."""
    if response.headers.get("Content-Type", "").startswith("application/problem+json"):
        try:
            problem = msgspec.json.decode(content_of(response), type=Problem)
        except msgspec.MsgspecError:
            return NotTheDistrictError()
        waiting = response.headers.get("Retry-After", "")
        return DistrictProblemError(problem, float(waiting) if waiting.isdecimal() else None)
    response.close()
    if response.status_code >= requests.codes.server_error:
        return OfflineError(f"status {response.status_code}")
    return NotTheDistrictError()


def content_of(response: requests.Response) -> bytes:
    """The whole body. Raises OfflineError where it was cut."""
    try:
        return response.content
    except requests.RequestException as error:
        raise OfflineError from error


def _read_message(response: requests.Response, kind: type[_Message]) -> _Message:
    try:
        return msgspec.json.decode(content_of(response), type=kind)
    except msgspec.MsgspecError as error:
        raise NotTheDistrictError from error


def _pieces(response: requests.Response) -> Iterator[bytes]:
    try:
        yield from response.raw.stream(_CHUNK, decode_content=False)
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise ReplyCutError from error
    finally:
        response.close()


def _lines_of(response: requests.Response) -> Iterator[bytes]:
    if not response.headers.get("Content-Type", "").startswith("application/x-ndjson"):
        response.close()
        raise NotTheDistrictError
    return _lines(response)


def _lines(response: requests.Response) -> Iterator[bytes]:
    unpacker = _unpacker(response.headers.get("Content-Encoding", ""))
    rest = b""
    try:
        for chunk in response.raw.stream(_CHUNK, decode_content=False):
            *whole, rest = (rest + unpacker.decompress(chunk)).split(b"\n")
            yield from whole
    except (urllib3.exceptions.HTTPError, OSError, zlib.error, zstandard.ZstdError) as error:
        raise ReplyCutError from error
    finally:
        response.close()
    if rest:
        raise ReplyCutError


def _unpacker(encoding: str) -> _Unpacker:
    made: dict[str, Any] = {
        "zstd": lambda: zstandard.ZstdDecompressor().decompressobj(),
        "gzip": lambda: zlib.decompressobj(wbits=31),
        "": _Plain,
        "identity": _Plain,
    }
    if encoding not in made:
        raise NotTheDistrictError
    unpacker: _Unpacker = made[encoding]()
    return unpacker
