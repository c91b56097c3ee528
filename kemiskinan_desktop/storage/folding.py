"""Folds what people type and what records hold to the same plain words, for search as you type. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from kemiskinan_domain.records import FieldValue

_AREA = re.compile(r"\b(rt|rw)[\s./-]*0*(\d+)\b")
_PAIR = re.compile(r"\b0*(\d{1,3})\s*/\s*0*(\d{1,3})\b")


def fold(text: str) -> str:
    """Lower case, without accents, single spaces; RT and RW numbers without leading zeros (`rt3`)."""
    plain = text.lower() if text.isascii() else _without_accents(text)
    # A village's names hold none of these as a rule, and looking costs a tenth of replacing.
    if "/" in plain:
        plain = _PAIR.sub(r"rt\1 rw\2", plain)
    if "rt" in plain or "rw" in plain:
        plain = _AREA.sub(r"\1\2", plain)
    return " ".join(plain.split())


def _without_accents(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def search_words(text: str) -> tuple[str, ...]:
    """What to look for: each word must stand somewhere; ` rt3 ` and ` rw2 ` are matched whole."""
    return tuple(f" {word} " if re.fullmatch(r"r[tw]\d+", word) else word for word in fold(text).split())


def household_text(document: Mapping[str, FieldValue]) -> str:
    """Head's name, No. KK, dusun, RT and RW of a family."""
    parts = [document.get("head_name"), document.get("no_kk"), document.get("dusun")]
    parts += [f"{area} {document[area]}" for area in ("rt", "rw") if document.get(area)]
    return _padded(parts)


def member_text(document: Mapping[str, FieldValue]) -> str:
    """Name and NIK of a person."""
    return _padded([document.get("name"), document.get("nik")])


def _padded(parts: list[FieldValue]) -> str:
    return f" {fold(' '.join(str(part) for part in parts if part))} "
