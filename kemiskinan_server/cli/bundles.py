"""`import-bundle`: take in files from a stick, a mail or WhatsApp, and leave the answers."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from kemiskinan_domain.wire.bundle import (
    MAX_BUNDLE,
    SUFFIX,
    BundleKind,
    BundleRefusal,
    Envelope,
    bundle_path,
    read_envelope,
)
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, say
from kemiskinan_server.services.bundles import BundleResult, place_of, take_bundle
from kemiskinan_server.services.bundles.words import PROBLEM_WORDS, REFUSAL_WORDS
from kemiskinan_server.storage.villages import VillageBusyError


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
    ordered: list[tuple[tuple[str, str, int, int], Path]] = []
    failed = 0
    for file in found:
        content = _read(file)
        if content is None:
            failed += 1
        elif not _is_answer(content):
            ordered.append((place_of(content), file))
    # Read again one by one: a stick may hold more than fits into memory.
    for _, file in sorted(ordered):
        content = _read(file)
        failed += 1 if content is None else _take(parts, file, content, chosen.answers)
    return 1 if failed else 0


def _files(source: Path) -> list[Path]:
    return sorted(source.rglob(f"*{SUFFIX}")) if source.is_dir() else [source]


def _read(file: Path) -> bytes | None:
    try:
        if file.stat().st_size > MAX_BUNDLE:
            say(f"{file.name}: {REFUSAL_WORDS[BundleRefusal.TOO_LARGE]}")
            return None
        return file.read_bytes()
    except OSError:
        say(f"{file.name}: tidak dapat dibaca.")
        return None


def _is_answer(content: bytes) -> bool:
    """Our own answers lie on the same stick."""
    envelope = read_envelope(content)
    return isinstance(envelope, Envelope) and envelope.header.kind is BundleKind.ANSWER


def _take(parts: Parts, file: Path, content: bytes, answers: Path | None) -> int:
    try:
        result = take_bundle(parts.context, content, BY)
    except VillageBusyError:
        say(f"{file.name}: desa itu sedang dipakai. Ulangi sebentar lagi.")
        return 1
    say(f"{file.name}: {_words(result)}")
    if result.answer is not None and not _leave(result, file, answers):
        return 1
    return 1 if result.refusal is not None else 0


def _words(result: BundleResult) -> str:
    if result.refusal is not None:
        return REFUSAL_WORDS[result.refusal]
    header = result.header
    assert header is not None
    said = PROBLEM_WORDS.get(result.problem, str(result.problem)) if result.problem is not None else "diterima."
    return f"{header.village}, laptop {header.client}: {result.changes} perubahan baru; {said}"


def _leave(result: BundleResult, file: Path, answers: Path | None) -> bool:
    """Write the answer, whole or not at all."""
    envelope = read_envelope(result.answer or b"")
    assert isinstance(envelope, Envelope)
    place = bundle_path(envelope.header)
    target = file.parent / place.name if answers is None else answers / place
    partial = target.with_name(target.name + ".tmp")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as writing:
            writing.write(result.answer or b"")
            writing.flush()
            os.fsync(writing.fileno())
        partial.replace(target)
    except OSError as error:
        say(f"{target.name}: jawaban tidak dapat ditulis ({error.strerror}).")
        return False
    say(f"Jawaban: {target}")
    return True
