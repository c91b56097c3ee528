"""How the list of families registers with the shell."""

from __future__ import annotations

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.households.view import Advice, HouseholdsPage
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.page import Screen
from kemiskinan_desktop.ui.kit.words import tr


def screen(lane: Work, service: HouseholdService, events: Events, advice: Advice) -> Screen:
    """What app.py registers; `lane` is the storage lane."""
    return Screen(
        key="keluarga",
        title=tr("Keluarga"),
        icon=Icon.HOUSEHOLD,
        factory=lambda navigator: HouseholdsPage(navigator, lane, service, events, advice),
        help_text=tr(
            "Semua keluarga dari daftar kabupaten dan usulan desa.\n\n"
            "Panah: pindah keluarga. Enter: buka kuesioner. / atau Ctrl+F: cari. Ctrl+N: tambah usulan. "
            "Ctrl+P: cetak lembar kunjungan untuk keluarga yang sedang tampil.\n\n"
            "Tekan salah satu tanda di atas tabel untuk menyaring, misalnya Belum didata. "
            "Nomor KK dan NIK disamarkan sampai Anda menekan Tampilkan nomor."
        ),
    )
