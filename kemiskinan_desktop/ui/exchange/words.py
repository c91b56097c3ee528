"""Sending in plain sentences: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kemiskinan_desktop.services.exchange import (
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    ExchangeStep,
)
from kemiskinan_desktop.services.waiting import Reason, WaitReason
from kemiskinan_desktop.ui.kit.formats import ago, duration, number, size
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.changes import VerdictStatus
from kemiskinan_domain.records import RecordKind


@dataclass(frozen=True, slots=True)
class ProblemWords:
    """Why an exchange stopped, as a person needs it. Being offline is everyday life, not an alarm."""

    tone: Tone
    happened: str
    safe: str
    todo: str


def problem_words(problem: ExchangeProblem) -> ProblemWords:
    """The three sentences of a problem."""
    return {**_of_the_line(), **_of_the_district(), **_of_this_laptop()}[problem]


def _kept() -> str:
    return tr("Semua data tersimpan di laptop ini dan terkirim pada kesempatan berikutnya.")


def _of_the_line() -> dict[ExchangeProblem, ProblemWords]:
    kept = _kept()
    return {
        ExchangeProblem.OFFLINE: ProblemWords(
            Tone.INFO,
            tr("Belum ada jaringan."),
            kept,
            tr("Lanjutkan bekerja seperti biasa. Kirim lagi setelah ada sinyal."),
        ),
        ExchangeProblem.NOT_THE_DISTRICT: ProblemWords(
            Tone.WARNING,
            tr("Yang menjawab bukan server kabupaten."),
            tr("Tidak ada data yang dikirim ke sana."),
            tr(
                "Periksa tanggal dan jam laptop. Bila memakai Wi-Fi umum, masuk dahulu lewat peramban, "
                "atau pakai jaringan lain."
            ),
        ),
        ExchangeProblem.BUSY: ProblemWords(
            Tone.INFO,
            tr("Server kabupaten sedang sibuk."),
            kept,
            tr("Lanjutkan bekerja seperti biasa: terkirim pada giliran laptop ini."),
        ),
        ExchangeProblem.CANCELLED: ProblemWords(
            Tone.NEUTRAL,
            tr("Pengiriman dibatalkan."),
            tr("Yang sudah diterima kabupaten tidak dikirim ulang; sisanya menunggu."),
            tr("Kirim lagi kapan saja."),
        ),
        ExchangeProblem.ALREADY_RUNNING: ProblemWords(
            Tone.INFO, tr("Pengiriman lain sedang berjalan."), kept, tr("Tunggu sampai selesai.")
        ),
    }


def _of_the_district() -> dict[ExchangeProblem, ProblemWords]:
    kept = _kept()
    return {
        ExchangeProblem.REVOKED: ProblemWords(
            Tone.DANGER,
            tr("Laptop ini tidak lagi terdaftar di kabupaten."),
            tr("Semua data tetap ada di laptop ini."),
            tr("Minta kode pendaftaran baru kepada DPMD kabupaten, lalu tekan Daftarkan lagi dengan kode."),
        ),
        ExchangeProblem.UNKNOWN: ProblemWords(
            Tone.WARNING,
            tr("Server kabupaten dipulihkan dari cadangan dan belum mengenal laptop ini."),
            tr("Tidak ada yang hilang: semua data ada di laptop ini dan dikirim lagi setelah laptop didaftarkan."),
            tr("Minta kode pendaftaran baru kepada DPMD kabupaten, lalu tekan Daftarkan lagi dengan kode."),
        ),
        ExchangeProblem.PROTOCOL_OLD: ProblemWords(
            Tone.WARNING,
            tr("Program di laptop ini sudah terlalu lama bagi kabupaten."),
            kept,
            tr("Pasang versi terbaru, lalu kirim lagi."),
        ),
        ExchangeProblem.BAD_SIGNATURE: ProblemWords(
            Tone.DANGER,
            tr("Tanda tangan kabupaten tidak cocok."),
            tr("Jawaban itu tidak dipakai; data di laptop ini tidak berubah."),
            tr("Coba dari jaringan lain. Bila terulang, hubungi DPMD kabupaten."),
        ),
        ExchangeProblem.CHECKSUM: ProblemWords(
            Tone.WARNING,
            tr("Isi laptop dan kabupaten belum sama setelah bertukar."),
            tr("Tidak ada yang dihapus di kedua sisi."),
            tr("Kirim sekali lagi. Bila terulang, hubungi DPMD kabupaten."),
        ),
        ExchangeProblem.WOULD_EMPTY: ProblemWords(
            Tone.DANGER,
            tr("Kabupaten menjawab seolah desa ini tidak punya data."),
            tr("Jawaban itu dihentikan; tidak ada yang dihapus di laptop ini."),
            tr("Hubungi DPMD kabupaten sebelum mengirim lagi."),
        ),
        ExchangeProblem.REFUSED: ProblemWords(
            Tone.WARNING,
            tr("Kabupaten menolak pengiriman ini."),
            kept,
            tr("Lihat Riwayat di bawah, lalu hubungi DPMD kabupaten."),
        ),
    }


def _of_this_laptop() -> dict[ExchangeProblem, ProblemWords]:
    return {
        ExchangeProblem.DISK_FULL: ProblemWords(
            Tone.DANGER,
            tr("Ruang penyimpanan laptop penuh."),
            tr("Yang sudah tersimpan tetap aman."),
            tr("Hapus berkas yang tidak perlu, misalnya di folder Unduhan, lalu kirim lagi."),
        ),
    }


def waiting_words(reason: Reason) -> ProblemWords:
    """Why a record waits, short enough for a badge, and what to do."""
    kept = _kept()
    own = {
        WaitReason.SOON: ProblemWords(
            Tone.INFO,
            tr("Segera dikirim"),
            kept,
            tr("Tidak perlu apa-apa: terkirim sendiri setelah Anda selesai mengetik."),
        ),
        WaitReason.NOT_BY_ITSELF: ProblemWords(
            Tone.WARNING, tr("Menunggu Anda"), kept, tr("Tekan Kirim & terima sekarang, atau simpan ke USB.")
        ),
        WaitReason.IN_A_FILE: ProblemWords(
            Tone.INFO, tr("Ada di berkas"), kept, tr("Bawa berkasnya ke kabupaten, lalu terima jawabannya.")
        ),
    }
    if isinstance(reason, WaitReason):
        return own[reason]
    said = problem_words(reason)
    return ProblemWords(said.tone, _short(reason), said.safe, said.todo)


def _short(problem: ExchangeProblem) -> str:
    return {
        ExchangeProblem.OFFLINE: tr("Belum ada jaringan"),
        ExchangeProblem.NOT_THE_DISTRICT: tr("Jaringan menghalangi"),
        ExchangeProblem.BUSY: tr("Kabupaten sibuk"),
        ExchangeProblem.CANCELLED: tr("Dibatalkan"),
        ExchangeProblem.ALREADY_RUNNING: tr("Sedang dikirim"),
        ExchangeProblem.REVOKED: tr("Laptop tidak terdaftar"),
        ExchangeProblem.UNKNOWN: tr("Daftarkan lagi laptop"),
        ExchangeProblem.PROTOCOL_OLD: tr("Program terlalu lama"),
        ExchangeProblem.BAD_SIGNATURE: tr("Tanda tangan tidak cocok"),
        ExchangeProblem.CHECKSUM: tr("Isi belum sama"),
        ExchangeProblem.WOULD_EMPTY: tr("Dihentikan demi aman"),
        ExchangeProblem.REFUSED: tr("Ditolak kabupaten"),
        ExchangeProblem.DISK_FULL: tr("Laptop penuh"),
    }[problem]


def state_words(status: ExchangeStatus, now: datetime, seconds: float | None = None) -> tuple[str, str]:
    """Where sending stands: a headline and the line below it; `seconds` is what this line was measured to need."""
    if status.unsent:
        headline = tr("%n perubahan belum terkirim", status.unsent)
    elif status.attachments_waiting:
        headline = tr("%n foto atau berkas belum terkirim", status.attachments_waiting)
    else:
        headline = tr("Semua sudah terkirim") if status.last_success else tr("Belum pernah bertukar data")
    parts = []
    if status.last_success is not None:
        parts.append(tr("terakhir bertukar {0}").format(ago(status.last_success, now)))
    if status.unsent and status.oldest_unsent is not None:
        parts.append(tr("yang tertua dari {0}").format(ago(status.oldest_unsent, now)))
    if status.unsent and status.attachments_waiting:
        parts.append(tr("%n foto atau berkas menunggu", status.attachments_waiting))
    if status.to_send:
        parts.append(tr("kira-kira {0}").format(size(status.to_send)))
    if status.to_send and seconds is None:
        parts.append(tr("lama pengirimannya belum pernah diukur"))
    elif seconds is not None:
        parts.append(tr("{0} pada jaringan ini").format(duration(seconds)))
    return headline, _sentence(" · ".join(parts))


def step_words(step: ExchangeStep) -> str:
    """What an exchange does at the moment."""
    return {
        ExchangeStep.CONNECTING: tr("Menghubungi kabupaten"),
        ExchangeStep.SENDING: tr("Mengirim"),
        ExchangeStep.RECEIVING: tr("Menerima"),
        ExchangeStep.APPLYING: tr("Menyimpan yang diterima"),
        ExchangeStep.CHECKING: tr("Memeriksa hasil"),
    }[step]


def progress_words(progress: ExchangeProgress) -> str:
    """The step with its count, where it is known."""
    words = step_words(progress.step)
    if progress.total:
        return tr("{0}: {1} dari {2}").format(words, number(progress.done), number(progress.total))
    return tr("{0}: {1}").format(words, number(progress.done)) if progress.done else words


def report_lines(report: ExchangeReport) -> list[tuple[Tone, str]]:
    """What went, what came, what needs a person: a sentence each."""
    lines: list[tuple[Tone, str]] = []
    if report.pushed:
        lines.append((Tone.SUCCESS, tr("%n perubahan terkirim ke kabupaten.", report.pushed)))
    if report.pulled:
        lines.append((Tone.SUCCESS, tr("%n perubahan diterima dari kabupaten.", report.pulled)))
    if report.received:
        lines.append((Tone.SUCCESS, tr("Yang datang: {0}.").format(kinds_words(report.received))))
    if report.receipts_verified:
        lines.append((Tone.SUCCESS, tr("%n tanda terima diperiksa dan sah.", report.receipts_verified)))
    if report.notices:
        lines.append((Tone.INFO, tr("Pengumuman kabupaten: %n baru; baca di Beranda.", report.notices)))
    if report.attachments_sent:
        lines.append((Tone.SUCCESS, tr("%n foto atau berkas terkirim ke kabupaten.", report.attachments_sent)))
    if report.attachments_received:
        lines.append((Tone.SUCCESS, tr("%n foto atau berkas diterima.", report.attachments_received)))
    if report.attachments_for_a_better_line:
        words = tr(
            "%n foto atau berkas besar menunggu jaringan yang lebih cepat.", report.attachments_for_a_better_line
        )
        lines.append((Tone.INFO, words))
    if report.new_conflicts:
        lines.append((Tone.WARNING, tr("%n perbedaan menunggu pilihan Anda.", report.new_conflicts)))
    if report.refused:
        lines.append(
            (Tone.WARNING, tr("%n perubahan tidak diterima kabupaten; lihat alasannya di bawah.", report.refused))
        )
    if not lines and report.problem is None:
        lines.append((Tone.SUCCESS, tr("Tidak ada yang baru: laptop ini dan kabupaten sudah sama.")))
    return lines


def kind_words(kind: RecordKind) -> str:
    """What a record is about."""
    return {
        RecordKind.HOUSEHOLD: tr("Keluarga"),
        RecordKind.MEMBER: tr("Anggota keluarga"),
        RecordKind.PRELIST_ENTRY: tr("Daftar awal"),
        RecordKind.DELIBERATION: tr("Musyawarah"),
        RecordKind.ATTENDANCE: tr("Daftar hadir"),
        RecordKind.DECISION: tr("Keputusan"),
        RecordKind.OBJECTION: tr("Sanggahan"),
        RecordKind.ENROLMENT: tr("Kepesertaan"),
        RecordKind.ATTACHMENT: tr("Lampiran"),
        RecordKind.REMARK: tr("Catatan"),
        RecordKind.CONFLICT: tr("Perbedaan"),
    }[kind]


def kinds_words(counts: Iterable[tuple[RecordKind, int]]) -> str:
    """`Keluarga 5 · Anggota keluarga 3`."""
    return " · ".join(f"{kind_words(kind)} {number(count)}" for kind, count in counts)


def verdict_words(status: VerdictStatus, why: str) -> str:
    """Why the district did not take a change as it was; its own word stands behind where ours do not say it."""
    reasons = {
        "locked": tr("Data sudah diajukan atau disetujui kabupaten, sehingga tidak berubah."),
        "field": tr("Orang lain mengubah isian yang sama; pilih di Perbedaan."),
        "duplicate": tr("Data yang sama sudah ada."),
        "forbidden": tr("Bukan wewenang desa."),
        "invalid": tr("Isinya tidak dapat dibaca kabupaten."),
        "delete-vs-edit": tr("Data ini sudah dihapus di tempat lain."),
        "edit-vs-delete": tr("Data ini masih diubah di tempat lain, sehingga tidak dihapus."),
        "state": tr("Keadaan data di kabupaten sudah lain."),
    }
    return reasons.get(why, tr("Tidak diterima kabupaten ({0}).").format(why or status.value))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
