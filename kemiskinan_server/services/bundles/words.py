"""What became of a bundle, in the words of pages and commands."""

from __future__ import annotations

from typing import Final

from kemiskinan_domain.wire import ProblemType
from kemiskinan_domain.wire.bundle import BundleRefusal

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
    BundleRefusal.REVOKED: "Izin laptop pengirim sudah dicabut. Berkas belum dipakai; catatannya disimpan di samping.",
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
