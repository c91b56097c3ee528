"""How the questionnaire and its double entry register with the shell."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey_desk import SurveyDesk
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.page import Screen
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.double_page import DoubleEntryPage
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.view import QuestionnairePage


def screen(lane: Work, desk: SurveyDesk, open_file: Callable[[Path], object], language: str = "") -> Screen:
    """What app.py registers; `lane` is the storage lane, `language` that of the form's words."""
    sources = Sources(desk, language, open_file)
    return Screen(
        key="kuesioner",
        title=tr("Kuesioner"),
        icon=Icon.EDIT,
        factory=lambda navigator: QuestionnairePage(navigator, lane, sources),
        help_text=tr(
            "Ketik kode atau huruf awal, lalu Enter. Setiap isian langsung tersimpan; "
            "bila aplikasi ditutup, kuesioner terbuka lagi di isian yang sama.\n\n"
            "Enter atau Tab: lanjut. Shift+Tab: mundur. PgUp, PgDn: bagian sebelum dan sesudah.\n"
            "F2: catatan, atau alasan bila ada peringatan. F3: petunjuk, catatan, dan riwayat isian ini. "
            "F4: cari dalam daftar kode. F7: kesalahan berikut.\n"
            "Ctrl+Z: batalkan isian terakhir. Ctrl+Y: ulangi. Ctrl+Enter: selesai. Esc: kembali ke daftar. "
            "Ctrl+P: cetak."
        ),
        in_rail=False,
    )


def double_entry_screen(lane: Work, desk: SurveyDesk, language: str = "") -> Screen:
    """What app.py registers beside it."""
    sources = Sources(desk, language)
    return Screen(
        key="entri-ulang",
        title=tr("Entri ulang"),
        icon=Icon.EDIT,
        factory=lambda navigator: DoubleEntryPage(navigator, lane, sources),
        help_text=tr(
            "Orang kedua mengetik lagi isian terpilih langsung dari kertas, tanpa melihat entri pertama. "
            "Yang kosong di kertas dilewati dengan Enter. Sesudah isian terakhir, bedanya ditampilkan: "
            "pilih entri pertama, entri ulang, atau ketik sekali lagi. "
            "Entri pertama tidak berubah sebelum Anda memilih.\n\n"
            "Ctrl+Enter: bandingkan. Esc: kembali ke daftar; yang sudah diketik tersimpan dan dapat diteruskan."
        ),
        in_rail=False,
    )
