"""Papers that a village prints, set by Typst or filled into Word templates from plain values; no storage, no Qt."""

from kemiskinan_desktop.documents.minutes import AmendedMinutes, MinutesValues, qr_words
from kemiskinan_desktop.documents.papers import BEFORE_THE_MEETING, Paper
from kemiskinan_desktop.documents.printing import (
    meeting_pages,
    meeting_pdf,
    receipt_sheet,
    recovery_sheet,
)
from kemiskinan_desktop.documents.sheets import ReceiptValues, RecoveryValues
from kemiskinan_desktop.documents.typesetting import TypesettingError
from kemiskinan_desktop.documents.village import Letterhead
from kemiskinan_desktop.documents.word_faults import TemplateFault, TemplateProblem
from kemiskinan_desktop.documents.word_filling import meeting_docx, shipped_template
from kemiskinan_desktop.documents.words import WIB, VillageZone
from kemiskinan_desktop.documents.workers_annex import WorkerEntry

__all__ = [
    "BEFORE_THE_MEETING",
    "WIB",
    "AmendedMinutes",
    "Letterhead",
    "MinutesValues",
    "Paper",
    "ReceiptValues",
    "RecoveryValues",
    "TemplateFault",
    "TemplateProblem",
    "TypesettingError",
    "VillageZone",
    "WorkerEntry",
    "meeting_docx",
    "meeting_pages",
    "meeting_pdf",
    "qr_words",
    "receipt_sheet",
    "recovery_sheet",
    "shipped_template",
]
