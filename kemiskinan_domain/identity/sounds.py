"""Names that are written otherwise and sound alike, and whether what is known of two people's parents agrees.

Village lists spell one name in many ways: vowels and doubled letters come and go, Sundanese hears f and v as p, old
spellings write tj and dj, Muhammad is Moh. or M., a title or a second name is left out.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from difflib import SequenceMatcher
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from kemiskinan_domain.identity.duplicates import folded_name

_TITLES: Final = frozenset(
    {"h", "hj", "haji", "hajah", "bin", "binti", "bt", "alm", "almh", "drs", "dra", "ir", "ny", "tn"}
)
_MUHAMMAD: Final = ("m", "mh", "md", "mhd", "moh", "muh", "mohd", "muhd", "moch", "much")
_SHORT: Final = dict.fromkeys(_MUHAMMAD, "muhammad") | {"st": "siti", "abd": "abdul"}
_SPELLINGS: Final = (
    ("tj", "c"),
    ("dj", "j"),
    ("sj", "s"),
    ("sy", "s"),
    ("kh", "h"),
    ("ch", "h"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("dz", "j"),
    ("ph", "p"),
)
_HEARD: Final = str.maketrans("fvzqx", "ppjkk", "aeiou")
_TWICE: Final = re.compile(r"(.)\1+")
_SHORTEST: Final = 2
"""Consonants below which everybody sounds alike."""
_NEARLY: Final = 0.8
"""How much of two sounds is one where a letter was mistaken."""


class Agreement(Enum):
    """What the parents of two people say about whether they are one."""

    ONE = auto()
    UNKNOWN = auto()
    """Of one of the two nobody is known."""
    OTHERS = auto()


def sound_of(name: str) -> str:
    """The consonants of each word as they are heard, titles left out; empty where there is nothing to compare by."""
    words = folded_name(name).split()
    told = [word for word in words if word not in _TITLES] or words
    return " ".join(filter(None, map(_sound, told)))


@lru_cache(maxsize=50_000)
def _sound(word: str) -> str:
    heard = _SHORT.get(word, word)
    for written, sound in _SPELLINGS:
        heard = heard.replace(written, sound)
    # A y is a vowel but where a word begins: Wulandary, Suryana.
    heard = _TWICE.sub(r"\1", (heard[:1] + heard[1:].replace("y", "")).translate(_HEARD))
    return heard.rstrip("h") or heard


def sound_alike(one: str, other: str) -> bool:
    """Two sounds are one name: the same, or the words of one among those of the other."""
    if min(len(one.replace(" ", "")), len(other.replace(" ", ""))) < _SHORTEST:
        return False
    first, second = set(one.split()), set(other.split())
    return one.replace(" ", "") == other.replace(" ", "") or first <= second or second <= first


def parents_agree(one: Collection[str], other: Collection[str]) -> Agreement:
    """Whether a parent of the one may be a parent of the other, by their names; a mistaken letter is forgiven."""
    first, second = ({sound for name in names if (sound := sound_of(name))} for names in (one, other))
    if not first or not second:
        return Agreement.UNKNOWN
    near = any(_nearly(here, there) for here in first for there in second)
    return Agreement.ONE if near else Agreement.OTHERS


def _nearly(one: str, other: str) -> bool:
    return one == other or sound_alike(one, other) or SequenceMatcher(None, one, other, False).ratio() >= _NEARLY
