"""Why a file of the nation is not taken, in the words of pages and commands."""

from __future__ import annotations

from typing import Final

from kemiskinan_domain.wire.national import NationalRefusal

NATIONAL_WORDS: Final = {
    NationalRefusal.NOT_ONE: "Ini bukan berkas isi nasional.",
    NationalRefusal.TOO_LARGE: "Berkas terlalu besar; paling besar 8 MB.",
    NationalRefusal.NEWER: "Berkas dari program yang lebih baru. Perbarui server, lalu terima lagi.",
    NationalRefusal.DAMAGED: "Berkas rusak atau terpotong. Ambil lagi dari penerbitnya.",
    NationalRefusal.FORGED: "Tanda tangan berkas tidak cocok. Berkas tidak dipakai.",
    NationalRefusal.OTHER_PUBLISHER: "Berkas ditandatangani penerbit lain daripada yang dulu. Berkas tidak dipakai.",
    NationalRefusal.STALE: "Berkas ini sudah pernah diterima, atau lebih lama daripada yang terakhir diterima.",
    NationalRefusal.UNUSABLE: "Ada isi yang tidak boleh terbit di dalamnya. Minta penerbit memperbaikinya.",
    NationalRefusal.VERSION_CHANGED: "Satu versi daftar kode di dalamnya berbeda dari yang sudah terbit di sini.",
    NationalRefusal.GONE: "Berkas itu tidak menunggu lagi. Pilih berkasnya sekali lagi.",
}
