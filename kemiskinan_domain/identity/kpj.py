"""The KPJ: the number on a participant's BPJS Ketenagakerjaan card."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final, NewType

from kemiskinan_domain.identity.tidying import is_absent, was_a_number

Kpj = NewType("Kpj", str)
"""Six to sixteen capital letters or digits."""

_SHAPE = re.compile(r"[0-9A-Z]{6,16}")
_USUAL_LENGTH: Final = 11


class KpjRefusal(Enum):
    """Why a text cannot be a KPJ."""

    ABSENT = auto()
    LOST_DIGITS = auto()
    NOT_A_KPJ = auto()


class KpjFinding(Enum):
    """What is unusual about a KPJ without making it wrong."""

    UNUSUAL_LENGTH = auto()


def read_kpj(text: str) -> Kpj | KpjRefusal:
    """Read a KPJ; spaces and small letters are put right."""
    if is_absent(text):
        return KpjRefusal.ABSENT
    if was_a_number(text) and not _SHAPE.fullmatch(text.strip().upper()):
        return KpjRefusal.LOST_DIGITS
    bare = "".join(text.lstrip("'").split()).upper()
    return Kpj(bare) if _SHAPE.fullmatch(bare) else KpjRefusal.NOT_A_KPJ


def kpj_findings(kpj: Kpj) -> tuple[KpjFinding, ...]:
    """Eleven characters are usual today; older cards are shorter, so another length is a warning only."""
    return () if len(kpj) == _USUAL_LENGTH else (KpjFinding.UNUSUAL_LENGTH,)
