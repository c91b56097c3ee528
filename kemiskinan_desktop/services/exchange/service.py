"""Kirim & Terima: one exchange at a time, told in values."""

from __future__ import annotations

from collections.abc import Callable

from kemiskinan_desktop.services.exchange.values import (
    ConflictView,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    LogLine,
    ReceiptRow,
    RefusedItem,
    Resolution,
    WaitingItem,
)
from kemiskinan_domain.records import RecordId


class ExchangeService:
    """`run` goes on the network lane, all else on the storage lane."""

    def status(self) -> ExchangeStatus:
        """What waits and how the last exchange went."""

    def run(self, progress: Callable[[ExchangeProgress], None], cancelled: Callable[[], bool]) -> ExchangeReport:
        """Send and receive until both sides agree. `progress` is called in the lane's thread."""

    def waiting(self) -> tuple[WaitingItem, ...]:
        """Records with unsent changes, the oldest first."""

    def refused(self) -> tuple[RefusedItem, ...]:
        """Changes that the district kept aside, with its word for the reason."""

    def receipts(self) -> tuple[ReceiptRow, ...]:
        """Verified receipts, the latest first."""

    def receipt_pdf(self, code: str) -> bytes:
        """A receipt for paper. Raises KeyError for an unknown code."""

    def conflicts(self) -> tuple[ConflictView, ...]:
        """Open conflicts, the oldest first."""

    def resolve(self, conflict: RecordId, choice: Resolution, seen: ConflictView) -> bool:
        """Write the choice as a new change; False when it was settled meanwhile. `seen` is what was on screen."""

    def log(self, limit: int = 100) -> tuple[LogLine, ...]:
        """Past exchanges, the latest first."""
