"""Words of the meeting for codes and problems, as a village office says them."""

from __future__ import annotations

from kemiskinan_desktop.services.deliberations import AttendeeFields, CandidateRow, EditRefusal, SessionRow
from kemiskinan_desktop.ui.deliberations.discussion import Note, is_final
from kemiskinan_desktop.ui.deliberations.entries import EntryFault
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.table import Badge
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import AttendanceMark, DeliberationKind, Method, Presence, Purpose, Ruling


def kind_words(code: str) -> str:
    """First list or a change of it."""
    return tr("Musyawarah perubahan") if code == DeliberationKind.CHANGE else tr("Musyawarah penetapan")


def purpose_choices() -> list[tuple[str, str]]:
    """What the meeting decides on."""
    return [
        (Purpose.P3KE.value, tr("P3KE: keluarga miskin ekstrem")),
        (Purpose.BLT_DD.value, tr("Penerima BLT Dana Desa")),
        (Purpose.DTSEN.value, tr("Pemutakhiran DTSEN")),
    ]


def kind_choices() -> list[tuple[str, str]]:
    """The kinds of meeting."""
    return [(kind.value, kind_words(kind.value)) for kind in DeliberationKind]


def method_choices() -> list[tuple[str, str]]:
    """How the meeting decides; empty is not chosen yet."""
    return [
        ("", tr("Belum dipilih")),
        (Method.CONSENSUS.value, tr("Mufakat")),
        (Method.ACCLAMATION.value, tr("Aklamasi")),
        (Method.VOTE.value, tr("Pemungutan suara")),
    ]


def session_title(title: str, kind: str) -> str:
    """The meeting's own title, or its kind where it has none."""
    return title or kind_words(kind)


def mark_words(mark: str) -> str:
    """What stands in the signature column."""
    words = {
        AttendanceMark.SIGNED.value: tr("Hadir, tanda tangan"),
        AttendanceMark.REPRESENTED.value: tr("Diwakili"),
        AttendanceMark.REFUSED.value: tr("Menolak tanda tangan"),
    }
    return words.get(mark, tr("Belum hadir"))


def mark_choices() -> list[tuple[str, str]]:
    """The marks in the order of their keys."""
    return [(mark.value, mark_words(mark.value)) for mark in AttendanceMark]


def mark_badge(fields: AttendeeFields) -> Badge:
    """The mark with its colour."""
    looks = {
        AttendanceMark.SIGNED.value: (Tone.SUCCESS, Icon.DONE),
        AttendanceMark.REPRESENTED.value: (Tone.INFO, Icon.PERSON),
        AttendanceMark.REFUSED.value: (Tone.WARNING, Icon.STOP),
    }
    tone, meaning = looks.get(fields.mark, (Tone.NEUTRAL, Icon.TIME))
    return Badge(mark_words(fields.mark), tone, meaning)


def session_badge(row: SessionRow) -> Badge:
    """How far a meeting is."""
    if row.locked and row.signed:
        return Badge(tr("Sah"), Tone.SUCCESS, Icon.SAFE)
    if row.locked:
        return Badge(tr("Terkunci"), Tone.INFO, Icon.LOCK)
    if row.decided:
        return Badge(tr("Pembahasan"), Tone.INFO, Icon.DRAFT)
    return Badge(tr("Persiapan"), Tone.NEUTRAL, Icon.NOT_STARTED)


def ruling_badge(row: CandidateRow) -> Badge:
    """What was decided on a family, or that something is still missing."""
    if not is_final(row):
        begun = row.decision.presence or row.decision.decision
        return Badge(tr("Belum lengkap"), Tone.WARNING, Icon.DRAFT) if begun else Badge(tr("Belum"), Tone.NEUTRAL)
    if row.contested:
        return Badge(tr("Dua keputusan"), Tone.DANGER, Icon.CONFLICT)
    if row.findings:
        return Badge(tr("Perlu diperiksa"), Tone.WARNING, Icon.WARNING)
    return {
        Ruling.ELIGIBLE.value: Badge(tr("Layak"), Tone.SUCCESS, Icon.DONE),
        Ruling.NOT_ELIGIBLE.value: Badge(tr("Tidak layak"), Tone.DANGER, Icon.CLOSE),
        Ruling.POSTPONED.value: Badge(tr("Ditunda"), Tone.INFO, Icon.TIME),
    }.get(row.decision.decision or "", Badge(row.decision.decision or ""))


