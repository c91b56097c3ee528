"""The documents that may be asked for: values in, PDF or pictures out."""

from __future__ import annotations

from kemiskinan_desktop.documents.minutes import MinutesValues
from kemiskinan_desktop.documents.papers import Paper, paper_content
from kemiskinan_desktop.documents.sheets import (
    RECEIPT_TEMPLATE,
    RECOVERY_TEMPLATE,
    ReceiptValues,
    RecoveryValues,
    receipt_content,
    recovery_content,
)
from kemiskinan_desktop.documents.typesetting import to_images, to_pdf


def meeting_pdf(paper: Paper, values: MinutesValues) -> bytes:
    """One paper of a meeting; TypesettingError when the template is broken."""
    return to_pdf(f"{paper}.typ", paper_content(paper, values), values.printed_at)


def meeting_pages(paper: Paper, values: MinutesValues, ppi: float = 110.0) -> list[bytes]:
    """Every page of that paper as a picture."""
    return to_images(f"{paper}.typ", paper_content(paper, values), ppi)


def recovery_sheet(values: RecoveryValues) -> bytes:
    """The recovery code on one page; TypesettingError when the template is broken."""
    return to_pdf(RECOVERY_TEMPLATE, recovery_content(values), values.made_at)


def receipt_sheet(values: ReceiptValues) -> bytes:
    """The *tanda terima* on one page; TypesettingError when the template is broken."""
    return to_pdf(RECEIPT_TEMPLATE, receipt_content(values), values.printed_at)
