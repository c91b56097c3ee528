"""One-page sheets: the recovery code of the laptop, and the receipt for what the district holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kemiskinan_desktop.documents.labels import RECORD_LABELS
from kemiskinan_desktop.documents.qr import qr_svg
from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_desktop.documents.village import Letterhead, letterhead_content
from kemiskinan_desktop.documents.words import WIB, VillageZone, long_date, moment_words
from kemiskinan_domain.records import RecordKind

RECOVERY_TEMPLATE = "pemulihan.typ"
RECEIPT_TEMPLATE = "tanda-terima.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryValues:
    """The code as it is typed back, in groups parted by a hyphen or a space; it never shows in a log."""

    letterhead: Letterhead
    person: str
    device: str
    code: str = field(repr=False)
    made_at: datetime
    zone: VillageZone = WIB


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptValues:
    """What the district's signed receipt says; `records` are counts by kind, `revision` the village's."""

    letterhead: Letterhead
    district_office: str
    device: str
    person: str
    records: tuple[tuple[RecordKind, int], ...]
    sent_at: datetime
    received_at: datetime
    revision: int
    code: str
    printed_at: datetime
    zone: VillageZone = WIB


def recovery_content(values: RecoveryValues) -> dict[str, Content]:
    """What the template is given."""
    made = values.made_at.astimezone(values.zone.zone)
    return {
        "letterhead": letterhead_content(values.letterhead),
        "person": values.person,
        "village": f"{values.letterhead.village_word} {values.letterhead.village}",
        "device": values.device,
        "date": long_date(made.date()),
        "groups": list(values.code.replace("-", " ").split()),
    }


def receipt_content(values: ReceiptValues) -> dict[str, Content]:
    """What the template is given."""
    code = f"TT/1/{values.letterhead.code}/{values.revision}/{values.code}"
    return {
        "letterhead": letterhead_content(values.letterhead),
        "village": f"{values.letterhead.village_word} {values.letterhead.village}",
        "district": values.district_office,
        "device": values.device,
        "person": values.person,
        "records": [{"label": RECORD_LABELS[kind], "count": count} for kind, count in values.records],
        "total": sum(count for _, count in values.records),
        "sent": moment_words(values.sent_at, values.zone),
        "received": moment_words(values.received_at, values.zone),
        "revision": values.revision,
        "code": values.code,
        "qr": qr_svg(code.upper()),
        "printed": moment_words(values.printed_at, values.zone),
    }
