"""Kemendagri region codes with dots: 32 provinsi, 32.03 kabupaten, 32.03.01 kecamatan, 32.03.01.2001 desa."""

from __future__ import annotations

import re
from enum import Enum, StrEnum, auto
from typing import Final, NewType

RegionCode = NewType("RegionCode", str)
"""A Kemendagri code, its blocks parted by dots."""

_SHAPE = re.compile(r"\d{2}(?:\.\d{2}){0,2}|\d{2}\.\d{2}\.\d{2}\.[12]\d{3}")
_CUTS: Final = {2: (2,), 4: (2, 4), 6: (2, 4, 6), 10: (2, 4, 6, 10)}


class RegionCodeRefusal(Enum):
    """Why a text is no region code."""

    ABSENT = auto()
    NOT_A_CODE = auto()


class RegionLevel(StrEnum):
    """How large a region is; the values are those of the region list."""

    PROVINCE = "provinsi"
    DISTRICT = "kabupaten"
    SUBDISTRICT = "kecamatan"
    VILLAGE = "desa"
    URBAN_VILLAGE = "kelurahan"


def read_region_code(text: str) -> RegionCode | RegionCodeRefusal:
    """Read a code with or without dots; a village's fourth block begins with 1 (kelurahan) or 2 (desa).

    The ten digits of a BPS code look alike and mean another place; only the list of regions can tell.
    """
    bare = text.strip().lstrip("'").strip()
    if not bare:
        return RegionCodeRefusal.ABSENT
    dotted = bare if "." in bare else _with_dots(bare)
    return RegionCode(dotted) if _SHAPE.fullmatch(dotted) else RegionCodeRefusal.NOT_A_CODE


def level_of(code: RegionCode) -> RegionLevel:
    """The level that the number of blocks tells; every kota counts as a kabupaten."""
    if is_kelurahan(code):
        return RegionLevel.URBAN_VILLAGE
    levels = (RegionLevel.PROVINCE, RegionLevel.DISTRICT, RegionLevel.SUBDISTRICT, RegionLevel.VILLAGE)
    return levels[code.count(".")]


def parent_of(code: RegionCode) -> RegionCode | None:
    """The region one level up; None for a provinsi."""
    parent, dot, _ = code.rpartition(".")
    return RegionCode(parent) if dot else None


def is_village(code: RegionCode) -> bool:
    """Whether the code is of a desa or a kelurahan."""
    return code.count(".") == 3


def is_kelurahan(code: RegionCode) -> bool:
    """A kelurahan's fourth block begins with 1, a desa's with 2."""
    return is_village(code) and code.rpartition(".")[2].startswith("1")


def district_digits(code: RegionCode) -> str:
    """The six digits of provinsi, kabupaten and kecamatan: how a NIK issued there begins."""
    return code.replace(".", "")[:6]


def _with_dots(digits: str) -> str:
    start, blocks = 0, []
    for end in _CUTS.get(len(digits), ()):
        blocks.append(digits[start:end])
        start = end
    return ".".join(blocks)