def ruling_words(code: str | None) -> str:
    """The decision, for the wall and for history."""
    words = {
        Ruling.ELIGIBLE.value: tr("Layak"),
        Ruling.NOT_ELIGIBLE.value: tr("Tidak layak"),
        Ruling.POSTPONED.value: tr("Ditunda"),
    }
    return words.get(code or "", code or "")


def presence_words(code: str | None) -> str:
    """What became of the family at its address."""
    words = {
        Presence.FOUND.value: tr("Ditemukan"),
        Presence.NOT_FOUND.value: tr("Tidak ditemukan"),
        Presence.DUPLICATE.value: tr("Data ganda"),
        Presence.PROPOSED.value: tr("Usulan baru"),
    }
    return words.get(code or "", code or "")


def place_words(dusun: str, rt: str, rw: str) -> str:
    """`Dusun Cikadu · RT 003 / RW 005`, leaving out what is not known."""
    name = dusun if dusun.casefold().startswith("dusun") or not dusun else tr("Dusun {0}").format(dusun)
    numbers = " / ".join(part for part in (f"RT {rt}" if rt else "", f"RW {rw}" if rw else "") if part)
    return " · ".join(part for part in (name, numbers) if part)


def note_words(note: Note) -> str:
    """What the person should do now."""
    return {
        Note.PRESENCE_FIRST: tr("Tentukan keberadaannya dahulu: tekan 1, 2, 3, atau 4."),
        Note.RULING_MISSING: tr("Tentukan keputusannya: tekan L, T, atau P."),
        Note.REASON_NEEDED: tr("Keputusan ini wajib beralasan: ketik dua angka kode alasan."),
        Note.REASON_TEXT_NEEDED: tr("Alasan lainnya wajib dijelaskan dengan kata-kata."),
        Note.REASON_UNKNOWN: tr("Kode alasan itu tidak ada. Ketik lagi dua angka."),
        Note.EXCEPTION_NEEDED: tr("Pendataannya belum lengkap. Tulis mengapa musyawarah tetap memutuskan."),
        Note.ALL_DECIDED: tr("Semua keluarga sudah diputuskan. Lanjutkan ke Hasil."),
        Note.NOTHING_TO_UNDO: tr("Tidak ada keputusan yang dapat diurungkan."),
    }[note]


def entry_fault_words(fault: EntryFault) -> str:
    """What a field of the form takes."""
    return {
        EntryFault.NOT_A_DAY: tr("Tulis tanggal seperti 23-11-2026."),
        EntryFault.NOT_A_TIME: tr("Tulis jam seperti 19.30."),
        EntryFault.NOT_A_COUNT: tr("Tulis angka bulat, misalnya 60."),
        EntryFault.NOT_A_PERCENTAGE: tr("Tulis persen antara 1 dan 100."),
    }[fault]


def refusal_words(refusal: EditRefusal) -> str:
    """Why an edit was not taken."""
    return {
        EditRefusal.LOCKED: tr("Hasil musyawarah ini sudah dikunci, sehingga tidak dapat diubah lagi."),
        EditRefusal.GONE: tr("Data ini sudah dihapus di laptop lain."),
        EditRefusal.NOT_A_CANDIDATE: tr("Keluarga ini tidak ada lagi dalam daftar musyawarah."),
        EditRefusal.NOTHING_TO_UNDO: tr("Tidak ada keputusan yang dapat diurungkan."),
        EditRefusal.NOT_LOCKED: tr("Kunci hasil musyawarah ini dahulu."),
    }[refusal]
