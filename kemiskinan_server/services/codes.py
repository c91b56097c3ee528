"""One-time codes that can be read out on the telephone: three groups of four letters, the last one checks the rest."""

from __future__ import annotations

import secrets

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LETTERS = 12
_LIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def make_code() -> str:
    """Eleven random letters (55 bits) and their check letter, such as 7K3M-9QXA-2F0T."""
    return _grouped(_checked("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS - 1))))


def read_code(text: str) -> str | None:
    """The code however it was typed; None where the check letter says that it is mistyped."""
    code = read_code_shape(text)
    if code is None:
        return None
    letters = code.replace("-", "")
    return code if _checked(letters[:-1]) == letters else None


def read_code_shape(text: str) -> str | None:
    """Twelve letters in three groups, however they were typed; None where they cannot be that."""
    letters = "".join(sign for sign in text.upper().translate(_LIKE) if sign.isalnum())
    if len(letters) != _LETTERS or any(sign not in _ALPHABET for sign in letters):
        return None
    return _grouped(letters)


def _checked(letters: str) -> str:
    # Odd weights are invertible modulo 32, so that one wrong letter always shows.
    total = sum((2 * place + 1) * _ALPHABET.index(sign) for place, sign in enumerate(letters))
    return letters + _ALPHABET[total % 32]


def _grouped(letters: str) -> str:
    return "-".join(letters[start : start + 4] for start in range(0, _LETTERS, 4))
