"""The hash chain over a device's changes: number and chain value together say that both sides mean the same."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NewType

ChainValue = NewType("ChainValue", str)
"""A SHA-256 as 64 hexadecimal digits."""

GENESIS = ChainValue("0" * 64)
"""What stands before a device's first change."""


def next_link(previous: ChainValue, body: bytes) -> ChainValue:
    """The chain value after one more change; `body` is the frozen encoding, byte for byte."""
    return ChainValue(hashlib.sha256(bytes.fromhex(previous) + body).hexdigest())


def chain_over(previous: ChainValue, bodies: Iterable[bytes]) -> ChainValue:
    """The chain value after a batch."""
    link = bytes.fromhex(previous)
    for body in bodies:
        link = hashlib.sha256(link + body).digest()
    return ChainValue(link.hex())
