"""Fields, values and reasons of a difference in words."""

from __future__ import annotations

from datetime import datetime

from kemiskinan_desktop.services.exchange import Author, ConflictEntry, ConflictView, Holder
from kemiskinan_desktop.ui.kit.formats import ago
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.changes import ConflictReason
from kemiskinan_domain.identity import mask_nik
from kemiskinan_domain.records import FieldValue, RecordKind


def field_words(conflict: ConflictView) -> str:
    """The question's own words with the member's name in them, or the field's name in the village's words."""
    if conflict.why is ConflictReason.DUPLICATE:
        return tr("NIK sama") if conflict.kind is RecordKind.MEMBER else tr("No. KK sama")
    if conflict.question:
        return conflict.question.replace("…", conflict.member_name or tr("anggota"))
    name = conflict.field.removeprefix("answers.").replace("_", " ")
    return _fields().get(conflict.field, name[:1].upper() + name[1:])


def whose_words(conflict: ConflictView) -> str:
    """The family or meeting, and the member where it is about one; of a shared number all who have it."""
    if conflict.why is ConflictReason.DUPLICATE and conflict.holders:
        names = [holder_words(holder) for holder in conflict.holders]
        if len(names) > 2:
            return tr("{0}, {1}, dan %n lainnya", len(names) - 2).format(*names)
        return tr("{0} dan {1}").format(*names) if len(names) == 2 else names[0]
    if conflict.member_name:
        return tr("{0}, anggota: {1}").format(conflict.title, conflict.member_name)
    return conflict.title


def value_words(value: FieldValue) -> str:
    """A value as a person reads it."""
    if value is None or value in ("", []):
        return tr("(kosong)")
    if isinstance(value, bool):
        return tr("Ya") if value else tr("Tidak")
    if isinstance(value, list):
        return ", ".join(value_words(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {value_words(one)}" for key, one in value.items())
    return str(value)


def entry_words(entry: ConflictEntry, now: datetime) -> str:
    """Who wrote it and when."""
    who = entry.by if entry.author is Author.PERSON else _strangers()[entry.author]
    try:
        when = ago(datetime.fromisoformat(entry.at), now)
    except ValueError:
        when = entry.at
    return " · ".join(part for part in (who, when) if part)


def reason_words(why: ConflictReason) -> str:
    """Why the values met."""
    return {
        ConflictReason.FIELD: tr("Dua orang mengisi isian yang sama dengan nilai berbeda."),
        ConflictReason.DELETE_VS_EDIT: tr("Di laptop ini dihapus, di tempat lain masih diubah."),
        ConflictReason.EDIT_VS_DELETE: tr("Di laptop ini diubah, di tempat lain sudah dihapus."),
        ConflictReason.DUPLICATE: tr("Nomor yang sama tercatat lebih dari sekali."),
        ConflictReason.LOCKED: tr("Data sudah diajukan atau disetujui kabupaten ketika diubah di sini."),
        ConflictReason.STATE: tr("Keadaan data di kabupaten sudah berganti."),
        ConflictReason.INVALID: tr("Kabupaten tidak dapat membaca nilai dari laptop ini."),
        ConflictReason.FORBIDDEN: tr("Kabupaten menganggap perubahan ini bukan wewenang desa."),
    }[why]


def shared_words(conflict: ConflictView) -> str:
    """What is the same, and how often."""
    if len(conflict.holders) < 2:
        return tr("Nomor ini tidak dipakai bersama lagi")
    if conflict.kind is RecordKind.MEMBER:
        return tr("NIK yang sama tercatat pada %n orang", len(conflict.holders))
    return tr("No. KK yang sama tercatat pada %n keluarga", len(conflict.holders))


def number_words(conflict: ConflictView, *, masked: bool) -> str:
    """The shared number, as people read it aloud, or masked."""
    number = conflict.mine.value if isinstance(conflict.mine.value, str) else ""
    return mask_nik(number) if masked else f"{number[:6]} {number[6:12]} {number[12:]}"


def advice_words(conflict: ConflictView) -> str:
    """What a person does about a shared number."""
    if not conflict.open:
        return tr("Nomor ini sudah diperiksa dan dibiarkan.")
    if len(conflict.holders) < 2:
        return tr("Nomornya tidak sama lagi di laptop ini. Perbedaan ini selesai sendiri setelah Kirim & Terima.")
    if conflict.kind is RecordKind.MEMBER:
        return tr(
            "Cocokkan dengan KTP dan KK, lalu betulkan NIK yang salah. Bila satu orang atau keluarga tercatat dua "
            "kali, hapus salah satunya, atau putuskan sebagai “Data ganda” di Musyawarah."
        )
    return tr(
        "Cocokkan dengan KK, lalu betulkan nomor yang salah. Bila satu keluarga tercatat dua kali, putuskan salah "
        "satunya sebagai “Data ganda” di Musyawarah."
    )


def holder_words(holder: Holder) -> str:
    """The person, or the family's head where a family has the number."""
    name = holder.head_name if holder.member_name is None else holder.member_name
    return name or tr("(tanpa nama)")


def family_words(holder: Holder) -> str:
    """Whose family the person belongs to."""
    return tr("Keluarga {0}").format(holder.head_name or tr("(tanpa nama)"))


def place_words(holder: Holder) -> str:
    """Where the family lives, as far as it is known."""
    parts = (
        tr("Dusun {0}").format(holder.dusun) if holder.dusun else "",
        tr("RT {0}").format(holder.rt) if holder.rt else "",
        tr("RW {0}").format(holder.rw) if holder.rw else "",
    )
    return " · ".join(part for part in parts if part) or tr("Alamat belum diisi")


def _strangers() -> dict[Author, str]:
    return {
        Author.INITIAL_LIST: tr("daftar awal kabupaten"),
        Author.DISTRICT: tr("kabupaten"),
        Author.OTHER_LAPTOP: tr("laptop lain"),
        Author.UNKNOWN: "",
    }


def _fields() -> dict[str, str]:
    return {
        "head_name": tr("Kepala keluarga"),
        "no_kk": tr("No. KK"),
        "dusun": tr("Dusun"),
        "rt": tr("RT"),
        "rw": tr("RW"),
        "address": tr("Alamat"),
        "name": tr("Nama"),
        "nik": tr("NIK"),
        "sex": tr("Jenis kelamin"),
        "birth_date": tr("Tanggal lahir"),
        "relation": tr("Hubungan dengan kepala keluarga"),
        "presence": tr("Keberadaan"),
        "decision": tr("Keputusan"),
        "reasons": tr("Alasan"),
        "dissent": tr("Keberatan peserta"),
        "number": tr("Nomor Berita Acara"),
        "date": tr("Tanggal"),
        "place": tr("Tempat"),
        "chair_name": tr("Pimpinan musyawarah"),
    }
