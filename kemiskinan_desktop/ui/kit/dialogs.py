"""Questions and notices that do not block: one door, which tests replace.

Presenters and views take a `Dialogs`; the real one is `QtDialogs`, the test's lies in tests/desktop/ui/fakes.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.ui.kit.buttons import Kind


@dataclass(frozen=True, slots=True)
class Choice:
    """One way to answer; `key` is for code, `words` are on the button."""

    key: str
    words: str
    kind: Kind = Kind.PLAIN


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked and how it can be answered. The first choice takes Enter; Esc answers None."""

    title: str
    text: str
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error as a person needs it: what happened, what is safe, what to do; `detail` is for whoever helps."""

    happened: str
    safe: str
    todo: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file to choose, such as `FileKind("Berkas Excel", ("xlsx",))`."""

    words: str
    endings: Sequence[str]


class Dialogs(Protocol):
    """What a screen can ask or tell in a window of its own. Every call returns at once."""

    def tell(self, title: str, text: str, done: Callable[[], None] | None = None) -> None:
        """A notice with one button."""

    def ask(self, question: Question, answered: Callable[[str | None], None]) -> None:
        """A question; `answered` gets the choice's key, or None when it was closed."""

    def trouble(self, trouble: Trouble, done: Callable[[], None] | None = None) -> None:
        """An error."""

    def enter(self, title: str, label: str, entered: Callable[[str | None], None], *, initial: str = "") -> None:
        """A line of text, such as a reason; None when it was closed."""

    def choose_file(self, title: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]) -> None:
        """An existing file to open."""

    def save_file(
        self, title: str, suggested: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]
    ) -> None:
        """A place for a file to write."""

    def choose_folder(self, title: str, chosen: Callable[[Path | None], None]) -> None:
        """A folder, such as the stick for a backup."""
