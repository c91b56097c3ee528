"""Who wrote a value that met another, as far as this laptop can know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from kemiskinan_desktop.services.exchange.values import Author, ConflictEntry
from kemiskinan_domain.records import Document

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit

_DISTRICT_COMMAND: Final = "cli"
"""The district's own word for its commands: the import of a list is the one that writes into a village."""


def entry_in(view: Unit, entry: Document) -> ConflictEntry:
    """An entry of a conflict's log; persons of other laptops have an id here, people of the district a word."""
    person, known, enrolment = _text(entry, "by"), view.people.get(_text(entry, "by")), view.meta.enrolment()
    author = Author.PERSON if known is not None else _stranger(person)
    client = _text(entry, "client")
    here = not client or client in (enrolment.client, enrolment.device)
    return ConflictEntry(entry.get("wanted"), known.name if known else "", _text(entry, "at"), author, here)


def _stranger(person: str) -> Author:
    if not person:
        return Author.UNKNOWN
    if person == _DISTRICT_COMMAND:
        return Author.INITIAL_LIST
    try:
        UUID(person)
    except ValueError:
        return Author.DISTRICT
    return Author.OTHER_LAPTOP


def _text(entry: Document, field: str) -> str:
    value = entry.get(field)
    return value if isinstance(value, str) else ""
