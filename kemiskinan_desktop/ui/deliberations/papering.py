"""The presenter of a meeting's papers: made, saved, and from whose template. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.documents import Paper, TemplateFault, TypesettingError
from kemiskinan_desktop.services.deliberations import SessionView
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_domain.records import RecordId


class Papers(Protocol):
    """What the steps ask of the meeting's papers."""

    def pages(self, session: RecordId, paper: Paper) -> list[bytes]:
        """The pages as PNG."""

    def pdf(self, session: RecordId, paper: Paper) -> bytes:
        """The paper as PDF."""

    def word(self, session: RecordId, paper: Paper, *, shipped: bool = False) -> bytes | TemplateFault:
        """The paper as Word file."""

    def has_own_template(self, paper: Paper) -> bool:
        """Whether the village has a template of its own."""

    def own_template(self, paper: Paper) -> Path:
        """The village's template, made where there is none."""

    def drop_own_template(self, paper: Paper) -> Path | None:
        """Back to the shipped template."""


class PapersView(Protocol):
    """What the presenter tells the panel."""

    def show_written(self, path: Path) -> None:
        """The file stands there."""

    def show_not_written(self) -> None:
        """The file could not be written there."""

    def show_not_set(self) -> None:
        """The paper could not be laid out."""

    def show_broken(self, fault: TemplateFault, with_shipped: Callable[[], None], edit: Callable[[], None]) -> None:
        """The village's template is broken: say where, and offer both ways out."""

    def show_own(self, own: bool) -> None:
        """Say whose template the Word file comes from."""

    def open_template(self, path: Path) -> None:
        """Open the template in the program that the system has for it."""

    def show_dropped(self, aside: Path | None) -> None:
        """The shipped template is in force again; the village's own stands there."""


def cannot_be_made(fault: Exception) -> bool:
    """Whether the world, or a meeting that another laptop took away, is to blame; anything else is ours."""
    return isinstance(fault, OSError | StorageError | TypesettingError | KeyError)


class PapersPresenter:
    """One paper at a time, of the meeting that was shown last."""

    def __init__(self, view: PapersView, lane: Work, papers: Papers, paper: Paper) -> None:
        self._view = view
        self._lane = lane
        self._papers = papers
        self._session: SessionView | None = None
        self.paper = paper

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        self._session = session
        self._ask_own()

    def choose(self, paper: Paper) -> None:
        """Another paper is wanted."""
        self.paper = paper
        self._ask_own()

    def save_pdf(self, path: Path) -> None:
        """Make the PDF and write it there."""
        if self._session is not None:
            job = partial(self._write_pdf, self._session.id, self.paper, path)
            self._lane.submit(job, self._view.show_written, self._on_failed)

    def save_word(self, path: Path, *, shipped: bool = False) -> None:
        """Make the Word file and write it there."""
        if self._session is not None:
            job = partial(self._write_word, self._session.id, self.paper, path, shipped)
            self._lane.submit(job, partial(self._word_made, path), self._on_failed)

    def edit_template(self) -> None:
        """Open the village's template, copied from the shipped one where there is none yet."""
        self._lane.submit(partial(self._papers.own_template, self.paper), self._template_ready, self._on_failed)

    def drop_template(self) -> None:
        """Use the shipped template again."""
        self._lane.submit(partial(self._papers.drop_own_template, self.paper), self._dropped, self._on_failed)

    def _write_pdf(self, session: RecordId, paper: Paper, path: Path) -> Path:
        """On the lane."""
        write_whole(path, self._papers.pdf(session, paper))
        return path

    def _write_word(self, session: RecordId, paper: Paper, path: Path, shipped: bool) -> TemplateFault | None:
        """On the lane."""
        made = self._papers.word(session, paper, shipped=shipped)
        if isinstance(made, TemplateFault):
            return made
        write_whole(path, made)
        return None

    def _word_made(self, path: Path, fault: TemplateFault | None) -> None:
        if fault is None:
            self._view.show_written(path)
        else:
            self._view.show_broken(fault, partial(self.save_word, path, shipped=True), self.edit_template)

    def _template_ready(self, path: Path) -> None:
        self._view.open_template(path)
        self._ask_own()

    def _dropped(self, aside: Path | None) -> None:
        self._view.show_dropped(aside)
        self._ask_own()

    def _ask_own(self) -> None:
        self._lane.submit(partial(self._papers.has_own_template, self.paper), self._view.show_own, self._on_failed)

    def _on_failed(self, fault: Exception) -> None:
        if not cannot_be_made(fault):
            raise fault
        if isinstance(fault, TypesettingError | KeyError):
            self._view.show_not_set()
        else:
            self._view.show_not_written()
