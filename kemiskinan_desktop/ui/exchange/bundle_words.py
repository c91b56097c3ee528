"""The exchange by files in plain sentences."""

from __future__ import annotations

from datetime import datetime

from kemiskinan_desktop.services.bundles import (
    BundleOffer,
    BundleProgress,
    BundleRead,
    BundleStep,
    BundleWritten,
    PhotoChoice,
    PhotoOffer,
    ReadRefusal,
    WriteRefusal,
)
from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from kemiskinan_desktop.ui.kit.formats import ago, number, size
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.wire.bundle import BundleRefusal

Said = tuple[Tone, str, str]
"""How serious, what happened, what to do."""


def offer_words(offer: BundleOffer, now: datetime) -> str:
    """What a file would carry, and how the last one fared."""
    parts = []
    if offer.changes:
        going = tr("%n perubahan akan ikut", offer.changes)
        parts.append(tr("{0}, kira-kira {1}.").format(going, size(offer.size)))
    else:
        parts.append(tr("Tidak ada perubahan yang menunggu; berkas hanya meminta kabar terbaru."))
    if offer.wanted:
        parts.append(tr("%n foto atau berkas yang belum ada di laptop ini ikut diminta.", offer.wanted))
    if offer.carried:
        parts.append(tr("%n berkas titipan laptop lain juga ikut.", offer.carried))
    if offer.last_written is not None:
        when = ago(offer.last_written, now)
        known = tr("Terakhir disimpan {0}; jawabannya sudah diterima.")
        open_ = tr("Terakhir disimpan {0}; jawaban kabupaten belum diterima.")
        parts.append((known if offer.answered else open_).format(when))
    return " ".join(parts)


def photo_choices(offer: BundleOffer) -> list[tuple[PhotoChoice, str]]:
    """What may be chosen, with how many and how much that is; nothing where no photo waits.

    A choice that takes along the same as the one before it is left out.
    """
    whole = offer.photos.get(PhotoChoice.ALL, PhotoOffer())
    if not whole.count:
        return []
    words = {
        PhotoChoice.ALL: tr("Semua: {0}"),
        PhotoChoice.SMALL: tr("Tanpa yang besar: {0}"),
        PhotoChoice.MESSAGE: tr("Cukup untuk WhatsApp: {0}"),
        PhotoChoice.NONE: tr("Tanpa foto"),
    }
    shown: list[tuple[PhotoChoice, str]] = []
    for choice, said in words.items():
        takes = offer.photos.get(choice, PhotoOffer())
        if choice in (PhotoChoice.ALL, PhotoChoice.NONE) or 0 < takes.count < whole.count:
            count = tr("{0} foto atau berkas, {1}").format(number(takes.count), size(takes.size))
            shown.append((choice, said.format(count)))
    return shown


def progress_words(progress: BundleProgress) -> str:
    """The step, with its count where it is known."""
    words = {
        BundleStep.COLLECTING: tr("Mengumpulkan yang belum terkirim"),
        BundleStep.WRITING: tr("Menulis; jangan cabut USB"),
        BundleStep.CHECKING: tr("Membaca ulang untuk memastikan"),
        BundleStep.READING: tr("Membaca berkas"),
        BundleStep.WAITING: tr("Menunggu laptop lain"),
        BundleStep.SWAPPING: tr("Bertukar dengan laptop lain"),
    }[progress.step]
    if not progress.total:
        return words
    if progress.step is BundleStep.READING:
        return tr("{0}: {1} dari {2}").format(words, number(progress.done), number(progress.total))
    return tr("{0}: {1} dari {2}").format(words, size(progress.done), size(progress.total))


