"""What the exchange with the district reads and writes in the laptop's file."""

from kemiskinan_desktop.storage.exchange.applying import ApplyReport, ChecksumMismatchError, WouldEmptyError
from kemiskinan_desktop.storage.exchange.facade import Exchange
from kemiskinan_desktop.storage.exchange.sending import Batch, ForeignAcknowledgementError

__all__ = [
    "ApplyReport",
    "Batch",
    "ChecksumMismatchError",
    "Exchange",
    "ForeignAcknowledgementError",
    "WouldEmptyError",
]
