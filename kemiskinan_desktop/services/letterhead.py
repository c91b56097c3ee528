"""The village as its papers name it."""

from __future__ import annotations

from kemiskinan_desktop.documents import Letterhead
from kemiskinan_desktop.services.admission import VillageNames
from kemiskinan_domain.identity import is_kelurahan, read_region_code
from kemiskinan_domain.records import VillageCode


def letterhead(village: VillageNames) -> Letterhead:
    """The village as papers name it."""
    code = read_region_code(village.code)
    return Letterhead(
        village=village.village,
        subdistrict=village.subdistrict,
        regency=village.district,
        code=VillageCode(village.code),
        is_kelurahan=isinstance(code, str) and is_kelurahan(code),
    )
