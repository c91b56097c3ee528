"""The rule book in use: what the district published goes before what the program ships."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kemiskinan_domain.social_security import BOOK_ID, BadBookError, Book, read_book

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


@dataclass(frozen=True, slots=True)
class OpenBook:
    """The book, and whether a published one had to be passed over because this program cannot read it."""

    book: Book
    unreadable: bool = False


class BookShelf:
    """Reads each text once. Used on the storage lane only."""

    def __init__(self, folder: Path) -> None:
        """`folder` is resources/social_security."""
        self._file = folder / "pekerja.json"
        self._open: dict[str, OpenBook] = {}

    def current(self, view: Unit) -> OpenBook:
        """The newest published book, else the shipped one. Raises BadBookError where the shipped one is damaged."""
        published = view.forms.newest(BOOK_ID)
        digest = "" if published is None else published.digest
        if digest not in self._open:
            self._open[digest] = self._read(None if published is None else published.text)
        return self._open[digest]

    def _read(self, published: str | None) -> OpenBook:
        if published is not None:
            try:
                return OpenBook(read_book(published))
            except BadBookError:
                return OpenBook(self._shipped(), unreadable=True)
        return OpenBook(self._shipped())

    def _shipped(self) -> Book:
        return read_book(self._file.read_bytes())
