"""How the exchange between two laptops went, in sentences."""

from __future__ import annotations

from kemiskinan_desktop.services.bundles import OfficeSwap
from kemiskinan_desktop.sync.office import OfficeProblem
from kemiskinan_desktop.ui.exchange.bundle_words import Said, read_words
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr


def swap_words(swap: OfficeSwap) -> list[Said]:
    """What went, what came, and what stood in the way."""
    said: list[Said] = []
    if swap.problem is not None:
        said.append(problem_words(swap.problem))
    elif swap.given:
        todo = tr("Di sini tetap tercatat belum terkirim sampai kabupaten mengakuinya.")
        said.append((Tone.SUCCESS, tr("%n perubahan dititipkan ke laptop lain.", swap.given), todo))
    else:
        said.append((Tone.SUCCESS, tr("Tersambung. Laptop ini tidak punya yang perlu dititipkan."), ""))
    if swap.read is not None:
        said += read_words(swap.read)
    return said


def problem_words(problem: OfficeProblem) -> Said:
    """Why it ended early, and what to do."""
    return {
        OfficeProblem.BAD_ADDRESS: (
            Tone.WARNING,
            tr("Alamat itu tidak terbaca."),
            tr("Ketik alamat yang tampil di laptop lain, misalnya 192.168.1.5."),
        ),
        OfficeProblem.UNREACHABLE: (
            Tone.WARNING,
            tr("Laptop lain tidak ditemukan di alamat itu."),
            tr("Pastikan keduanya di Wi-Fi yang sama dan laptop lain masih menunggu, lalu sambung lagi."),
        ),
        OfficeProblem.NOT_A_LAPTOP: (
            Tone.WARNING,
            tr("Yang menjawab di alamat itu bukan laptop desa ini."),
            tr("Periksa alamat dan kode di layar laptop lain, lalu sambung lagi."),
        ),
        OfficeProblem.WRONG_CODE: (
            Tone.WARNING,
            tr("Kodenya tidak cocok."),
            tr("Ketik enam angka yang tampil di laptop lain."),
        ),
        OfficeProblem.LINE_BROKE: (
            Tone.WARNING,
            tr("Sambungan terputus. Yang sudah tiba utuh tetap disimpan."),
            tr("Sambung sekali lagi; yang sudah ada tidak menjadi ganda."),
        ),
        OfficeProblem.NO_DOOR: (
            Tone.WARNING,
            tr("Laptop ini tidak dapat menunggu di jaringan ini."),
            tr("Coba dari laptop yang lain, atau pakai USB."),
        ),
        OfficeProblem.CLOSED_BY_GUESSING: (
            Tone.DANGER,
            tr("Beberapa kali dicoba kode yang salah, jadi pintunya ditutup."),
            tr("Tunggu lagi untuk mendapat kode baru."),
        ),
        OfficeProblem.NO_ROOM: (
            Tone.WARNING,
            tr("Ruang di laptop ini tidak cukup."),
            tr("Hapus berkas lain, lalu ulangi. Data di laptop ini aman."),
        ),
        OfficeProblem.CANCELLED: (
            Tone.NEUTRAL,
            tr("Dibatalkan. Yang sudah tiba utuh tetap disimpan."),
            "",
        ),
    }[problem]
