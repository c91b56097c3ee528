"""The printed recovery code: 130 random bits in Crockford letters, with two more that catch a slip of the pen."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from typing import Final, NewType

RecoveryCode = NewType("RecoveryCode", str)
"""28 letters in seven groups of four, as it is printed."""

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ALIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_RANDOM: Final = 26
_LENGTH: Final = 28


@dataclass(frozen=True, slots=True)
class MistypedRecoveryCode:
    """The letters cannot be a recovery code: too few, too many, or the check letters do not fit."""


def new_recovery_code() -> RecoveryCode:
    """A fresh code; whoever makes it prints it, it is stored nowhere."""
    letters = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return _grouped(letters + _check_letters(letters))


def read_recovery_code(text: str) -> RecoveryCode | MistypedRecoveryCode:
    """What a person typed, in the printed form; spaces, dashes and case do not matter, O is 0, I and L are 1."""
    letters = "".join(sign for sign in text.upper() if sign.isalnum()).translate(_ALIKE)
    wrong = len(letters) != _LENGTH or any(sign not in _ALPHABET for sign in letters)
    if wrong or _check_letters(letters[:_RANDOM]) != letters[_RANDOM:]:
        return MistypedRecoveryCode()
    return _grouped(letters)


def _check_letters(letters: str) -> str:
    number = int.from_bytes(hashlib.sha256(letters.encode()).digest()[:2], "big")
    return _ALPHABET[number & 31] + _ALPHABET[(number >> 5) & 31]


def _grouped(letters: str) -> RecoveryCode:
    return RecoveryCode("-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4)))
