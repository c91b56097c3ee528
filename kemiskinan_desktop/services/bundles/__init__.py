"""Kirim & Terima without internet: a stick, a folder, WhatsApp, mail."""

from kemiskinan_desktop.services.bundles.office import Invitation, OfficeExchange, OfficeSwap
from kemiskinan_desktop.services.bundles.service import BY_FILE, BundleService
from kemiskinan_desktop.services.bundles.values import (
    BundleOffer,
    BundleProgress,
    BundleRead,
    BundleStep,
    BundleWritten,
    CarriedItem,
    Carrying,
    FileOutcome,
    FileRead,
    PhotoChoice,
    PhotoOffer,
    ReadRefusal,
    WriteRefusal,
    WrittenFile,
)

__all__ = [
    "BY_FILE",
    "BundleOffer",
    "BundleProgress",
    "BundleRead",
    "BundleService",
    "BundleStep",
    "BundleWritten",
    "CarriedItem",
    "Carrying",
    "FileOutcome",
    "FileRead",
    "Invitation",
    "OfficeExchange",
    "OfficeSwap",
    "PhotoChoice",
    "PhotoOffer",
    "ReadRefusal",
    "WriteRefusal",
    "WrittenFile",
]
