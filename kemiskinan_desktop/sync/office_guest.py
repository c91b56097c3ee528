"""The laptop that comes: fetches what the waiting one gives, hands over its own, and says goodbye."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Final

import requests

from kemiskinan_desktop.sync.office import (
    DONE_PATH,
    FIRST_PORT,
    LIST_PATH,
    PROOF_HEADER,
    FileLine,
    FileList,
    Inbox,
    OfficeError,
    OfficeProblem,
    Told,
    file_path,
    files_in,
    is_proof,
    proof,
    read_list,
)
from kemiskinan_domain.wire.bundle import MAX_FILE

_PATIENCE: Final = (5.0, 20.0)
"""Seconds to reach the other laptop, and to wait for its next byte."""
_PIECE: Final = 64 * 1024
_TRIES: Final = 5
_LONGEST_LIST: Final = 200_000
_MEANING: Final[dict[int, OfficeProblem]] = {
    HTTPStatus.FORBIDDEN: OfficeProblem.WRONG_CODE,
    HTTPStatus.INSUFFICIENT_STORAGE: OfficeProblem.NO_ROOM,
}


def address_of(text: str) -> str:
    """The base address of what a person typed: `192.168.1.5` or `192.168.1.5:47651`. Raises OfficeError."""
    name, _, port = text.strip().removeprefix("http://").rstrip("/").partition(":")
    plain = name.replace(".", "").replace("-", "").isalnum() and name.isascii()
    if not plain or (port and not (port.isdecimal() and 0 < int(port) < 65_536)):
        raise OfficeError(OfficeProblem.BAD_ADDRESS)
    return f"http://{name}:{port or FIRST_PORT}"


class OfficeGuest:
    """Raises OfficeError; what came whole before that stays in the inbox."""

    def __init__(self, address: str, code: str, cancelled: Callable[[], bool]) -> None:
        self._base = address_of(address)
        self._code = code.strip()
        self._cancelled = cancelled
        self._session = requests.Session()
        self._session.trust_env = False

    def close(self) -> None:
        """Give the line back."""
        self._session.close()

    def swap(self, given: Path, inbox: Path, told: Told) -> None:
        """Both ways, the other's first: even where handing over fails, they came."""
        mine, box = files_in(given), Inbox(inbox)
        theirs = self._list()
        total = sum(one.size for one in theirs.files) + sum(path.stat().st_size for path in mine.values())
        done = 0
        for line in theirs.files:
            self._again(partial(self._fetch, line, box, partial(_tell, told, done, total)))
            done += line.size
            told(done, total)
        for digest, path in mine.items():
            self._again(partial(self._hand_over, digest, path))
            done += path.stat().st_size
            told(done, total)
        self._again(lambda: self._ask("POST", DONE_PATH, HTTPStatus.NO_CONTENT).close())

    def _list(self) -> FileList:
        try:
            response = self._ask("GET", LIST_PATH, HTTPStatus.OK)
            with response:
                length = response.headers.get("Content-Length")
                if length is None:  # the line broke within the head
                    raise OfficeError(OfficeProblem.LINE_BROKE)
                fits = length.isdecimal() and int(length) <= _LONGEST_LIST
                content = b"".join(response.iter_content(_PIECE)) if fits else b""
        except requests.RequestException as error:
            raise OfficeError(OfficeProblem.UNREACHABLE) from error
        found = read_list(content)
        shown = response.headers.get(PROOF_HEADER)
        if found is None or not is_proof(shown, self._code, LIST_PATH, content.decode(errors="replace")):
            raise OfficeError(OfficeProblem.NOT_A_LAPTOP)
        return found

    def _fetch(self, line: FileLine, box: Inbox, told: Callable[[int], object]) -> None:
        if box.has(line.sha256):
            return
        part = box.part(line.sha256)
        have = part.stat().st_size if part.exists() else 0
        if have < line.size:
            wanted = HTTPStatus.PARTIAL_CONTENT if have else HTTPStatus.OK
            headers = {"Range": f"bytes={have}-"} if have else {}
            with self._ask("GET", file_path(line.sha256), wanted, headers) as response, part.open("ab") as writing:
                for piece in response.iter_content(_PIECE):
                    self._stop_if_cancelled()
                    have += len(piece)
                    if have > min(line.size, MAX_FILE):
                        raise OfficeError(OfficeProblem.NOT_A_LAPTOP)
                    writing.write(piece)
                    told(have)
        if have != line.size:
            raise requests.ConnectionError
        if not box.finish(line.sha256):
            raise requests.ConnectionError

    def _hand_over(self, digest: str, path: Path) -> None:
        with path.open("rb") as reading:
            self._ask("PUT", file_path(digest), HTTPStatus.NO_CONTENT, data=reading).close()

    def _ask(
        self, method: str, path: str, wanted: HTTPStatus, headers: dict[str, str] | None = None, data: object = None
    ) -> requests.Response:
        response = self._session.request(
            method,
            self._base + path,
            headers={PROOF_HEADER: proof(self._code, method, path), **(headers or {})},
            data=data,  # type: ignore[arg-type]
            stream=True,
            timeout=_PATIENCE,
            allow_redirects=False,
        )
        if response.status_code == wanted:
            return response
        response.close()
        raise OfficeError(_MEANING.get(response.status_code, OfficeProblem.NOT_A_LAPTOP))

    def _again(self, step: Callable[[], None]) -> None:
        """A wireless line of an office breaks often and comes back at once."""
        for attempt in range(_TRIES):
            self._stop_if_cancelled()
            try:
                step()
            except requests.RequestException as error:
                if attempt == _TRIES - 1:
                    raise OfficeError(OfficeProblem.LINE_BROKE) from error
            else:
                return

    def _stop_if_cancelled(self) -> None:
        if self._cancelled():
            raise OfficeError(OfficeProblem.CANCELLED)


def _tell(told: Told, before: int, total: int, have: int) -> None:
    """A file of photos is long: the person sees it grow."""
    told(before + have, total)
