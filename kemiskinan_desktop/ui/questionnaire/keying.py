"""How answers are typed: codes and first letters of choices, and sixteen digits in groups. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_SIXTEEN = 16
_GAPS = str.maketrans("", "", " .-\u00a0\u2007\u202f\t\r\n")
"""What people, papers and spreadsheets put between the digits of a number."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its code in the record, the key that people type, its words."""

    code: str
    key: str
    words: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What a few typed signs mean: the choices that fit, and whether more signs could still mean another."""

    fits: tuple[int, ...]
    settled: bool = False
    """The typed number is one choice's and the beginning of no other's: it may be taken at once."""


def options(choices: Sequence[tuple[str, str]]) -> tuple[Option, ...]:
    """Codes are typed as they are where all are numbers; otherwise choices are counted from 1."""
    numbered = all(code.isdigit() for code, _words in choices)
    return tuple(Option(code, code if numbered else str(at), words) for at, (code, words) in enumerate(choices, 1))


def understand(typed: str, offered: Sequence[Option]) -> Typed:
    """Digits mean a key; letters mean the beginning of the words, else of any later word."""
    if not typed:
        return Typed(tuple(range(len(offered))))
    if typed.isdigit():
        exact = [at for at, option in enumerate(offered) if option.key == typed]
        longer = [at for at, option in enumerate(offered) if option.key.startswith(typed) and option.key != typed]
        return Typed((*exact, *longer), bool(exact) and not longer)
    wanted = typed.casefold()
    first = [at for at, option in enumerate(offered) if option.words.casefold().startswith(wanted)]
    inner = [at for at, option in enumerate(offered) if at not in first and _inside(wanted, option.words)]
    return Typed((*first, *inner))


def search(typed: str, offered: Sequence[Option]) -> tuple[int, ...]:
    """The choices of a long list that have every typed word in their words or begin with the typed code.

    The exact code comes first, then words that begin so, then the others in the order of the list.
    """
    wanted = typed.casefold().split()
    if not wanted:
        return tuple(range(len(offered)))
    ranked: list[tuple[int, int]] = []
    for at, option in enumerate(offered):
        words = option.words.casefold()
        code = option.key.casefold().startswith(wanted[0]) or option.code.casefold().startswith(wanted[0])
        if len(wanted) == 1 and code:
            ranked.append((0 if wanted[0] in (option.key.casefold(), option.code.casefold()) else 1, at))
        elif all(word in words for word in wanted):
            ranked.append((1 if words.startswith(wanted[0]) else 2, at))
    return tuple(at for _rank, at in sorted(ranked))


def _inside(wanted: str, words: str) -> bool:
    parts = "".join(sign if sign.isalnum() else " " for sign in words.casefold()).split()
    return any(part.startswith(wanted) for part in parts)


def group_sixteen(typed: str) -> str:
    """NIK and No. KK as region, date, serial: `320301 150681 0004`; what is no digit is left as typed."""
    signs = ungroup(typed)
    if not signs.isdigit() or len(signs) > _SIXTEEN:
        return typed
    return " ".join(part for part in (signs[:6], signs[6:12], signs[12:]) if part)


def ungroup(typed: str) -> str:
    """The digits without what stands between the groups; what has other signs in it only loses its blanks."""
    signs = typed.translate(_GAPS)
    return signs if signs.isdigit() else "".join(typed.split())
