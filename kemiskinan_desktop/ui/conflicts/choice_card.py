"""Both values of one difference side by side, and a third."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QFrame, QLabel, QLineEdit, QWidget

from kemiskinan_desktop.services.exchange import ConflictEntry, ConflictView
from kemiskinan_desktop.ui.conflicts.presenter import takes_third
from kemiskinan_desktop.ui.conflicts.words import entry_words, field_words, reason_words, value_words, whose_words
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import Card, EmptyState
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr

WIDE_CHARACTERS = 70


class ChoiceCard(QWidget):
    """`mine`, `theirs`, `third(typed)` are pressed; `family` asks to see the family."""

    mine = Signal()
    theirs = Signal()
    third = Signal(str)
    family = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._field = text("", "title", name="conflict-field")
        self._whose = text("", "muted", name="conflict-whose")
        self._reason = text("", name="conflict-reason")
        take_mine = button(tr("Pakai yang dari sini"), self.mine.emit, meaning=Icon.DONE, name="take-mine")
        take_theirs = button(tr("Pakai yang dari sana"), self.theirs.emit, meaning=Icon.DONE, name="take-theirs")
        self._mine = _Side(tr("Dari laptop ini"), take_mine, "mine")
        self._theirs = _Side(tr("Yang sekarang berlaku"), take_theirs, "theirs")
        self._line = QLineEdit()
        self._line.setObjectName("third-value")
        self._line.returnPressed.connect(self._on_third)
        self._third_row = FieldRow(tr("Atau tulis nilai lain"), self._line)
        take = button(tr("Pakai nilai ini"), self._on_third, name="take-third")
        third = row(self._third_row, box(column(text(" ", "label"), take, None, gap=Space.TIGHT)), gap=Space.SMALL)
        third.setStretch(0, 1)
        self._third = box(third)
        self._kept = text(tr("Nilai yang tidak dipilih tetap tercatat dan dapat dibaca lagi."), "muted")
        self._family = button(tr("Buka keluarga"), self.family.emit, meaning=Icon.HOUSEHOLD, name="conflict-family")
        self._empty = EmptyState(
            tr("Tidak ada perbedaan"),
            tr("Bila dua orang mengisi hal yang sama berlainan, pilihannya ada di sini."),
            Icon.SUCCESS,
        )
        self._content = self._make_content()
        self.setLayout(column(self._content, self._empty, None, gap=0))

    def show_conflict(self, conflict: ConflictView | None, now: datetime) -> None:
        """Show both values."""
        self._content.setVisible(conflict is not None)
        self._empty.setVisible(conflict is None)
        if conflict is None:
            return
        self._field.setText(field_words(conflict))
        self._whose.setText(whose_words(conflict))
        self._reason.setText(reason_words(conflict.why))
        self._mine.show_words(
            tr("Dari laptop ini") if conflict.mine.here else tr("Nilai yang belum dipakai"),
            tr("Pakai yang dari sini") if conflict.mine.here else tr("Pakai yang ini"),
        )
        self._mine.show_entry(conflict.mine, now, editable=conflict.open)
        self._theirs.show_entry(conflict.theirs, now, editable=conflict.open)
        self._line.clear()
        self._third_row.show_error("")
        self._third.setVisible(takes_third(conflict))
        self._kept.setVisible(conflict.open)
        self._family.setVisible(conflict.household is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One above the other where both would not fit beside each other."""
        super().resizeEvent(event)
        narrow = self.width() < theme().characters(WIDE_CHARACTERS)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._head.setDirection(direction)
        self._sides.setDirection(direction)

    def show_third_fault(self) -> None:
        """What was typed does not fit."""
        self._third_row.show_error(tr("Tulis nilai yang sejenis dengan kedua nilai di atas."))
        self._line.setFocus()

    def _make_content(self) -> QWidget:
        self._head = row(column(self._field, self._whose, gap=0), row(self._family, None))
        self._head.setStretch(0, 1)
        self._sides = row(self._mine, self._theirs, gap=Space.LARGE)
        self._sides.setStretch(0, 1)
        self._sides.setStretch(1, 1)
        return Card("", self._head, self._reason, self._sides, self._third, self._kept)

    def _on_third(self) -> None:
        self.third.emit(self._line.text())


class _Side(QFrame):
    """One value: whose, what, by whom and when."""

    def __init__(self, title: str, take: QAbstractButton, name: str) -> None:
        super().__init__()
        self._take = take
        self._title = text(title, "label", name=f"{name}-title")
        self._value: QLabel = text("", "lead", name=f"{name}-value")
        self._by = text("", "muted", name=f"{name}-by")
        self.setProperty("banner", "neutral" if name == "theirs" else "info")
        lay = column(self._title, self._value, self._by, None, take, gap=Space.SMALL, margin=Space.LARGE)
        self.setLayout(lay)

    def show_words(self, title: str, take: str) -> None:
        """Say whose value it is."""
        self._title.setText(title)
        self._take.setText(take)
        self._take.setAccessibleName(take)

    def show_entry(self, entry: ConflictEntry, now: datetime, *, editable: bool) -> None:
        """Show this value."""
        self._value.setText(entry.words or value_words(entry.value))
        self._by.setText(entry_words(entry, now))
        self._take.setVisible(editable)
