"""Which part of the country somebody of the district may see: region codes from the top down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kemiskinan_domain.identity import read_region_code


@dataclass(frozen=True, slots=True)
class Area:
    """Codes of kabupaten, kecamatan or desa (32.03, 32.03.01, 32.03.01.2001); without a code the whole district."""

    codes: tuple[str, ...] = ()

    def covers(self, village: str) -> bool:
        """Whether that village lies inside."""
        return not self.codes or any(village == code or village.startswith(f"{code}.") for code in self.codes)

    def contains(self, other: Area) -> bool:
        """Whether all of the other area lies inside."""
        return not self.codes or (bool(other.codes) and all(self.covers(code) for code in other.codes))

    def __str__(self) -> str:
        return ",".join(self.codes)


WHOLE_DISTRICT: Final = Area()


def read_area(texts: Iterable[str]) -> Area | str:
    """The area of these codes; the first text that is no region code where there is one."""
    codes = []
    for text in texts:
        if not text.strip():
            continue
        code = read_region_code(text.strip())
        if not isinstance(code, str):
            return text
        codes.append(str(code))
    return Area(tuple(sorted(set(codes))))
