"""The tab Mutu isian: how families were keyed, by person and by section, and what double entry found."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.services.keying_report import KeyingReport, PersonKeying, SectionKeying
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.kit.cards import EmptyState, section_header
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column
from kemiskinan_desktop.ui.kit.table import Align, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr

_NONE = "–"
_MINUTE = 60
RowT = TypeVar("RowT")


class KeyingTab(QWidget):
    """Two tables; read on the lane whenever the page comes to the front."""

    def __init__(self, lane: Work, report: Callable[[], KeyingReport]) -> None:
        super().__init__()
        self._lane = lane
        self._report = report
        self._people: TableModel[PersonKeying] = TableModel(person_columns(), key=lambda row: row.name)
        self._sections: TableModel[SectionKeying] = TableModel(section_columns(), key=lambda row: row.title)
        advice = tr("Angkanya muncul setelah ada kuesioner yang diisi di laptop ini.")
        nobody = EmptyState(tr("Belum ada yang mengisi"), advice, Icon.REPORT)
        nothing = EmptyState(tr("Belum ada yang diisi"), advice, Icon.REPORT)
        people = TableView(self._people, nobody, name="keying-people", label=tr("Menurut petugas"))
        sections = TableView(self._sections, nothing, name="keying-sections", label=tr("Menurut bagian kuesioner"))
        lay = column(
            section_header(
                tr("Menurut petugas"),
                tr("Hanya di laptop ini. Waktu tanpa kegiatan lebih dari dua menit tidak dihitung."),
            ),
            people,
            section_header(tr("Menurut bagian kuesioner")),
            sections,
            gap=Space.MEDIUM,
            margin=Space.TIGHT,
        )
        for table in (people, sections):
            table.setMinimumHeight(theme().line * 9)
            lay.setStretchFactor(table, 1)
        self.setLayout(lay)

    def refresh(self) -> None:
        """Count again."""
        self._lane.submit(self._report, self._show, _failed)

    def _show(self, report: KeyingReport) -> None:
        self._people.replace(report.people)
        self._sections.replace(report.sections)


def person_columns() -> list[Column[PersonKeying]]:
    """A person's keying."""
    return [
        Column(tr("Petugas"), lambda row: row.name or tr("Tidak dikenal di laptop ini"), stretches=True),
        _number(tr("Keluarga"), lambda row: row.families),
        _rate(tr("Menit per keluarga"), lambda row: (row.seconds / _MINUTE) if row.families else None),
        _rate(tr("Ketukan per isian"), lambda row: _part(row.keys, row.answers)),
        _rate(tr("Perbaikan per 100 isian"), lambda row: _part(100 * row.corrections, row.answers)),
        _number(tr("Dientri ulang"), lambda row: row.checked),
        _rate(tr("Beda per 100 isian"), lambda row: _part(100 * row.differed, row.compared)),
    ]


def section_columns() -> list[Column[SectionKeying]]:
    """The keying of a section."""
    return [
        Column(tr("Bagian"), lambda row: row.title, stretches=True),
        _number(tr("Keluarga"), lambda row: row.families),
        _rate(tr("Menit per keluarga"), lambda row: (row.seconds / _MINUTE) if row.families else None),
        _number(tr("Isian"), lambda row: row.answers),
        _rate(tr("Perbaikan per 100 isian"), lambda row: _part(100 * row.corrections, row.answers)),
    ]


def _number(title: str, of: Callable[[RowT], int]) -> Column[RowT]:
    return Column(title, lambda row: number(of(row)), max(len(title) + 2, 8), Align.RIGHT, sort=of)


def _rate(title: str, of: Callable[[RowT], float | None]) -> Column[RowT]:
    def words(row: RowT) -> str:
        value = of(row)
        return _NONE if value is None else number(value, 1)

    return Column(title, words, max(len(title) + 2, 8), Align.RIGHT, sort=lambda row: of(row) or 0.0)


def _part(some: int, whole: int) -> float | None:
    return some / whole if whole else None


def _failed(fault: Exception) -> None:
    # The page itself says that nothing can be read; two sentences about one file would only frighten.
    if not isinstance(fault, StorageError | OSError):
        raise fault
