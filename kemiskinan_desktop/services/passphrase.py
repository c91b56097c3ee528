"""Which passphrases are taken: length counts, not signs and digits (NIST SP 800-63B, 5.1.1)."""

from __future__ import annotations

import unicodedata
from typing import Final

from kemiskinan_desktop.services.admission import PassphraseWeakness

SHORTEST: Final = 8
"""Characters, after Unicode NFKC; Argon2id and the waiting after wrong attempts carry the rest."""

_COMMON: Final = frozenset(
    {
        "12345678",
        "123456789",
        "1234567890",
        "87654321",
        "password",
        "password1",
        "password123",
        "qwertyui",
        "qwerty123",
        "qwertyuiop",
        "indonesia",
        "indonesia123",
        "bismillah",
        "bismillah123",
        "sayangku",
        "rahasia123",
        "sandisandi",
        "katasandi",
        "kantordesa",
        "sekretaris",
        "sekretarisdesa",
        "sekdes123",
        "desa1234",
        "admin123",
        "administrator",
    }
)


def passphrase_weakness(passphrase: str, *names: str) -> PassphraseWeakness | None:
    """Why the passphrase would be guessed first; None when it may be taken. `names`: the person and the village."""
    text = unicodedata.normalize("NFKC", passphrase).strip()
    if len(text) < SHORTEST:
        return PassphraseWeakness.TOO_SHORT
    folded = "".join(text.casefold().split())
    if len(set(folded)) <= 2:
        return PassphraseWeakness.ONE_CHARACTER
    if folded in _COMMON:
        return PassphraseWeakness.COMMON
    for name in names:
        rest = folded.replace("".join(name.casefold().split()), "") if name.strip() else folded
        if rest != folded and len(rest) < SHORTEST:
            return PassphraseWeakness.CONTAINS_NAME
    return None
