"""What the district publishes and did not come, in quiet sentences: nobody's sending failed by it."""

from __future__ import annotations

from collections.abc import Sequence

from kemiskinan_desktop.services.exchange import Hindrance, Published
from kemiskinan_desktop.ui.kit.words import tr


def missing_lines(missing: Sequence[tuple[Published, Hindrance]]) -> list[str]:
    """A sentence for each: what did not come, why, and what to do."""
    return [_sentence(hindrance).format(_what(published)) for published, hindrance in missing]


def _what(published: Published) -> str:
    return {
        Published.FORMS: tr("Kuesioner baru dari kabupaten"),
        Published.DISTRICT: tr("Pengumuman dan daftar kode kabupaten"),
        Published.NATIONAL: tr("Pengumuman dan daftar kode dari pusat"),
    }[published]


def _sentence(hindrance: Hindrance) -> str:
    return {
        Hindrance.LINE: tr(
            "{0} belum datang karena jaringan terputus. Tidak perlu apa-apa: dicoba lagi pada pertukaran berikutnya."
        ),
        Hindrance.BUSY: tr(
            "{0} belum datang karena server sibuk. Tidak perlu apa-apa: dicoba lagi pada pertukaran berikutnya."
        ),
        Hindrance.CANCELLED: tr(
            "{0} belum datang karena dibatalkan. Tidak perlu apa-apa: dicoba lagi pada pertukaran berikutnya."
        ),
        Hindrance.DISK_FULL: tr("{0} belum tersimpan karena laptop penuh. Kosongkan ruang, lalu kirim & terima lagi."),
        Hindrance.REFUSED: tr("{0} tidak diberikan server kabupaten. Bila terulang besok, beri tahu DPMD kabupaten."),
        Hindrance.UNPROVEN: tr(
            "{0} tidak dipakai karena isinya tidak sesuai dengan yang disahkan; yang lama tetap berlaku. "
            "Beri tahu DPMD kabupaten."
        ),
    }[hindrance]
