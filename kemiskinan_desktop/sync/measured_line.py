"""How long sending takes on the line of today: measured on every request, told only once something was measured."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from typing import Final

from kemiskinan_desktop.sync.blob_line import BlobLine
from kemiskinan_desktop.sync.transport import Packed

_KEPT: Final = 20
_TELLING: Final = 3
"""A request that many times larger than the smallest tells the rate; smaller ones tell only the line's delay."""


class LineSpeed:
    """Bytes and seconds of the latest requests. Safe from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._samples: deque[tuple[int, float]] = deque(maxlen=_KEPT)

    def measured(self, size: int, seconds: float) -> None:
        """A request of so many bytes was answered after so many seconds."""
        if size > 0 and seconds > 0:
            with self._lock:
                self._samples.append((size, seconds))

    def seconds_for(self, size: int) -> float | None:
        """About how long so many bytes take; None where nothing was measured.

        Delay and rate are taken apart where requests of different sizes went; otherwise all of the time counts as
        rate, which says too much rather than too little.
        """
        with self._lock:
            samples = list(self._samples)
        if not samples:
            return None
        least, delay = min(samples)
        most, seconds = max(samples)
        if most < _TELLING * least or seconds <= delay:
            return max(delay, size * seconds / most)
        return delay + size * (seconds - delay) / (most - least)


class MeasuredLine(BlobLine):
    """The line to the district, with a watch on it."""

    def __init__(self, address: str, app_version: str) -> None:
        super().__init__(address, app_version)
        self.speed = LineSpeed()

    def exchange(self, path: str, packed: Packed, token: str) -> Iterator[bytes]:
        """As `District.exchange`; the time until the district answers is noted."""
        began = self._monotonic()
        lines = super().exchange(path, packed, token)
        self.speed.measured(len(packed.content), self._monotonic() - began)
        return lines
