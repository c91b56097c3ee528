"""The tab *Cakupan*: how far each dusun is covered, and what is missing to complete the list."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.services.workers import Overview, WorkerCounts
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row, scrolled
from kemiskinan_desktop.ui.kit.progress import ShareBar
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.workers.words import missing_words


class CoveragePage(QWidget):
    """Rebuilt whenever the village was read."""

    def __init__(self, budget_button: QWidget) -> None:
        super().__init__()
        self._gauge = column(gap=Space.MEDIUM)
        self._missing = column(gap=Space.SMALL)
        self._book = text("", "caption", name="workers-book")
        parts = column(
            row(budget_button, None),
            Card(tr("Sudah terlindungi dari yang memenuhi"), box(self._gauge)),
            Card(tr("Yang masih kurang"), box(self._missing)),
            self._book,
            None,
            gap=Space.LARGE,
        )
        parts.setContentsMargins(0, Space.MEDIUM, 0, 0)
        self.setLayout(column(scrolled(box(parts)), margin=0))

    def show_overview(self, overview: Overview) -> None:
        """Of this moment."""
        counts: WorkerCounts = overview.counts
        clear(self._gauge)
        clear(self._missing)
        total = [sum(one.covered for one in counts.dusun), sum(one.eligible for one in counts.dusun)]
        if counts.dusun:
            self._gauge.addWidget(ShareBar(tr("Seluruh desa"), total[0], sum(total)))
        for one in counts.dusun:
            name = one.dusun or tr("Tanpa dusun")
            meant = one.covered + one.eligible
            self._gauge.addWidget(ShareBar(name, one.covered, meant) if meant else text(name))
            if one.to_check:
                self._gauge.addWidget(text(tr("%n orang masih perlu dicek", one.to_check), "caption"))
        for lacking, count in counts.missing:
            words = tr("{0}: {1} orang").format(missing_words(lacking), number(count))
            self._missing.addWidget(text(words))
        if not counts.missing:
            self._missing.addWidget(text(tr("Tidak ada yang kurang."), "muted"))
        self._book.setText(tr("Aturan {0}, dihitung untuk hari ini.").format(overview.book.version))
