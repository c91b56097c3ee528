"""What two laptops of one office say to each other without internet: a list of files, the files, and goodbye.

The files are bundles: sealed to the district and to the village's laptops, and signed. The line itself keeps no
secret; the code only keeps strangers in the same network from filling the disk, so each request proves it by HMAC.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import Final

import msgspec

from kemiskinan_domain.wire.bundle import MAX_FILE, SUFFIX

FIRST_PORT: Final = 47650
LAST_PORT: Final = 47659
PROOF_HEADER: Final = "X-Bukti"
LIST_PATH: Final = "/berkas"
DONE_PATH: Final = "/selesai"
MOST_FILES: Final = 500
"""Files that one side gives; more is no village's post."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")

Told = Callable[[int, int], object]
"""Hears how many bytes of how many went through."""


class OfficeProblem(Enum):
    """Why two laptops did not exchange, or not to the end."""

    BAD_ADDRESS = auto()
    UNREACHABLE = auto()
    """Nobody waits at that address."""
    NOT_A_LAPTOP = auto()
    """Something else answers there."""
    WRONG_CODE = auto()
    LINE_BROKE = auto()
    """What came whole was kept; the rest comes the next time."""
    NO_DOOR = auto()
    """This laptop may not wait: no free port, or the network forbids it."""
    CLOSED_BY_GUESSING = auto()
    """Somebody tried too many codes."""
    NO_ROOM = auto()
    CANCELLED = auto()


class OfficeError(Exception):
    """The exchange ended before its end."""

    def __init__(self, problem: OfficeProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


class FileLine(msgspec.Struct, frozen=True):
    """One file that a laptop gives."""

    sha256: str
    size: int


class FileList(msgspec.Struct, frozen=True):
    """All files that a laptop gives."""

    files: list[FileLine]


def new_code() -> str:
    """Six digits that a person reads to another."""
    return f"{secrets.randbelow(10**6):06d}"


def proof(code: str, *parts: str) -> str:
    """That somebody knows the code, for this request and no other."""
    return hmac.new(code.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def is_proof(given: str | None, code: str, *parts: str) -> bool:
    """Whether it is; compared in constant time."""
    return given is not None and hmac.compare_digest(given.encode(), proof(code, *parts).encode())


def file_path(sha256: str) -> str:
    """Where a file is asked for and given."""
    return f"{LIST_PATH}/{sha256}"


def digest_in(path: str) -> str | None:
    """The file that a path names."""
    head, _, digest = path.rpartition("/")
    return digest if head == LIST_PATH and _SHA256.fullmatch(digest) else None


def files_in(folder: Path) -> dict[str, Path]:
    """The bundles of a folder by their digest."""
    found = {}
    for path in sorted(folder.rglob(f"*{SUFFIX}"))[:MOST_FILES]:
        with path.open("rb") as reading:
            found[hashlib.file_digest(reading, "sha256").hexdigest()] = path
    return found


def list_of(files: dict[str, Path]) -> FileList:
    """As the other side reads it."""
    return FileList([FileLine(digest, path.stat().st_size) for digest, path in files.items()])


def read_list(content: bytes) -> FileList | None:
    """None where it is no list, or one that no village would give."""
    try:
        found = msgspec.json.decode(content, type=FileList)
    except (msgspec.MsgspecError, RecursionError):
        return None
    fits = len(found.files) <= MOST_FILES and all(
        0 < one.size <= MAX_FILE and _SHA256.fullmatch(one.sha256) for one in found.files
    )
    return found if fits else None


class Inbox:
    """Files that came: a name stands only on a whole one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def has(self, sha256: str) -> bool:
        """Whether it came whole."""
        return self._whole(sha256).exists()

    def part(self, sha256: str) -> Path:
        """Where it grows; what is there of it goes on from its end."""
        return self._folder / f"{sha256}.part"

    def finish(self, sha256: str) -> bool:
        """Give it its name; False, and nothing kept, where it is not what its digest says."""
        part = self.part(sha256)
        with part.open("rb") as reading:
            if hashlib.file_digest(reading, "sha256").hexdigest() != sha256:
                part.unlink()
                return False
        part.replace(self._whole(sha256))
        return True

    def _whole(self, sha256: str) -> Path:
        return self._folder / (sha256 + SUFFIX)
