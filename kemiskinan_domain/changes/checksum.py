"""The checksum of a whole village: independent of order, kept up by adding and taking away single lines."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

_MODULUS = 1 << 128


def line_digest(line: bytes) -> str:
    """SHA-256 of a stored line as hexadecimal digits: what a receipt names."""
    return hashlib.sha256(line).hexdigest()


def _weight(line: bytes) -> int:
    return int.from_bytes(hashlib.sha256(line).digest()[:16], "big")


@dataclass(frozen=True, slots=True)
class Checksum:
    """How many records live and the sum of their lines' digests modulo 2^128."""

    count: int
    total: int

    def plus(self, line: bytes) -> Checksum:
        """With one more live line."""
        return Checksum(self.count + 1, (self.total + _weight(line)) % _MODULUS)

    def minus(self, line: bytes) -> Checksum:
        """Without a line that was live."""
        return Checksum(self.count - 1, (self.total - _weight(line)) % _MODULUS)

    def plus_digest(self, digest: str) -> Checksum:
        """As `plus`, of a line whose `line_digest` is at hand: a village's lines need not be hashed twice."""
        return Checksum(self.count + 1, (self.total + int(digest[:32], 16)) % _MODULUS)

    def minus_digest(self, digest: str) -> Checksum:
        """As `minus`, by the `line_digest`."""
        return Checksum(self.count - 1, (self.total - int(digest[:32], 16)) % _MODULUS)

    @property
    def text(self) -> str:
        """The total as 32 hexadecimal digits, as it travels."""
        return f"{self.total:032x}"

    @classmethod
    def from_text(cls, count: int, text: str) -> Checksum:
        """What a reply's last line says."""
        return cls(count, int(text, 16))


EMPTY_CHECKSUM = Checksum(0, 0)
