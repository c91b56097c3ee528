"""What is published for the whole nation: written into a file, looked at, and taken in by pages and commands alike."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.publishing import CodeList, Notice, code_list_id, problems_of
from kemiskinan_domain.publishing.code_list import LIST_NAME, LIST_VERSION
from kemiskinan_domain.records import Document, RecordId
from kemiskinan_domain.wire.national import (
    NATIONAL_FORMAT,
    NationalFile,
    NationalHead,
    NationalRefusal,
    read_national,
    write_national,
)
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind, ScopeLine
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.services.scopes import document_of, write_record
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.national_files import BroughtFile

_WHOLE_FEED: Final = 2**62
_RECORD: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Effect(Enum):
    """What taking a file in does with one record."""

    NEW = auto()
    CHANGED = auto()
    WITHDRAWN = auto()


@dataclass(frozen=True, slots=True)
class Step:
    """One record that becomes another; without a document it is taken back."""

    kind: ScopeKind
    id: RecordId
    title: str
    effect: Effect
    document: Document | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file says and what taking it in would change here."""

    file: NationalFile
    notices: int
    lists: int
    steps: tuple[Step, ...]
    first: bool
    """No file was taken in before: the key is seen for the first time."""

    @property
    def named(self) -> str:
        """The ids of its notices, to know later which of them are gone."""
        return " ".join(str(line.id) for line in self.file.lines if line.kind == ScopeKind.NOTICE)


def export_national(unit: UnitOfWork, keys: ServerKeys, publisher: str, now: datetime) -> bytes | None:
    """All that is published for the nation here, as a file; None where nothing is."""
    stored = unit.scopes.get(NATIONAL)
    if stored is None or not stored.epoch:
        return None
    lines = unit.scopes.page(stored, 0, _WHOLE_FEED).lines
    head = NationalHead(
        format=NATIONAL_FORMAT,
        publisher=publisher,
        made_at=now.isoformat(timespec="seconds"),
        epoch=stored.epoch,
        head=stored.head,
        records=len(lines),
        key=keys.public,
    )
    return write_national(head, lines, keys.signing)


def bring(unit: UnitOfWork, content: bytes, by: str, now: datetime) -> Preview | NationalRefusal:
    """Look a file over and keep it until somebody takes it in. The caller commits."""
    file = read_national(content)
    if isinstance(file, NationalRefusal):
        return file
    preview = look(unit, file)
    if isinstance(preview, Preview):
        head = file.head
        brought = BroughtFile(file.digest, head.publisher, head.key, head.epoch, head.head, head.made_at, by, now)
        unit.national_files.bring(brought, content)
    return preview


def brought(unit: UnitOfWork, digest: str) -> Preview | NationalRefusal:
    """A file that was brought, held against what is published here now."""
    found = unit.national_files.waiting(digest)
    if found is None:
        return NationalRefusal.GONE
    file = read_national(found[1])
    return file if isinstance(file, NationalRefusal) else look(unit, file)


def take(unit: UnitOfWork, digest: str, by: str, now: datetime) -> Preview | NationalRefusal:
    """Publish what was brought; laptops get it with their next exchange. The caller commits, or nothing changes."""
    unit.scopes.lock(NATIONAL, secrets.token_hex(4))
    preview = brought(unit, digest)
    if isinstance(preview, NationalRefusal):
        return preview
    for step in preview.steps:
        write_record(unit, NATIONAL, step.kind, step.id, step.document, by=by, now=now)
    unit.national_files.take(digest, by, now, changes=len(preview.steps), named=preview.named)
    head = preview.file.head
    unit.directory.note(now, by, "national-taken", None, f"{head.publisher} {head.epoch}.{head.head} {digest}")
    return preview


def forget_publisher(unit: UnitOfWork, by: str, now: datetime) -> bool:
    """Another office publishes from now on: the next file's key is taken as that of the first; False where none is."""
    if not unit.national_files.forget_key():
        return False
    unit.directory.note(now, by, "national-publisher-forgotten", None, "")
    return True


