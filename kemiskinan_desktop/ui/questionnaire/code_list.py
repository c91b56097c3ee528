"""F4: all codes of a question in a window of their own, with a search by code or words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListView, QWidget

from kemiskinan_desktop.ui.kit.layout import column
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.keying import Option, search

_LINES = 14


class _Codes(QAbstractListModel):
    """The choices that the search leaves."""

    def __init__(self, offered: Sequence[Option], chosen: Sequence[str]) -> None:
        super().__init__()
        self.offered = offered
        self.chosen = chosen
        self.found: tuple[int, ...] = tuple(range(len(offered)))

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """How many are left."""
        return 0 if parent is not None and parent.isValid() else len(self.found)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Code and words of a line; what is chosen has a tick."""
        option = self.offered[self.found[index.row()]]
        mark = "✓ " if option.code in self.chosen else ""
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{option.key}  ·  {mark}{option.words}"
            case Qt.ItemDataRole.FontRole:
                return theme().font(bold=bool(mark))
            case _:
                return None

    def narrow(self, typed: str) -> None:
        """Leave only what fits."""
        self.beginResetModel()
        self.found = search(typed, self.offered)
        self.endResetModel()


class CodeList(QDialog):
    """Type to search, arrows to move, Enter to take, Esc to leave it as it was."""

    def __init__(
        self,
        window: QWidget,
        title: str,
        offered: Sequence[Option],
        chosen: Sequence[str],
        taken: Callable[[str], object],
    ) -> None:
        super().__init__(window)
        self.setObjectName("code-list")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._taken = taken
        self._codes = _Codes(offered, chosen)
        self.line = QLineEdit()
        self.line.setObjectName("code-search")
        self.line.setPlaceholderText(tr("Ketik kode atau sebagian kata"))
        self.line.setAccessibleName(tr("Cari kode untuk {0}").format(title))
        self.line.setMaxLength(100)
        self.list = QListView()
        self.list.setObjectName("code-lines")
        self.list.setAccessibleName(title)
        self.list.setModel(self._codes)
        self.list.setUniformItemSizes(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._count = text("", "caption", name="code-count")
        self.line.textChanged.connect(self._on_typed)
        self.list.activated.connect(self._take)
        self.list.clicked.connect(self._take)
        self.setLayout(column(text(title, "label"), self.line, self.list, self._count, margin=Space.LARGE))
        self.resize(min(theme().characters(64), 900), theme().line * (_LINES + 6))
        self._show_found(next((at for at, option in enumerate(offered) if option.code in chosen), 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows and Enter reach the list while the search has the focus."""
        moves = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _LINES,
            Qt.Key.Key_PageUp: -_LINES,
        }
        if event.key() in moves:
            at = self.list.currentIndex().row() + moves[Qt.Key(event.key())]
            self._mark(max(0, min(at, self._codes.rowCount() - 1)))
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.list.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_typed(self, typed: str) -> None:
        self._codes.narrow(typed)
        self._show_found(0)

    def _show_found(self, at: int) -> None:
        found = self._codes.rowCount()
        self._count.setText(tr("%n pilihan", found) if found else tr("Tidak ada kode atau kata seperti itu."))
        self._mark(at)

    def _mark(self, at: int) -> None:
        if 0 <= at < self._codes.rowCount():
            self.list.setCurrentIndex(self._codes.index(at))
            self.list.scrollTo(self._codes.index(at))

    def _take(self, index: QModelIndex) -> None:
        if index.isValid():
            code = self._codes.offered[self._codes.found[index.row()]].code
            self.accept()
            self._taken(code)
