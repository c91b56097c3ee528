"""*Pertimbangan*: what a decision rests on, ticked from the list of the decision form that fits the decision."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QWidget

from kemiskinan_desktop.services.deliberations import Choice
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


def fitting(choices: Sequence[Choice], ruling: str | None) -> list[Choice]:
    """Those for this decision; all while none was taken, or it was postponed."""
    meant = {choice.only_for for choice in choices} - {""}
    return [one for one in choices if not one.only_for or ruling not in meant or one.only_for == ruling]


class ConsiderationsDialog(QDialog):
    """Arrows and first letters move, Space ticks, Enter takes over, Esc leaves everything as it was."""

    taken = Signal(tuple)

    def __init__(self, parent: QWidget, choices: Sequence[Choice], chosen: Sequence[str]) -> None:
        super().__init__(parent)
        self.setObjectName("considerations-dialog")
        self.setWindowTitle(tr("Pertimbangan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._kept = tuple(code for code in chosen if code not in {one.code for one in choices})
        self.list = QListWidget()
        self.list.setObjectName("considerations-list")
        self.list.setAccessibleName(tr("Pertimbangan"))
        for choice in choices:
            item = QListWidgetItem(choice.label)
            item.setData(Qt.ItemDataRole.UserRole, choice.code)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if choice.code in chosen else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        take = button(tr("Pakai"), self._on_take, kind=Kind.PRIMARY, name="considerations-take")
        take.setDefault(True)
        intro = text(tr("Boleh dikosongkan, boleh lebih dari satu. Spasi memberi tanda."), "muted")
        cancel = button(tr("Batal"), self.reject, name="considerations-cancel")
        lay = column(text(self.windowTitle(), "lead"), intro, self.list, row(None, cancel, take), gap=Space.MEDIUM)
        lay.setContentsMargins(Space.WIDE, Space.WIDE, Space.WIDE, Space.WIDE)
        self.setLayout(lay)
        room = self.screen().availableGeometry()
        self.resize(min(theme().characters(56), room.width()), min(theme().line * 26, round(room.height() * 0.9)))
        self.list.setFocus()

    def _on_take(self) -> None:
        items = (self.list.item(at) for at in range(self.list.count()))
        ticked = [str(one.data(Qt.ItemDataRole.UserRole)) for one in items if one.checkState() is Qt.CheckState.Checked]
        self.taken.emit(tuple(sorted({*self._kept, *ticked})))
        self.accept()
