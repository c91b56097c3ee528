"""What became of a bundle, in the words of pages and commands."""

from __future__ import annotations

from typing import Final

from kemiskinan_domain.wire import ProblemType
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_server.services.bundles.aside import AsideRefusal
from kemiskinan_server.services.bundles.taking import ASIDE_FULL
from kemiskinan_server.storage.bundles import ACCEPTED, DISCARDED

REFUSAL_WORDS: Final = {
    BundleRefusal.NOT_A_BUNDLE: "Ini bukan berkas kiriman desa.",
    BundleRefusal.TRUNCATED: "Berkas terpotong. Salin ulang dari USB, atau minta desa mengirimnya lagi.",
    BundleRefusal.DAMAGED: "Berkas rusak di perjalanan. Minta desa mengirimnya lagi.",
    BundleRefusal.TOO_LARGE: "Berkas terlalu besar.",
    BundleRefusal.NEWER: "Berkas dari program yang lebih baru. Perbarui server.",
    BundleRefusal.FORGED: "Tanda tangan berkas tidak cocok dengan laptop desa. Berkas tidak dipakai.",
    BundleRefusal.NOT_FOR_US: "Berkas ini bukan untuk server ini.",
    BundleRefusal.UNKNOWN_DEVICE: "Laptop pengirim tidak dikenal. Bila server baru dipulihkan, beri desa kode baru.",
    BundleRefusal.OTHER_VILLAGE: "Laptop pengirim bukan milik desa itu.",
    BundleRefusal.OTHER_DEVICE: "Isi berkas dari laptop lain daripada penandatangannya.",
    BundleRefusal.REVOKED: "Izin laptop pengirim sudah dicabut. Berkas disimpan di samping sampai admin memutuskan.",
    BundleRefusal.MALFORMED: "Isi berkas tidak dapat dibaca.",
}
PROBLEM_WORDS: Final = {
    ProblemType.EPOCH_CHANGED: "server pernah dipulihkan; jawaban meminta laptop mengirim ulang.",
    ProblemType.CURSOR_AHEAD: "server pernah dipulihkan; jawaban meminta laptop mengirim ulang.",
    ProblemType.MUTATION_GAP: "ada kiriman sebelumnya yang belum sampai; masukkan bagian sebelumnya dahulu.",
    ProblemType.MUTATION_FORK: "laptop memakai salinan lama; jawaban memberi tahu laptop.",
    ProblemType.STORAGE_FULL: "ruang simpan server penuh; kosongkan, lalu masukkan berkas ini sekali lagi.",
    ProblemType.CLIENT_ROLLED_BACK: "laptop memakai salinan lama; jawaban memberi tahu laptop.",
}
DECISION_WORDS: Final = {
    ACCEPTED: "laptop pengirim sudah dicabut izinnya; berkas ini sudah diterima admin.",
    DISCARDED: "laptop pengirim sudah dicabut izinnya; berkas ini dibuang admin.",
    ASIDE_FULL: "terlalu banyak berkas laptop yang dicabut menunggu keputusan. Putuskan dahulu, lalu masukkan lagi.",
}
"""What became of the files of laptops that were shut out."""
ASIDE_WORDS: Final = {
    AsideRefusal.NOT_THERE: "Berkas itu tidak menunggu lagi; mungkin orang lain sudah memutuskan.",
    AsideRefusal.NO_REASON: "Isi alasannya.",
    AsideRefusal.LOST: "Berkasnya tidak ada lagi di folder data server. Pulihkan dari cadangan, atau buang.",
    AsideRefusal.EARLIER_FIRST: "Ada berkas laptop itu yang lebih dahulu. Terima berkas itu dahulu.",
    AsideRefusal.OTHER_PAST: "Laptop itu memakai salinan lama; isinya tidak cocok dengan yang sudah ada di sini.",
    AsideRefusal.UNREADABLE: "Isi berkas tidak dapat dibaca.",
    AsideRefusal.NO_ROOM: "Ruang simpan server penuh. Kosongkan dahulu, lalu terima lagi; yang sudah masuk tetap ada.",
}
"""Why a decision was not carried out."""
