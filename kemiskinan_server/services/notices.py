"""Notices to villages: published, corrected and withdrawn; who has received them, and who says to have read them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

import msgspec

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.people import Area
from kemiskinan_domain.publishing import Notice, NoticeProblem, problems_of
from kemiskinan_domain.records import RecordId, RecordKind
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


@dataclass(frozen=True, slots=True)
class Reading:
    """Somebody of a village who says to have read an edition."""

    name: str
    at: str
    edition: int


@dataclass(frozen=True, slots=True)
class VillageReception:
    """How a notice came to one village: its laptops, those that keep the notice, and who has read it."""

    code: str
    name: str
    subdistrict: str
    laptops: int
    received: int
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Reception:
    """How a notice came to the villages that it addresses."""

    villages: tuple[VillageReception, ...]

    @property
    def laptops(self) -> int:
        """Laptops of all addressed villages."""
        return sum(village.laptops for village in self.villages)

    @property
    def received(self) -> int:
        """Laptops that keep the notice as it stands."""
        return sum(village.received for village in self.villages)

    @property
    def reached(self) -> int:
        """Villages in which a laptop keeps it."""
        return sum(1 for village in self.villages if village.received)

    @property
    def confirmed(self) -> int:
        """Villages in which somebody says to have read it."""
        return sum(1 for village in self.villages if village.readings)


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


class Receptions:
    """How notices came to the villages of an area: what they share is asked of the database once."""

    def __init__(self, unit: UnitOfWork, area: Area, lines: Sequence[NoticeLine]) -> None:
        self._villages = [village for village in unit.villages.all() if area.covers(village.code)]
        codes = [village.code for village in self._villages]
        self._laptops = unit.scopes.laptops(codes)
        self._readers = {scope.name: unit.scopes.readers(scope) for scope in unit.scopes.all()}
        editions = {line.id: line.notice.edition for line in lines}
        self._readings: dict[tuple[str, str], list[Reading]] = {}
        for code, notice, feed_line in unit.scopes.readings(codes, list(editions)):
            reading = _reading(feed_line)
            if reading is not None and reading.edition == editions[RecordId(notice)]:
                self._readings.setdefault((code, notice), []).append(reading)

    def of(self, line: NoticeLine) -> Reception:
        """How one of the notices came; villages of which nothing was heard come first."""
        readers = self._readers.get(line.scope, {})
        found = [
            VillageReception(
                code=village.code,
                name=village.name,
                subdistrict=village.subdistrict,
                laptops=self._laptops.get(village.code, 0),
                received=sum(1 for _, cursor in readers.get(village.code, ()) if cursor >= line.rev),
                readings=tuple(sorted(self._readings.get((village.code, line.id), ()), key=lambda one: one.at)),
            )
            for village in self._villages
            if line.scope in (NATIONAL, district_scope(village.code)) and line.notice.is_for(village.code)
        ]
        return Reception(tuple(sorted(found, key=lambda one: (bool(one.readings), bool(one.received), one.code))))


def reception(unit: UnitOfWork, line: NoticeLine, area: Area) -> Reception:
    """How one notice came to the villages of that area that it addresses."""
    return Receptions(unit, area, [line]).of(line)


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


def _reading(line: str) -> Reading | None:
    """A village's record about a notice; None for what is no sign of having read it."""
    try:
        read = decode_line(line)
    except msgspec.MsgspecError:
        return None
    edition = read.document.get("edition")
    if read.kind is not RecordKind.REMARK or not isinstance(edition, int):
        return None
    return Reading(str(read.document.get("reader") or ""), str(read.document.get("at") or ""), edition)
