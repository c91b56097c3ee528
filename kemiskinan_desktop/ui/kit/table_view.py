"""The view of a `TableModel`: keeps the selection by key, opens by Enter or double click."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QItemSelection, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from kemiskinan_desktop.ui.kit.badges import BadgeDelegate
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.table import TableModel
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space

Row = TypeVar("Row")


class TableView(QTableView, Generic[Row]):
    """Whole rows are selected. `selected` and `opened` carry the row itself; `selected` carries None for no row."""

    selected = Signal(object)
    opened = Signal(object)

    def __init__(self, model: TableModel[Row], empty: EmptyState, *, name: str = "table", label: str = "") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.rows = model
        self._kept: str | None = None
        self._told: str | None = None
        self._empty = empty
        self._dress()
        self.setModel(model)
        empty.setParent(self.viewport())
        model.modelAboutToBeReset.connect(self._keep)
        model.modelReset.connect(self._restore)
        theme().changed.connect(self._measure)
        self.activated.connect(self._on_activated)
        self._measure()
        self._restore()

    def selected_row(self) -> Row | None:
        """The row that the person stands on."""
        return self.rows.row_at(self.currentIndex().row())

    def select_key(self, key: str) -> bool:
        """Go to the row of that key; false when it is not shown."""
        place = self.rows.place_of(key)
        if place is None:
            return False
        self.selectRow(place)
        self.scrollTo(self.rows.index(place, 0))
        return True

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the row once, whatever moved the selection."""
        super().selectionChanged(selected, deselected)
        key = self.rows.key_at(self.currentIndex().row()) if self.selectionModel().hasSelection() else None
        if key != self._told:
            self._told = key
            self.selected.emit(None if key is None else self.rows.row_of(key))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and arrows as people expect them here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what lies on top in place."""
        super().resizeEvent(event)
        self._fit()
        self._empty.setGeometry(self.viewport().rect())

    def viewportEvent(self, event: QEvent) -> bool:
        """The empty state covers the rows' room."""
        if event.type() == QEvent.Type.Resize:
            self._empty.setGeometry(self.viewport().rect())
        return super().viewportEvent(event)

    def _dress(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSortingEnabled(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(BadgeDelegate(self))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSortIndicatorClearable(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)

    def _measure(self) -> None:
        look = theme()
        header = self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(look.line + Space.MEDIUM)
        for at, column in enumerate(self.rows.columns):
            self.setColumnWidth(at, look.characters(column.width) + 2 * Space.SMALL)
        header.setMinimumSectionSize(look.characters(5))
        self._fit()

    def _fit(self) -> None:
        """Give what is left to the columns that stretch, never less than their own width."""
        wide = [at for at, column in enumerate(self.rows.columns) if column.stretches]
        least = {at: theme().characters(self.rows.columns[at].width) + 2 * Space.SMALL for at in wide}
        fixed = sum(self.columnWidth(at) for at in range(len(self.rows.columns)) if at not in least)
        for at in wide:
            self.setColumnWidth(at, max(least[at], (self.viewport().width() - fixed) // len(wide)))

    def _keep(self) -> None:
        self._kept = self.rows.key_at(self.currentIndex().row())

    def _restore(self) -> None:
        self._empty.setVisible(self.rows.rowCount() == 0)
        if self._kept is None or not self.select_key(self._kept):
            self._forget()

    def _forget(self) -> None:
        if self._told is not None:
            self._told = None
            self.selected.emit(None)

    def _on_activated(self, index: QModelIndex) -> None:
        row: Any = self.rows.row_at(index.row())
        if row is not None:
            self.opened.emit(row)
