"""In the panel beside the question: its remarks with what can be done about them, and its history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.formats import day_and_time
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.states import PastLine, RemarkLine
from kemiskinan_desktop.ui.questionnaire.wording import past_source, past_words, remark_words
from kemiskinan_domain.records import RecordId

MOST_STEPS = 8
"""So many steps of a history are shown; older ones are rarely asked for."""


class RemarkList(QWidget):
    """Every remark, settled ones muted, and the button that writes one."""

    def __init__(self, settled: Callable[[RecordId], object], written: Callable[[], object]) -> None:
        super().__init__()
        self._settled = settled
        self._shown: tuple[RemarkLine, ...] | None = None
        self._lines = column(gap=Space.SMALL)
        write = button(
            self.tr("Tulis catatan (F2)"), written, kind=Kind.QUIET, meaning=Icon.REMARK, name="remark-write"
        )
        self.setLayout(column(text(self.tr("Catatan"), "caption"), self._lines, row(write, None), gap=Space.TIGHT))

    def show_remarks(self, remarks: Sequence[RemarkLine]) -> None:
        """Show these."""
        self.show()
        if tuple(remarks) == self._shown:
            return
        self._shown = tuple(remarks)
        clear(self._lines)
        for one in remarks:
            self._lines.addWidget(self._line(one))

    def _line(self, remark: RemarkLine) -> QWidget:
        when = "" if remark.at is None else day_and_time(remark.at)
        parts = column(text(remark_words(remark), "body" if remark.open else "muted", name="remark-words"), gap=0)
        state = when if remark.open else " · ".join(part for part in (when, self.tr("sudah selesai")) if part)
        parts.addWidget(text(state, "caption"))
        if remark.open:
            done = button(
                self.tr("Sudah selesai"),
                partial(self._settled, remark.id),
                kind=Kind.QUIET,
                meaning=Icon.DONE,
                name="remark-settle",
            )
            done.setAccessibleName(f"{self.tr('Sudah selesai')}: {remark.text}")
            parts.addLayout(row(done, None))
        return box(parts)


class HistoryList(QWidget):
    """What stood in the field before, the latest first."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[PastLine, ...] | None = None
        self._lines = column(gap=Space.SMALL)
        self.setLayout(column(text(self.tr("Riwayat isian"), "caption"), self._lines, gap=Space.TIGHT))

    def show_past(self, past: Sequence[PastLine]) -> None:
        """Show these steps; nothing where there are none."""
        self.setVisible(bool(past))
        if tuple(past) == self._shown:
            return
        self._shown = tuple(past)
        clear(self._lines)
        for line in past[:MOST_STEPS]:
            words = text(past_words(line), name="history-words")
            self._lines.addWidget(box(column(words, text(past_source(line), "caption"), gap=0)))
