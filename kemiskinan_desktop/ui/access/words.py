"""The sentences of the access window, chosen from what the services answer."""

from __future__ import annotations

from kemiskinan_desktop.services.access import EnrolmentRefusal
from kemiskinan_desktop.ui.access.presenter import CodeTrouble
from kemiskinan_desktop.ui.kit.admission_words import refusal_words
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.words import tr


def code_words(trouble: CodeTrouble | EnrolmentRefusal) -> str:
    """Why the code was not taken, and what to do."""
    match trouble:
        case CodeTrouble.NO_ADDRESS:
            return tr("Isi alamat server kabupaten, misalnya https://data.kabupaten.go.id.")
        case CodeTrouble.NO_CODE:
            return tr("Isi kode pendaftaran yang diberikan DPMD.")
        case EnrolmentRefusal():
            return refusal_words(trouble)


def address_is_wrong(trouble: CodeTrouble | EnrolmentRefusal) -> bool:
    """Whether the sentence belongs under the address, not under the code."""
    return trouble in {
        CodeTrouble.NO_ADDRESS,
        EnrolmentRefusal.NO_SERVER,
        EnrolmentRefusal.NOT_THE_DISTRICT,
        EnrolmentRefusal.SERVER_BUSY,
        EnrolmentRefusal.ADDRESS_NOT_SAFE,
    }


def wrong_code_words(wait_seconds: int, *, mistyped: bool) -> str:
    """The recovery code opens nothing, or is no code at all."""
    if mistyped:
        return tr("Ada huruf yang kurang, lebih, atau salah ketik. Cocokkan huruf demi huruf dengan lembar pemulihan.")
    if wait_seconds > 0:
        return tr("Kode pemulihan salah. Coba lagi setelah {0} detik.").format(number(wait_seconds))
    return tr("Kode ini tidak dapat membuka data desa ini. Mungkin lembarnya sudah diganti atau dari laptop lain.")
