"""The sentences of Beranda, chosen from what the dashboard says."""

from __future__ import annotations

from kemiskinan_desktop.services.dashboard import NextStep, NextStepKind, Phase, PlaceProgress
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.words import tr


def phase_name(phase: Phase) -> str:
    """A phase of the village's year."""
    return {
        Phase.PRELIST: tr("Daftar awal"),
        Phase.SURVEY: tr("Pendataan"),
        Phase.DELIBERATION: tr("Musyawarah"),
        Phase.DETERMINATION: tr("Penetapan"),
        Phase.SENT: tr("Terkirim"),
        Phase.APPROVED: tr("Disetujui"),
    }[phase]


def step_sentence(step: NextStep) -> str:
    """What waits."""
    match step.kind:
        case NextStepKind.RECEIVE_PRELIST:
            return tr("Daftar awal dari kabupaten belum diterima.")
        case NextStepKind.FIX_RETURNED:
            return tr("%n keluarga dikembalikan oleh kabupaten untuk diperbaiki.", step.count)
        case NextStepKind.SETTLE_CONFLICTS:
            return tr("%n perbedaan isian menunggu pilihan Anda.", step.count)
        case NextStepKind.SURVEY_FAMILIES:
            return tr("%n keluarga belum didata.", step.count)
        case NextStepKind.FINISH_DRAFTS:
            return tr("%n keluarga sudah mulai didata tetapi belum lengkap.", step.count)
        case NextStepKind.PREPARE_SESSION if step.session is not None:
            return tr("Musyawarah sudah dibuat, tetapi belum ada keluarga yang akan dibahas.")
        case NextStepKind.PREPARE_SESSION:
            return tr("%n keluarga siap dibawa ke musyawarah.", step.count)
        case NextStepKind.DECIDE_CANDIDATES:
            return tr("%n keluarga belum diputuskan dalam musyawarah.", step.count)
        case NextStepKind.LOCK_SESSION:
            return tr(
                "Semua keluarga dalam musyawarah sudah diputuskan (%n). Periksa hasil, cetak Berita Acara, lalu kunci.",
                step.count,
            )
        case NextStepKind.SEND:
            return tr("%n perubahan belum terkirim ke kabupaten.", step.count)
        case NextStepKind.MAKE_BACKUP:
            return tr("Belum ada cadangan baru dalam tujuh hari terakhir.")


def step_button(kind: NextStepKind) -> str:
    """What the button beside the sentence does."""
    return {
        NextStepKind.RECEIVE_PRELIST: tr("Terima daftar"),
        NextStepKind.FIX_RETURNED: tr("Perbaiki"),
        NextStepKind.SETTLE_CONFLICTS: tr("Pilih isian"),
        NextStepKind.SURVEY_FAMILIES: tr("Mulai mendata"),
        NextStepKind.FINISH_DRAFTS: tr("Lengkapi"),
        NextStepKind.PREPARE_SESSION: tr("Siapkan musyawarah"),
        NextStepKind.DECIDE_CANDIDATES: tr("Lanjutkan pembahasan"),
        NextStepKind.LOCK_SESSION: tr("Periksa hasil"),
        NextStepKind.SEND: tr("Kirim"),
        NextStepKind.MAKE_BACKUP: tr("Buat cadangan"),
    }[kind]


def step_icon(kind: NextStepKind) -> Icon:
    """The mark before the sentence."""
    return {
        NextStepKind.RECEIVE_PRELIST: Icon.IMPORT,
        NextStepKind.FIX_RETURNED: Icon.UNDO,
        NextStepKind.SETTLE_CONFLICTS: Icon.CONFLICT,
        NextStepKind.SURVEY_FAMILIES: Icon.HOUSEHOLD,
        NextStepKind.FINISH_DRAFTS: Icon.DRAFT,
        NextStepKind.PREPARE_SESSION: Icon.DELIBERATION,
        NextStepKind.DECIDE_CANDIDATES: Icon.DELIBERATION,
        NextStepKind.LOCK_SESSION: Icon.LOCK,
        NextStepKind.SEND: Icon.UNSENT,
        NextStepKind.MAKE_BACKUP: Icon.STICK,
    }[kind]


def place_name(place: PlaceProgress) -> str:
    """`Kp. Sindanglaka · RT 003/RW 002`."""
    numbers = tr("RT {0}/RW {1}").format(place.rt or "–", place.rw or "–")
    return f"{place.dusun} · {numbers}" if place.dusun else numbers
