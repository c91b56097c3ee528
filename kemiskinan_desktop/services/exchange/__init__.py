"""Kirim & Terima, as screens see it."""

from kemiskinan_desktop.services.exchange.service import ExchangeService
from kemiskinan_desktop.services.exchange.values import (
    ConflictEntry,
    ConflictView,
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    ExchangeStep,
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
    "ConflictEntry",
    "ConflictView",
    "ExchangeProblem",
    "ExchangeProgress",
    "ExchangeReport",
    "ExchangeService",
    "ExchangeStatus",
    "ExchangeStep",
    "LogLine",
    "Mine",
    "ReceiptRow",
    "RefusedItem",
    "Resolution",
    "Theirs",
    "Third",
    "WaitingItem",
]
