"""One notice in full, with the button by which a person says to have read it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from kemiskinan_desktop.services.notices import NoticeView
from kemiskinan_desktop.ui.kit.badges import BadgeLabel
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.formats import day, day_and_time
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import clear, flow_box
from kemiskinan_desktop.ui.kit.notice_badges import read_badge, urgency_badge
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


class NoticeCard(Card):
    """Shows one notice; `read` is sent by its button."""

    read = Signal()

    def __init__(self) -> None:
        super().__init__(name="notice")
        self._title = text("", "lead", name="notice-title")
        self._marks = flow_box(gap=Space.SMALL)
        self._when = text("", "muted", name="notice-when")
        self._text = text("", name="notice-text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)
        self._readers = text("", "muted", name="notice-readers")
        self._ask = text("", "label", name="notice-ask")
        self._button = button(
            tr("Sudah dibaca"), self._on_pressed, kind=Kind.PRIMARY, meaning=Icon.DONE, name="notice-read"
        )
        for part in (self._title, self._marks, self._when, self._text, self._ask):
            self.add(part)
        self.body.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self._readers)

    def show_notice(self, notice: NoticeView) -> None:
        """Show it."""
        self._title.setText(notice.title)
        self.setAccessibleName(notice.title)
        self._when.setText(_when(notice))
        self._text.setText(notice.text)
        self._text.setAccessibleName(notice.text)
        layout = self._marks.layout()
        if layout is not None:
            clear(layout)
            for badge in (urgency_badge(notice.urgency), read_badge(read=notice.read)):
                layout.addWidget(BadgeLabel(badge))
        self._ask.setText(tr("Kabupaten menunggu tanda bahwa desa sudah membaca pengumuman ini."))
        self._ask.setVisible(notice.confirm and not notice.readers)
        self._button.setVisible(not notice.read)
        names = ", ".join(name for name in notice.readers if name)
        self._readers.setText(tr("Sudah dibaca oleh {0}.").format(names))
        self._readers.setVisible(bool(names))

    def _on_pressed(self) -> None:
        self.read.emit()


def _when(notice: NoticeView) -> str:
    parts = [tr("nasional") if notice.national else tr("kabupaten")]
    if notice.at is not None:
        parts.append(tr("terbit {0}").format(day_and_time(notice.at)))
    if notice.edition > 1:
        parts.append(tr("sudah diperbaiki"))
    if notice.until is not None:
        parts.append(tr("berlaku sampai {0}").format(day(notice.until)))
    words = " · ".join(parts)
    return words[:1].upper() + words[1:]
