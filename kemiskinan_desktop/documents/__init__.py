"""Papers that a village prints, set by Typst from plain values; no storage, no Qt."""

from kemiskinan_desktop.documents.minutes import MinutesValues
from kemiskinan_desktop.documents.printing import (
    DocumentValues,
    berita_acara,
    receipt_sheet,
    recovery_sheet,
    to_png,
)
from kemiskinan_desktop.documents.sheets import ReceiptValues, RecoveryValues
from kemiskinan_desktop.documents.typesetting import TypesettingError
from kemiskinan_desktop.documents.village import Letterhead
from kemiskinan_desktop.documents.words import WIB, VillageZone

__all__ = [
    "WIB",
    "DocumentValues",
    "Letterhead",
    "MinutesValues",
    "ReceiptValues",
    "RecoveryValues",
    "TypesettingError",
    "VillageZone",
    "berita_acara",
    "receipt_sheet",
    "recovery_sheet",
    "to_png",
]
