"""Decisions about attachments' bytes, without a file or a network: sizes of pieces, how good the line is, the order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from kemiskinan_domain.wire.blobs import BLOB_LIMITS

GOOD_LINE: Final = 256_000.0
"""Bits a second; below it large attachments wait (SYNC 2.10)."""
_QUICK: Final = 5.0
"""Seconds; a piece under this lets the next be larger."""


@dataclass(frozen=True, slots=True)
class Line:
    """What this exchange has learnt of the line."""

    piece: int = BLOB_LIMITS.smallest_piece
    """Bytes that the next piece may have."""
    bits: float | None = None
    """Bits a second that the last pieces went at, the waiting for an answer taken off; None before the first."""
    waiting: float = 60.0
    """Seconds that an empty request takes at best."""

    @property
    def is_slow(self) -> bool:
        """Measured, and too slow for what is large."""
        return self.bits is not None and self.bits < GOOD_LINE

    def after_empty(self, seconds: float) -> Line:
        """What an empty request's time tells."""
        return replace(self, waiting=min(self.waiting, seconds))

    def after_piece(self, size: int, seconds: float) -> Line:
        """What a piece's time tells; a small rest tells nothing."""
        grown = min(self.piece * 2, BLOB_LIMITS.largest_piece) if seconds < _QUICK else self.piece
        if size < BLOB_LIMITS.smallest_piece:
            return self
        net = max(seconds - min(self.waiting, seconds / 2), 0.001)
        bits = size * 8 / net
        return replace(self, piece=grown, bits=bits if self.bits is None else (self.bits + bits) / 2)

    def after_failure(self) -> Line:
        """The next try begins with a small piece on a line that is measured anew."""
        return Line(piece=max(self.piece // 2, BLOB_LIMITS.smallest_piece))


@dataclass(frozen=True, slots=True)
class Order:
    """Names of blobs in the order of work."""

    small: tuple[str, ...]
    large: tuple[str, ...]


def order_of(sizes: Mapping[str, int], first: frozenset[str] = frozenset()) -> Order:
    """Small ones before large ones, within each what somebody asked for first, else as they came."""
    asked = [name for name in sizes if name in first]
    names = asked + [name for name in sizes if name not in first]
    small = tuple(name for name in names if sizes[name] <= BLOB_LIMITS.large)
    return Order(small, tuple(name for name in names if sizes[name] > BLOB_LIMITS.large))
