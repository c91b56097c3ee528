"""The laptop that waits: gives its files to whoever knows the code, and takes theirs."""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import msgspec

from kemiskinan_desktop.sync.office import (
    DONE_PATH,
    FIRST_PORT,
    LAST_PORT,
    LIST_PATH,
    MOST_FILES,
    PROOF_HEADER,
    Inbox,
    OfficeError,
    OfficeProblem,
    digest_in,
    files_in,
    is_proof,
    list_of,
    proof,
)
from kemiskinan_domain.wire.bundle import MAX_FILE

_WRONG_CODES: Final = 5
_PIECE: Final = 64 * 1024
_SILENCE: Final = 30.0
"""Seconds after which a guest who says nothing is let go."""


class OfficeDoor:
    """Open from construction until `close`; raises OfficeError where this laptop may not wait."""

    def __init__(self, code: str, given: Path, inbox: Path, host: str = "0.0.0.0") -> None:  # noqa: S104
        # Every address of the laptop: which of its networks the other one is in, nobody can know.
        self.code = code
        self.files = files_in(given)
        self.inbox = Inbox(inbox)
        self.taken: set[str] = set()
        self.lock = threading.Lock()
        self.ended = threading.Event()
        self.problem: OfficeProblem | None = None
        self._wrong = 0
        self._server = _listening(host, self)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.05,), name="office-door", daemon=True
        )
        self._thread.start()

    @property
    def port(self) -> int:
        """Where it waits."""
        return int(self._server.server_address[1])

    def wait(self, seconds: float) -> bool:
        """Whether the guest said goodbye, or the door had to be shut, within so many seconds."""
        return self.ended.wait(seconds)

    def wrong_code(self) -> None:
        """Somebody did not know the code; after a few the door is shut."""
        with self.lock:
            self._wrong += 1
            if self._wrong >= _WRONG_CODES:
                self.shut(OfficeProblem.CLOSED_BY_GUESSING)

    def shut(self, problem: OfficeProblem) -> None:
        """Nobody may come any more."""
        self.problem = self.problem or problem
        self.ended.set()

    def close(self) -> None:
        """Give the port back."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _listening(host: str, door: OfficeDoor) -> ThreadingHTTPServer:
    handler = type("Handler", (_Handler,), {"door": door})
    for port in (*range(FIRST_PORT, LAST_PORT + 1), 0):
        try:
            return _Server((host, port), handler)
        except OSError:
            continue
    raise OfficeError(OfficeProblem.NO_DOOR)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = False

    def handle_error(self, request: object, client_address: object) -> None:
        """A guest that went away in the middle comes again; nothing of theirs counts before it is whole."""


class _Handler(BaseHTTPRequestHandler):
    door: OfficeDoor
    protocol_version = "HTTP/1.1"
    server_version = "PendataanKemiskinanDesa"
    sys_version = ""
    timeout = _SILENCE

    def do_GET(self) -> None:
        """The list, or a file from where the guest has it."""
        if not self._knows_code():
            return
        path = urlsplit(self.path).path
        digest = digest_in(path)
        if path == LIST_PATH:
            content = msgspec.json.encode(list_of(self.door.files))
            self._answer(HTTPStatus.OK, content, proof(self.door.code, LIST_PATH, content.decode()))
        elif digest is not None and digest in self.door.files:
            self._give(self.door.files[digest])
        else:
            self._answer(HTTPStatus.NOT_FOUND)

    def do_PUT(self) -> None:
        """A file of the guest, whole or not at all."""
        if not self._knows_code():
            return
        digest = digest_in(urlsplit(self.path).path)
        size = int(self.headers.get("Content-Length", "")) if self.headers.get("Content-Length", "").isdecimal() else 0
        if digest is None or not 0 < size <= MAX_FILE or not self._may_come(digest):
            self.close_connection = True
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE if size > MAX_FILE else HTTPStatus.BAD_REQUEST)
            return
        try:
            whole = self._take(digest, size)
        except OSError:
            self.door.shut(OfficeProblem.NO_ROOM)
            self.close_connection = True
            self._answer(HTTPStatus.INSUFFICIENT_STORAGE)
            return
        self._answer(HTTPStatus.NO_CONTENT if whole else HTTPStatus.BAD_REQUEST)

    def do_POST(self) -> None:
        """Goodbye."""
        if not self._knows_code():
            return
        said = urlsplit(self.path).path == DONE_PATH
        self._answer(HTTPStatus.NO_CONTENT if said else HTTPStatus.NOT_FOUND)
        if said:
            self.door.ended.set()

    def log_message(self, _format: str, *_args: object) -> None:
        """Nothing: what the person sees is the screen."""

    def _knows_code(self) -> bool:
        path = urlsplit(self.path).path
        if self.door.problem is None and is_proof(self.headers.get(PROOF_HEADER), self.door.code, self.command, path):
            return True
        self.door.wrong_code()
        self.close_connection = True
        self._answer(HTTPStatus.FORBIDDEN)
        return False

    def _may_come(self, digest: str) -> bool:
        with self.door.lock:
            self.door.taken.add(digest)
            return len(self.door.taken) <= MOST_FILES

    def _give(self, path: Path) -> None:
        size = path.stat().st_size
        begin = _begin_of(self.headers.get("Range"))
        if begin >= size:
            self._answer(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            return
        self.send_response(HTTPStatus.PARTIAL_CONTENT if begin else HTTPStatus.OK)
        self.send_header("Content-Length", str(size - begin))
        if begin:
            self.send_header("Content-Range", f"bytes {begin}-{size - 1}/{size}")
        self.end_headers()
        with path.open("rb") as reading:
            reading.seek(begin)
            while piece := reading.read(_PIECE):
                self.wfile.write(piece)

    def _take(self, digest: str, size: int) -> bool:
        if self.door.inbox.has(digest):
            left = size
            while left and (piece := self.rfile.read(min(_PIECE, left))):
                left -= len(piece)
            return left == 0
        left = size
        with self.door.inbox.part(digest).open("wb") as writing:
            while left and (piece := self.rfile.read(min(_PIECE, left))):
                writing.write(piece)
                left -= len(piece)
        return left == 0 and self.door.inbox.finish(digest)

    def _answer(self, status: HTTPStatus, content: bytes = b"", shown: str = "") -> None:
        self.send_response(status)
        if status is not HTTPStatus.NO_CONTENT:
            self.send_header("Content-Length", str(len(content)))
        if shown:
            self.send_header(PROOF_HEADER, shown)
        self.end_headers()
        self.wfile.write(content)


def _begin_of(header: str | None) -> int:
    """Only `bytes=N-`, as our guest asks; anything else is the whole file."""
    digits = (header or "").removeprefix("bytes=").removesuffix("-")
    return int(digits) if header is not None and digits.isdecimal() else 0
