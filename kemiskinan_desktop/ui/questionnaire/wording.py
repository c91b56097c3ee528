"""Refusals, problems, findings and states in the words of the office."""

from __future__ import annotations

from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.services.survey import IdentityFinding
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.states import CheckLine, Held, Keyed, ProblemState, SaveTrouble
from kemiskinan_domain.identity import Likeness
from kemiskinan_domain.survey import ProblemKind, RefusalKind


def refusal_words(kind: RefusalKind, keyed: Keyed) -> str:
    """Why nothing was recorded, and how to write it."""
    match kind:
        case RefusalKind.WRONG_TYPE if keyed is Keyed.DAY:
            return tr("Tulis tanggal yang ada di kalender, misalnya 23-11-1978.")
        case RefusalKind.WRONG_TYPE if keyed is Keyed.NUMBER:
            return tr("Tulis angka saja, misalnya 24.")
        case RefusalKind.UNKNOWN_CHOICE:
            return tr("Kode itu tidak ada dalam daftar.")
        case RefusalKind.TOO_LONG:
            return tr("Tulisan ini terlalu panjang.")
        case RefusalKind.NOT_FOR_ENTRY:
            return tr("Isian ini hanya dapat dibaca.")
        case _:
            return tr("Isian ini tidak dapat dibaca. Tulis ulang dengan huruf dan angka biasa.")


def problem_words(problem: ProblemState) -> str:
    """What is wrong with an answer: the form's own sentence where it has one."""
    if problem.message:
        return problem.message
    match problem.kind:
        case ProblemKind.REQUIRED:
            return tr("Isian ini wajib.")
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
