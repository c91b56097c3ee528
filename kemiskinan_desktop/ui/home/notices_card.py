"""Beranda's card of the district's notices: the unread ones, urgent first; without a notice there is no card."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from kemiskinan_desktop.services.dashboard import NoticeView
from kemiskinan_desktop.ui.kit.badges import BadgeLabel
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.formats import day
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import clear, column, row
from kemiskinan_desktop.ui.kit.notice_badges import urgency_badge
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.clock import VILLAGE_TIME_ZONE
from kemiskinan_domain.publishing import Urgency

_SHOWN: Final = 3


class NoticesCard(Card):
    """Leads to a notice, or to all of them."""

    def __init__(self, opened: Callable[[str], None]) -> None:
        self._lines = column(gap=Space.SMALL)
        super().__init__(tr("Pengumuman kabupaten"), self._lines, name="notices-card")
        self._opened = opened
        self.hide()

    def show_notices(self, notices: Sequence[NoticeView]) -> None:
        """Show what is unread, and how to come to the rest."""
        clear(self._lines)
        unread = [notice for notice in notices if not notice.read]
        for notice in unread[:_SHOWN]:
            self._lines.addLayout(self._line(notice))
        rest = len(notices) - len(unread[:_SHOWN])
        if rest:
            self._lines.addLayout(self._foot(rest, unread=bool(unread)))
        self.setVisible(bool(notices))

    def _line(self, notice: NoticeView) -> QHBoxLayout:
        said = column(text(notice.title, "label"), gap=0)
        if notice.at is not None:
            said.addWidget(text(day(notice.at.astimezone(VILLAGE_TIME_ZONE).date()), "muted"))
        read = button(tr("Baca"), partial(self._opened, notice.id), name="read-notice")
        read.setAccessibleName(tr("Baca pengumuman: {0}").format(notice.title))
        urgent = notice.urgency is not Urgency.ORDINARY
        line = row(IconLabel(Icon.ANNOUNCE, Colour.ACCENT, 1.3), said, gap=Space.MEDIUM)
        if urgent:
            line.addWidget(BadgeLabel(urgency_badge(notice.urgency)), 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(read)
        line.setStretch(1, 1)
        return line

    def _foot(self, rest: int, *, unread: bool) -> QHBoxLayout:
        words = tr("%n pengumuman lain", rest) if unread else tr("%n pengumuman berlaku, semua sudah Anda baca.", rest)
        every = button(tr("Lihat semua"), partial(self._opened, ""), kind=Kind.QUIET, name="all-notices")
        line = row(text(words, "muted"), every, gap=Space.MEDIUM)
        line.setStretch(0, 1)
        return line
