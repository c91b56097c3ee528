"""Refusals, problems, findings and states in the words of the office."""

from __future__ import annotations

from kemiskinan_desktop.services.attachments import AttachmentRefusal
from kemiskinan_desktop.services.field_history import Past
from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.services.remarks import RemarkRefusal
from kemiskinan_desktop.services.survey import IdentityFinding
from kemiskinan_desktop.ui.kit.formats import day_and_time
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.states import (
    CheckLine,
    Held,
    Keyed,
    NewerForm,
    PastLine,
    ProblemState,
    RemarkLine,
    SaveTrouble,
)
from kemiskinan_domain.identity import Likeness
from kemiskinan_domain.survey import ProblemKind, RefusalKind

MOST_NAMED = 6
"""So many questions of one kind of change are named."""


def refusal_words(kind: RefusalKind, keyed: Keyed) -> str:
    """Why nothing was recorded, and how to write it."""
    plain = tr("Isian ini tidak dapat dibaca. Tulis ulang dengan huruf dan angka biasa.")
    match kind:
        case RefusalKind.WRONG_TYPE:
            return _how_to_write(keyed) or plain
        case RefusalKind.UNKNOWN_CHOICE:
            return tr("Kode itu tidak ada dalam daftar.")
        case RefusalKind.TOO_LONG:
            return tr("Tulisan ini terlalu panjang. Tidak ada yang disimpan; isian semula tetap ada.")
        case RefusalKind.NOT_FOR_ENTRY:
            return tr("Isian ini hanya dapat dibaca.")
        case RefusalKind.UNREADABLE:
            return tr("Ada tanda yang tidak terlihat di dalam tulisan ini. Hapus, lalu ketik ulang dengan huruf biasa.")
        case _:
            return plain


def _how_to_write(keyed: Keyed) -> str:
    """An example of what the field takes; empty where anything is taken."""
    number = tr("Tulis angka, bila perlu dengan koma, misalnya 12,5.")
    return {
        Keyed.DAY: tr("Tulis tanggal yang ada di kalender, misalnya 23-11-1978."),
        Keyed.MONTH: tr("Tulis bulan dan tahun, misalnya 11-1978."),
        Keyed.YEAR: tr("Tulis tahun dengan empat angka, misalnya 1978."),
        Keyed.NUMBER: tr("Tulis angka saja, misalnya 24."),
        Keyed.DECIMAL: number,
        Keyed.RANGE: number,
        Keyed.HOUR: tr("Tulis jam dan menit, misalnya 19.30."),
        Keyed.MOMENT: tr("Tulis tanggal dan jam, misalnya 23-11-2026 19.30."),
        Keyed.PLACE: tr("Tulis garis lintang dan garis bujur, misalnya -6.8201, 107.1395."),
    }.get(keyed, "")


def problem_words(problem: ProblemState) -> str:
    """What is wrong with an answer: the form's own sentence where it has one."""
    if problem.message:
        return problem.message
    match problem.kind:
        case ProblemKind.REQUIRED:
            return tr("Isian ini wajib.")
        case ProblemKind.INCOMPLETE:
            return tr("Urutkan semua pilihannya.")
        case ProblemKind.TYPE:
            return tr("Isian ini tidak sesuai jenis pertanyaannya.")
        case ProblemKind.UNEVALUATED:
            return tr("Aturan untuk isian ini belum dapat diperiksa. Periksa isian yang berkaitan.")
        case _:
            return tr("Periksa lagi isian ini.")


def check_words(line: CheckLine) -> str:
    """What a line of the final check says."""
    return finding_words(IdentityFinding.NIK_TWICE_HERE) if line.twice else problem_words(line.problem)


def finding_words(finding: IdentityFinding) -> str:
    """Where a NIK differs from what else is known."""
    match finding:
        case IdentityFinding.NIK_SEX_DIFFERS:
            return tr("NIK ini menunjukkan jenis kelamin yang lain. Cocokkan dengan KTP atau KK.")
        case IdentityFinding.NIK_BIRTH_DATE_DIFFERS:
            return tr("Tanggal lahir di NIK berbeda dengan tanggal lahir yang diisi. Cocokkan dengan KTP atau KK.")
        case IdentityFinding.NIK_DATE_NOT_IN_CALENDAR:
            return tr("Tanggal lahir di NIK ini tidak ada di kalender. Cocokkan dengan KTP atau KK.")
        case IdentityFinding.NIK_REGION_DIFFERS:
            return tr("NIK ini diterbitkan di kecamatan lain. Itu wajar untuk orang yang pindah.")
        case IdentityFinding.NIK_TWICE_HERE:
            return tr("Dua anggota keluarga ini memakai NIK yang sama.")
        case IdentityFinding.OLDER_THAN_120:
            return tr("Menurut tanggal lahir ini umurnya lebih dari 120 tahun. Periksa tahunnya di KTP atau KK.")


def duplicate_words(hit: DuplicateHit) -> str:
    """Who else has that number."""
    who = hit.member_name or hit.head_name
    area = (tr("RT {0}").format(hit.rt) if hit.rt else "", tr("RW {0}").format(hit.rw) if hit.rw else "")
    place = ", ".join(part for part in (hit.dusun, *area) if part)
    where = tr("{0} (keluarga {1}, {2})").format(who, hit.head_name, place)
    match hit.likeness:
        case Likeness.SAME_NIK:
            return tr("NIK ini sudah dipakai {0}.").format(where)
        case Likeness.SAME_FAMILY_CARD:
            return tr("No. KK ini sudah dipakai {0}.").format(where)
        case Likeness.SAME_NAME_AND_BIRTH_DATE:
            return tr("Nama dan tanggal lahir sama dengan {0}.").format(where)


