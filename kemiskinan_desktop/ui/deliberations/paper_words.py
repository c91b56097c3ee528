"""The papers of a meeting in words, and what is wrong with a template."""

from __future__ import annotations

from kemiskinan_desktop.documents import Paper, TemplateFault, TemplateProblem
from kemiskinan_desktop.ui.kit.words import tr


def paper_words(paper: Paper) -> str:
    """What a village calls it."""
    return {
        Paper.INVITATION: tr("Surat undangan"),
        Paper.ATTENDANCE: tr("Daftar hadir"),
        Paper.PROPOSALS: tr("Lembar pemeriksaan dan usulan"),
        Paper.MINUTES: tr("Berita Acara"),
        Paper.ANNEXES: tr("Lampiran daftar keluarga"),
        Paper.WORKERS: tr("Lampiran daftar pekerja"),
        Paper.NOTES: tr("Notulen"),
        Paper.DECREE: tr("Rancangan Keputusan Kepala Desa"),
        Paper.ANNOUNCEMENT: tr("Pengumuman"),
    }[paper]


def fault_words(fault: TemplateFault) -> str:
    """What is wrong, with the field's name where one is known."""
    if fault.problem is TemplateProblem.UNREADABLE:
        return tr("Templat itu bukan berkas Word yang dapat dibaca.")
    if fault.problem is TemplateProblem.FIELD_UNKNOWN and fault.field:
        return tr("Isian “{0}” dalam templat tidak dikenal. Periksa ejaannya.").format(fault.field)
    if fault.field:
        return tr("Penulisan isian “{0}” dalam templat tidak benar.").format(fault.field)
    return tr("Ada kurung kurawal yang tidak lengkap dalam templat, atau daftar yang tidak ditutup.")
