"""Reads the notices, shows one of them, and says for a person that it was read; knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.notices import NoticeView


class Notices(Protocol):
    """What the page asks for: `NoticeService`, or a test's stand-in."""

    def current(self) -> tuple[NoticeView, ...]:
        """What is to be seen today."""

    def confirm(self, seen: NoticeView) -> bool:
        """The person has read it."""


class NoticesView(Protocol):
    """What the presenter tells the page."""

    def show_list(self, notices: Sequence[NoticeView]) -> None:
        """Show all notices of today."""

    def show_notice(self, notice: NoticeView | None) -> None:
        """Show one in full; None where there is none."""

    def show_fault(self, fault: Exception) -> None:
        """Say that it could not be read or written."""

    def show_confirmed(self, notice: NoticeView) -> None:
        """Say that the district will hear of it."""


class NoticesPresenter:
    """Keeps the chosen notice over a reload; without one it chooses the first, which is the most urgent unread."""

    def __init__(self, view: NoticesView, lane: Work, notices: Notices) -> None:
        self._view = view
        self._lane = lane
        self._notices = notices
        self._chosen = ""

    def start(self, wanted: str = "") -> None:
        """The page came to the front, perhaps for one notice."""
        self._chosen = wanted or self._chosen
        self.reload()

    def reload(self) -> None:
        """Something came or went."""
        self._lane.submit(self._notices.current, self._show, self._view.show_fault)

    def select(self, notice: NoticeView) -> None:
        """A line of the list was chosen."""
        self._chosen = notice.id
        self._view.show_notice(notice)

    def confirm(self, notice: NoticeView) -> None:
        """The person has read it."""
        job = partial(self._notices.confirm, notice)
        self._lane.submit(job, partial(self._confirmed, notice), self._view.show_fault)

    def _show(self, notices: Sequence[NoticeView]) -> None:
        self._view.show_list(notices)
        chosen = next((one for one in notices if one.id == self._chosen), notices[0] if notices else None)
        self._chosen = "" if chosen is None else chosen.id
        self._view.show_notice(chosen)

    def _confirmed(self, notice: NoticeView, _written: bool) -> None:
        self._view.show_confirmed(notice)
        self.reload()
