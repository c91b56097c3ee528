"""Between the questionnaire's own codes and those of Regsosek, DTSEN and P3KE: exact where sources agree, else flagged.

The tables are data (`resources/questionnaires/mappings/*.csv`). Our codes stay; import and export translate.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

AS_IT_STANDS: Final = "*"
"""In place of a code: the answer passes unchanged, whatever it is."""
_COLUMNS: Final = ("variable", "code", "their_variable", "their_code", "fit", "note", "source")
_ALONE: Final = frozenset({"0", "99"})
"""Codes of a summed item that are never added to others: none, and unknown."""


class Fit(StrEnum):
    """Whether a value may be translated without anybody looking."""

    EXACT = "exact"
    FLAGGED = "flagged"


class MappingError(Exception):
    """A table that cannot be used; `row` counts as the sheet does (the header is row 1)."""

    def __init__(self, row: int, reason: str) -> None:
        super().__init__(f"row {row}: {reason}")
        self.row = row
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Correspondence:
    """One line: our variable and code, theirs, and why it is flagged.

    An empty `code` is a value of theirs that we have no code for; an empty `their_code` is one of ours that they lack.
    """

    variable: str
    code: str
    their_variable: str
    their_code: str
    fit: Fit
    note: str = ""
    source: str = ""

    @property
    def exact(self) -> bool:
        """Whether nobody has to look."""
        return self.fit is Fit.EXACT


class MappingTable:
    """One source's table."""

    def __init__(self, lines: Iterable[Correspondence]) -> None:
        self.lines = tuple(lines)

    def outgoing(self, variable: str, code: str) -> Correspondence | None:
        """What to send for our code: the first line of it, else the line for whole values; None where it is unknown."""
        return self._outgoing.get((variable, code)) or self._outgoing.get((variable, AS_IT_STANDS))

    def incoming(self, their_variable: str, their_code: str) -> tuple[Correspondence, ...]:
        """What their value may mean, the exact line first; several lines, or none, are for a person to settle."""
        key = _folded(their_variable)
        return self._incoming.get((key, _folded(their_code))) or self._incoming.get((key, AS_IT_STANDS), ())

    def flagged(self) -> tuple[Correspondence, ...]:
        """What somebody has to look at."""
        return tuple(one for one in self.lines if not one.exact)

    @cached_property
    def _outgoing(self) -> dict[tuple[str, str], Correspondence]:
        found: dict[tuple[str, str], Correspondence] = {}
        for one in self.lines:
            if one.code:
                found.setdefault((one.variable, one.code), one)
        return found

    @cached_property
    def _incoming(self) -> dict[tuple[str, str], tuple[Correspondence, ...]]:
        found: dict[tuple[str, str], tuple[Correspondence, ...]] = {}
        for one in sorted(self.lines, key=lambda line: not line.exact):
            if one.their_code:
                key = (_folded(one.their_variable), _folded(one.their_code))
                found[key] = (*found.get(key, ()), one)
        return found


def read_mapping(text: str) -> MappingTable:
    """A table from its CSV text. Raises MappingError for what is missing, unknown, unexplained or said twice."""
    rows = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    if tuple(rows.fieldnames or ()) != _COLUMNS:
        raise MappingError(1, f"the columns are {', '.join(_COLUMNS)}")
    lines = [_line(number, row) for number, row in enumerate(rows, 2)]
    ours = Counter((one.variable, one.code) for one in lines if one.exact)
    theirs = Counter((_folded(one.their_variable), _folded(one.their_code)) for one in lines if one.exact)
    for number, one in enumerate(lines, 2):
        if one.exact and ours[one.variable, one.code] > 1:
            raise MappingError(number, f"{one.variable} {one.code} has two exact lines")
        if one.exact and theirs[_folded(one.their_variable), _folded(one.their_code)] > 1:
            raise MappingError(number, f"{one.their_variable} {one.their_code} has two exact lines")
    return MappingTable(lines)


def summed(codes: Iterable[str]) -> str:
    """How Regsosek exchanges an item with several answers (411, 426, 431a, 431f): the sum of its codes.

    Raises ValueError for a code that cannot be added: 99 beside others, or one that is no number.
    """
    chosen = set(codes)
    if len(chosen) > 1 and "99" in chosen:
        raise ValueError("99 is never added to other codes")
    return str(sum(int(code) for code in chosen))


def parted(total: str, known: Iterable[str]) -> frozenset[str] | None:
    """The codes in a sum; None where no set of the known codes gives it."""
    codes = frozenset(known)
    if total in codes and total in _ALONE:
        return frozenset({total})
    if not (total.isascii() and total.isdecimal()) or int(total) == 0:
        return None
    powers = {code for code in codes - _ALONE if int(code) & int(total)}
    return frozenset(powers) if sum(int(code) for code in powers) == int(total) else None


def _line(number: int, row: dict[str, str | None]) -> Correspondence:
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    if None in row or any(row.get(name) is None for name in _COLUMNS):
        raise MappingError(number, "has too few or too many cells")
    if cells["fit"] not in set(Fit):
        raise MappingError(number, f"fit is {' or '.join(Fit)}")
    line = Correspondence(**{**cells, "fit": Fit(cells["fit"])})  # type: ignore[arg-type] # the other cells are text
    if not line.variable:
        raise MappingError(number, "names no variable")
    if line.exact and not (line.code and line.their_variable and line.their_code):
        raise MappingError(number, "an exact line needs all four: variable, code, theirs, their code")
    if not line.exact and not line.note:
        raise MappingError(number, "a flagged line says why")
    return line


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()