def written_words(written: BundleWritten | WriteRefusal) -> list[Said]:
    """How writing went."""
    if isinstance(written, WriteRefusal):
        return [_write_refusal(written)]
    files = tr("%n berkas", len(written.files))
    said = tr("Aman dilepas. {0}, {1}, sudah dibaca ulang dan cocok.").format(files, size(written.size))
    todo = tr(
        "Bawa ke kabupaten, atau kirim berkasnya lewat WhatsApp atau surel. Data baru disebut terkirim setelah "
        "berkas jawabannya diterima di sini."
    )
    lines: list[Said] = [(Tone.SUCCESS, said, todo)]
    if written.photos:
        lines.append((Tone.SUCCESS, tr("%n foto atau berkas ikut di dalamnya.", written.photos), ""))
    if written.no_room_for:
        happened = tr("%n foto atau berkas belum ikut: ruang di sana tidak cukup.", written.no_room_for)
        lines.append(
            (
                Tone.WARNING,
                happened,
                tr("Datanya sudah ikut. Pakai USB yang lebih besar, atau simpan lagi setelah jawaban diterima."),
            )
        )
    return lines


def read_words(read: BundleRead | ReadRefusal) -> list[Said]:
    """How reading went: what came first, then what stands in the way, once for each reason."""
    if isinstance(read, ReadRefusal):
        return [_read_refusal(read)]
    said = _brought(read)
    for outcome in AnswerOutcome:
        if outcome in read.outcomes:
            said += _answer_words(outcome)
    for refusal in BundleRefusal:
        names = [one.name for one in read.files if one.outcome is refusal]
        if names:
            said.append(_file_refusal(refusal, names))
    if not said:
        return [(Tone.INFO, tr("Tidak ada yang baru: isi berkas itu sudah pernah diterima."), "")]
    return said


def _brought(read: BundleRead) -> list[Said]:
    """What is here now, or there, and was not before."""
    said: list[Said] = []
    if read.acknowledged:
        said.append((Tone.SUCCESS, tr("%n perubahan diakui kabupaten dengan tanda terima.", read.acknowledged), ""))
    if read.pulled:
        said.append((Tone.SUCCESS, tr("%n perubahan diterima dari kabupaten.", read.pulled), ""))
    if read.photos:
        said.append((Tone.SUCCESS, tr("%n foto atau berkas diterima.", read.photos), ""))
    if read.held:
        said.append((Tone.SUCCESS, tr("%n foto atau berkas sudah ada di kabupaten.", read.held), ""))
    if read.notices:
        said.append((Tone.INFO, tr("Pengumuman kabupaten: %n baru; baca di Beranda.", read.notices), ""))
    if read.forms:
        said.append((Tone.SUCCESS, tr("%n kuesioner baru diterima.", read.forms), ""))
    if read.carried:
        todo = tr("Titipan itu ikut terkirim bersama kiriman Anda; di sini hanya ditampilkan.")
        said.append((Tone.SUCCESS, tr("%n perubahan laptop lain dititipkan.", read.carried), todo))
    if read.new_conflicts:
        said.append((Tone.WARNING, tr("%n perbedaan menunggu pilihan Anda.", read.new_conflicts), ""))
    return said


def _write_refusal(refusal: WriteRefusal) -> Said:
    return {
        WriteRefusal.NO_FOLDER: (
            Tone.WARNING,
            tr("USB atau folder itu tidak ada lagi."),
            tr("Colokkan lagi, lalu simpan ulang."),
        ),
        WriteRefusal.NO_ROOM: (
            Tone.WARNING,
            tr("Ruang di USB atau folder itu tidak cukup."),
            tr("Hapus berkas lain di sana, atau pakai USB lain. Data di laptop ini aman."),
        ),
        WriteRefusal.NOT_WRITABLE: (
            Tone.WARNING,
            tr("USB atau folder itu tidak dapat ditulisi."),
            tr("Periksa kunci tulis pada USB, atau pilih tempat lain. Data di laptop ini aman."),
        ),
        WriteRefusal.NOT_READ_BACK: (
            Tone.DANGER,
            tr("Yang terbaca ulang tidak sama dengan yang ditulis: USB itu rusak."),
            tr("Jangan pakai USB itu. Simpan ulang ke USB lain; data di laptop ini aman."),
        ),
        WriteRefusal.CANCELLED: (Tone.NEUTRAL, tr("Penyimpanan dibatalkan."), tr("Simpan lagi kapan saja.")),
    }[refusal]


