"""A form whose files of choices are replaced by newer lists, and how such a form is named: `20261101+pekerjaan.3`.

The form's own version stays what it is; the name of a record's form tells which lists it was begun with, so that
every device opens the record with the same choices (SYNC 2.12).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from xml.sax.saxutils import unescape

from kemiskinan_domain.survey.data_files import items_of
from kemiskinan_domain.survey.form import Form
from kemiskinan_domain.survey.xform import read_xform

_FILE: Final = re.compile(
    r'<instance\b([^>]*?\bsrc="(jr://file(?:-csv)?/[^"]+)"[^>]*?)(?:/>|>.*?</instance>)', re.DOTALL
)
_MARK: Final = "+"


@dataclass(frozen=True, slots=True)
class ReplacingList:
    """The rows of a list, with the columns `name` and `label`, and the word by which its version is named."""

    version: str
    rows: Sequence[Mapping[str, str]]


def files_named(text: str) -> frozenset[str]:
    """The files of choices and tables that a compiled form names, without their ending."""
    return frozenset(_stem(found[2]) for found in _FILE.finditer(text))


def form_with_lists(text: str, lists: Mapping[str, ReplacingList]) -> Form:
    """The form with these lists in the place of its files of those names. Raises FormError."""
    used = {name: lists[name] for name in sorted(files_named(text) & lists.keys())}

    def filled(found: re.Match[str]) -> str:
        one = used.get(_stem(found[2]))
        return found[0] if one is None else f"<instance{found[1]}>{items_of(one.rows)}</instance>"

    parts = read_xform(_FILE.sub(filled, text))
    return Form(replace(parts, version=named_with({name: one.version for name, one in used.items()}, parts.version)))


def named_with(lists: Mapping[str, str], version: str) -> str:
    """The version of a form with these versions of lists."""
    return version + "".join(f"{_MARK}{name}.{lists[name]}" for name in sorted(lists))


def lists_named(version: str) -> tuple[str, dict[str, str]]:
    """The form's own version, and the versions of the lists that stand in the place of its files."""
    own, *marks = version.split(_MARK)
    return own, {name: number for name, _, number in (mark.rpartition(".") for mark in marks) if name and number}


def _stem(source: str) -> str:
    return unescape(source).rpartition("/")[2].rpartition(".")[0]
