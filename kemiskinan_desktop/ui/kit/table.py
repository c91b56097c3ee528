"""A table over frozen rows: columns are described, sorting and filtering happen on the rows, quick at 10,000.

Sorting and filtering live in the model, not in a proxy: a proxy would call Python for every comparison.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.tokens import Tone

Row = TypeVar("Row")
Index = QModelIndex | QPersistentModelIndex
BADGE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 2
_ROOT = QModelIndex()


class Align(Enum):
    """Where a column's text stands."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"


_ALIGNMENT = {
    Align.LEFT: Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    Align.RIGHT: Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
    Align.CENTRE: Qt.AlignmentFlag.AlignCenter,
}


@dataclass(frozen=True, slots=True)
class Badge:
    """A state as words, tone and icon: a mark in a table cell."""

    words: str
    tone: Tone = Tone.NEUTRAL
    meaning: Icon | None = None


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """What one column shows of a row.

    `width` is in average characters; the column that `stretches` takes what is left. `sort` is the key to sort by (the
    text without it); `badge` draws a mark instead of text; `data` answers any further Qt role, by role number.
    """

    title: str
    text: Callable[[Row], str]
    width: int = 14
    align: Align = Align.LEFT
    stretches: bool = False
    sort: Callable[[Row], Any] | None = None
    tooltip: Callable[[Row], str] | None = None
    badge: Callable[[Row], Badge | None] | None = None
    data: Callable[[Row, int], object] | None = None


class TableModel(QAbstractTableModel, Generic[Row]):
    """Rows as a Qt model. `key` tells rows apart; it must be unique and stay the same when a row changes."""

    def __init__(self, columns: Sequence[Column[Row]], key: Callable[[Row], str]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._key = key
        self._rows: dict[str, Row] = {}
        self._shown: list[str] = []
        self._places: dict[str, int] = {}
        self._accepts: Callable[[Row], bool] | None = None
        self._sorted_by: tuple[int, bool] | None = None

    # What screens use

    def replace(self, rows: Iterable[Row]) -> None:
        """Show these rows. Where keys and order stay, only changed rows are painted; views keep selection by key."""
        before, shown = self._rows, self._shown
        self._rows = {self._key(row): row for row in rows}
        arranged = self._arranged()
        if arranged != shown:
            self._show(arranged)
            return
        for place, key in enumerate(shown):
            if before[key] != self._rows[key]:
                self._touch(place)

    def update(self, row: Row) -> None:
        """One row changed, or is new; only what changed is painted."""
        key = self._key(row)
        if self._rows.get(key) == row:
            return
        self._rows[key] = row
        arranged = self._arranged()
        if arranged == self._shown:
            if key in self._places:
                self._touch(self._places[key])
        else:
            self._show(arranged)

    def remove(self, key: str) -> None:
        """Take one row away."""
        if self._rows.pop(key, None) is not None:
            self._show(self._arranged())

    def filter(self, accepts: Callable[[Row], bool] | None) -> None:
        """Show only rows that `accepts` lets through; None shows all."""
        self._accepts = accepts
        arranged = self._arranged()
        if arranged != self._shown:
            self._show(arranged)

    def row_at(self, place: int) -> Row | None:
        """The row shown at that place."""
        return self._rows[self._shown[place]] if 0 <= place < len(self._shown) else None

    def key_at(self, place: int) -> str | None:
        """The key of the row shown at that place."""
        return self._shown[place] if 0 <= place < len(self._shown) else None

    def place_of(self, key: str) -> int | None:
        """Where the row of that key is shown, if it is."""
        return self._places.get(key)

    def row_of(self, key: str) -> Row | None:
        """The row of that key, shown or filtered out."""
        return self._rows.get(key)

    @property
    def total(self) -> int:
        """How many rows there are before filtering."""
        return len(self._rows)

    # What Qt asks

    def rowCount(self, parent: Index = _ROOT) -> int:
        """The rows that the filter lets through."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """The described columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _ALIGNMENT[self.columns[section].align]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows."""
        if not index.isValid():
            return None
        row = self._rows[self._shown[index.row()]]
        column = self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.AccessibleTextRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _ALIGNMENT[column.align]
            case Qt.ItemDataRole.ToolTipRole:
                return column.tooltip(row) if column.tooltip else None
            case _ if role == BADGE_ROLE:
                return column.badge(row) if column.badge else None
            case _ if role == ROW_ROLE:
                return row
            case _:
                return column.data(row, role) if column.data else None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by that column; -1 goes back to the order in which the rows came."""
        descending = order == Qt.SortOrder.DescendingOrder
        self._sorted_by = (column, descending) if 0 <= column < len(self.columns) else None
        arranged = self._arranged()
        if arranged != self._shown:
            self._show(arranged)

    def _arranged(self) -> list[str]:
        keys = [key for key, row in self._rows.items() if self._accepts is None or self._accepts(row)]
        if self._sorted_by is not None:
            at, descending = self._sorted_by
            by = self.columns[at].sort or self.columns[at].text
            keys.sort(key=lambda key: by(self._rows[key]), reverse=descending)
        return keys

    def _show(self, arranged: list[str]) -> None:
        self.beginResetModel()
        self._shown = arranged
        self._places = {key: place for place, key in enumerate(arranged)}
        self.endResetModel()

    def _touch(self, place: int) -> None:
        self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))
