"""Stand-ins for what screens are given: lanes that run at once, dialogs that answer, a navigator that remembers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kemiskinan_desktop.services.lanes import Ticket
from kemiskinan_desktop.ui.kit.dialogs import FileKind, Question, Trouble

T = TypeVar("T")


class NowLane:
    """Does each job at once, in the caller's thread; `held` keeps them until `release`."""

    def __init__(self, *, held: bool = False) -> None:
        self._held = held
        self._waiting: list[Callable[[], None]] = []

    def submit(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> Ticket:
        ticket = Ticket()

        def run() -> None:
            if not ticket.start():
                return
            try:
                value = job()
            except Exception as fault:  # noqa: BLE001 - like the real lane
                failed(fault)
                return
            done(value)

        if self._held:
            self._waiting.append(run)
        else:
            run()
        return ticket

    def release(self) -> None:
        waiting, self._waiting = self._waiting, []
        for run in waiting:
            run()


@dataclass
class FakeDialogs:
    """Answers at once: questions with `answer`, entries with `entry`, files with `path`; remembers what was said."""

    answer: str | None = None
    entry: str | None = None
    path: Path | None = None
    told: list[tuple[str, str]] = field(default_factory=list)
    asked: list[Question] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    def tell(self, title: str, text: str, done: Callable[[], None] | None = None) -> None:
        self.told.append((title, text))
        if done:
            done()

    def ask(self, question: Question, answered: Callable[[str | None], None]) -> None:
        self.asked.append(question)
        answered(self.answer)

    def trouble(self, trouble: Trouble, done: Callable[[], None] | None = None) -> None:
        self.troubles.append(trouble)
        if done:
            done()

    def enter(self, title: str, label: str, entered: Callable[[str | None], None], *, initial: str = "") -> None:
        entered(self.entry)

    def choose_file(self, title: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]) -> None:
        chosen(self.path)

    def save_file(
        self, title: str, suggested: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]
    ) -> None:
        chosen(self.path)

    def choose_folder(self, title: str, chosen: Callable[[Path | None], None]) -> None:
        chosen(self.path)


@dataclass
class FakeNavigator:
    """Remembers where a screen wanted to go and what it told."""

    opened: list[tuple[str, object]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def open(self, screen_key: str, argument: object = None) -> None:
        self.opened.append((screen_key, argument))

    def notify(self, words: str) -> None:
        self.notes.append(words)
