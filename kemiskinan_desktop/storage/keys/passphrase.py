"""From a passphrase to a key that wraps another: Argon2id (RFC 9106), its parameters kept beside the salt."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final

from argon2.low_level import Type, hash_secret_raw


@dataclass(frozen=True, slots=True)
class KeyCost:
    """How dear one guess is: memory in KiB, passes over it, lanes."""

    memory: int
    passes: int
    lanes: int


DEFAULT_COST: Final = KeyCost(memory=65_536, passes=3, lanes=4)
"""RFC 9106's second recommendation: about a quarter of a second on a cheap laptop of 4 GB."""


def wrapping_key(passphrase: str, salt: bytes, cost: KeyCost) -> bytes:
    """32 bytes for AES-256; the passphrase is read alike however its accents were typed (NFKC)."""
    secret = unicodedata.normalize("NFKC", passphrase).encode()
    return hash_secret_raw(
        secret, salt, time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes, hash_len=32, type=Type.ID
    )
