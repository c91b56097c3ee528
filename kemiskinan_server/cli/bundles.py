"""`import-bundle`: take in files from a stick, a mail or WhatsApp, and leave the answers."""

from __future__ import annotations

import argparse
import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kemiskinan_domain.wire import ProblemType
from kemiskinan_domain.wire.bundle import SUFFIX, BundleHeader, BundleKind, bundle_path, turn_of
from kemiskinan_domain.wire.bundle_sealing import Envelope, open_envelope
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, say
from kemiskinan_server.services.bundles import (
    BundleResult,
    photo_answers,
    take_bundle,
    write_photo_answer,
)
from kemiskinan_server.services.bundles.words import PROBLEM_WORDS, REFUSAL_WORDS
from kemiskinan_server.storage.room import DiskFullError
from kemiskinan_server.storage.villages import VillageBusyError

_Turn = tuple[str, str, bool, int, int]


def add_bundle_commands(commands: Commands) -> None:
    """`import-bundle`."""
    take = commands.add_parser("import-bundle", help="masukkan berkas kiriman desa (USB, WhatsApp, surel)")
    take.add_argument("source", type=Path, nargs="+", help="berkas .dsb, atau folder yang berisi berkas itu")
    take.add_argument("--answers", type=Path, help="folder jawaban; bawaan: di samping berkasnya")
    take.set_defaults(run=_import)


def _import(parts: Parts, chosen: argparse.Namespace) -> int:
    found = [file for source in chosen.source for file in _files(source)]
    if not found:
        say(f"Tidak ada berkas {SUFFIX} di tempat itu.")
        return 1
    ordered: list[tuple[_Turn, Path]] = []
    failed = 0
    for file in found:
        try:
            turn = _turn(file)
        except OSError:
            say(f"{file.name}: tidak dapat dibaca.")
            failed += 1
            continue
        if turn is not None:
            ordered.append((turn, file))
    # Read again one by one: a stick may hold more than fits into memory.
    for _, file in sorted(ordered):
        failed += _take(parts, file, chosen.answers)
    if ordered and not failed:
        say("Semua berkas selesai dan jawabannya sudah dibaca ulang. Aman dilepas.")
    elif failed:
        say(f"{failed} berkas tidak selesai; lihat keterangannya di atas.")
    return 1 if failed else 0


def _files(source: Path) -> list[Path]:
    return sorted(source.rglob(f"*{SUFFIX}")) if source.is_dir() else [source]


def _turn(file: Path) -> _Turn | None:
    """When its turn is; None for our own answers, which lie on the same stick."""
    with file.open("rb") as reading:
        envelope = open_envelope(reading)
    if not isinstance(envelope, Envelope):
        return ("", "", False, 0, 0)
    return None if envelope.header.kind is BundleKind.ANSWER else turn_of(envelope.header)


def _take(parts: Parts, file: Path, answers: Path | None) -> int:
    """How many things went wrong with it."""
    try:
        with file.open("rb") as reading:
            result = take_bundle(parts.context, reading, BY)
    except VillageBusyError:
        say(f"{file.name}: desa itu sedang dipakai. Ulangi sebentar lagi.")
        return 1
    except DiskFullError:
        say(f"{file.name}: {PROBLEM_WORDS[ProblemType.STORAGE_FULL]}")
        return 1
    except OSError:
        say(f"{file.name}: tidak dapat dibaca.")
        return 1
    say(f"{file.name}: {_words(result)}")
    if result.answer is None:
        return 1
    return 0 if _answered(parts, result, file, answers) else 1


def _words(result: BundleResult) -> str:
    if result.refusal is not None:
        return REFUSAL_WORDS[result.refusal]
    header = result.header
    assert header is not None
    said = PROBLEM_WORDS.get(result.problem, str(result.problem)) if result.problem is not None else "diterima."
    photos = f"{result.photos} foto baru, " if header.photos else ""
    return f"{header.village}, laptop {header.client}: {photos}{result.changes} perubahan baru; {said}"


def _answered(parts: Parts, result: BundleResult, file: Path, answers: Path | None) -> bool:
    """Whether all answer files were written and read back."""
    header, content = result.header, result.answer or b""
    assert header is not None
    plain = BundleHeader(header.protocol, BundleKind.ANSWER, header.village, header.client, header.seq)

    def fill(writing: BinaryIO) -> str:
        writing.write(content)
        return hashlib.sha256(content).hexdigest()

    if not _leave(_target(plain, file, answers), fill):
        return False
    given = photo_answers(parts.context, result.taken) if result.taken is not None and result.taken.wanted else []
    return all(
        _leave(_target(one.header, file, answers), partial(write_photo_answer, parts.context, one)) for one in given
    )


def _target(header: BundleHeader, file: Path, answers: Path | None) -> Path:
    """Beside the file where it lies as on a stick; elsewhere two laptops' answers may have one number."""
    place = bundle_path(header)
    if answers is None and file.parent.name == header.client:
        return file.parent / place.name
    return (answers or file.parent) / place


def _leave(target: Path, fill: Callable[[BinaryIO], str]) -> bool:
    """Write an answer, whole or not at all, and read it back."""
    partial_file = target.with_name(target.name + ".tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with partial_file.open("wb") as writing:
            digest = fill(writing)
            writing.flush()
            os.fsync(writing.fileno())
        partial_file.replace(target)
        with target.open("rb") as reading:
            if hasattr(os, "posix_fadvise"):
                # What the stick holds, not what the system still remembers of it.
                os.posix_fadvise(reading.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            same = hashlib.file_digest(reading, "sha256").hexdigest() == digest
    except OSError as error:
        with suppress(OSError):
            partial_file.unlink(missing_ok=True)
        say(f"{target.name}: jawaban tidak dapat ditulis ({error.strerror}).")
        return False
    say(f"Jawaban: {target}" if same else f"{target.name}: yang terbaca ulang berbeda; pakai USB lain.")
    return same
