"""The step from village to district: what is submitted is held there until it is approved or returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_domain.records import Document, ReviewState

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import StoredRecord, Unit


def review_of(document: Document) -> ReviewState:
    """Where a record stands with the district; a state that this program does not know is as if there were none."""
    state = document.get("review")
    return ReviewState(state) if isinstance(state, str) and state in set(ReviewState) else ReviewState.DRAFT


def submit(desk: Desk, unit: Unit, record: StoredRecord) -> None:
    """Hand a family or a session to the review, unless the district has it already; the caller commits."""
    seen = review_of(record.document)
    if seen in {ReviewState.DRAFT, ReviewState.RETURNED}:
        step = (seen.value, ReviewState.SUBMITTED.value)
        unit.changes.act(record.kind, record.id, "submit", step, by=desk.person.id, at=desk.clock())
