"""Notices to villages: published, corrected and withdrawn; who has received them, and who says to have read them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from kemiskinan_domain.people import Area
from kemiskinan_domain.publishing import Notice, NoticeProblem, problems_of
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind, ScopeName, district_scope
from kemiskinan_server.services.scopes import document_of, write_record
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.scopes import ScopeRecord
from kemiskinan_server.storage.values import VillageHead


class NoticeRefusal(Enum):
    """Why a well-written notice was not published, corrected or withdrawn."""

    OUTSIDE = auto()
    """It addresses villages outside the writer's own area, or outside the scope."""
    NOBODY = auto()
    """No village of this server is addressed."""
    GONE = auto()
    """There is no such notice, or it was withdrawn."""
    CHANGED = auto()
    """Somebody else corrected it meanwhile."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who publishes, and for which area at most."""

    name: str
    area: Area


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as the district's pages list it."""

    id: RecordId
    scope: ScopeName
    notice: Notice
    withdrawn: bool
    rev: int
    by: str
    at: datetime


def publish_notice(
    unit: UnitOfWork, scope: ScopeName, record: RecordId, notice: Notice, *, who: Publisher, now: datetime
) -> RecordId | NoticeRefusal | tuple[NoticeProblem, ...]:
    """Put a notice out; the same id again is the same notice, sent twice. The caller commits."""
    refusal = problems_of(notice) or refusal_of(unit, scope, notice.area, who)
    if refusal:
        return refusal
    unit.scopes.lock(scope, secrets.token_hex(4))
    if unit.scopes.record(scope, record) is None:
        made = replace(notice, edition=1, at=now.isoformat(timespec="seconds"))
        write_record(unit, scope, ScopeKind.NOTICE, record, made.to_document(), by=who.name, now=now)
        unit.directory.note(now, who.name, "notice-published", None, f"{scope} {record} {notice.title}")
    return record


def correct_notice(
    unit: UnitOfWork, record: RecordId, notice: Notice, seen: int, *, who: Publisher, now: datetime
) -> RecordId | NoticeRefusal | tuple[NoticeProblem, ...]:
    """Replace a notice by its next edition; `seen` is the edition that the writer had before the eyes."""
    known = notice_line(unit, record)
    if known is None or known.withdrawn:
        return NoticeRefusal.GONE
    refusal = (
        problems_of(notice)
        or refusal_of(unit, known.scope, notice.area, who)
        or refusal_of(unit, known.scope, known.notice.area, who)
    )
    if refusal:
        return refusal
    unit.scopes.lock(known.scope, secrets.token_hex(4))
    standing = notice_line(unit, record)
    if standing is None or standing.withdrawn or standing.notice.edition != seen:
        return NoticeRefusal.CHANGED
    made = replace(notice, edition=seen + 1, at=now.isoformat(timespec="seconds"))
    write_record(unit, known.scope, ScopeKind.NOTICE, record, made.to_document(), by=who.name, now=now)
    unit.directory.note(now, who.name, "notice-corrected", None, f"{known.scope} {record} {made.edition}")
    return record


def withdraw_notice(unit: UnitOfWork, record: RecordId, *, who: Publisher, now: datetime) -> NoticeRefusal | None:
    """Take a notice back: it disappears from every laptop with its next exchange."""
    known = notice_line(unit, record)
    if known is None:
        return NoticeRefusal.GONE
    refusal = refusal_of(unit, known.scope, known.notice.area, who)
    if refusal is NoticeRefusal.OUTSIDE:
        return refusal
    unit.scopes.lock(known.scope, secrets.token_hex(4))
    standing = notice_line(unit, record)
    if standing is None or standing.withdrawn:
        return NoticeRefusal.GONE
    write_record(unit, known.scope, ScopeKind.NOTICE, record, None, by=who.name, now=now)
    unit.directory.note(now, who.name, "notice-withdrawn", None, f"{known.scope} {record}")
    return None


def may_change(line: NoticeLine, who: Publisher) -> bool:
    """Whether that person may correct or withdraw it; the nation's notices come from elsewhere."""
    return line.scope != NATIONAL and not line.withdrawn and who.area.contains(line.notice.area)


def notice_lines(unit: UnitOfWork, area: Area) -> list[NoticeLine]:
    """The notices that somebody with that area is to see, withdrawn ones too, the latest first."""
    villages = [village.code for village in unit.villages.all() if area.covers(village.code)]
    scopes = [*{district_scope(code) for code in villages}, NATIONAL]
    found = (_line(scope, record) for scope, record in unit.scopes.records(scopes, ScopeKind.NOTICE))
    return [line for line in found if line is not None and any(line.notice.is_for(code) for code in villages)]


def notice_line(unit: UnitOfWork, record: RecordId) -> NoticeLine | None:
    """One notice, whichever scope it is in."""
    for scope in unit.scopes.all():
        stored = unit.scopes.record(scope.name, record)
        if stored is not None:
            return _line(scope.name, stored)
    return None


def addressed(unit: UnitOfWork, scope: ScopeName, area: Area) -> list[VillageHead]:
    """The villages of this server that read the scope and lie in the area."""
    return [
        village
        for village in unit.villages.all()
        if scope in (NATIONAL, district_scope(village.code)) and area.covers(village.code)
    ]


def districts(unit: UnitOfWork, area: Area) -> list[ScopeName]:
    """The scopes that somebody with that area may publish in: those of the districts of its villages."""
    return sorted({district_scope(village.code) for village in unit.villages.all() if area.covers(village.code)})


def subdistricts(unit: UnitOfWork, area: Area) -> list[tuple[str, str]]:
    """Code and name of each kecamatan that somebody with that area may address as a whole."""
    found = {village.code.rpartition(".")[0]: village.subdistrict for village in unit.villages.all()}
    return sorted((code, name) for code, name in found.items() if area.covers(code))


def refusal_of(unit: UnitOfWork, scope: ScopeName, area: Area, who: Publisher) -> NoticeRefusal | None:
    """Why somebody cannot address that area in that scope."""
    if not who.area.contains(area) or not _lies_in(scope, area.codes):
        return NoticeRefusal.OUTSIDE
    return None if addressed(unit, scope, area) else NoticeRefusal.NOBODY


def _lies_in(scope: ScopeName, codes: Iterable[str]) -> bool:
    return scope == NATIONAL or all(district_scope(code) == scope for code in codes)


def _line(scope: str, record: ScopeRecord) -> NoticeLine | None:
    notice = Notice.from_document(document_of(record)) if record.kind == ScopeKind.NOTICE else None
    if notice is None:
        return None
    return NoticeLine(
        RecordId(record.id), ScopeName(scope), notice, record.deleted, record.rev, record.actor, record.at
    )
