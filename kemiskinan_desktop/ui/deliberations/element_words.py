"""The elements of the community (unsur) in words, in the order in which an attendance list has them."""

from __future__ import annotations

from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import Element


def element_choices() -> list[tuple[str, str]]:
    """Every unsur with its words."""
    words = _words()
    return [(element.value, words[element]) for element in Element]


def element_words(code: str) -> str:
    """The words of one unsur; an unknown code as it is."""
    try:
        return _words()[Element(code)]
    except ValueError:
        return code


def _words() -> dict[Element, str]:
    return {
        Element.VILLAGE_HEAD: tr("Kepala desa"),
        Element.VILLAGE_SECRETARY: tr("Sekretaris desa"),
        Element.VILLAGE_STAFF: tr("Perangkat desa"),
        Element.HAMLET_HEAD: tr("Kepala dusun"),
        Element.VILLAGE_COUNCIL: tr("BPD"),
        Element.RT: tr("Ketua RT"),
        Element.RW: tr("Ketua RW"),
        Element.EMPOWERMENT_BODY: tr("LPMD"),
        Element.FAMILY_WELFARE: tr("PKK"),
        Element.VOLUNTEER: tr("Kader desa (KPMD)"),
        Element.VILLAGE_ASSISTANT: tr("Pendamping desa"),
        Element.PKH_ASSISTANT: tr("Pendamping PKH"),
        Element.SOCIAL_WORKER: tr("TKSK"),
        Element.BABINSA: tr("Babinsa"),
        Element.BHABINKAMTIBMAS: tr("Bhabinkamtibmas"),
        Element.RELIGIOUS_LEADER: tr("Tokoh agama"),
        Element.CUSTOMARY_LEADER: tr("Tokoh adat"),
        Element.COMMUNITY_LEADER: tr("Tokoh masyarakat"),
        Element.EDUCATOR: tr("Tokoh pendidik"),
        Element.FARMERS: tr("Kelompok tani"),
        Element.FISHERS: tr("Kelompok nelayan"),
        Element.CRAFTSPEOPLE: tr("Kelompok perajin"),
        Element.WOMEN: tr("Kelompok perempuan"),
        Element.CHILD_PROTECTION: tr("Pemerhati anak"),
        Element.POOR_RESIDENTS: tr("Warga miskin"),
        Element.SUBDISTRICT: tr("Kecamatan"),
        Element.OTHER: tr("Lainnya"),
    }
