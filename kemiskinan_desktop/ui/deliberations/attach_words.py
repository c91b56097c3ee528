"""Why a file was not taken, as a sentence that says what to do."""

from __future__ import annotations

from kemiskinan_desktop.services.attachments import AttachmentRefusal
from kemiskinan_desktop.ui.kit.words import tr


def attach_words(refusal: AttachmentRefusal) -> str:
    """The sentence."""
    return {
        AttachmentRefusal.EMPTY: tr("Berkas itu kosong. Pindai atau foto ulang."),
        AttachmentRefusal.TOO_LARGE: tr("Berkas lebih dari 10 MB. Pindai dengan mutu lebih rendah."),
        AttachmentRefusal.TOO_MANY_PIXELS: tr("Gambar terlalu besar. Foto ulang dengan ukuran sedang."),
        AttachmentRefusal.HEIC: tr("Foto iPhone (HEIC) tidak dapat dibaca. Kirim ulang sebagai JPEG."),
        AttachmentRefusal.NOT_ACCEPTED: tr("Pilih berkas PDF, JPEG, atau PNG."),
        AttachmentRefusal.DAMAGED: tr("Berkas rusak dan tidak dapat dibaca sampai akhir. Pindai ulang."),
        AttachmentRefusal.PARENT_GONE: tr("Data ini sudah dihapus di laptop lain."),
    }[refusal]
