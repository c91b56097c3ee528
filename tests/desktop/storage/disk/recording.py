"""Runs a process under `recorder.c` and reads its record. Linux only: Windows and macOS load no library in between."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

SOURCE = Path(__file__).with_name("recorder.c")
ROOT = SOURCE.parents[4]
_HEAD = struct.Struct("<cHHQQ")


class Did(Enum):
    """What was done."""

    MADE = "C"
    WROTE = "W"
    CUT = "T"
    SYNCED = "S"
    RENAMED = "R"
    LINKED = "L"
    REMOVED = "U"
    MADE_FOLDER = "D"
    MARK = "M"


@dataclass(frozen=True, slots=True)
class Event:
    did: Did
    name: str
    second: str
    offset: int
    data: bytes


def recorder(folder: Path) -> Path:
    """The library, compiled; the checks install a compiler where there is none (`dev.py`)."""
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    assert compiler, "A C compiler is needed for the proofs about power cuts: apt-get install gcc libc6-dev"
    library = folder / "recorder.so"
    words = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", str(library), str(SOURCE)]
    subprocess.run([*words, "-lpthread", "-ldl"], check=True)
    return library


def run_recorded(library: Path, folder: Path, module: str, *words: str) -> list[Event]:
    """Run a module of the tests over a folder; answers what it did there."""
    log = folder.with_name(folder.name + ".record")
    _run(library, folder, log, module, *words)
    return list(events_of(log.read_bytes()))


def run_watched(library: Path, folder: Path, module: str, *words: str) -> str:
    """Run a module whose writes only have to fail, not to be written down; answers what it printed."""
    return _run(library, folder, Path(os.devnull), module, *words)


def _run(library: Path, folder: Path, log: Path, module: str, *words: str) -> str:
    environment = os.environ | {"LD_PRELOAD": str(library), "RECORDER_FOLDER": str(folder), "RECORDER_LOG": str(log)}
    command = [sys.executable, "-m", module, str(folder), *words]
    return subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout


def events_of(record: bytes) -> Iterator[Event]:
    at = 0
    while at < len(record):
        did, first, second, offset, size = _HEAD.unpack_from(record, at)
        name, other, data = at + _HEAD.size, at + _HEAD.size + first, at + _HEAD.size + first + second
        at = data + size
        yield Event(
            Did(did.decode()), record[name:other].decode(), record[other:data].decode(), offset, record[data:at]
        )


class Recorder:
    """The library from inside of the process that it watches."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.recorder_writes.restype = ctypes.c_long

    def mark(self, text: str) -> None:
        """Write a line into the record: what came before it was reported as done."""
        self._library.recorder_mark(text.encode())

    def fail(self, at: int, *, stays: bool, reason: int = errno.ENOSPC) -> None:
        """Let the write fail that comes as number `at` (1: the next), and with `stays` all that follow."""
        self._library.recorder_fail(ctypes.c_long(at), int(stays), reason)

    def heal(self) -> None:
        """There is room again."""
        self._library.recorder_fail(ctypes.c_long(0), 0, 0)

    @property
    def writes(self) -> int:
        """How many writes there were."""
        return int(self._library.recorder_writes())


def spread(count: int, among: Sequence[int]) -> list[int]:
    """At most `count` of them, evenly."""
    if len(among) <= count:
        return list(among)
    return [among[place * len(among) // count] for place in range(count)]
