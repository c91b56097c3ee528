"""One number that several people or families have: who they are, and what to do about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QWidget

from kemiskinan_desktop.services.exchange import ConflictView, Holder
from kemiskinan_desktop.ui.conflicts.words import (
    advice_words,
    entry_words,
    family_words,
    holder_words,
    number_words,
    place_words,
    shared_words,
)
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr

_WIDE_CHARACTERS = 70


class DuplicateCard(QWidget):
    """`checked` is pressed when the number may stay; `family` asks to see one of the families."""

    checked = Signal()
    family = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._conflict: ConflictView | None = None
        self._masked = True
        self._wide = True
        self._title = text("", "title", name="duplicate-title")
        self._number = text("", "lead", wrap=False, name="duplicate-number")
        self._show = button(tr("Tampilkan nomor"), self._on_mask, meaning=Icon.SHOW, name="duplicate-mask")
        self._known = text("", "muted", name="duplicate-known")
        self._advice = text("", name="duplicate-advice")
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(Space.LARGE)
        self._leave = button(
            tr("Sudah diperiksa, biarkan"), self.checked.emit, meaning=Icon.DONE, name="duplicate-checked"
        )
        self._after = text(tr("Semua tetap tercatat, dan pemeriksaan Anda ikut terkirim ke kabupaten."), "muted")
        content = Card(
            "",
            column(self._title, self._known, gap=0),
            row(self._number, self._show, None, gap=Space.LARGE),
            self._advice,
            box(self._grid),
            row(self._leave, None),
            self._after,
        )
        self.setLayout(column(content, None, gap=0))

    def show_conflict(self, conflict: ConflictView, now: datetime) -> None:
        """Show who has the number; another number is masked again."""
        if self._conflict is None or self._conflict.id != conflict.id:
            self._masked = True
        self._conflict = conflict
        self._title.setText(shared_words(conflict))
        self._known.setText(entry_words(conflict.mine, now))
        self._advice.setText(advice_words(conflict))
        can_leave = conflict.open and len(conflict.holders) > 1
        self._leave.setVisible(can_leave)
        self._after.setVisible(can_leave)
        self._show_number()
        self._show_holders()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One below the other where two would not fit beside each other."""
        super().resizeEvent(event)
        wide = self.width() >= theme().characters(_WIDE_CHARACTERS)
        if wide != self._wide:
            self._wide = wide
            self._show_holders()

    def _show_number(self) -> None:
        if self._conflict is None:
            return
        self._number.setText(number_words(self._conflict, masked=self._masked))
        words = tr("Tampilkan nomor") if self._masked else tr("Sembunyikan nomor")
        self._show.setText(words)
        self._show.setAccessibleName(words)
        self._show.setIcon(icon(Icon.SHOW if self._masked else Icon.HIDE, Colour.TEXT))

    def _show_holders(self) -> None:
        clear(self._grid)
        across = 2 if self._wide else 1
        for column_at in range(2):
            self._grid.setColumnStretch(column_at, 1 if column_at < across else 0)
        for place, holder in enumerate(self._conflict.holders if self._conflict is not None else ()):
            self._grid.addWidget(self._holder(holder), place // across, place % across)

    def _holder(self, holder: Holder) -> QWidget:
        frame = QFrame()
        set_role(frame, banner="neutral")
        look = button(
            tr("Buka keluarga"),
            lambda: self.family.emit(str(holder.household)),
            meaning=Icon.HOUSEHOLD,
            name="duplicate-family",
        )
        look.setAccessibleName(tr("Buka keluarga {0}").format(holder.head_name))
        parts = [text(holder_words(holder), "lead", name="holder-name")]
        if holder.member_name is not None:
            parts.append(text(family_words(holder), name="holder-family"))
        parts.append(text(place_words(holder), "muted", name="holder-place"))
        frame.setLayout(column(column(*parts, gap=Space.TIGHT), None, row(look, None), margin=Space.LARGE))
        return frame

    def _on_mask(self) -> None:
        self._masked = not self._masked
        self._show_number()
