"""Closes a change that could not be taken: with a written reason, its bytes kept, the village told where it can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final

import msgspec

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.services.differences.reading import shown
from kemiskinan_server.services.district import Reviewer, lock_hand, remark_put, require, write_as_district
from kemiskinan_server.storage.database import UnitOfWork

LONGEST_REASON: Final = 1_000


class Closing(Enum):
    """What became of the wish to close it."""

    CLOSED = auto()
    NO_REASON = auto()
    TOO_LONG = auto()
    MOVED = auto()
    """It is closed, gone, not such a one, or not any more what the page showed."""


@dataclass(frozen=True, slots=True)
class Close:
    """Which change, what the page showed of it (its digest), and why."""

    conflict: RecordId
    digest: str
    reason: str


def close_whole(unit: UnitOfWork, who: Reviewer, village: VillageCode, wanted: Close, now: datetime) -> Closing:
    """Close it by a remark: on the record that it is about, if that lives, else only kept beside the change.

    The caller commits. Raises `NotPermittedError`, `VillageBusyError`.
    """
    require(who, Permission.REVIEW)
    reason = wanted.reason.strip()
    if not reason or "\x00" in reason:
        return Closing.NO_REASON
    if len(reason) > LONGEST_REASON:
        return Closing.TOO_LONG
    locked = lock_hand(unit, village)
    found = next(iter(shown(unit, village, [wanted.conflict], None)), None) if locked is not None else None
    if locked is None or found is None or not found.is_whole or found.settled is not None:
        return Closing.MOVED
    if found.digest != wanted.digest:
        return Closing.MOVED
    about = (found.kind, found.record, "") if found.is_told else (RecordKind.CONFLICT, found.id, "")
    # What no record is about is in nobody's list of open remarks.
    put = remark_put(who, about, text=reason, now=now, state="open" if found.is_told else "settled")
    write_as_district(unit, locked, [msgspec.structs.replace(put, closes=[found.id])], now)
    unit.directory.note(now, who.name, "change-closed", village, f"{found.id} {reason}")
    return Closing.CLOSED
