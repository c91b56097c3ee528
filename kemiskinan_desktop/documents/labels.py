"""The words that documents print for the codes of the domain."""

from __future__ import annotations

from typing import Final

from kemiskinan_domain.deliberation import (
    DeliberationKind,
    Element,
    Method,
    Outcome,
    Presence,
    Purpose,
    Ruling,
)
from kemiskinan_domain.records import RecordKind

ELEMENT_LABELS: Final[dict[Element, str]] = {
    Element.VILLAGE_HEAD: "Kepala Desa",
    Element.VILLAGE_SECRETARY: "Sekretaris Desa",
    Element.VILLAGE_STAFF: "Perangkat Desa",
    Element.HAMLET_HEAD: "Kepala Dusun",
    Element.VILLAGE_COUNCIL: "BPD",
    Element.RT: "Ketua RT",
    Element.RW: "Ketua RW",
    Element.EMPOWERMENT_BODY: "LPMD",
    Element.FAMILY_WELFARE: "TP-PKK",
    Element.VOLUNTEER: "KPMD",
    Element.VILLAGE_ASSISTANT: "Pendamping Desa",
    Element.PKH_ASSISTANT: "Pendamping PKH",
    Element.SOCIAL_WORKER: "TKSK",
    Element.BABINSA: "Babinsa",
    Element.BHABINKAMTIBMAS: "Bhabinkamtibmas",
    Element.RELIGIOUS_LEADER: "Tokoh agama",
    Element.CUSTOMARY_LEADER: "Tokoh adat",
    Element.COMMUNITY_LEADER: "Tokoh masyarakat",
    Element.EDUCATOR: "Tokoh pendidik",
    Element.FARMERS: "Kelompok tani",
    Element.FISHERS: "Kelompok nelayan",
    Element.CRAFTSPEOPLE: "Kelompok perajin",
    Element.WOMEN: "Kelompok perempuan",
    Element.CHILD_PROTECTION: "Pemerhati dan pelindung anak",
    Element.POOR_RESIDENTS: "Masyarakat miskin",
    Element.SUBDISTRICT: "Kecamatan",
    Element.OTHER: "Lainnya",
}

PURPOSE_TITLES: Final[dict[Purpose, str]] = {
    Purpose.P3KE: "Keluarga Miskin Ekstrem",
    Purpose.BLT_DD: "Keluarga Penerima Manfaat BLT Dana Desa",
    Purpose.DTSEN: "Keluarga dalam Data Tunggal Sosial dan Ekonomi Nasional",
}

PURPOSE_SENTENCES: Final[dict[Purpose, str]] = {
    Purpose.P3KE: "keluarga miskin ekstrem",
    Purpose.BLT_DD: "keluarga penerima manfaat BLT Dana Desa",
    Purpose.DTSEN: "keluarga dalam Data Tunggal Sosial dan Ekonomi Nasional",
}

KIND_TITLES: Final[dict[DeliberationKind, str]] = {
    DeliberationKind.FIRST: "Penetapan",
    DeliberationKind.CHANGE: "Perubahan",
}

METHOD_SENTENCES: Final[dict[Method, str]] = {
    Method.CONSENSUS: "musyawarah untuk mufakat",
    Method.ACCLAMATION: "aklamasi",
    Method.VOTE: "pemungutan suara",
}

RULING_LABELS: Final[dict[Ruling, str]] = {
    Ruling.ELIGIBLE: "Layak",
    Ruling.NOT_ELIGIBLE: "Tidak layak",
    Ruling.POSTPONED: "Ditunda",
}

PRESENCE_LABELS: Final[dict[Presence, str]] = {
    Presence.FOUND: "Ditemukan",
    Presence.NOT_FOUND: "Tidak ditemukan",
    Presence.DUPLICATE: "Data ganda",
    Presence.PROPOSED: "Usulan baru",
}

OUTCOME_LABELS: Final[dict[Outcome, str]] = {
    Outcome.FOUND: "Keluarga ditemukan",
    Outcome.NOT_FOUND: "Keluarga tidak ditemukan",
    Outcome.MOVED: "Keluarga pindah atau alamat tidak ada di desa",
    Outcome.DUPLICATE: "Data ganda atau bagian dari keluarga lain",
    Outcome.REFUSED: "Keluarga menolak",
    Outcome.PROPOSED: "Keluarga usulan baru",
}

RECORD_LABELS: Final[dict[RecordKind, str]] = {
    RecordKind.HOUSEHOLD: "Keluarga",
    RecordKind.MEMBER: "Anggota keluarga",
    RecordKind.PRELIST_ENTRY: "Baris daftar awal",
    RecordKind.DELIBERATION: "Musyawarah Desa",
    RecordKind.ATTENDANCE: "Peserta musyawarah",
    RecordKind.DECISION: "Keputusan musyawarah",
    RecordKind.OBJECTION: "Sanggahan",
    RecordKind.ENROLMENT: "Kepesertaan jaminan sosial",
    RecordKind.ATTACHMENT: "Lampiran berkas",
    RecordKind.REMARK: "Catatan",
    RecordKind.CONFLICT: "Perbedaan isian",
}
