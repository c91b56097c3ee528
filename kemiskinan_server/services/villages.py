"""Which villages the district serves, by the region list's names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from uuid import uuid4

from kemiskinan_domain.changes import EMPTY_CHECKSUM
from kemiskinan_domain.identity import Regions, is_village, parent_of, read_region_code
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import device_of
from kemiskinan_server.services.district import add_hand
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Client, VillageHead


class VillageRefusal(Enum):
    """Why a village cannot be taken in."""

    NOT_A_VILLAGE_CODE = auto()
    NOT_IN_THE_LIST = auto()
    ALREADY_THERE = auto()


@dataclass(frozen=True, slots=True)
class Place:
    """A village's code, and its names from the bottom up."""

    code: VillageCode
    name: str
    subdistrict: str
    district: str


def shipped_regions() -> Path:
    """The region list that comes with the product."""
    return Path(__file__).resolve().parents[2] / "resources" / "regions" / "cianjur.csv"


def find_place(regions: Regions, code: str) -> Place | VillageRefusal:
    """The village of that code with the names that the list gives."""
    read = read_region_code(code)
    if not isinstance(read, str) or not is_village(read):
        return VillageRefusal.NOT_A_VILLAGE_CODE
    subdistrict = parent_of(read)
    district = parent_of(subdistrict) if subdistrict else None
    region = regions.get(read)
    if region is None or subdistrict is None or district is None:
        return VillageRefusal.NOT_IN_THE_LIST
    return Place(VillageCode(read), region.name, regions.name_of(subdistrict), regions.name_of(district))


def add_village(
    unit: UnitOfWork, place: Place, by: str, now: datetime, *, training: bool = False
) -> VillageHead | VillageRefusal:
    """Take a village in, empty."""
    if unit.villages.get(place.code) is not None:
        return VillageRefusal.ALREADY_THERE
    village = VillageHead(
        place.code, place.name, place.subdistrict, place.district, training, str(uuid4()), 0, EMPTY_CHECKSUM, 0
    )
    unit.villages.add(village)
    add_hand(unit, place.code, now)
    unit.directory.note(now, by, "village-added", place.code)
    return village


def start_epoch(unit: UnitOfWork, code: VillageCode, by: str, now: datetime) -> bool:
    """After the database was restored from a backup: laptops then send again what the backup lacks."""
    if unit.villages.lock(code, writing=True) is None:
        return False
    unit.villages.start_epoch(code, str(uuid4()))
    unit.directory.note(now, by, "epoch-started", code)
    return True


def heads(unit: UnitOfWork) -> dict[VillageCode, int]:
    """Where each village stands: to be written down before a backup begins."""
    return {village.code: village.head for village in unit.villages.all()}


def mark_durable(unit: UnitOfWork, revisions: dict[VillageCode, int], by: str, now: datetime) -> None:
    """A backup that is checked holds everything up to these revisions; laptops need not keep it any longer."""
    unit.villages.mark_durable(revisions)
    unit.directory.note(now, by, "backup-done")


def forget_tombstones(unit: UnitOfWork, code: VillageCode, by: str, now: datetime) -> int:
    """Drop the deletes that every laptop of the village has read and the district has backed up; answers how many.

    A laptop that went by several names (SYNC 2.2, rule 6) reads under the one that it used last. What a laptop with an
    older cursor would miss, it gets by a full pull (`cursor-too-old`). Raises `VillageBusyError`.
    """
    village = unit.villages.lock(code, writing=True)
    if village is None:
        return 0
    latest: dict[str, Client] = {}
    for client in unit.ledger.readers(code):
        device = device_of(client.id)
        known = latest.get(device)
        if known is None or _seen(client) >= _seen(known):
            latest[device] = client
    read = min((client.cursor_seen for client in latest.values()), default=village.head)
    gone = unit.villages.forget_tombstones(code, min(read, village.durable_rev))
    if gone:
        unit.directory.note(now, by, "tombstones-forgotten", code, str(gone))
    return gone


def _seen(client: Client) -> float:
    return 0.0 if client.last_seen is None else client.last_seen.timestamp()
