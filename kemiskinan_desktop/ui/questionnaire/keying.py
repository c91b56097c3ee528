"""How answers are typed: codes and first letters of choices, dates by day, numbers in groups. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

_SIXTEEN = 16


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


def _inside(wanted: str, words: str) -> bool:
    parts = "".join(sign if sign.isalnum() else " " for sign in words.casefold()).split()
    return any(part.startswith(wanted) for part in parts)


def group_sixteen(typed: str) -> str:
    """NIK and No. KK as region, date, serial: `320301 150681 0004`; what is no digit is left as typed."""
    signs = "".join(typed.split())
    if not signs.isdigit() or len(signs) > _SIXTEEN:
        return typed
    return " ".join(part for part in (signs[:6], signs[6:12], signs[12:]) if part)


def ungroup(typed: str) -> str:
    """The digits without the spaces between the groups."""
    return "".join(typed.split())


def group_day(typed: str) -> str:
    """`23111978` becomes `23-11-1978` while it is typed; anything else is left as typed."""
    signs = typed.replace("-", "").replace("/", "").replace(".", "").replace(" ", "")
    if not signs.isdigit() or len(signs) > 8:
        return typed
    return "-".join(part for part in (signs[:2], signs[2:4], signs[4:]) if part)


def day_to_record(typed: str) -> str:
    """`23-11-1978` as records keep it; what is no full day is given on as typed, and refused there."""
    parts = group_day(typed.strip()).split("-")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or len(parts[2]) != 4:
        return typed.strip()
    return f"{parts[2]}-{parts[1]:0>2}-{parts[0]:0>2}"


def day_to_type(value: str) -> str:
    """`1978-11-23` as people type it."""
    try:
        return date.fromisoformat(value).strftime("%d-%m-%Y")
    except ValueError:
        return value
