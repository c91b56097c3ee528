"""How notices came to villages: whose laptops keep them, and who says to have read them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from kemiskinan_domain.changes import decode_line
from kemiskinan_domain.people import Area
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.wire.scopes import NATIONAL, district_scope
from kemiskinan_server.services.notices import NoticeLine
from kemiskinan_server.storage.database import UnitOfWork


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


class Receptions:
    """How notices came to the villages of an area: what they share is asked of the database once."""

    def __init__(self, unit: UnitOfWork, area: Area, lines: Sequence[NoticeLine]) -> None:
        self._villages = [village for village in unit.villages.all() if area.covers(village.code)]
        codes = [village.code for village in self._villages]
        self._laptops = unit.scopes.laptops(codes)
        self._readers = {scope.name: unit.scopes.readers(scope, codes) for scope in unit.scopes.all()}
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
