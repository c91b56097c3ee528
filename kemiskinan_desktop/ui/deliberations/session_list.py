"""The list of meetings on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.services.deliberations import SessionRow
from kemiskinan_desktop.ui.deliberations.words import kind_words, session_badge, session_title
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.formats import day, number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column
from kemiskinan_desktop.ui.kit.table import Align, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.words import tr


class SessionList(QWidget):
    """Meetings as a table; the empty one says how to begin."""

    def __init__(self, begin: Callable[[], object], open_row: Callable[[SessionRow], object]) -> None:
        super().__init__()
        self._model: TableModel[SessionRow] = TableModel(_columns(), key=lambda row: row.id)
        start = button(tr("Buat musyawarah"), begin, kind=Kind.PRIMARY, meaning=Icon.ADD, name="begin-first")
        empty = EmptyState(
            tr("Belum ada musyawarah"),
            tr(
                "Buat musyawarah, pilih keluarga yang dibahas, catat yang hadir, lalu putuskan satu per satu. "
                "Berita Acara tersusun sendiri."
            ),
            Icon.DELIBERATION,
            start,
        )
        self.table = TableView(self._model, empty, name="sessions", label=tr("Daftar musyawarah"))
        self.table.opened.connect(open_row)
        self.setLayout(column(self.table))

    def show_rows(self, rows: Sequence[SessionRow]) -> None:
        """Show these meetings."""
        self._model.replace(rows)
        if rows and self.table.selected_row() is None:
            self.table.selectRow(0)


def _columns() -> list[Column[SessionRow]]:
    return [
        Column(
            tr("Tanggal"),
            lambda row: day(row.date) if row.date else tr("Belum ditentukan"),
            width=19,
            sort=lambda row: row.date.isoformat() if row.date else "9999",
        ),
        Column(tr("Musyawarah"), lambda row: session_title(row.title, row.type), stretches=True),
        Column(tr("Jenis"), lambda row: kind_words(row.type), width=22),
        Column(tr("Tempat"), lambda row: row.place or "–", width=20, tooltip=lambda row: row.place),
        Column(
            tr("Hadir"), lambda row: number(row.attendees), width=7, align=Align.RIGHT, sort=lambda row: row.attendees
        ),
        Column(
            tr("Diputuskan"),
            lambda row: tr("{0} dari {1}").format(number(row.decided), number(row.candidates)),
            width=13,
            align=Align.RIGHT,
            sort=lambda row: row.decided,
        ),
        Column(tr("Keadaan"), lambda row: session_badge(row).words, width=18, badge=session_badge),
    ]
