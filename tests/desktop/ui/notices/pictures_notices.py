"""Draws Pengumuman for looking at."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.ui.kit.theme import Appearance, theme
from kemiskinan_desktop.ui.notices.view import NoticePorts, NoticesPage
from kemiskinan_domain.publishing import Urgency
from tests.desktop.services.village import DirectDispatcher
from tests.desktop.ui.fakes import FakeNavigator, NowLane
from tests.desktop.ui.notices.test_notices import Board, seen

LONG = "\n\n".join(
    f"{number}. Setiap desa membawa daftar hadir, Berita Acara yang sudah ditandatangani, dan salinan KK keluarga "
    "yang diusulkan. Bila ada keluarga yang belum punya KK, catat alasannya dan sampaikan kepada petugas kecamatan."
    for number in range(1, 12)
)
NOTICES = (
    seen("n1", "Batas akhir kirim hasil Musyawarah Desa dimajukan menjadi 30 November", Urgency.URGENT, text=LONG),
    seen("n2", "Rapat koordinasi sekretaris desa se-Kecamatan Cianjur", Urgency.IMPORTANT),
    seen("n3", "Jadwal pelatihan pengisian kuesioner"),
    seen("n4", "Nomor telepon bantuan DPMD", read=True, readers=("Siti Contoh", "Asep Contoh")),
)


def pictures(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, appearance, percent, chosen in (
        ("light", Appearance.LIGHT, 100, "n1"),
        ("read", Appearance.LIGHT, 100, "n4"),
        ("dark", Appearance.DARK, 100, "n2"),
        ("large", Appearance.LIGHT, 200, "n1"),
    ):
        theme().apply(appearance, percent)
        page = NoticesPage(FakeNavigator(), NoticePorts(NowLane(), Board(*NOTICES), Events(DirectDispatcher())))
        page.resize(1180, 700)
        page.show()
        page.shown(chosen)
        for _round in range(3):
            cast(QApplication, QApplication.instance()).processEvents()
        page.grab().save(str(out / f"notices-{name}.png"))
        page.close()
