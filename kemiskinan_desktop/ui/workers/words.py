"""States, faults and outcomes of workers in the words of the office, with their marks."""

from __future__ import annotations

from kemiskinan_desktop.services.workers import FileRefused, WorkerChip, WorkerRefusal
from kemiskinan_desktop.ui.kit.formats import day, number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.table import Badge
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.prelist import FileRefusal
from kemiskinan_domain.social_security import (
    AnswerRefusal,
    Cover,
    CoverState,
    EndReason,
    EnrolmentFault,
    EnrolmentWarning,
    Missing,
    Outcome,
    TariffProblem,
)


def cover_badge(cover: Cover) -> Badge | None:
    """What the enrolments amount to today; nothing where there is none."""
    match cover.state:
        case CoverState.NONE:
            return None
        case CoverState.ACTIVE:
            return _active_badge(cover)
        case CoverState.FUTURE:
            return Badge(tr("Belum mulai"), Tone.INFO, Icon.TIME)
        case CoverState.UNDATED:
            return Badge(tr("Tanpa tanggal"), Tone.WARNING, Icon.CALENDAR)
        case CoverState.WAITING_NUMBER:
            return Badge(tr("Menunggu nomor"), Tone.INFO, Icon.TIME)
        case CoverState.EXPIRED:
            return Badge(tr("Habis masa berlaku"), Tone.DANGER, Icon.ERROR)
        case CoverState.ENDED:
            return Badge(tr("Sudah berakhir"), Tone.NEUTRAL, Icon.STOP)


def _active_badge(cover: Cover) -> Badge:
    if cover.expiring and cover.days_left is not None:
        return Badge(tr("Berakhir %n hari lagi", cover.days_left), Tone.WARNING, Icon.TIME)
    if cover.waiting:
        return Badge(tr("Aktif, < 90 hari"), Tone.WARNING, Icon.TIME)
    return Badge(tr("Aktif"), Tone.SUCCESS, Icon.DONE)


def chip_words(chip: WorkerChip) -> str:
    """What a filter says."""
    return {
        WorkerChip.TO_CHECK: tr("Perlu dicek"),
        WorkerChip.ELIGIBLE: tr("Belum terlindungi"),
        WorkerChip.COVERED: tr("Sudah terlindungi"),
        WorkerChip.NOT_ELIGIBLE: tr("Tidak memenuhi"),
        WorkerChip.CARD_DUE: tr("Kartu belum diserahkan"),
        WorkerChip.WAITING: tr("< 90 hari"),
        WorkerChip.EXPIRING: tr("Akan berakhir"),
        WorkerChip.INCOMPLETE: tr("Belum lengkap"),
        WorkerChip.SHARED_NUMBER: tr("KPJ ganda"),
        WorkerChip.REMARKED: tr("Ada catatan"),
    }[chip]


def missing_words(lacking: Missing) -> str:
    """What somebody still has to find out."""
    return {
        Missing.NIK: tr("NIK"),
        Missing.BIRTH_DATE: tr("tanggal lahir"),
        Missing.WORK: tr("bekerja atau tidak"),
        Missing.SECTOR: tr("lapangan usaha"),
        Missing.POSITION: tr("kedudukan kerja"),
        Missing.INSURANCE: tr("jaminan ketenagakerjaan"),
        Missing.RULING: tr("keputusan musyawarah"),
        Missing.KPJ: tr("KPJ"),
        Missing.START_DATE: tr("tanggal efektif"),
        Missing.PROOF: tr("bukti"),
    }[lacking]


def end_reason_words(reason: EndReason) -> str:
    """Why an enrolment ended."""
    return {
        EndReason.DEATH: tr("Meninggal"),
        EndReason.MOVED: tr("Pindah"),
        EndReason.AGE: tr("Usia"),
        EndReason.STOPPED: tr("Iuran berhenti"),
    }[reason]


def fault_words(fault: EnrolmentFault, holder: str) -> str:
    """Why an enrolment is not taken."""
    return {
        EnrolmentFault.KPJ_NOT_A_KPJ: tr("KPJ terdiri dari 6 sampai 16 angka atau huruf."),
        EnrolmentFault.KPJ_LOST_DIGITS: tr("Angka KPJ ini terpotong oleh Excel. Salin dari kartu."),
        EnrolmentFault.KPJ_OF_ANOTHER: tr("KPJ ini sudah tercatat atas nama {0}.").format(holder or "?"),
        EnrolmentFault.PROGRAMME_MISSING: tr("Pilih sedikitnya satu program."),
        EnrolmentFault.SEGMENT_MISSING: tr("Pilih segmen kepesertaan."),
        EnrolmentFault.PAYER_MISSING: tr("Pilih siapa yang membayar iuran."),
        EnrolmentFault.END_BEFORE_START: tr("Tanggal akhir lebih dahulu daripada tanggal efektif."),
    }[fault]


def warning_words(warning: EnrolmentWarning) -> str:
    """What a person should know before saving."""
    return {
        EnrolmentWarning.KPJ_UNUSUAL_LENGTH: tr("KPJ biasanya 11 angka. Cocokkan dengan kartunya."),
        EnrolmentWarning.VILLAGE_FUND: tr("Sumber dana ini bermasalah untuk iuran."),
        EnrolmentWarning.WITHOUT_MINIMUM: tr("Untuk BPU, JKK dan JKM diambil bersama."),
    }[warning]


