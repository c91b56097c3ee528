"""The table sorts and filters rows, repaints what changed, and keeps the person's place."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.table import BADGE_ROLE, Align, Badge, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.tokens import Tone


@dataclass(frozen=True)
class Dusun:
    code: str
    name: str
    families: int


ROWS = [Dusun("1", "Cibodas", 100), Dusun("2", "Babakan", 9), Dusun("3", "Pasir", 20)]


def model_of(rows: list[Dusun]) -> TableModel[Dusun]:
    model: TableModel[Dusun] = TableModel(
        [
            Column("Dusun", lambda row: row.name, stretches=True, tooltip=lambda row: f"Dusun {row.name}"),
            Column("Keluarga", lambda row: str(row.families), align=Align.RIGHT, sort=lambda row: row.families),
            Column("Keadaan", lambda row: "Draf", badge=lambda row: Badge("Draf", Tone.INFO)),
        ],
        key=lambda row: row.code,
    )
    model.replace(rows)
    return model


def names(model: TableModel[Dusun]) -> list[str]:
    return [str(model.index(place, 0).data()) for place in range(model.rowCount())]


def view_of(qtbot: QtBot, model: TableModel[Dusun]) -> TableView[Dusun]:
    view = TableView(model, EmptyState("Belum ada dusun", "Terima daftar awal dahulu."))
    qtbot.addWidget(view)
    view.resize(600, 300)
    view.show()
    return view


def painted(model: TableModel[Dusun]) -> list[int]:
    rows: list[int] = []

    def on_changed(first: QModelIndex, last: QModelIndex) -> None:
        rows.extend(range(first.row(), last.row() + 1))

    model.dataChanged.connect(on_changed)
    return rows


def test_numbers_sort_as_numbers_and_not_as_text() -> None:
    model = model_of(ROWS)

    model.sort(1, Qt.SortOrder.AscendingOrder)

    assert names(model) == ["Babakan", "Pasir", "Cibodas"]


def test_sorting_by_nothing_goes_back_to_the_given_order() -> None:
    model = model_of(ROWS)
    model.sort(0, Qt.SortOrder.DescendingOrder)

    model.sort(-1)

    assert names(model) == ["Cibodas", "Babakan", "Pasir"]


def test_a_filter_hides_rows_without_forgetting_them() -> None:
    model = model_of(ROWS)

    model.filter(lambda row: row.families > 10)

    assert names(model) == ["Cibodas", "Pasir"]
    assert model.total == 3
    assert model.row_of("2") == ROWS[1]


def test_only_the_changed_row_is_painted_again() -> None:
    model = model_of(ROWS)
    rows = painted(model)

    model.update(replace(ROWS[1], families=10))
    model.update(replace(ROWS[1], families=10))

    assert rows == [1]


def test_replacing_with_the_same_keys_paints_only_what_differs() -> None:
    model = model_of(ROWS)
    rows = painted(model)

    model.replace([ROWS[0], ROWS[1], replace(ROWS[2], families=21)])

    assert rows == [2]


def test_a_cell_carries_its_badge_and_its_tooltip() -> None:
    model = model_of(ROWS)

    assert model.index(0, 2).data(BADGE_ROLE) == Badge("Draf", Tone.INFO)
    assert model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == "Dusun Cibodas"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Keluarga"


def test_the_selected_row_stays_selected_when_rows_move(qtbot: QtBot) -> None:
    model = model_of(ROWS)
    view = view_of(qtbot, model)
    view.select_key("3")

    model.replace([Dusun("9", "Aren", 1), *reversed(ROWS)])

    assert view.selected_row() == ROWS[2]


def test_a_row_that_is_gone_is_told_as_no_row(qtbot: QtBot) -> None:
    model = model_of(ROWS)
    view = view_of(qtbot, model)
    told: list[object] = []
    view.select_key("3")
    view.selected.connect(told.append)

    model.remove("3")

    assert told[-1] is None


def test_enter_opens_the_row(qtbot: QtBot) -> None:
    view = view_of(qtbot, model_of(ROWS))
    opened: list[object] = []
    view.opened.connect(opened.append)
    view.select_key("2")

    QTest.keyClick(view, Qt.Key.Key_Return)

    assert opened == [ROWS[1]]


def test_an_empty_table_says_what_to_do(qtbot: QtBot) -> None:
    model = model_of([])
    view = view_of(qtbot, model)
    empty = view.findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()

    model.replace(ROWS)

    assert not empty.isVisible()


def test_ten_thousand_rows_ask_only_for_the_texts_that_are_seen(qtbot: QtBot) -> None:
    asked: list[str] = []

    def text(row: Dusun) -> str:
        asked.append(row.code)
        return row.name

    model: TableModel[Dusun] = TableModel([Column("Dusun", text)], key=lambda row: row.code)
    view = view_of(qtbot, model)

    model.replace([Dusun(str(at), f"Dusun {at}", at) for at in range(10_000)])
    view.grab()

    assert 0 < len(set(asked)) < 100
