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
from kemiskinan_desktop.sync import Hindrance, Published

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
    "Hindrance",
    "Hold",
    "HoldReason",
    "Holder",
    "LogLine",
    "Mine",
    "Published",
    "ReadmissionService",
    "Readmitted",
    "ReceiptRow",
    "RefusedItem",
    "Resolution",
    "Theirs",
    "Third",
    "WaitingItem",
]