def refusal_words(refusal: WorkerRefusal | FileRefused) -> str:
    """Why something was not written."""
    if isinstance(refusal, FileRefused):
        return tr("Berkas {0} tidak dapat diterima. Pilih foto JPEG, PNG, atau pindaian PDF.").format(refusal.name)
    return {
        WorkerRefusal.GONE: tr("Catatan ini sudah tidak ada. Tutup lalu buka lagi daftarnya."),
        WorkerRefusal.REASON_MISSING: tr("Tulis alasannya."),
        WorkerRefusal.DATE_MISSING: tr("Tulis tanggalnya."),
        WorkerRefusal.DATE_IN_FUTURE: tr("Tanggalnya belum tiba."),
        WorkerRefusal.BEFORE_START: tr("Tanggal ini lebih dahulu daripada tanggal efektif."),
        WorkerRefusal.ENDED_ALREADY: tr("Kepesertaan ini sudah berakhir."),
        WorkerRefusal.NAME_MISSING: tr("Tulis nama penerima kartu."),
        WorkerRefusal.PROOF_MISSING: tr("Minta tanda tangan, atau pilih foto atau pindaian."),
        WorkerRefusal.NUMBER_MISSING: tr("Nomor pesertanya belum ada."),
    }[refusal]


def outcome_badge(outcome: Outcome, *, confirmed: bool) -> Badge:
    """What a row of the answer amounts to."""
    if confirmed:
        return Badge(tr("Dibenarkan, akan dicatat"), Tone.SUCCESS, Icon.DONE)
    words, tone = {
        Outcome.NEW_NUMBER: (tr("Cocok, akan dicatat"), Tone.SUCCESS),
        Outcome.KNOWN_NUMBER: (tr("Sudah tercatat"), Tone.NEUTRAL),
        Outcome.NAME_AND_BIRTH: (tr("Nama dan tanggal lahir cocok: benarkan?"), Tone.WARNING),
        Outcome.NAME_DIFFERS: (tr("NIK cocok, namanya lain: benarkan?"), Tone.WARNING),
        Outcome.NUMBER_CHANGED: (tr("KPJ berubah: benarkan?"), Tone.WARNING),
        Outcome.UNKNOWN_PERSON: (tr("Orangnya tidak dikenal"), Tone.DANGER),
        Outcome.SEVERAL_PEOPLE: (tr("Cocok dengan beberapa orang"), Tone.DANGER),
        Outcome.NIK_TWICE: (tr("NIK dua kali dalam berkas"), Tone.DANGER),
        Outcome.NUMBER_TWICE: (tr("KPJ dua kali dalam berkas"), Tone.DANGER),
        Outcome.NUMBER_OF_ANOTHER: (tr("KPJ milik orang lain"), Tone.DANGER),
        Outcome.NUMBER_MISSING: (tr("KPJ kosong"), Tone.DANGER),
        Outcome.NUMBER_UNREADABLE: (tr("KPJ tidak terbaca"), Tone.DANGER),
        Outcome.NUMBER_LOST_DIGITS: (tr("Angka KPJ terpotong"), Tone.DANGER),
        Outcome.NIK_LOST_DIGITS: (tr("Angka NIK terpotong"), Tone.DANGER),
    }[outcome]
    icons = {Tone.SUCCESS: Icon.DONE, Tone.NEUTRAL: Icon.INFO, Tone.WARNING: Icon.WARNING, Tone.DANGER: Icon.ERROR}
    return Badge(words, tone, icons[tone])


def answer_refusal_words(refusal: FileRefusal | AnswerRefusal) -> str:
    """Why a file is no answer, and what to do."""
    words: dict[FileRefusal | AnswerRefusal, str] = {
        FileRefusal.EMPTY: tr("Berkasnya kosong."),
        FileRefusal.TOO_LARGE: tr("Berkasnya terlalu besar."),
        FileRefusal.OLD_OR_LOCKED_EXCEL: tr("Berkasnya berkata sandi atau berbentuk lama. Simpan sebagai .xlsx."),
        FileRefusal.BROKEN_EXCEL: tr("Berkas Excel ini rusak atau terpotong. Minta kirim ulang."),
        FileRefusal.NOT_TEXT: tr("Berkas ini bukan Excel dan bukan CSV."),
        AnswerRefusal.NO_HEADER: tr("Judul kolom KPJ, Nama, dan NIK tidak ditemukan."),
        AnswerRefusal.COLUMN_TWICE: tr("Satu judul kolom muncul dua kali. Hapus salah satunya."),
        AnswerRefusal.COLUMNS_SHIFTED: tr(
            "Isi kolom bergeser dari judulnya, misalnya nama di bawah KPJ. Betulkan berkasnya dahulu."
        ),
        AnswerRefusal.NO_ROWS: tr("Di bawah judul kolom tidak ada isinya."),
    }
    return words[refusal]


def tariff_problem_words(problem: TariffProblem, count: int) -> str:
    """Why people are not in the sum."""
    return {
        TariffProblem.UNKNOWN_SECTOR: tr("%n orang: lapangan usahanya belum diketahui, tarifnya berbeda.", count),
        TariffProblem.UNKNOWN_PAYER: tr("%n orang: pembayarnya belum dipilih.", count),
        TariffProblem.NO_TARIFF: tr("%n orang: tidak ada tarif untuk masa itu.", count),
        TariffProblem.TWO_TARIFFS: tr("%n orang: dua tarif berlaku bersamaan. Tanyakan kabupaten.", count),
    }[problem]


def rupiah(amount: float) -> str:
    """`Rp16.800`."""
    return f"Rp{number(amount)}"


def until_words(cover: Cover) -> str:
    """From when to when the enrolment that counts is in force."""
    one = cover.enrolment
    if one is None or one.start is None:
        return ""
    if one.end is None:
        return tr("sejak {0}").format(day(one.start))
    return tr("{0} sampai {1}").format(day(one.start), day(one.end))