def look(unit: UnitOfWork, file: NationalFile) -> Preview | NationalRefusal:
    """What taking it in would change; nothing is written."""
    last = next(iter(unit.national_files.taken(1)), None)
    if last is not None:
        refusal = _place_refusal(file, last, known=unit.national_files.is_taken(file.digest))
        if refusal is not None:
            return refusal
    steps: list[Step] = []
    for line in file.lines:
        step = _step(unit, line)
        if isinstance(step, NationalRefusal):
            return step
        steps += [] if step is None else [step]
    named = {str(line.id) for line in file.lines}
    steps += _gone(unit, set() if last is None else set(last.named.split()) - named)
    kinds = [line.kind for line in file.lines if not line.deleted]
    notices, lists = kinds.count(ScopeKind.NOTICE), kinds.count(ScopeKind.CODE_LIST)
    return Preview(file, notices, lists, tuple(steps), first=last is None or not last.public_key)


def _place_refusal(file: NationalFile, last: BroughtFile, *, known: bool) -> NationalRefusal | None:
    """Why it may not follow the file that was taken in last."""
    head = file.head
    if last.public_key and head.key != last.public_key:
        return NationalRefusal.OTHER_PUBLISHER
    older = head.head < last.head if head.epoch == last.epoch else head.made_at <= last.made_at
    return NationalRefusal.STALE if older or known else None


def _step(unit: UnitOfWork, line: ScopeLine) -> Step | NationalRefusal | None:
    """What one line of a file changes here; None where nothing."""
    if line.kind not in set(ScopeKind):
        return NationalRefusal.NEWER
    kind, standing = ScopeKind(line.kind), unit.scopes.record(NATIONAL, line.id)
    live = standing is not None and not standing.deleted
    if line.deleted:
        if not live or standing is None:
            return None
        return Step(kind, line.id, _title(document_of(standing)), Effect.WITHDRAWN, None)
    refusal = _content_refusal(line, None if standing is None else document_of(standing))
    if refusal is not None:
        return refusal
    if live and standing is not None and document_of(standing) == line.document:
        return None
    effect = Effect.CHANGED if live else Effect.NEW
    if kind is ScopeKind.CODE_LIST and line.document.get("withdrawn") and live:
        effect = Effect.WITHDRAWN
    return Step(kind, line.id, _title(line.document), effect, line.document)


def _content_refusal(line: ScopeLine, standing: Document | None) -> NationalRefusal | None:
    """Why that line may not be published: the same rules as where somebody writes it here."""
    if line.kind == ScopeKind.NOTICE:
        notice = Notice.from_document(line.document)
        sound = notice is not None and not problems_of(notice) and _RECORD.fullmatch(line.id) is not None
        return None if sound else NationalRefusal.UNUSABLE
    codes = CodeList.from_document(line.document)
    if codes is None or not LIST_NAME.fullmatch(codes.name) or not LIST_VERSION.fullmatch(codes.version):
        return NationalRefusal.UNUSABLE
    if code_list_id(codes.name, codes.version) != line.id or not codes.choices:
        return NationalRefusal.UNUSABLE
    known = None if standing is None else CodeList.from_document(standing)
    if known is None:
        return None
    same = _unmarked(known) == _unmarked(codes)
    return None if same and not (known.withdrawn and not codes.withdrawn) else NationalRefusal.VERSION_CHANGED


def _unmarked(codes: CodeList) -> Document:
    return {name: value for name, value in codes.to_document().items() if name != "withdrawn"}


def _gone(unit: UnitOfWork, ids: set[str]) -> Iterator[Step]:
    """Notices of the file before that the publisher has forgotten since."""
    for record in sorted(ids):
        standing = unit.scopes.record(NATIONAL, record)
        if standing is not None and not standing.deleted:
            title = _title(document_of(standing))
            yield Step(ScopeKind.NOTICE, RecordId(record), title, Effect.WITHDRAWN, None)


def _title(document: Document) -> str:
    title = document.get("title")
    return title if isinstance(title, str) else ""
