"""A field for a day as people type it."""

from __future__ import annotations

import re
from datetime import date

from PySide6.QtWidgets import QLineEdit

from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.words import tr

_DAY = re.compile(r"(\d{1,2})[\s./-]+(\d{1,2})[\s./-]+(\d{4})")


def typed_day(text: str) -> date | None:
    """`23-11-2026` or `23/11/2026`; None for anything that is no day of the calendar."""
    found = _DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def day_text(value: date | None) -> str:
    """As it is typed."""
    return "" if value is None else value.strftime("%d-%m-%Y")


class DayField(FieldRow):
    """Says at the field when what stands there is no day."""

    def __init__(self, label: str, name: str, value: date | None = None, *, optional: bool = False) -> None:
        self.line = QLineEdit(day_text(value))
        self.line.setObjectName(name)
        self.line.setPlaceholderText(tr("misalnya 23-11-2026"))
        super().__init__(label, self.line, optional=optional)

    def is_wrong(self) -> bool:
        """Something stands there that is no day; the field says so."""
        wrong = bool(self.line.text().strip()) and self.day() is None
        self.show_error(tr("Tulis tanggal seperti 23-11-2026.") if wrong else "")
        return wrong

    def day(self) -> date | None:
        """The typed day; None for an empty field."""
        return typed_day(self.line.text())
