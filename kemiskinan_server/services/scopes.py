"""What is published for all villages at once: the one writer of a scope, and the feed that laptops read."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import msgspec

from kemiskinan_domain.records import Document, RecordId
from kemiskinan_domain.wire import LIMITS, FormNotice, Problem, ProblemType, ReplyTail, encode_message, forms_digest
from kemiskinan_domain.wire.bundle_letters import ScopeLetter
from kemiskinan_domain.wire.scopes import (
    ScopeHead,
    ScopeKind,
    ScopeName,
    decode_scope_line,
    encode_scope_line,
    followed_by,
    read_scope_name,
    scope_tag,
)
from kemiskinan_server.services.enrolment import shut_out
from kemiskinan_server.services.tokens import Bearer
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.scopes import ScopeRecord, StoredScope, grown
from kemiskinan_server.storage.values import FeedPage

_LARGEST_PAGE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Asked:
    """What a laptop has of a scope, and how many bytes of lines it takes."""

    epoch: str = ""
    since: int = 0
    limit: int = LIMITS.page
    whole: bool = False
    """It reads from the beginning: a tombstone that was forgotten is of nothing that it shows."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The lines of a reply, none where nothing is new; `tag` says where the laptop stands after them."""

    tag: str
    lines: tuple[bytes, ...] = ()


def write_record(
    unit: UnitOfWork,
    scope: ScopeName,
    kind: ScopeKind,
    record: RecordId,
    document: Document | None,
    *,
    by: str,
    now: datetime,
) -> int:
    """Publish a record of a scope or, without a document, take it back; answers its revision. The caller commits.

    Every writer goes through here. Raises `VillageBusyError` where another transaction holds the scope for too long.
    """
    stored = unit.scopes.lock(scope, secrets.token_hex(4))
    before = unit.scopes.record(scope, record)
    checksum = stored.checksum
    if before is not None and not before.deleted:
        checksum = checksum.minus(before.line.encode())
    line = encode_scope_line(stored.head + 1, kind, record, document)
    if document is not None:
        checksum = checksum.plus(line)
    after = grown(stored, checksum)
    withdrawn = None if document is not None or before is None else msgspec.json.encode(document_of(before)).decode()
    made = ScopeRecord(record, kind.value, after.head, document is None, line.decode(), withdrawn, by, now)
    unit.scopes.write(after, made)
    return after.head


def document_of(record: ScopeRecord) -> Document:
    """What a record says, or said before it was taken back."""
    if record.document is not None:
        return msgspec.json.decode(record.document, type=dict[str, Any])
    return decode_scope_line(record.line.encode()).document


def changes(unit: UnitOfWork, bearer: Bearer, scope: str, asked: Asked, now: datetime) -> Changes | Problem:
    """What is new for a laptop in a scope that its village reads; the caller commits."""
    name = read_scope_name(scope)
    if name is None or name not in followed_by(bearer.village):
        return Problem.of(ProblemType.SCOPE_FORBIDDEN, "The village does not read this scope")
    client = unit.ledger.client(bearer.client)
    if client is None or client.revoked:
        return shut_out(client)
    stored = unit.scopes.get(name) or StoredScope(name, "")
    problem = _position_problem(stored, asked)
    if problem is not None:
        return problem
    if stored.epoch and asked.epoch:
        unit.scopes.note_reader(bearer.village, bearer.client, stored, asked.since, now)
    tag = scope_tag(stored.epoch, stored.head)
    if asked.epoch and asked.since == stored.head:
        return Changes(tag)
    page = unit.scopes.page(stored, asked.since, max(1, min(asked.limit, _LARGEST_PAGE)))
    return Changes(tag, (encode_message(ScopeHead(name, stored.epoch)), *page.lines, _tail(stored, page)))


def _position_problem(stored: StoredScope, asked: Asked) -> Problem | None:
    if asked.epoch not in ("", stored.epoch):
        return Problem.of(ProblemType.EPOCH_CHANGED, "The district was restored from a backup", epoch=stored.epoch)
    if asked.since > stored.head or (asked.since and not asked.epoch):
        return Problem.of(ProblemType.CURSOR_AHEAD, "The cursor is beyond the scope's head", head=stored.head)
    if 0 < asked.since < stored.floor and not asked.whole:
        return Problem.of(ProblemType.CURSOR_TOO_OLD, "Withdrawn records were forgotten since", floor=stored.floor)
    return None


def _tail(stored: StoredScope, page: FeedPage) -> bytes:
    if page.cursor < stored.head:
        return encode_message(ReplyTail(cursor=page.cursor, head=stored.head, more=True))
    return encode_message(
        ReplyTail(cursor=stored.head, head=stored.head, count=stored.checksum.count, csum=stored.checksum.text)
    )


def letters(
    unit: UnitOfWork, village: str, client: str, known: Mapping[str, tuple[str, int]], now: datetime
) -> list[ScopeLetter]:
    """For an answer file: what a laptop lacks of the scopes that its bundle names; the caller commits."""
    made = []
    for name in followed_by(village):
        stored = unit.scopes.get(name)
        if name not in known or stored is None:
            continue
        epoch, since = known[name]
        asked = Asked(epoch, since)
        if _position_problem(stored, asked) is not None or not epoch:
            asked = Asked()
        else:
            unit.scopes.note_reader(village, client, stored, since, now)
        if not asked.epoch or asked.since < stored.head:
            made.append(_letter(unit, stored, asked.since))
    return made


def _letter(unit: UnitOfWork, stored: StoredScope, since: int) -> ScopeLetter:
    lines: list[bytes] = []
    cursor = since
    while cursor < stored.head:
        page = unit.scopes.page(stored, cursor, _LARGEST_PAGE)
        lines += page.lines
        cursor = page.cursor
    checksum = stored.checksum
    raw = [msgspec.Raw(line) for line in lines]
    return ScopeLetter(stored.name, stored.epoch, since, stored.head, checksum.count, checksum.text, raw)


def announced(unit: UnitOfWork, village: str) -> tuple[str, dict[str, str]]:
    """What every exchange ends with: the digest of the questionnaires that a village is to use, and where the scopes
    stand that it reads; one in which nothing was published is not named.
    """
    found = unit.publications.announced(village, followed_by(village))
    digest = forms_digest([FormNotice(*form) for form in found.forms])
    return digest, {name: scope_tag(epoch, head) for name, epoch, head in found.scopes}


def start_scope_epochs(unit: UnitOfWork, by: str, now: datetime) -> int:
    """After the database was restored from a backup: laptops then read every scope anew; answers how many."""
    scopes = unit.scopes.all()
    for scope in scopes:
        unit.scopes.start_epoch(scope.name, secrets.token_hex(4))
        unit.directory.note(now, by, "scope-epoch-started", None, scope.name)
    return len(scopes)


def forget_withdrawn(unit: UnitOfWork, scope: ScopeName, by: str, now: datetime) -> int:
    """Drop what was withdrawn before the revision that every laptop has reached; answers how many.

    A laptop that reads the scope from its beginning needs no tombstone; one that is further back than the rest, and
    comes after all, is told so (`cursor-too-old`) and begins anew.
    """
    stored = unit.scopes.lock(scope, secrets.token_hex(4))
    cursors = [cursor for laptops in unit.scopes.readers(stored).values() for _, cursor in laptops if cursor]
    gone = unit.scopes.forget_tombstones(stored, min(cursors, default=stored.head))
    if gone:
        unit.directory.note(now, by, "withdrawn-forgotten", None, f"{scope} {gone}")
    return gone
