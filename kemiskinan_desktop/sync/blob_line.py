"""The requests about attachments' bytes, over the connection that the records go over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import requests
import urllib3.exceptions

from kemiskinan_desktop.sync.errors import DistrictProblemError, NotTheDistrictError, OfflineError, ReplyCutError
from kemiskinan_desktop.sync.transport import District, authorised, content_of, problem_in
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_domain.wire.blobs import (
    BLOB_AWAITED,
    BLOB_LIMITS,
    CONTENT_DIGEST,
    NO,
    UPLOAD_COMPLETE,
    UPLOAD_OFFSET,
    YES,
    digest_of,
)

_TIMES: Final = (15.0, 60.0)
"""Seconds to connect, and without a byte."""
_READ: Final = 16 * 1024
_CONTENT_RANGE: Final = re.compile(r"bytes (\d{1,15})-(\d{1,15})/(\d{1,15})")
_BARE: Final = {
    401: ProblemType.TOKEN_EXPIRED,
    403: ProblemType.SCOPE_FORBIDDEN,
    429: ProblemType.RATE_LIMITED,
    503: ProblemType.BUSY,
}
"""What the answer to HEAD, which has no body, says by its status alone."""


@dataclass(frozen=True, slots=True)
class There:
    """How much of a blob the district holds; bytes."""

    offset: int
    complete: bool
    awaited: bool = False
    """Another village waits for it, to which its family moved."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A piece on its way; reading it raises ReplyCutError after the last byte that came."""

    total: int
    pieces: Iterator[bytes]


class BlobLine(District):
    """A district that is asked for bytes too. Not for several threads at once."""

    def look(self, path: str, token: str) -> There:
        """How much is there. Raises the errors of this package."""
        response = self._ask("HEAD", path, token, {}, frozenset({200, 404}))
        there = _there(response)
        content_of(response)
        return there

    def send_piece(self, path: str, token: str, offset: int, piece: bytes, *, last: bool) -> There:
        """Send a piece; answers how much is there now. Raises the errors of this package."""
        headers = {
            **authorised(token),
            "Content-Type": "application/octet-stream",
            UPLOAD_OFFSET: str(offset),
            UPLOAD_COMPLETE: YES if last else NO,
            CONTENT_DIGEST: digest_of(piece),
        }
        response = self._request("PATCH", path, headers, piece)
        there = _there(response)
        # Read to its end, an answer leaves the connection to the next request.
        content_of(response)
        return there

    def fetch_piece(self, path: str, token: str, tag: str, offset: int, length: int) -> Coming:
        """Ask for bytes from an offset on. Raises DistrictProblemError (not-found) where the district lacks them."""
        headers = {
            "Accept-Encoding": "identity",
            "Range": f"bytes={offset}-{offset + length - 1}",
            "If-Range": f'"{tag}"',
        }
        response = self._ask("GET", path, token, headers, frozenset({206}))
        found = _CONTENT_RANGE.fullmatch(response.headers.get("Content-Range", ""))
        fits = found is not None and response.headers.get("ETag") == f'"{tag}"' and int(found[1]) == offset
        if found is None or not fits or not _has_whole_head(response):
            raise _without_words(response)
        total, wanted = int(found[3]), int(found[2]) + 1 - offset
        if total > BLOB_LIMITS.whole or not 0 < wanted <= length:
            response.close()
            raise NotTheDistrictError
        return Coming(total, _pieces(response, wanted))

    def _ask(
        self, method: str, path: str, token: str, headers: dict[str, str], fine: frozenset[int]
    ) -> requests.Response:
        waiting = self._silent_until - self._monotonic()
        if waiting > 0:
            raise DistrictProblemError(Problem.of(ProblemType.RATE_LIMITED), waiting)
        try:
            response = self._session.request(
                method,
                self._address + path,
                headers=headers | authorised(token),
                timeout=_TIMES,
                stream=True,
                allow_redirects=False,
            )
        except requests.exceptions.SSLError as error:
            raise NotTheDistrictError from error
        except requests.RequestException as error:
            raise OfflineError from error
        if response.status_code in fine:
            return response
        raise self._noted(_bare_problem(response) if method == "HEAD" else problem_in(response))


def _bare_problem(response: requests.Response) -> Exception:
    response.close()
    if response.status_code in _BARE:
        return DistrictProblemError(Problem.of(_BARE[response.status_code]))
    return OfflineError() if response.status_code >= requests.codes.server_error else NotTheDistrictError()


def _without_words(response: requests.Response) -> Exception:
    """Python's own reader takes a head that was cut for a whole one; the length stands at the end of ours."""
    response.close()
    return NotTheDistrictError() if _has_whole_head(response) else ReplyCutError()


def _has_whole_head(response: requests.Response) -> bool:
    return "Content-Length" in response.headers or "Transfer-Encoding" in response.headers


def _there(response: requests.Response) -> There:
    offset, complete = response.headers.get(UPLOAD_OFFSET, ""), response.headers.get(UPLOAD_COMPLETE)
    readable = offset.isdecimal() and len(offset) <= 15 and complete in (YES, NO)
    if not readable or not _has_whole_head(response):
        raise _without_words(response)
    return There(int(offset), complete=complete == YES, awaited=response.headers.get(BLOB_AWAITED) == YES)


def _pieces(response: requests.Response, wanted: int) -> Iterator[bytes]:
    try:
        for piece in response.raw.stream(_READ, decode_content=False):
            kept = piece[:wanted]
            wanted -= len(kept)
            yield kept
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise ReplyCutError from error
    finally:
        response.close()
    if wanted:
        raise ReplyCutError
