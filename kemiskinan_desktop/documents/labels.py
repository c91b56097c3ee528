"""The words that documents print for the codes of the domain."""

from __future__ import annotations

from typing import Final

from kemiskinan_domain.deliberation import (
    DeliberationKind,
    Method,
    Outcome,
    Presence,
    Purpose,
    Ruling,
)
from kemiskinan_domain.records import RecordKind

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
