"""The list of regions of a kabupaten, and how a name is looked up: always below a known parent.

55 desa names occur more than once within Cianjur (Sukamulya eight times), so that a name alone decides nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from kemiskinan_domain.identity.region_code import (
    RegionCode,
    RegionLevel,
    is_village,
    parent_of,
    read_region_code,
)


@dataclass(frozen=True, slots=True)
class Region:
    """One row of the list."""

    code: RegionCode
    level: RegionLevel
    name: str


class BadRegionListError(Exception):
    """The shipped or configured region list cannot be used; carries the number of the row at fault."""

    def __init__(self, row: int) -> None:
        super().__init__(f"row {row} of the region list is not code, parent, level, name")
        self.row = row


def folded_place(name: str) -> str:
    """A place's name for comparing: "BABAKAN KARET" is "Babakankaret", "Ds. Nagrak" is "Nagrak"."""
    words = name.casefold().replace(".", " ").split()
    while len(words) > 1 and words[0] in {"desa", "ds", "kelurahan", "kel", "kecamatan", "kec", "kabupaten", "kab"}:
        words = words[1:]
    return "".join(sign for sign in "".join(words) if sign.isalnum())


class Regions:
    """Looks up regions by code, and by name below a parent."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}
        self._by_name: dict[tuple[RegionCode | None, str], list[RegionCode]] = {}
        for code, region in self._by_code.items():
            self._by_name.setdefault((parent_of(code), folded_place(region.name)), []).append(code)

    @classmethod
    def from_csv(cls, text: str) -> Regions:
        """Read `code,parent,level,name`; raises BadRegionListError at the first row that does not fit."""
        regions = []
        for number, row in enumerate(csv.DictReader(text.splitlines()), start=2):
            code = read_region_code(row.get("code") or "")
            level, name = row.get("level") or "", (row.get("name") or "").strip()
            if not isinstance(code, str) or level not in {known.value for known in RegionLevel} or not name:
                raise BadRegionListError(number)
            if (row.get("parent") or None) != parent_of(code):
                raise BadRegionListError(number)
            regions.append(Region(code, RegionLevel(level), name))
        return cls(regions)

    @classmethod
    def from_file(cls, path: Path) -> Regions:
        """Read the list from a UTF-8 file."""
        return cls.from_csv(path.read_text(encoding="utf-8"))

    def get(self, code: RegionCode) -> Region | None:
        """The region of that code, or None when the list has no such code."""
        return self._by_code.get(code)

    def name_of(self, code: RegionCode) -> str:
        """The region's name; the code itself when the list does not know it."""
        region = self._by_code.get(code)
        return region.name if region else code

    def children(self, code: RegionCode) -> tuple[Region, ...]:
        """The regions directly below, by code."""
        below = (region for region in self._by_code.values() if parent_of(region.code) == code)
        return tuple(sorted(below, key=lambda region: region.code))

    def villages(self) -> tuple[Region, ...]:
        """Every desa and kelurahan of the list, by code."""
        return tuple(sorted((r for r in self._by_code.values() if is_village(r.code)), key=lambda region: region.code))

    def at_level(self, level: RegionLevel) -> tuple[Region, ...]:
        """Every region of that level, by code."""
        found = (region for region in self._by_code.values() if region.level is level)
        return tuple(sorted(found, key=lambda region: region.code))

    def find(self, name: str, parent: RegionCode | None) -> RegionCode | None:
        """The region of that name directly below `parent`; None when there is none or more than one."""
        found = self._by_name.get((parent, folded_place(name)), [])
        return found[0] if len(found) == 1 else None

    def find_path(self, *names: str) -> RegionCode | None:
        """Follow names downwards from the provinsi, such as Jawa Barat, Cianjur, Cianjur, Babakankaret."""
        code: RegionCode | None = None
        for name in names:
            code = self.find(name, code)
            if code is None:
                return None
        return code