def held_words(held: Held) -> tuple[str, str]:
    """Why the questionnaire can only be read: title, and what to do."""
    match held:
        case Held.SUBMITTED:
            title = tr("Data ini sudah diajukan ke kabupaten, jadi hanya dapat dibaca")
        case Held.UNDER_REVIEW:
            title = tr("Data ini sedang diperiksa kabupaten, jadi hanya dapat dibaca")
        case Held.APPROVED:
            title = tr("Data ini sudah disetujui kabupaten, jadi hanya dapat dibaca")
        case Held.NEWER_FORM:
            return (
                tr("Kuesioner ini dimulai dengan formulir yang lebih baru"),
                tr("Buka Kirim & Terima untuk mengambil formulir baru. Sampai itu data hanya dapat dibaca."),
            )
    return title, tr("Untuk mengubahnya, minta petugas kabupaten mengembalikannya ke desa.")


def trouble_words(trouble: SaveTrouble) -> tuple[str, str]:
    """Why answers could not be written: title, and what to do."""
    safe = tr("Isian Anda masih ada di layar ini.")
    match trouble:
        case SaveTrouble.DISK_FULL:
            title, todo = tr("Belum tersimpan: ruang di laptop penuh"), tr("Hapus berkas yang tidak perlu.")
        case SaveTrouble.FILE_BUSY:
            title, todo = tr("Belum tersimpan: berkas sedang dipakai"), tr("Tunggu sebentar.")
        case SaveTrouble.OTHER:
            title, todo = tr("Belum tersimpan: berkas tidak dapat ditulis"), tr("Jangan tutup aplikasi.")
    return title, f"{safe} {todo} {tr('Lalu tekan Coba simpan lagi.')}"


def remark_words(remark: RemarkLine) -> str:
    """Whose remark it is, and what it says."""
    who = tr("Kabupaten") if remark.district else tr("Desa")
    name = tr("{0} ({1})").format(who, remark.by) if remark.by else who
    return tr("{0}: {1}").format(name, remark.text)


def past_words(line: PastLine) -> str:
    """One step of a history: from what to what."""
    before, after = line.before or tr("(kosong)"), line.after or tr("(kosong)")
    match line.past:
        case Past.WRITTEN_HERE | Past.CAME:
            return tr("{0} menjadi {1}").format(before, after)
        case Past.NOT_TAKEN:
            return tr("{0} tidak dipakai karena ada nilai lain; lihat Perbedaan").format(after)


def past_source(line: PastLine) -> str:
    """Who wrote it and when, as far as it is known."""
    if line.past is Past.CAME:
        return tr("Diubah di kabupaten atau laptop lain")
    who = line.by or tr("Orang lain")
    return who if line.at is None else tr("{0}, {1}").format(who, day_and_time(line.at))


def remark_refusal_words(why: RemarkRefusal) -> str:
    """Why a remark was not written."""
    match why:
        case RemarkRefusal.EMPTY:
            return tr("Catatan yang kosong tidak disimpan.")
        case RemarkRefusal.TOO_LONG:
            return tr("Catatan ini terlalu panjang. Tulis paling banyak 1.000 huruf.")


def attachment_refusal_words(why: AttachmentRefusal | None) -> str:
    """Why a photo or paper was not taken, and what to do; None: it could not be read or kept."""
    match why:
        case AttachmentRefusal.TOO_LARGE | AttachmentRefusal.TOO_MANY_PIXELS:
            return tr("Berkasnya terlalu besar. Ambil foto dengan ukuran lebih kecil, paling banyak 10 MB.")
        case AttachmentRefusal.HEIC:
            return tr("Foto iPhone (HEIC) tidak dapat dibaca. Simpan dahulu sebagai JPEG.")
        case AttachmentRefusal.NOT_ACCEPTED:
            return tr("Pilih foto JPEG atau PNG, atau berkas PDF.")
        case AttachmentRefusal.EMPTY | AttachmentRefusal.DAMAGED:
            return tr("Berkasnya kosong atau rusak. Salin ulang dari kamera atau telepon.")
        case AttachmentRefusal.PARENT_GONE:
            return tr("Keluarga atau anggota ini sudah tidak ada lagi.")
        case None:
            return tr("Berkasnya tidak dapat dibaca atau disimpan. Isian semula tetap ada. Coba lagi.")


def newer_form_words(newer: NewerForm) -> str:
    """What moving to a newer form means, question by question."""
    groups = (
        (tr("Pertanyaan baru"), newer.added),
        (tr("Pertanyaan yang hilang (jawabannya tetap tersimpan)"), newer.removed),
        (tr("Pertanyaan yang berubah"), newer.changed),
    )
    parts = [tr("Semua jawaban tetap tersimpan. Setelah pindah, periksa lagi isian yang berubah.")]
    for title, labels in groups:
        if labels:
            named = [f"• {label}" for label in labels[:MOST_NAMED]]
            more = [tr("dan %n lagi", len(labels) - MOST_NAMED)] if len(labels) > MOST_NAMED else []
            parts.append("\n".join([f"{title} ({len(labels)}):", *named, *more]))
    return "\n\n".join(parts)
