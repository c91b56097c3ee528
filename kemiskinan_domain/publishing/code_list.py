"""A list of codes of the district: a name, a version that never changes, the choices in words, and since when."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from kemiskinan_domain.records import Document, FieldValue, RecordId

_LISTS: Final = uuid.UUID("e3f3f0c2-6f5b-5c0e-9b1e-0a6c3c9d5b17")
LIST_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
"""As a questionnaire names its file of choices."""
LIST_VERSION: Final = re.compile(r"[0-9]{1,12}")
"""A number, mostly of a day, as a questionnaire's."""

NATIONAL_MARK: Final = "n"
"""Stands before the version of a list of the nation, whose numbers may meet those of a district."""


@dataclass(frozen=True, slots=True)
class CodeLimits:
    """Signs of a code and of a cell, choices and columns of a list."""

    code: int = 64
    label: int = 200
    choices: int = 5_000
    columns: int = 12
    bytes: int = 700_000
    """Of the whole list, so that one record stays below what the exchange takes."""


CODE_LIMITS: Final = CodeLimits()


@dataclass(frozen=True, slots=True)
class CodeChoice:
    """One choice: its code, its words in Bahasa Indonesia, and further columns that a questionnaire may filter by."""

    code: str
    label: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CodeList:
    """One version of a list; it counts from `starts` on, until `until` where that is set."""

    name: str
    version: str
    title: str
    choices: tuple[CodeChoice, ...]
    starts: date
    until: date | None = None
    withdrawn: bool = False
    """Counts no more for what is begun from now on; it stays readable for what began with it."""

    def is_current(self, day: date) -> bool:
        """Whether it counts on that day."""
        return not self.withdrawn and self.starts <= day and (self.until is None or day <= self.until)

    def rows(self) -> list[dict[str, str]]:
        """The choices as the rows of a questionnaire's file."""
        return [{"name": one.code, "label": one.label, **one.columns} for one in self.choices]

    def to_document(self) -> Document:
        """As it travels and is stored: the columns named once, the choices as rows."""
        columns = sorted({name for choice in self.choices for name in choice.columns})
        rows: list[FieldValue] = [
            [choice.code, choice.label, *(choice.columns.get(name, "") for name in columns)] for choice in self.choices
        ]
        document: dict[str, FieldValue] = {
            "name": self.name,
            "version": self.version,
            "title": self.title,
            "starts": self.starts.isoformat(),
            "columns": list(columns),
            "choices": rows,
        }
        if self.until is not None:
            document["until"] = self.until.isoformat()
        if self.withdrawn:
            document["withdrawn"] = True
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> CodeList | None:
        """Reads what travelled; None for what this program does not understand."""
        rows, columns, until = document.get("choices"), document.get("columns"), document.get("until")
        if not isinstance(rows, list) or not isinstance(columns, list):
            return None
        try:
            return cls(
                name=str(document["name"]),
                version=str(document["version"]),
                title=str(document["title"]),
                choices=tuple(_choice(row, columns) for row in rows),
                starts=date.fromisoformat(str(document["starts"])),
                until=None if until is None else date.fromisoformat(str(until)),
                withdrawn=document.get("withdrawn") is True,
            )
        except (KeyError, ValueError, TypeError):
            return None


def _choice(row: object, columns: list[object]) -> CodeChoice:
    if not isinstance(row, list) or len(row) != len(columns) + 2:
        raise ValueError("a row has a cell for each column")
    code, label, *cells = (str(cell) for cell in row)
    return CodeChoice(code, label, dict(zip((str(name) for name in columns), cells, strict=True)))


def code_list_id(name: str, version: str) -> RecordId:
    """The record of a version: who publishes it twice meets in one."""
    return RecordId(str(uuid.uuid5(_LISTS, f"{name}@{version}")))


def version_order(version: str) -> tuple[int, str]:
    """Sorts versions: they are numbers."""
    return (int(version), version) if version.isdecimal() else (-1, version)


def in_force(lists: Iterable[CodeList], day: date) -> dict[str, CodeList]:
    """Of each name the highest version that counts on that day."""
    found: dict[str, CodeList] = {}
    for one in lists:
        known = found.get(one.name)
        if one.is_current(day) and (known is None or version_order(one.version) > version_order(known.version)):
            found[one.name] = one
    return found
