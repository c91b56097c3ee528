"""What stands between a meeting and its lock, each as a sentence that says what to do."""

from __future__ import annotations

from kemiskinan_desktop.ui.deliberations.concluding import Obstacle
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import Problem


def obstacle_words(obstacle: Obstacle) -> str:
    """The sentence, with how many families or people it is about and the first of them."""
    words = problem_words(obstacle.problem)
    if not obstacle.name:
        return words
    if obstacle.count == 1:
        return tr("{0}: {1}").format(words, obstacle.name)
    return tr("{0}: {1} dan {2} lainnya").format(words, obstacle.name, obstacle.count - 1)


def problem_words(problem: Problem) -> str:
    """The sentence alone."""
    return {**_of_families(), **_of_the_meeting()}[problem]


def _of_families() -> dict[Problem, str]:
    return {
        Problem.PRESENCE_MISSING: tr("Keberadaan belum ditentukan"),
        Problem.RULING_MISSING: tr("Keputusan belum ditentukan"),
        Problem.NOT_DECIDED: tr("Keluarga belum diputuskan"),
        Problem.REASON_MISSING: tr("Alasan belum dipilih"),
        Problem.REASON_TEXT_MISSING: tr("Alasan lainnya belum dijelaskan"),
        Problem.REASON_TWICE: tr("Alasan yang sama tercatat dua kali"),
        Problem.SURVEY_INCOMPLETE: tr("Kuesioner belum lengkap, padahal keputusannya memerlukan pendataan"),
        Problem.PRESENCE_CONTRADICTS_RULING: tr("Tidak ditemukan atau ganda, tetapi diputuskan layak"),
        Problem.PRESENCE_CONTRADICTS_ORIGIN: tr("Kode 4 hanya untuk usulan baru, kode 1 hanya untuk daftar awal"),
        Problem.VOTES_NEGATIVE: tr("Jumlah suara tidak boleh kurang dari nol"),
        Problem.VOTES_EMPTY: tr("Pemungutan suara dicatat tanpa suara"),
        Problem.VOTES_EXCEED_ATTENDANCE: tr("Jumlah suara lebih banyak daripada yang hadir"),
        Problem.VOTES_CONTRADICT_RULING: tr("Keputusan berlawanan dengan hasil suara"),
        Problem.DECISION_OF_ANOTHER_FAMILY: tr("Keputusan tercatat pada keluarga lain"),
        Problem.DECIDED_TWICE: tr("Keluarga diputuskan dua kali"),
        Problem.NOT_A_CANDIDATE: tr("Ada keputusan untuk keluarga di luar daftar"),
        Problem.LISTED_TWICE: tr("Keluarga tercantum dua kali dalam daftar"),
        Problem.FAMILY_CARD_TWICE: tr("No. KK yang sama dipakai dua keluarga"),
        Problem.DATE_BEFORE_SURVEY: tr("Tanggal musyawarah lebih awal daripada tanggal pendataan"),
        Problem.DIFFERENCE_OPEN: tr("Dua laptop mencatat berbeda; pilih dahulu di Perbedaan"),
    }


def _of_the_meeting() -> dict[Problem, str]:
    return {
        Problem.NO_CANDIDATES: tr("Belum ada keluarga yang dibahas"),
        Problem.NO_ATTENDANCE: tr("Belum ada yang tercatat hadir"),
        Problem.QUORUM_MISSING: tr("Yang hadir belum mencapai kuorum"),
        Problem.INVITED_MISSING: tr("Jumlah undangan belum diisi"),
        Problem.CHAIR_MISSING: tr("Pimpinan musyawarah belum diisi"),
        Problem.CHAIR_NOT_PRESENT: tr("Pimpinan musyawarah belum tercatat hadir"),
        Problem.SECRETARY_MISSING: tr("Notulis belum diisi"),
        Problem.SUBSTITUTE_NOT_NAMED: tr("Nama wakil atau penanda tangan pengganti belum diisi"),
        Problem.NUMBER_MISSING: tr("Nomor Berita Acara belum diisi"),
        Problem.DATE_MISSING: tr("Tanggal musyawarah belum diisi"),
        Problem.START_TIME_MISSING: tr("Jam mulai belum diisi"),
        Problem.END_TIME_MISSING: tr("Jam selesai belum diisi"),
        Problem.END_BEFORE_START: tr("Jam selesai lebih awal daripada jam mulai"),
        Problem.PLACE_MISSING: tr("Tempat musyawarah belum diisi"),
        Problem.METHOD_MISSING: tr("Cara pengambilan keputusan belum dipilih"),
        Problem.ALREADY_LOCKED: tr("Hasil musyawarah sudah dikunci"),
    }
