"""Which village a row belongs to: by code, or by name below a known kecamatan, or by the title block."""

from __future__ import annotations

from kemiskinan_domain.identity import (
    RegionCode,
    RegionLevel,
    Regions,
    folded_place,
    is_village,
    read_region_code,
)
from kemiskinan_domain.prelist.cells import Row, one_line
from kemiskinan_domain.prelist.layout import Column, Layout, Place
from kemiskinan_domain.prelist.reasons import Reason


class VillageFinder:
    """Answers a row's village and remembers what it has answered, for a file names few villages many times."""

    def __init__(self, layout: Layout, regions: Regions) -> None:
        self._layout = layout
        self._regions = regions
        self._known: dict[tuple[str, str, str], RegionCode | Reason | None] = {}
        self._subdistrict = self._titled_subdistrict()
        self.titled = self._titled_village()

    def of_row(self, row: Row) -> RegionCode | Reason | None:
        """The village that the row itself names; None when it names none."""
        code, name, subdistrict = (
            one_line(self._layout.cell(row, column))
            for column in (Column.VILLAGE_CODE, Column.VILLAGE_NAME, Column.SUBDISTRICT_NAME)
        )
        key = (code, name, subdistrict)
        if key not in self._known:
            self._known[key] = self._by_code(code, name) if code else self._by_name(name, subdistrict)
        return self._known[key]

    def _by_code(self, text: str, name: str) -> RegionCode | Reason:
        code = read_region_code(text)
        region = self._regions.get(code) if isinstance(code, str) else None
        if region is None or not is_village(region.code):
            return Reason.VILLAGE_UNKNOWN
        if name and folded_place(name) != folded_place(region.name):
            return Reason.VILLAGE_CONTRADICTS
        return region.code

    def _by_name(self, name: str, subdistrict: str) -> RegionCode | Reason | None:
        if not name:
            return None
        parent = self._regions.find(subdistrict, self._district()) if subdistrict else self._subdistrict
        if parent is None:
            return Reason.VILLAGE_UNKNOWN if subdistrict else Reason.VILLAGE_UNCLEAR
        return self._regions.find(name, parent) or Reason.VILLAGE_UNKNOWN

    def _district(self) -> RegionCode | None:
        """The kabupaten of the title block; without one, the list's only kabupaten."""
        places = self._layout.places
        named = places.get(Place.DISTRICT)
        districts = self._regions.at_level(RegionLevel.DISTRICT)
        if named is not None:
            districts = tuple(r for r in districts if folded_place(r.name) == folded_place(named))
        return districts[0].code if len(districts) == 1 else None

    def _titled_subdistrict(self) -> RegionCode | None:
        named, district = self._layout.places.get(Place.SUBDISTRICT), self._district()
        return self._regions.find(named, district) if named and district else None

    def _titled_village(self) -> RegionCode | Reason | None:
        places = self._layout.places
        if Place.VILLAGE_CODE in places:
            return self._by_code(places[Place.VILLAGE_CODE], places.get(Place.VILLAGE, ""))
        return self._by_name(places.get(Place.VILLAGE, ""), "")
