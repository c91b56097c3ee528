"""Fields, values and reasons of a difference in words."""

from __future__ import annotations

from datetime import datetime

from kemiskinan_desktop.services.exchange import ConflictEntry, ConflictView
from kemiskinan_desktop.ui.kit.formats import ago
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.changes import ConflictReason
from kemiskinan_domain.records import FieldValue


def field_words(conflict: ConflictView) -> str:
    """The question's own words, or the field's name in the village's words."""
    name = conflict.field.removeprefix("answers.").replace("_", " ")
    return conflict.question or _fields().get(conflict.field, name[:1].upper() + name[1:])


def whose_words(conflict: ConflictView) -> str:
    """The family or meeting, and the member where it is about one."""
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
    try:
        when = ago(datetime.fromisoformat(entry.at), now)
    except ValueError:
        when = entry.at
    return " · ".join(part for part in (entry.by, when) if part)


def reason_words(why: ConflictReason) -> str:
    """Why the values met."""
    return {
        ConflictReason.FIELD: tr("Dua orang mengisi isian yang sama dengan nilai berbeda."),
        ConflictReason.DELETE_VS_EDIT: tr("Di laptop ini dihapus, di tempat lain masih diubah."),
        ConflictReason.EDIT_VS_DELETE: tr("Di laptop ini diubah, di tempat lain sudah dihapus."),
        ConflictReason.DUPLICATE: tr("Data yang sama dicatat dua kali."),
        ConflictReason.LOCKED: tr("Data sudah diajukan atau disetujui kabupaten ketika diubah di sini."),
        ConflictReason.STATE: tr("Keadaan data di kabupaten sudah berganti."),
        ConflictReason.INVALID: tr("Kabupaten tidak dapat membaca nilai dari laptop ini."),
        ConflictReason.FORBIDDEN: tr("Kabupaten menganggap perubahan ini bukan wewenang desa."),
    }[why]


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
