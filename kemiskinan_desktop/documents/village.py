"""The village as letterheads name it."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_domain.records import VillageCode


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Names without the words Kabupaten, Kecamatan, Desa; the office address may be empty."""

    village: str
    subdistrict: str
    regency: str
    code: VillageCode
    province: str = ""
    office_address: str = ""
    is_city: bool = False
    is_kelurahan: bool = False

    @property
    def village_word(self) -> str:
        """What the village is called by law: Desa or Kelurahan."""
        return "Kelurahan" if self.is_kelurahan else "Desa"

    @property
    def regency_word(self) -> str:
        """Kabupaten or Kota."""
        return "Kota" if self.is_city else "Kabupaten"


def letterhead_content(head: Letterhead) -> dict[str, Content]:
    """The lines at the top of a document."""
    last = [part for part in (head.office_address.strip(), f"Kode wilayah {head.code}") if part]
    return {
        "regency": f"Pemerintah {head.regency_word} {head.regency}".upper(),
        "subdistrict": f"Kecamatan {head.subdistrict}".upper(),
        "village": f"{head.village_word} {head.village}".upper(),
        "last": " · ".join(last),
    }
