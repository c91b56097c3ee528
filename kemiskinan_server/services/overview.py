"""Sums of villages for the pages from kabupaten to village; a training village is shown and never added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.identity import RegionCode, parent_of
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.social_security import WorkerStatus
from kemiskinan_server.storage.reading import VillageProgress
from kemiskinan_server.storage.worker_counts import CountedWorkers


class Age(Enum):
    """How long ago a village was heard of."""

    DAY = auto()
    WEEK = auto()
    MONTH = auto()
    LONGER = auto()
    NEVER = auto()


_LIMITS: Final = ((Age.DAY, 1), (Age.WEEK, 7), (Age.MONTH, 30))


@dataclass(frozen=True, slots=True)
class Place:
    """A kecamatan or a village and how far it is; `last_seen` of a kecamatan is that of its quietest village."""

    code: str
    name: str
    href: str
    above: str
    training: bool
    villages: int
    families: int
    surveyed: int
    decided: int
    ruled: int
    submitted: int
    approved: int
    people: int
    devices: int
    open_conflicts: int
    last_seen: datetime | None
    silent: int
    """Villages with a laptop that were never heard of."""


@dataclass(frozen=True, slots=True)
class CoveredWorkers:
    """Workers who are covered, of those who should be, in as many villages as were counted."""

    covered: int
    should: int
    counted: int


def place_of(village: VillageProgress) -> Place:
    """A village as a line."""
    return _sum([village], village.code, village.name, f"/desa/{village.code}", village.subdistrict)


def by_subdistrict(villages: Iterable[VillageProgress]) -> list[Place]:
    """Kecamatan by code; one that has only training villages shows those."""
    groups: dict[str, list[VillageProgress]] = {}
    for one in villages:
        groups.setdefault(parent_of(RegionCode(one.code)) or "", []).append(one)
    return [
        _sum(_counted(group), code, group[0].subdistrict, f"/kecamatan/{code}", group[0].district)
        for code, group in sorted(groups.items())
    ]


def total_of(villages: Sequence[VillageProgress]) -> Place:
    """All of them together."""
    return _sum(_counted(villages), "", "", "/", "")


def workers_of(villages: Sequence[VillageProgress], covers: Mapping[VillageCode, CountedWorkers]) -> CoveredWorkers:
    """From the last count of each village."""
    known = [covers[VillageCode(one.code)] for one in _counted(villages) if one.code in covers]
    people = [(group.status, group.people) for one in known for group in one.groups]
    covered = sum(count for status, count in people if status is WorkerStatus.COVERED)
    open_ones = sum(count for status, count in people if status is WorkerStatus.ELIGIBLE)
    return CoveredWorkers(covered, covered + open_ones, len(known))


def age_of(moment: datetime | None, now: datetime) -> Age:
    """How long ago that was."""
    if moment is None:
        return Age.NEVER
    return next((age for age, days in _LIMITS if now - moment <= timedelta(days=days)), Age.LONGER)


def _counted(villages: Sequence[VillageProgress]) -> Sequence[VillageProgress]:
    return [one for one in villages if not one.training] or villages


def _sum(villages: Sequence[VillageProgress], code: str, name: str, href: str, above: str) -> Place:
    heard = [one.last_seen for one in villages if one.last_seen is not None]
    return Place(
        code=code,
        name=name,
        href=href,
        above=above,
        training=all(one.training for one in villages) and bool(villages),
        villages=len(villages),
        families=sum(one.families for one in villages),
        surveyed=sum(one.surveyed for one in villages),
        decided=sum(one.decided for one in villages),
        ruled=sum(one.ruled for one in villages),
        submitted=sum(one.submitted for one in villages),
        approved=sum(one.approved for one in villages),
        people=sum(one.people for one in villages),
        devices=sum(one.devices for one in villages),
        open_conflicts=sum(one.open_conflicts for one in villages),
        last_seen=min(heard, default=None),
        silent=sum(one.devices > 0 and one.last_seen is None for one in villages),
    )
