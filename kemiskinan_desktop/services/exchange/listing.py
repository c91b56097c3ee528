"""What waits, what was refused, and receipts on paper."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from kemiskinan_desktop.documents import ReceiptValues, receipt_sheet
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.exchange.values import RefusedItem, WaitingItem
from kemiskinan_desktop.services.letterhead import letterhead
from kemiskinan_desktop.storage.blob_records import named_blobs
from kemiskinan_desktop.storage.queries_exchange import kinds_of
from kemiskinan_domain.changes import Receipt
from kemiskinan_domain.records import PARENT_KIND, RecordId, RecordKind

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Store, Unit

_TITLES = ("head_name", "name", "title", "text")


def waiting_items(view: Unit) -> tuple[WaitingItem, ...]:
    """Records with unsent changes, the oldest first."""
    return tuple(
        WaitingItem(
            kind=one.kind,
            id=one.id,
            household=one.root if one.kind is RecordKind.HOUSEHOLD or one.root != one.id else None,
            title=title_of(view, RecordKind.HOUSEHOLD, one.root) or title_of(view, one.kind, one.id),
            changes=one.changes,
            since=datetime.fromisoformat(one.since),
        )
        for one in view.queries.waiting()
    )


def attachments_waiting(view: Unit, store: Store) -> tuple[int, int]:
    """How many attachments are here whose bytes the district does not hold, and how many bytes these are."""
    named = named_blobs(view)
    if not named:
        return 0, 0
    there, here = store.blobs.held(view.meta.exchange().epoch), store.blobs.complete()
    sizes = [size for name, size in named.items() if name in here and name not in there]
    return len(sizes), sum(sizes)


def refused_items(view: Unit) -> tuple[RefusedItem, ...]:
    """Changes that the district kept aside, the latest first."""
    return tuple(
        RefusedItem(
            one.change.k, one.change.id, title_of(view, one.change.k, one.change.id), one.verdict.s, one.verdict.why
        )
        for one in view.queries.refused()
    )


def title_of(view: Unit, kind: RecordKind, record: RecordId) -> str:
    """What a person calls a record: its own name, else that of the record it belongs to; empty when it is gone."""
    stored = view.records.get(kind, record)
    if stored is None:
        return ""
    for field in _TITLES:
        value = stored.document.get(field)
        if isinstance(value, str) and value:
            return value
    family, parent = stored.document.get("household"), stored.document.get("parent")
    if isinstance(family, str):
        return title_of(view, RecordKind.HOUSEHOLD, RecordId(family))
    above = PARENT_KIND.get(kind)
    return title_of(view, above, RecordId(parent)) if above is not None and isinstance(parent, str) else ""


def receipt_page(desk: Desk, code: str) -> bytes:
    """A receipt for paper. Raises KeyError for an unknown code."""
    with desk.store.view() as view:
        body = view.queries.receipt_body(code)
        if body is None:
            raise KeyError(code)
        receipt = msgspec.json.decode(body, type=Receipt)
        kinds = Counter(kinds_of(view, (entry.id for entry in receipt.records)).values())
    received = datetime.fromisoformat(receipt.time)
    return receipt_sheet(
        ReceiptValues(
            letterhead=letterhead(desk.village),
            district_office=desk.village.district,
            device=desk.device,
            person=desk.person.name,
            records=tuple(sorted(kinds.items())),
            sent_at=received,
            received_at=received,
            revision=receipt.rev,
            code=code,
            printed_at=desk.clock(),
        )
    )
