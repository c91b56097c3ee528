"""What the world can do to the files, in words: what happened, what is safe, what to do."""

from __future__ import annotations

from kemiskinan_desktop.storage.errors import (
    NO_ROOM,
    AlreadyOpenError,
    BackupDamagedError,
    DatabaseDamagedError,
    DatabaseExistsError,
    DatabaseMissingError,
    DatabaseNewerError,
    DiskFailedError,
    DiskFullError,
    FileError,
    KeySlotsDamagedError,
    KeySlotsMissingError,
    NoLockError,
    StoreBusyError,
)
from kemiskinan_desktop.ui.kit.dialogs import Trouble
from kemiskinan_desktop.ui.kit.words import tr


def fault_words(fault: Exception) -> Trouble | None:
    """The trouble to show; None for a fault of ours, which belongs to the crash handler."""
    trouble = _storage_words(fault)
    if trouble is not None or not isinstance(fault, OSError):
        return trouble
    if fault.errno in NO_ROOM:
        return Trouble(
            tr("Tempat tujuan berkas penuh"),
            tr("Yang sudah tersimpan tetap aman. Berkas lama di tempat itu tidak berubah."),
            tr("Kosongkan ruang atau pilih tempat lain, lalu coba lagi."),
        )
    return Trouble(
        tr("Berkas tidak dapat dibaca atau ditulis"),
        tr("Yang sudah tersimpan tetap aman."),
        tr("Periksa ruang kosong dan izin folder data, lalu coba lagi."),
        fault.strerror or "",
    )


def _storage_words(fault: Exception) -> Trouble | None:
    detail = str(fault.path) if isinstance(fault, FileError) else ""
    return _disk_words(fault, detail) or _file_words(fault, detail)


def _disk_words(fault: Exception, detail: str) -> Trouble | None:
    """Of the disk, and of who else works with it."""
    match fault:
        case DiskFullError():
            return Trouble(
                tr("Ruang penyimpanan laptop penuh"),
                tr("Yang sudah bertanda tersimpan tetap aman. Isian terakhir masih ada di layar."),
                tr("Hapus berkas yang tidak perlu, kosongkan Recycle Bin, lalu coba simpan lagi."),
            )
        case DiskFailedError():
            return Trouble(
                tr("Penyimpanan tidak dapat dibaca atau ditulis"),
                tr("Yang sudah bertanda tersimpan tetap aman. Isian terakhir masih ada di layar."),
                tr("Pasang kembali flashdisk bila tercabut, periksa izin folder data, lalu coba lagi."),
                detail,
            )
        case StoreBusyError():
            return Trouble(
                tr("Berkas desa sedang dipakai"),
                tr("Yang sudah tersimpan tetap aman."),
                tr("Tunggu sebentar, lalu coba lagi."),
            )
        case AlreadyOpenError() | DatabaseExistsError():
            return Trouble(
                tr("Aplikasi ini sudah terbuka"),
                tr("Tidak ada yang berubah."),
                tr("Pakai jendela yang sudah terbuka, atau tutup dahulu lalu buka lagi."),
                detail,
            )
        case NoLockError():
            return Trouble(
                tr("Folder data tidak dapat dikunci untuk satu aplikasi saja"),
                tr("Tidak ada yang berubah."),
                tr("Pindahkan folder data ke disk laptop, bukan folder jaringan atau flashdisk, lalu buka lagi."),
                detail,
            )
        case _:
            return None


def _file_words(fault: Exception, detail: str) -> Trouble | None:
    """Of one file: gone, broken or of another version."""
    match fault:
        case DatabaseDamagedError():
            return Trouble(
                tr("Berkas desa rusak atau terpotong"),
                tr("Berkas itu tidak diubah. Cadangan dan data di kabupaten tetap ada."),
                tr("Hubungi DPMD, atau pulihkan dari cadangan terakhir."),
                detail,
            )
        case DatabaseMissingError():
            return Trouble(
                tr("Berkas desa tidak ditemukan"),
                tr("Kuncinya masih ada. Cadangan dan data di kabupaten tetap ada."),
                tr("Kembalikan berkas ke folder data, atau pulihkan dari cadangan."),
                detail,
            )
        case DatabaseNewerError():
            return Trouble(
                tr("Berkas desa dibuat oleh versi aplikasi yang lebih baru"),
                tr("Tidak ada yang berubah."),
                tr("Pasang versi terbaru aplikasi ini, lalu buka lagi."),
                detail,
            )
        case KeySlotsMissingError() | KeySlotsDamagedError():
            return Trouble(
                tr("Berkas kunci rusak atau hilang"),
                tr("Berkas desa tidak diubah."),
                tr("Kembalikan berkas kunci dari folder cadangan, atau hubungi DPMD."),
                detail,
            )
        case BackupDamagedError():
            return Trouble(
                tr("Cadangan ini tidak dapat dibuka"),
                tr("Cadangan itu tidak dipakai, berkas desa tidak diubah."),
                tr("Pilih cadangan lain."),
                detail,
            )
        case _:
            return None
