"""A list on the district's page: what it would do is shown first; taken in once, taken back where nobody used it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.changes import Change, Delete, Put, decode_change
from kemiskinan_domain.identity import Regions
from kemiskinan_domain.people import Area
from kemiskinan_domain.prelist import Column, FileRefusal, Source
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.services.district import edit, hand_of, lock_hand, write_as_district
from kemiskinan_server.services.prelist_import import ImportReport, import_prelist
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.uploads import Upload, VillageShare

_KEPT: Final = timedelta(days=7)
_WHY: Final = "import-undone"


class UploadRefusal(Enum):
    """Why a list was not taken in or back."""

    GONE = auto()
    """Nobody brought it, or it was taken in already."""
    NOT_APPLIED = auto()


@dataclass(frozen=True, slots=True)
class Undone:
    """Families of a list that were taken out again, and those that stay because somebody worked on them."""

    removed: int
    kept: int


def bring(unit: UnitOfWork, name: str, content: bytes, listed: tuple[Source, str], *, by: str, now: datetime) -> str:
    """Keep the file of a source and period until somebody takes it in; answers its digest.

    Files that nobody took are forgotten in time.
    """
    source, period = listed
    digest = hashlib.sha256(f"{source}\n{period}\n".encode() + content).hexdigest()
    unit.uploads.forget_before(now - _KEPT)
    unit.uploads.keep(Upload(digest, name, source, period, by, now, None, None, ()), content)
    return digest


def preview(
    unit: UnitOfWork, digest: str, regions: Regions, area: Area, *, by: str, now: datetime
) -> ImportReport | FileRefusal | UploadRefusal:
    """What taking it in would do. The caller leaves the transaction without a commit."""
    upload, content = unit.uploads.get(digest), unit.uploads.content(digest)
    if upload is None or content is None:
        return UploadRefusal.GONE
    return import_prelist(
        unit,
        content,
        regions,
        source=Source(upload.source),
        period=upload.period,
        by=by,
        now=now,
        area=area,
        chosen={Column(name): title for name, title in upload.columns.items() if name in set(Column)},
    )


def choose_columns(unit: UnitOfWork, digest: str, columns: Mapping[Column, str]) -> UploadRefusal | None:
    """Let a person say which title means what, before it is taken in; nothing chosen leaves all to the program.

    The caller commits.
    """
    upload = unit.uploads.get(digest)
    if upload is None or upload.applied_at is not None:
        return UploadRefusal.GONE
    unit.uploads.choose(digest, {column.value: title for column, title in columns.items()})
    return None


def take_in(
    unit: UnitOfWork, digest: str, regions: Regions, area: Area, *, by: str, now: datetime
) -> ImportReport | FileRefusal | UploadRefusal:
    """Take it in; the caller commits."""
    report = preview(unit, digest, regions, area, by=by, now=now)
    if isinstance(report, ImportReport):
        shares = [
            VillageShare(
                one.village,
                one.families,
                one.people,
                one.new,
                one.linked,
                one.unchanged,
                one.first_mid,
                one.last_mid,
                one.head,
            )
            for one in report.villages
            if one.registered
        ]
        unit.uploads.applied(digest, now, shares, report.report, report.returned)
    return report


def undo(unit: UnitOfWork, digest: str, area: Area, *, by: str, now: datetime) -> Undone | UploadRefusal:
    """Take a list back: families that only this list brought and nobody touched go; the caller commits."""
    upload = unit.uploads.get(digest)
    if upload is None or upload.applied_at is None or upload.undone_at is not None:
        return UploadRefusal.NOT_APPLIED
    removed = kept = 0
    for share in upload.shares:
        if share.last_mid and area.covers(share.village):
            gone, stayed = _undo_village(unit, share, by=by, now=now)
            removed, kept = removed + gone, kept + stayed
    unit.uploads.undone(digest, now)
    unit.directory.note(now, by, "prelist-undone", None, f"{upload.source}/{upload.period}: {removed}")
    return Undone(removed, kept)


def _undo_village(unit: UnitOfWork, share: VillageShare, *, by: str, now: datetime) -> tuple[int, int]:
    village = VillageCode(share.village)
    locked = lock_hand(unit, village)
    if locked is None:
        return 0, 0
    bodies = unit.ledger.bodies(village, hand_of(village), share.first_mid, share.last_mid)
    made = [change for change in map(decode_change, bodies) if isinstance(change, Put)]
    entries = {one.id for one in made if one.k is RecordKind.PRELIST_ENTRY and "imported_at" in one.f}
    families = [one.id for one in made if one.k is RecordKind.HOUSEHOLD and "origin" in one.f]
    free = {family for family in families if _is_untouched(unit, village, family, entries, share.head)}
    changes: list[Change] = []
    for one in made:
        parent = str(one.f["parent"][1]) if "parent" in one.f else ""
        if one.id in entries or one.id in free or (one.k is RecordKind.MEMBER and parent in free):
            changes.append(Delete(k=one.k, id=one.id, base=share.head, at=now.isoformat(), by=by, why=_WHY))
        elif one.k is RecordKind.HOUSEHOLD and "origin" not in one.f and "desil" in one.f:
            changes += _former_desil(unit, village, one, by=by, now=now)
    # Children before their family, so that a family never stands deleted above somebody.
    changes.sort(key=lambda change: change.k is RecordKind.HOUSEHOLD)
    if changes:
        write_as_district(unit, locked, changes, now)
    return len(free), len(families) - len(free)


def _is_untouched(unit: UnitOfWork, village: VillageCode, family: RecordId, ours: set[RecordId], head: int) -> bool:
    if unit.villages.changed_by_others(village, family, head, hand_of(village)):
        return False
    listed = unit.sessions.children(village, RecordKind.PRELIST_ENTRY, family)
    return all(entry in ours for entry, _ in listed)


def _former_desil(unit: UnitOfWork, village: VillageCode, change: Put, *, by: str, now: datetime) -> list[Change]:
    """Back to the desil before, unless it moved on since."""
    before, brought = change.f["desil"]
    document = unit.sessions.document(village, RecordKind.HOUSEHOLD, change.id)
    if document is None or document.get("desil") != brought:
        return []
    return [edit(RecordKind.HOUSEHOLD, change.id, {"desil": (brought, before)}, by=by, now=now)]