def _read_refusal(refusal: ReadRefusal) -> Said:
    return {
        ReadRefusal.NO_FOLDER: (
            Tone.WARNING,
            tr("USB atau folder itu tidak ada lagi."),
            tr("Colokkan lagi, lalu terima ulang."),
        ),
        ReadRefusal.NOTHING_FOUND: (
            Tone.INFO,
            tr("Tidak ada berkas untuk laptop ini di sana."),
            tr("Pilih USB atau folder yang berisi berkas jawaban kabupaten (.dsb)."),
        ),
        ReadRefusal.CANCELLED: (Tone.NEUTRAL, tr("Penerimaan dibatalkan."), tr("Terima lagi kapan saja.")),
    }[refusal]


def _answer_words(outcome: AnswerOutcome) -> list[Said]:
    again = tr("Simpan sekali lagi ke USB, lalu bawa ke kabupaten.")
    words: dict[AnswerOutcome, Said] = {
        AnswerOutcome.ONLY_RECEIPT: (
            Tone.INFO,
            tr("Tanda terimanya berlaku, tetapi kabar terbarunya belum dapat disambung."),
            again,
        ),
        AnswerOutcome.SEND_AGAIN: (
            Tone.WARNING,
            tr("Kabupaten atau laptop ini pernah dipulihkan dari cadangan. Tidak ada yang hilang."),
            again,
        ),
        AnswerOutcome.PART_MISSING: (
            Tone.WARNING,
            tr("Satu bagian kiriman belum sampai di kabupaten."),
            tr("Serahkan semua bagian, atau simpan sekali lagi ke USB."),
        ),
        AnswerOutcome.WOULD_EMPTY: (
            Tone.DANGER,
            tr("Kabupaten menjawab seolah desa ini tidak punya data. Jawaban itu dihentikan."),
            tr("Hubungi DPMD kabupaten sebelum mengirim lagi."),
        ),
    }
    return [words[outcome]] if outcome in words else []


def _file_refusal(refusal: BundleRefusal, names: list[str]) -> Said:
    ask = tr("Minta berkasnya lagi dari pengirim.")
    none = tr("Berkas itu tidak dipakai; tidak ada yang berubah.")
    words = {
        BundleRefusal.NOT_A_BUNDLE: (tr("Bukan berkas kiriman"), none),
        BundleRefusal.TRUNCATED: (tr("Berkas terpotong"), ask),
        BundleRefusal.DAMAGED: (tr("Berkas rusak di perjalanan"), ask),
        BundleRefusal.TOO_LARGE: (tr("Berkas terlalu besar"), none),
        BundleRefusal.NEWER: (tr("Berkas dari program yang lebih baru"), tr("Pasang versi terbaru program ini.")),
        BundleRefusal.FORGED: (tr("Tanda tangan berkas tidak cocok"), tr("Jangan dipakai; hubungi DPMD kabupaten.")),
        BundleRefusal.NOT_FOR_US: (tr("Berkas bukan untuk laptop ini"), none),
        BundleRefusal.UNKNOWN_DEVICE: (
            tr("Berkas dari laptop yang belum dikenal"),
            tr("Terima jawaban kabupaten sekali lagi agar laptop desa saling mengenal."),
        ),
        BundleRefusal.OTHER_VILLAGE: (tr("Berkas untuk desa lain"), none),
        BundleRefusal.OTHER_DEVICE: (tr("Isi berkas dari laptop lain"), none),
        BundleRefusal.REVOKED: (tr("Berkas dari laptop yang dicabut izinnya"), none),
        BundleRefusal.MALFORMED: (tr("Isi berkas tidak dapat dibaca"), ask),
    }
    happened, todo = words[refusal]
    quiet = refusal in (BundleRefusal.OTHER_VILLAGE, BundleRefusal.NOT_FOR_US)
    tone = Tone.NEUTRAL if quiet else Tone.WARNING
    return tone, tr("{0}: {1}.").format(happened, ", ".join(names[:3]) + (" …" if len(names) > 3 else "")), todo
