"""Kirim & Terima, as screens see it."""

from kemiskinan_desktop.services.exchange.by_itself import ByItself, Hold, HoldReason
from kemiskinan_desktop.services.exchange.readmission import ReadmissionService, Readmitted
from kemiskinan_desktop.services.exchange.service import ExchangeService
from kemiskinan_desktop.services.exchange.values import (
    Author,
    Checked,
    ConflictEntry,
    ConflictView,
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    ExchangeStep,
    Holder,
    LogLine,
    Mine,
    ReceiptRow,
    RefusedItem,
    Resolution,
    Theirs,
    Third,
    WaitingItem,
)

__all__ = [
    "Author",
    "ByItself",
    "Checked",
    "ConflictEntry",
    "ConflictView",
    "ExchangeProblem",
    "ExchangeProgress",
    "ExchangeReport",
    "ExchangeService",
    "ExchangeStatus",
    "ExchangeStep",
    "Hold",
    "HoldReason",
    "Holder",
    "LogLine",
    "Mine",
    "ReadmissionService",
    "Readmitted",
    "ReceiptRow",
    "RefusedItem",
    "Resolution",
    "Theirs",
    "Third",
    "WaitingItem",
]
